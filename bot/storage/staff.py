"""Staff accounts, their sessions, and the audit of what they read and did."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.storage.conversations import digest
from bot.storage.engine import new_id, now
from bot.storage.tables import audit, staff, staff_sessions

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
LOCK_AFTER = 5
LOCK_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class StaffMember:
    """A named person with an account."""

    id: str
    username: str
    must_change_password: bool


def any_staff(tx: Connection) -> bool:
    """Whether there is an account at all."""
    return bool(tx.execute(select(func.count()).select_from(staff)).scalar())


def add(tx: Connection, username: str, password_hash: str) -> StaffMember:
    """A new account whose password has to be changed at the first login."""
    id_ = new_id()
    tx.execute(
        insert(staff).values(
            id=id_,
            username=username,
            password_hash=password_hash,
            must_change_password=True,
            failed_logins=0,
            created_at=now(),
        )
    )
    return StaffMember(id_, username, must_change_password=True)


def by_username(tx: Connection, username: str) -> Row | None:
    """The account row of that name."""
    return tx.execute(select(staff).where(staff.c.username == username)).first()


def login_failed(tx: Connection, staff_id: str) -> None:
    """Counts a wrong password; five in a row lock the account for 15 minutes."""
    this = staff.c.id == staff_id
    tx.execute(update(staff).where(this).values(failed_logins=staff.c.failed_logins + 1))
    too_many = (this, staff.c.failed_logins >= LOCK_AFTER)
    tx.execute(
        update(staff).where(*too_many).values(failed_logins=0, locked_until=now() + LOCK_FOR)
    )


def set_password(tx: Connection, staff_id: str, password_hash: str) -> None:
    """A new password, chosen by its owner; all other sessions end."""
    tx.execute(
        update(staff)
        .where(staff.c.id == staff_id)
        .values(password_hash=password_hash, must_change_password=False)
    )
    tx.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))


def open_session(tx: Connection, staff_id: str) -> str:
    """A session token, shown to the browser once; only its digest is kept."""
    token, at = secrets.token_urlsafe(32), now()
    tx.execute(
        update(staff).where(staff.c.id == staff_id).values(failed_logins=0, locked_until=None)
    )
    tx.execute(
        insert(staff_sessions).values(
            token_hash=digest(token), staff_id=staff_id, created_at=at, seen_at=at
        )
    )
    return token


def session_owner(tx: Connection, token: str) -> StaffMember | None:
    """Who the live session belongs to; counts as activity."""
    row = tx.execute(
        select(staff, staff_sessions.c.created_at.label("began"), staff_sessions.c.seen_at)
        .join(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
        .where(staff_sessions.c.token_hash == digest(token))
    ).first()
    if row is None or not _alive(row.began, row.seen_at):
        return None
    tx.execute(
        update(staff_sessions)
        .where(staff_sessions.c.token_hash == digest(token))
        .values(seen_at=now())
    )
    return StaffMember(row.id, row.username, row.must_change_password)


def close_session(tx: Connection, token: str) -> None:
    """Ends the session at once."""
    tx.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == digest(token)))


def record(tx: Connection, staff_id: str, action: str, object_id: str | None = None) -> None:
    """Adds to the audit. Every read of a transcript does."""
    tx.execute(
        insert(audit).values(at=now(), staff_id=staff_id, action=action, object_id=object_id)
    )


def _alive(began: datetime, seen: datetime) -> bool:
    at = now()
    return at - seen < IDLE and at - began < ABSOLUTE
