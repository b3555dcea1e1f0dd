"""Brings a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.storage.engine import Database

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7236001  # any fixed number: two processes that start together migrate one after the other


def upgrade(database: Database) -> None:
    """Runs what is missing; does nothing on a database that is up to date."""
    with database.write() as tx:
        if not database.is_sqlite:
            tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(_config(tx), "head")


def downgrade(database: Database, revision: str) -> None:
    """Goes back to `revision` (`base`: nothing left)."""
    with database.write() as tx:
        command.downgrade(_config(tx), revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
