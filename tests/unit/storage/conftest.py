"""Builders: a conversation, a message in it, a message in line, a member of staff."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import count

from sqlalchemy import Column, update
from sqlalchemy.engine import Row

from bot.messages import Channel
from bot.storage import conversations, messages, staff, turns
from bot.storage.conversations import Conversation
from bot.storage.engine import Database

_numbers = count(1)


def opened(database: Database, channel: Channel = Channel.WEB) -> Conversation:
    """A new conversation."""
    with database.write() as tx:
        return conversations.open_conversation(tx, channel, "en-US")[0]


def said(database: Database, conversation: Conversation, text: str = "hello") -> Row:
    """A message of the participant."""
    with database.write() as tx:
        return messages.add_inbound(tx, conversation.id, text, f"c{next(_numbers)}")


def queued(database: Database, conversation: Conversation) -> Row:
    """A message that waits for its turn."""
    row = said(database, conversation)
    with database.write() as tx:
        turns.queue(tx, row.id, conversation.id, row.seq)
    return row


def hired(database: Database, username: str = "robin") -> staff.StaffMember:
    """A member of staff whose password is not used."""
    with database.write() as tx:
        return staff.add(tx, username, "not a hash")


def put(database: Database, key: Column, value: object, **values: object) -> None:
    """Writes into the row whose `key` is `value`."""
    with database.write() as tx:
        tx.execute(update(key.table).where(key == value).values(**values))


def ago(span: timedelta) -> datetime:
    """The moment so long before now."""
    return datetime.now(timezone.utc) - span
