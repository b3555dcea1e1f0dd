from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.storage import staff
from bot.storage.engine import Database, now
from bot.storage.staff import ABSOLUTE, IDLE, LOCK_AFTER, LOCK_FOR, StaffMember
from bot.storage.tables import audit, staff_sessions
from bot.storage.tables import staff as table
from tests.unit.storage.conftest import ago, hired, put

SECOND = timedelta(seconds=1)


def logged_in(database: Database, member: StaffMember) -> str:
    """The token of a new session."""
    with database.write() as tx:
        return staff.open_session(tx, member.id)


def owner(database: Database, token: str) -> StaffMember | None:
    """Who the token belongs to now."""
    with database.write() as tx:
        return staff.session_owner(tx, token)


def test_there_is_no_staff_until_somebody_is_added(database: Database) -> None:
    with database.write() as tx:
        assert not staff.any_staff(tx)
        member = staff.add(tx, "ann", "hash")
        assert staff.any_staff(tx)
        row = staff.by_username(tx, "ann")
        assert row is not None
        assert (row.id, row.must_change_password) == (member.id, True)
        assert staff.by_username(tx, "bob") is None


def test_a_session_belongs_to_who_opened_it(database: Database) -> None:
    ann, bob = hired(database, "ann"), hired(database, "bob")
    tokens = [logged_in(database, member) for member in (ann, bob)]
    assert [owner(database, token) for token in tokens] == [ann, bob]
    assert owner(database, "made up") is None


def test_a_session_token_is_not_stored(database: Database) -> None:
    token = logged_in(database, hired(database))
    with database.read() as tx:
        assert token not in map(str, tx.execute(select(staff_sessions)).one())


@pytest.mark.parametrize(
    ("began", "seen", "alive"),
    [
        (2 * IDLE, IDLE - 5 * SECOND, True),
        (2 * IDLE, IDLE + SECOND, False),
        (ABSOLUTE - 5 * SECOND, SECOND, True),
        (ABSOLUTE + SECOND, SECOND, False),
    ],
    ids=["busy", "idle", "long day", "too long a day"],
)
def test_a_session_ends_when_idle_and_after_a_day(
    database: Database, began: timedelta, seen: timedelta, alive: bool
) -> None:
    ann = hired(database)
    token = logged_in(database, ann)
    put(database, staff_sessions.c.staff_id, ann.id, created_at=ago(began), seen_at=ago(seen))
    assert (owner(database, token) == ann) is alive


def test_looking_at_a_page_keeps_a_session_alive(database: Database) -> None:
    ann = hired(database)
    token = logged_in(database, ann)
    before = ago(IDLE - 5 * SECOND)
    put(database, staff_sessions.c.staff_id, ann.id, seen_at=before)
    owner(database, token)
    with database.read() as tx:
        assert tx.execute(select(staff_sessions.c.seen_at)).scalar_one() > before


def test_an_ended_session_is_not_revived(database: Database) -> None:
    ann = hired(database)
    token = logged_in(database, ann)
    put(database, staff_sessions.c.staff_id, ann.id, seen_at=ago(IDLE + SECOND))
    assert [owner(database, token) for _ in range(2)] == [None, None]


def test_logging_out_ends_that_session_alone(database: Database) -> None:
    ann = hired(database)
    here, there = logged_in(database, ann), logged_in(database, ann)
    with database.write() as tx:
        staff.close_session(tx, here)
    assert owner(database, here) is None
    assert owner(database, there) == ann


def test_a_new_password_ends_the_members_sessions(database: Database) -> None:
    ann, bob = hired(database, "ann"), hired(database, "bob")
    tokens = [logged_in(database, member) for member in (ann, ann, bob)]
    with database.write() as tx:
        staff.set_password(tx, ann.id, "another hash")
        row = staff.by_username(tx, "ann")
    assert row is not None
    assert (row.password_hash, row.must_change_password) == ("another hash", False)
    assert [owner(database, token) for token in tokens] == [None, None, bob]


@pytest.mark.parametrize("failures", range(1, LOCK_AFTER))
def test_a_few_wrong_passwords_do_not_lock(database: Database, failures: int) -> None:
    ann = hired(database)
    with database.write() as tx:
        for _ in range(failures):
            staff.login_failed(tx, ann.id)
        row = tx.execute(select(table)).one()
    assert (row.failed_logins, row.locked_until) == (failures, None)


def test_too_many_wrong_passwords_lock_for_a_while(database: Database) -> None:
    ann = hired(database)
    before = now()
    with database.write() as tx:
        for _ in range(LOCK_AFTER):
            staff.login_failed(tx, ann.id)
        row = tx.execute(select(table)).one()
    assert before + LOCK_FOR <= row.locked_until <= now() + LOCK_FOR
    assert row.failed_logins == 0


def test_logging_in_forgets_wrong_passwords(database: Database) -> None:
    ann = hired(database)
    with database.write() as tx:
        for _ in range(LOCK_AFTER - 1):
            staff.login_failed(tx, ann.id)
    logged_in(database, ann)
    with database.read() as tx:
        row = tx.execute(select(table)).one()
    assert (row.failed_logins, row.locked_until) == (0, None)


def test_the_audit_says_who_did_what_to_which(database: Database) -> None:
    ann = hired(database)
    with database.write() as tx:
        staff.record(tx, ann.id, "transcript_read", "conversation-1")
        staff.record(tx, ann.id, "login")
        rows = tx.execute(select(audit).order_by(audit.c.id)).all()
    assert [(r.staff_id, r.action, r.object_id) for r in rows] == [
        (ann.id, "transcript_read", "conversation-1"),
        (ann.id, "login", None),
    ]
    assert all(row.at <= now() for row in rows)
