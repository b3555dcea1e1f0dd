"""Opens the database and gives out transactions."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a stored message survives a power cut, not only a crash
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)


class Database:
    """One database. Transactions commit when their block ends and roll back when it raises."""

    def __init__(self, url: str) -> None:
        """`url` is a SQLAlchemy address; a SQLite file's folder is made when missing."""
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite(url) if self.is_sqlite else _server(url)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write. On SQLite it holds the write lock from its first statement."""
        with self.engine.connect().execution_options(begins="IMMEDIATE") as tx, tx.begin():
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads and never waits for a writer."""
        with self.engine.connect() as tx, tx.begin():
            yield tx

    def ping(self) -> None:
        """Raises when the database does not answer."""
        with self.read() as tx:
            tx.execute(text("SELECT 1"))

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(timezone.utc)


def new_id() -> str:
    """A random identifier of 36 characters."""
    return str(uuid.uuid4())


def _server(url: str) -> Engine:
    return create_engine(
        url,
        future=True,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
    )


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        future=True,
        hide_parameters=True,  # an error must not print what people wrote
        poolclass=QueuePool,  # opening a file anew for each transaction would cost more than the rest
        pool_size=10,
        max_overflow=20,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # the driver would begin transactions by itself, later than we need
        connection.isolation_level = None
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begins = connection.get_execution_options().get("begins", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {begins}")

    return engine
