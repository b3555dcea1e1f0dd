"""Conversations: opening one, proving that one may speak in it, taking its next number."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from bot.messages import Channel
from bot.storage.engine import new_id, now
from bot.storage.tables import conversations, handoffs


@dataclass(frozen=True)
class Conversation:
    """One row of the conversations table. Its id is Rasa's sender_id."""

    id: str
    channel: Channel
    locale: str
    created_at: datetime
    opted_out: bool
    assigned: bool

    @property
    def is_muted(self) -> bool:
        """Whether the assistant stays silent: opted out, or a person has taken over."""
        return self.opted_out or self.assigned


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_conversation(tx: Connection, channel: Channel, locale: str) -> tuple[Conversation, str]:
    """A new conversation and its bearer token, which is shown once and never stored."""
    token = secrets.token_urlsafe(32)
    id_, created = new_id(), now()
    tx.execute(
        insert(conversations).values(
            id=id_,
            channel=channel.value,
            token_hash=digest(token),
            locale=locale,
            last_seq=0,
            created_at=created,
        )
    )
    return Conversation(id_, channel, locale, created, opted_out=False, assigned=False), token


def find(tx: Connection, conversation_id: str) -> Conversation | None:
    """The conversation of that id."""
    row = tx.execute(select(conversations).where(conversations.c.id == conversation_id)).first()
    if row is None:
        return None
    return Conversation(
        row.id,
        Channel(row.channel),
        row.locale,
        row.created_at,
        opted_out=row.opted_out_at is not None,
        assigned=row.assigned_to is not None,
    )


def token_opens(tx: Connection, conversation_id: str, token: str) -> bool:
    """Whether `token` is the conversation's own."""
    stored = tx.execute(
        select(conversations.c.token_hash).where(conversations.c.id == conversation_id)
    ).scalar()
    return stored is not None and hmac.compare_digest(stored, digest(token))


def next_seq(tx: Connection, conversation_id: str) -> int:
    """The next number in the conversation, in order of commit: the row stays locked until then.

    A reader that has seen number n can so never miss one below n.
    """
    here = conversations.c.id == conversation_id
    tx.execute(update(conversations).where(here).values(last_seq=conversations.c.last_seq + 1))
    return tx.execute(select(conversations.c.last_seq).where(here)).scalar_one()


def lock(tx: Connection, conversation_id: str) -> None:
    """Makes other writers of this conversation wait until the transaction ends."""
    here = conversations.c.id == conversation_id
    tx.execute(update(conversations).where(here).values(last_seq=conversations.c.last_seq))


def request_handoff(tx: Connection, conversation_id: str) -> bool:
    """Asks staff to take over. False when that was asked already and is still open."""
    lock(tx, conversation_id)  # two askers at once become one
    waiting = select(handoffs.c.id).where(
        handoffs.c.conversation_id == conversation_id, handoffs.c.state != "closed"
    )
    if tx.execute(waiting).first():
        return False
    tx.execute(
        insert(handoffs).values(
            id=new_id(), conversation_id=conversation_id, state="requested", requested_at=now()
        )
    )
    return True
