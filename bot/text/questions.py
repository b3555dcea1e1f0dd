"""The questions of a message that asks more than one."""

from __future__ import annotations

import re

_START = (
    r"(?:can|could|does|do|did|is|are|will|would|how|what|whats|what's|why|when|where|who|whos|which|"
    r"should|may|might|am|has|have|if|also)"
)
_CUT = re.compile(
    r"(?<=[?])\s*|\n+|[;]\s*|(?<=[.!])\s+|,\s*(?=" + _START + r"\b)"
    r"|,?\s+(?:and|&|n|plus|\+|or)\s+(?:also\s+|then\s+)?(?=" + _START + r"\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(_START + r"\b", re.IGNORECASE)
_SHORT = 10  # words
_JOINED = re.compile(r"\b(?:and|n|plus)\b|&|\+", re.IGNORECASE)


def questions(text: str) -> list[str]:
    """The questions of `text` in order, statements left out; empty or one for most messages."""
    pieces = (piece.strip(" ,") for piece in _CUT.split(text))
    return [p for p in pieces if p.strip(".?!") and (p.endswith("?") or _ASKS.match(p))]


def is_joined(text: str) -> bool:
    """Whether a short message joins two things, as in "ECT and TMS"; in a story an "and" tells nothing."""
    return len(text.split()) <= _SHORT and bool(_JOINED.search(text))
