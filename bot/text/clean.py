"""What a message may hold to be stored and screened."""

from __future__ import annotations

import unicodedata

_KEPT = frozenset("\n\t\u200d")  # the joiner holds family and skin-tone emoji together


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, line ends made one, ends trimmed.

    PostgreSQL refuses NUL and no database takes lone surrogates; nothing a person means is lost.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()
