"""From what arrives to what may be stored."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.errors import ApiError, ErrorCode
from bot.messages import Choice
from bot.text.clean import clean

_COMMAND = re.compile(r"^[\s/]+")  # Rasa strips all white space before it looks for its slash


def accepted_text(raw: str, limit: int) -> str:
    """The text as it is stored. Raises ApiError when there is none, or more than `limit` characters."""
    text = clean(raw)
    if not any(c.isprintable() and not c.isspace() for c in text):
        raise ApiError(ErrorCode.INVALID, "The message is empty. Please write something.")
    if len(text) > limit:
        raise ApiError(
            ErrorCode.TOO_LARGE,
            f"The message is longer than {limit} characters. Please send it in shorter parts. "
            "In an emergency, call your local emergency number; in the US call 911, or call or text 988.",
        )
    return text


def for_engine(text: str, choices: Sequence[Choice] = ()) -> str:
    """What Rasa is given to read.

    A number or label that picks one of the `choices` offered last becomes what that choice says.
    Leading slashes go: Rasa would take "/intent{...}" for a command, and a visitor only writes text.
    """
    picked = _picked(text, choices)
    return _COMMAND.sub("", picked or text) or "..."


def _picked(text: str, choices: Sequence[Choice]) -> str | None:
    said = text.strip().casefold()
    for number, choice in enumerate(choices, start=1):
        if said.rstrip(".)") == str(number) or said == choice.label.casefold():
            return choice.value
    return None
