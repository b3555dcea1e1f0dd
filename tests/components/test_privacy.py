"""What Rasa's logs may hold."""

from __future__ import annotations

import structlog

from bot.components.privacy import allowed_fields_only, keep_text_out_of_logs


def test_message_text_is_dropped_whatever_its_field_is_called() -> None:
    event = {
        "event": "x",
        "level": "error",
        "text": "canary",
        "user_text": "canary",
        "message": "canary",
    }
    assert allowed_fields_only(None, "error", event) == {"event": "x", "level": "error"}


def test_the_filter_is_in_place_once_however_often_it_is_asked_for() -> None:
    keep_text_out_of_logs()
    keep_text_out_of_logs()
    processors = structlog.get_config()["processors"]
    assert processors.count(allowed_fields_only) == 1
