from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.escalation import accounts
from bot.storage import staff
from bot.storage.engine import Database
from bot.storage.staff import LOCK_AFTER, StaffMember
from bot.storage.tables import audit
from bot.storage.tables import staff as table
from tests.unit.storage.conftest import ago, put
from tests.unit.threads import together

GOOD = "correct horse battery"


@pytest.fixture
def password(database: Database) -> str:
    """The one-time password of the first account."""
    made = accounts.first_account(database)
    assert made is not None
    return made[1]


def admin(database: Database) -> StaffMember:
    """The first account."""
    with database.read() as tx:
        row = staff.by_username(tx, accounts.FIRST_USER)
    assert row is not None
    return StaffMember(row.id, row.username, row.must_change_password)


def fail(database: Database) -> str | None:
    """A login with a wrong password."""
    return accounts.log_in(database, accounts.FIRST_USER, "wrong")


def test_the_first_account_is_made_once(database: Database) -> None:
    made = accounts.first_account(database)
    assert made is not None
    assert made[0] == accounts.FIRST_USER
    assert len(made[1]) >= accounts.MIN_PASSWORD
    assert accounts.first_account(database) is None
    assert admin(database).must_change_password


def test_the_password_is_stored_as_argon2id(database: Database, password: str) -> None:
    with database.read() as tx:
        stored = tx.execute(select(table.c.password_hash)).scalar_one()
    assert stored.startswith("$argon2id$")
    assert password not in stored


def test_the_right_password_opens_a_session_and_is_audited(
    database: Database, password: str
) -> None:
    token = accounts.log_in(database, accounts.FIRST_USER, password)
    assert token is not None
    with database.write() as tx:
        assert staff.session_owner(tx, token) == admin(database)
        assert tx.execute(select(audit.c.action)).scalars().all() == ["login"]


@pytest.mark.parametrize(
    ("name", "tried"),
    [
        (accounts.FIRST_USER, "wrong"),
        (accounts.FIRST_USER, ""),
        ("nobody", "wrong"),
        ("", ""),
        ("ADMIN", "wrong"),
        ("admin\0", "wrong"),
        (accounts.FIRST_USER, "wr\0ng"),
        ("'; DROP TABLE staff; --", "wrong"),
        ("a" * 5000, "b" * 5000),
    ],
)
def test_anything_else_opens_nothing(
    database: Database, password: str, name: str, tried: str
) -> None:
    assert accounts.log_in(database, name, tried) is None
    with database.read() as tx:
        assert tx.execute(select(audit)).all() == []


def test_five_wrong_passwords_lock_out_the_right_one(database: Database, password: str) -> None:
    assert [fail(database) for _ in range(LOCK_AFTER)] == [None] * LOCK_AFTER
    assert accounts.log_in(database, accounts.FIRST_USER, password) is None


def test_four_wrong_passwords_do_not(database: Database, password: str) -> None:
    for _ in range(LOCK_AFTER - 1):
        fail(database)
    assert accounts.log_in(database, accounts.FIRST_USER, password)


def test_wrong_passwords_tried_at_once_are_all_counted(database: Database, password: str) -> None:
    together([lambda: fail(database)] * LOCK_AFTER)
    assert accounts.log_in(database, accounts.FIRST_USER, password) is None


def test_a_lock_ends_by_itself(database: Database, password: str) -> None:
    for _ in range(LOCK_AFTER):
        fail(database)
    past = ago(timedelta(seconds=1))
    put(database, table.c.username, accounts.FIRST_USER, locked_until=past)
    assert accounts.log_in(database, accounts.FIRST_USER, password)


def test_a_short_password_is_refused_and_changes_nothing(database: Database, password: str) -> None:
    told = accounts.change_password(database, admin(database), "x" * (accounts.MIN_PASSWORD - 1))
    assert told and str(accounts.MIN_PASSWORD) in told
    assert accounts.log_in(database, accounts.FIRST_USER, password)


def test_a_new_password_replaces_the_old_and_ends_sessions(
    database: Database, password: str
) -> None:
    token = accounts.log_in(database, accounts.FIRST_USER, password)
    assert token is not None
    assert accounts.change_password(database, admin(database), GOOD) is None
    with database.write() as tx:
        assert staff.session_owner(tx, token) is None
    assert accounts.log_in(database, accounts.FIRST_USER, password) is None
    assert accounts.log_in(database, accounts.FIRST_USER, GOOD)
    assert not admin(database).must_change_password


def test_a_changed_password_is_audited(database: Database, password: str) -> None:
    accounts.change_password(database, admin(database), GOOD)
    with database.read() as tx:
        assert tx.execute(select(audit.c.action)).scalars().all() == ["password_changed"]
