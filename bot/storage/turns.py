"""Turn jobs: claimed one at a time per conversation, in order, under a lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.storage.engine import new_id, now
from bot.storage.tables import UtcTime, turns


@dataclass(frozen=True)
class Claim:
    """The right to answer one message, until the lease runs out."""

    message_id: str
    conversation_id: str
    lease: str
    attempts: int


_EARLIER = turns.alias()
_FIRST_IN_LINE = ~exists().where(
    and_(
        _EARLIER.c.conversation_id == turns.c.conversation_id,
        _EARLIER.c.seq < turns.c.seq,
        _EARLIER.c.state != "done",
    )
)
_FREE = or_(
    turns.c.state == "queued",
    and_(turns.c.state == "running", turns.c.lease_until < bindparam("at", type_=UtcTime)),
)
# built once: they run with every turn, and building them costs as much as running them
_CLAIMABLE = select(turns).where(_FREE, _FIRST_IN_LINE)
_ANY = _CLAIMABLE.limit(1)
_NEXT = _CLAIMABLE.order_by(turns.c.created_at).limit(1).with_for_update(skip_locked=True)


def queue(tx: Connection, message_id: str, conversation_id: str, seq: int) -> None:
    """Puts the message in line, in the transaction that stores it."""
    tx.execute(
        insert(turns).values(
            message_id=message_id,
            conversation_id=conversation_id,
            seq=seq,
            state="queued",
            attempts=0,
            created_at=now(),
        )
    )


def any_claimable(tx: Connection) -> bool:
    """Whether `claim` would find something."""
    return tx.execute(_ANY, {"at": now()}).first() is not None


def claim(tx: Connection, lease_for: timedelta) -> Claim | None:
    """The oldest turn that may run: its conversation has no earlier one open.

    A turn whose lease ran out counts as open again, so a process that died holds nothing up.
    """
    at = now()
    row = tx.execute(_NEXT, {"at": at}).first()
    if row is None:
        return None
    lease = new_id()
    tx.execute(
        update(turns)
        .where(turns.c.message_id == row.message_id)
        .values(state="running", lease=lease, lease_until=at + lease_for, attempts=row.attempts + 1)
    )
    return Claim(row.message_id, row.conversation_id, lease, row.attempts + 1)


def finish(tx: Connection, message_id: str, outcome: str, lease: str | None = None) -> bool:
    """Marks the turn done. False when it is done already or the lease passed to another."""
    mine = [turns.c.message_id == message_id, turns.c.state != "done"]
    if lease is not None:
        mine.append(turns.c.lease == lease)
    changed = tx.execute(
        update(turns).where(*mine).values(state="done", outcome=outcome, done_at=now())
    )
    return changed.rowcount == 1


def is_done(tx: Connection, message_id: str) -> bool:
    """Whether the message has been dealt with."""
    state = tx.execute(select(turns.c.state).where(turns.c.message_id == message_id)).scalar()
    return state == "done"


def any_open(tx: Connection, conversation_id: str) -> bool:
    """Whether the conversation has a message that is not dealt with yet."""
    waiting = select(turns.c.message_id).where(
        turns.c.conversation_id == conversation_id, turns.c.state != "done"
    )
    return tx.execute(waiting.limit(1)).first() is not None


def oldest_open(tx: Connection) -> datetime | None:
    """When the longest waiting message came in."""
    return tx.execute(
        select(turns.c.created_at)
        .where(turns.c.state != "done")
        .order_by(turns.c.created_at)
        .limit(1)
    ).scalar()
