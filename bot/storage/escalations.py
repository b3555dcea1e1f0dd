"""Escalations and review items: what staff have to look at."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.storage.engine import new_id, now
from bot.storage.tables import escalations, review_items


def open_escalation(
    tx: Connection,
    conversation_id: str,
    message_id: str,
    tier: str,
    rules: Sequence[str],
    rules_version: str,
) -> bool:
    """Records danger, once per message. False when this message has its escalation already."""
    if tx.execute(select(escalations.c.id).where(escalations.c.message_id == message_id)).first():
        return False
    tx.execute(
        insert(escalations).values(
            id=new_id(),
            conversation_id=conversation_id,
            message_id=message_id,
            tier=tier,
            rules=list(rules),
            rules_version=rules_version,
            state="open",
            opened_at=now(),
        )
    )
    return True


def acknowledge(tx: Connection, escalation_id: str, staff_id: str) -> bool:
    """A named person takes it. False when somebody else was first."""
    changed = tx.execute(
        update(escalations)
        .where(escalations.c.id == escalation_id, escalations.c.state == "open")
        .values(state="acknowledged", acknowledged_at=now(), acknowledged_by=staff_id)
    )
    return changed.rowcount == 1


def unclosed(tx: Connection) -> list[Row]:
    """What still needs a person, oldest first."""
    return tx.execute(
        select(escalations).where(escalations.c.state != "closed").order_by(escalations.c.opened_at)
    ).all()


def of_conversation(tx: Connection, conversation_id: str) -> list[Row]:
    """The conversation's escalations, oldest first."""
    return tx.execute(
        select(escalations)
        .where(escalations.c.conversation_id == conversation_id)
        .order_by(escalations.c.opened_at)
    ).all()


def mark_for_review(tx: Connection, conversation_id: str, message_id: str, reason: str) -> None:
    """Flags a message for staff: nothing vetted answered it, or the assistant failed."""
    mark = (review_items.c.message_id == message_id, review_items.c.reason == reason)
    if tx.execute(select(review_items.c.id).where(*mark)).first():
        return
    tx.execute(
        insert(review_items).values(
            id=new_id(),
            conversation_id=conversation_id,
            message_id=message_id,
            reason=reason,
            created_at=now(),
        )
    )
