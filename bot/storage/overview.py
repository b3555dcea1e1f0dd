"""What the console lists."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Row

from bot.storage.tables import conversations, escalations, handoffs, messages, review_items


def recent_conversations(tx: Connection, limit: int) -> list[Row]:
    """Conversations in which somebody wrote, latest first, with what they need: counts and times only."""
    last = func.max(messages.c.created_at)
    said = func.count(messages.c.id)
    return tx.execute(
        select(
            conversations.c.id,
            conversations.c.channel,
            said.label("messages"),
            last.label("last_at"),
            _count(escalations).label("escalations"),
            _count(handoffs).label("handoffs"),
            _count(review_items).label("reviews"),
        )
        .join(messages, messages.c.conversation_id == conversations.c.id)
        .group_by(conversations.c.id, conversations.c.channel)
        .having(said > 1)  # more than the greeting
        .order_by(last.desc())
        .limit(limit)
    ).all()


def _count(table):  # type: ignore[no-untyped-def]
    return (
        select(func.count())
        .select_from(table)
        .where(table.c.conversation_id == conversations.c.id)
        .scalar_subquery()
    )
