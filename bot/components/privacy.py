"""Keeps what people write out of Rasa's logs, which name message text in several places."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import structlog

_ALLOWED = frozenset(
    [
        "event",
        "event_key",
        "event_info",
        "level",
        "timestamp",
        "logger",
        "exception",
        "exc_info",
        "filename",
        "lineno",
        "name",
        "action_name",
        "policy_name",
        "component_name",
        "num_events",
        "resource",
        "model",
        "intent_name",
    ]
)


def keep_text_out_of_logs() -> None:
    """Drops every field that is not on the allow-list, in the process that imports this package."""
    config = structlog.get_config()
    if allowed_fields_only not in config["processors"]:
        structlog.configure(processors=[allowed_fields_only, *config["processors"]])


def allowed_fields_only(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The event with its allowed fields."""
    return {key: value for key, value in event.items() if key in _ALLOWED}
