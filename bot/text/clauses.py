"""Cuts a message into clauses, so that one risky clause is not lost in a long question."""

from __future__ import annotations

import re

_CUT = re.compile(
    r"[.!?…]+(?=[\s\"')\]]|$)[\"')\]]*"
    r"|[;\n\r]+"
    r"|\s-+\s|,?\s(?:but|pero|however|although|though|aunque|except that|sin embargo)\b,?(?=\s)"
    r"|,?\s(?:and|y) (?:then|luego|despues)\b,?(?=\s)"
    r"|,\s*(?:and|so|or|y|or else|also|just|its just|nor|not that)\b(?=\s)"
    r"|,\s*(?=(?:i|im|ive|id|my|if|when|will|can|how|does|is|what|me|yo|mi|no|quiero|estoy)\s)"
)


def clauses(text: str) -> list[str]:
    """The clauses of `text` in order, none empty; joining words between them are dropped.

    Takes raw or normalised text, raises nothing.
    """
    return [
        part for part in (piece.strip().strip(",").strip() for piece in _CUT.split(text)) if part
    ]
