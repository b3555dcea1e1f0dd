"""The tables. Migrations build them; a test holds the two equal."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator):
    """Aware UTC in and out, also on SQLite, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Stores UTC; refuses a time without a zone, which could mean anything."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Gives UTC back."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=timezone.utc)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID = String(36)


def _id_column() -> Column:
    return Column("id", _ID, primary_key=True)


def _conversation() -> Column:
    return Column("conversation_id", _ID, ForeignKey("conversations.id"), nullable=False)


conversations = Table(
    "conversations",
    metadata,
    _id_column(),
    Column("channel", String(8), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("opted_out_at", UtcTime),
    Column("assigned_to", _ID, ForeignKey("staff.id")),
)

messages = Table(
    "messages",
    metadata,
    _id_column(),
    _conversation(),
    Column("seq", Integer, nullable=False),
    Column("author", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("payload", JSON, nullable=False),  # what else was shown: snippets, citations, choices
    Column("trace", JSON),  # why: intent, hits, verdict; for staff only
    Column("client_message_id", String(64)),
    Column("reply_to", _ID, ForeignKey("messages.id")),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "client_message_id"),
)

turns = Table(
    "turns",
    metadata,
    Column("message_id", _ID, ForeignKey("messages.id"), primary_key=True),
    _conversation(),
    Column("seq", Integer, nullable=False),
    Column("state", String(8), nullable=False),  # queued, running, done
    Column("attempts", Integer, nullable=False),
    Column("lease", _ID),
    Column("lease_until", UtcTime),
    Column("outcome", String(16)),
    Column("created_at", UtcTime, nullable=False),
    Column("done_at", UtcTime),
    Index("ix_turns_open", "state", "created_at"),
    Index("ix_turns_order", "conversation_id", "seq"),
)

escalations = Table(
    "escalations",
    metadata,
    _id_column(),
    _conversation(),
    Column("message_id", _ID, ForeignKey("messages.id"), nullable=False),
    Column("tier", String(24), nullable=False),
    Column("rules", JSON, nullable=False),
    Column("rules_version", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # open, acknowledged, closed
    Column("opened_at", UtcTime, nullable=False),
    Column("acknowledged_at", UtcTime),
    Column("acknowledged_by", _ID, ForeignKey("staff.id")),
    UniqueConstraint("message_id"),
    Index("ix_escalations_state", "state", "opened_at"),
)

handoffs = Table(
    "handoffs",
    metadata,
    _id_column(),
    _conversation(),
    Column("state", String(16), nullable=False),  # requested, assigned, closed
    Column("requested_at", UtcTime, nullable=False),
)

review_items = Table(
    "review_items",
    metadata,
    _id_column(),
    _conversation(),
    Column("message_id", _ID, ForeignKey("messages.id"), nullable=False),
    Column("reason", String(24), nullable=False),  # fallback, no_answer, no_help, not_helpful
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("message_id", "reason"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("message_id", _ID, ForeignKey("messages.id"), primary_key=True),
    _conversation(),
    Column("helpful", Boolean(name="helpful"), nullable=False),
    Column("revisions", JSON, nullable=False),  # snippet id: the revision that was shown
    Column("given_at", UtcTime, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    _id_column(),
    Column("username", String(64), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("must_change_password", Boolean(name="must_change"), nullable=False),
    Column("failed_logins", Integer, nullable=False),
    Column("locked_until", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("username"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", _ID, ForeignKey("staff.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("staff_id", _ID, ForeignKey("staff.id"), nullable=False),
    Column("action", String(32), nullable=False),
    Column("object_id", _ID),
)
