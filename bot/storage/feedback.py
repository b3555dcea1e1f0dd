"""What readers say of answers: helpful or not, kept with the exact wording they saw."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from bot.messages import Kind
from bot.storage.engine import now
from bot.storage.messages import Message
from bot.storage.tables import feedback


def can_be_rated(message: Message) -> bool:
    """Whether it is an answer that shows a snippet; nothing else has a wording to improve."""
    payload = message.payload
    return payload.get("kind") == Kind.ANSWER.value and bool(payload.get("snippets"))


def rate(tx: Connection, answer: Message, helpful: bool) -> None:
    """Stores what the reader says of `answer`, with the revision of every snippet in it. The last word counts."""
    tx.execute(delete(feedback).where(feedback.c.message_id == answer.id))
    tx.execute(
        insert(feedback).values(
            message_id=answer.id,
            conversation_id=answer.conversation_id,
            helpful=helpful,
            revisions={s["id"]: s["revision"] for s in answer.payload["snippets"]},
            given_at=now(),
        )
    )


def of_conversation(tx: Connection, conversation_id: str) -> dict[str, bool]:
    """By answer: whether it helped. Answers that nobody rated are not in it."""
    rows = tx.execute(
        select(feedback.c.message_id, feedback.c.helpful).where(
            feedback.c.conversation_id == conversation_id
        )
    )
    return {row.message_id: row.helpful for row in rows}
