"""Rasa's tracker store on SQLite, with connections that stay open.

Rasa opens the file anew for each read and write, which costs more than the rest of the turn. What this
store holds is the state of the dialogue alone: the transcript is `web`'s, so a power cut may cost the
tracker its last turns, and no message.
"""

from __future__ import annotations

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA busy_timeout=10000")


class EmbeddedTrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store for one machine. PostgreSQL uses Rasa's own."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        db: str = "var/tracker.db",
        **_: Any,
    ) -> None:
        """`db` is the path of the SQLite file."""
        super().__init__(domain, dialect="sqlite", db=db, event_broker=event_broker)
        self.engine: Engine = create_engine(
            f"sqlite:///{db}", poolclass=QueuePool, connect_args={"check_same_thread": False}
        )
        event.listen(self.engine, "connect", _set_up)
        self.sessionmaker = sessionmaker(bind=self.engine)


def _set_up(connection: Any, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)
