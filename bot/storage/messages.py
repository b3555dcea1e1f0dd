"""Messages: every word in and out, stored once and kept as it was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.messages import Author, Choice, Draft, Reply, to_wire
from bot.storage.conversations import next_seq
from bot.storage.engine import new_id, now
from bot.storage.tables import messages


@dataclass(frozen=True)
class Message:
    """One row of the messages table. `payload` is what else was shown, `trace` tells staff why."""

    id: str
    conversation_id: str
    seq: int
    author: str
    text: str
    created_at: datetime
    payload: dict[str, Any] = field(default_factory=dict)
    trace: dict[str, Any] | None = None
    client_message_id: str | None = None
    reply_to: str | None = None


def add_inbound(tx: Connection, conversation_id: str, text: str, client_message_id: str) -> Message:
    """Stores what a participant wrote."""
    return _add(
        tx,
        conversation_id=conversation_id,
        author=Author.PARTICIPANT.value,
        text=text,
        client_message_id=client_message_id,
    )


def add_reply(
    tx: Connection,
    conversation_id: str,
    draft: Draft,
    reply_to: str | None = None,
    trace: dict[str, Any] | None = None,
    segments: int | None = None,
) -> Reply:
    """Stores what is shown, word for word.

    `trace` tells staff why; it is never shown to patients. `segments` is what an SMS is billed as.
    """
    payload = {**to_wire(draft), "segments": segments}
    row = _add(
        tx,
        conversation_id=conversation_id,
        author=payload.pop("author"),
        text=payload.pop("text"),
        payload=payload,
        reply_to=reply_to,
        trace=trace,
    )
    return as_reply(row)


def by_client_id(tx: Connection, conversation_id: str, client_message_id: str) -> Message | None:
    """The message the client sent under that id, if it came before."""
    found = _select(
        tx,
        messages.c.conversation_id == conversation_id,
        messages.c.client_message_id == client_message_id,
    )
    return found[0] if found else None


def in_conversation(tx: Connection, conversation_id: str, message_id: str) -> Message | None:
    """The message of that id, if it belongs to that conversation."""
    found = _select(tx, messages.c.conversation_id == conversation_id, messages.c.id == message_id)
    return found[0] if found else None


def by_id(tx: Connection, message_id: str) -> Message:
    """The message of that id, which exists."""
    return _select(tx, messages.c.id == message_id)[0]


def earlier_texts(tx: Connection, conversation_id: str, count: int = 4) -> list[str]:
    """The participant's last texts, oldest first."""
    rows = tx.execute(
        select(messages.c.text)
        .where(
            messages.c.conversation_id == conversation_id,
            messages.c.author == Author.PARTICIPANT.value,
        )
        .order_by(messages.c.seq.desc())
        .limit(count)
    ).scalars()
    return list(rows)[::-1]


def listing(tx: Connection, conversation_id: str, after: int = 0) -> list[Message]:
    """All messages numbered above `after`, in order."""
    return _select(tx, messages.c.conversation_id == conversation_id, messages.c.seq > after)


def replies_to(tx: Connection, message_id: str) -> list[Message]:
    """What was answered to that message, in order."""
    return _select(tx, messages.c.reply_to == message_id)


def before(tx: Connection, conversation_id: str, seq: int, count: int) -> list[Message]:
    """The last `count` messages of both sides numbered below `seq`, oldest first."""
    return _select(
        tx,
        messages.c.conversation_id == conversation_id,
        messages.c.seq < seq,
        messages.c.seq >= seq - count,
    )


def last_choices(tx: Connection, conversation_id: str, before: int) -> list[Choice]:
    """What was offered in the last reply numbered below `before`."""
    row = tx.execute(
        select(messages.c.payload)
        .where(
            messages.c.conversation_id == conversation_id,
            messages.c.seq < before,
            messages.c.author != Author.PARTICIPANT.value,
        )
        .order_by(messages.c.seq.desc())
        .limit(1)
    ).scalar()
    return [Choice.model_validate(choice) for choice in (row or {}).get("choices", [])]


def as_reply(row: Message) -> Reply:
    """The stored reply in its channel-neutral form."""
    return Reply(
        **row.payload,
        id=row.id,
        seq=row.seq,
        author=Author(row.author),
        text=row.text,
        created_at=row.created_at,
    )


def as_wire(rows: Sequence[Message]) -> list[dict[str, Any]]:
    """Messages of both sides in the shape of the HTTP contract."""
    return [
        _participant(row) if row.author == Author.PARTICIPANT.value else to_wire(as_reply(row))
        for row in rows
    ]


def _participant(row: Message) -> dict[str, Any]:
    return {
        "id": row.id,
        "seq": row.seq,
        "author": row.author,
        "text": row.text,
        "client_message_id": row.client_message_id,
        "created_at": row.created_at.isoformat(),
    }


def _select(tx: Connection, *where: Any) -> list[Message]:
    rows = tx.execute(select(messages).where(*where).order_by(messages.c.seq)).mappings()
    return [Message(**row) for row in rows]


def _add(tx: Connection, conversation_id: str, **values: Any) -> Message:
    message = Message(
        id=new_id(),
        conversation_id=conversation_id,
        seq=next_seq(tx, conversation_id),
        created_at=now(),
        **values,
    )
    tx.execute(insert(messages).values(**vars(message)))
    return message
