"""Staff logins: argon2id passwords, lockout, and the first account."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.storage import staff
from bot.storage.engine import Database, now

MIN_PASSWORD = 12
FIRST_USER = "admin"

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex())
"""Checked when the name is unknown, so that an unknown name takes as long as a wrong password."""


def first_account(database: Database) -> tuple[str, str] | None:
    """Makes the first account: its name and one-time password, or none when there is one already."""
    password = secrets.token_urlsafe(12)
    with database.write() as tx:
        if staff.any_staff(tx):
            return None
        staff.add(tx, FIRST_USER, _hasher.hash(password))
    return FIRST_USER, password


def log_in(database: Database, username: str, password: str) -> str | None:
    """A session token, or none: wrong name, wrong password, or locked after five failures."""
    with database.read() as tx:
        row = staff.by_username(tx, username) if username.isprintable() else None
    matches = _matches(row.password_hash if row else _NOBODY, password)
    if row is None or (row.locked_until and row.locked_until > now()):
        return None
    with database.write() as tx:
        if not matches:
            staff.login_failed(tx, row.id)
            return None
        staff.record(tx, row.id, "login")
        return staff.open_session(tx, row.id)


def change_password(database: Database, member: staff.StaffMember, password: str) -> str | None:
    """Sets a new password and ends the member's sessions. Returns what is wrong with it, if anything."""
    if len(password) < MIN_PASSWORD:
        return f"Please choose a password of at least {MIN_PASSWORD} characters."
    with database.write() as tx:
        staff.set_password(tx, member.id, _hasher.hash(password))
        staff.record(tx, member.id, "password_changed")
    return None


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except VerifyMismatchError:
        return False
