"""How a text travels as SMS: GSM-7 or UCS-2, and in how many billed segments (3GPP TS 23.038)."""

from __future__ import annotations

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # each costs an escape septet more


def is_gsm7(text: str) -> bool:
    """Whether every character is in the GSM-7 alphabet or its extension."""
    return all(c in _BASIC or c in _EXTENDED for c in text)


def segments(text: str) -> int:
    """The number of segments `text` is billed as; 0 for the empty text.

    An escaped character is never split over two segments, nor is a surrogate pair.
    """
    if not text:
        return 0
    if is_gsm7(text):
        return _parts([2 if c in _EXTENDED else 1 for c in text], single=160, joined=153)
    return _parts([2 if ord(c) > 0xFFFF else 1 for c in text], single=70, joined=67)


def _parts(costs: list[int], single: int, joined: int) -> int:
    if sum(costs) <= single:
        return 1
    count, used = 1, 0
    for cost in costs:
        if used + cost > joined:
            count, used = count + 1, 0
        used += cost
    return count
