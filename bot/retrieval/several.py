"""Messages that ask for more than one thing: which answers they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.retrieval.decision import ANSWERABLE, Hit

Odds = Mapping[str, float]


@dataclass(frozen=True)
class Lines:
    """Where the lines are drawn. docs/retrieval.md says how they were chosen."""

    likeliest: int = 5
    gate: float = 0.005
    part: float = 0.05
    each: float = 0.2
    answers: int = 3
    answerable: float = 0.5


def several(
    whole: Odds, parts: Sequence[Odds], joined: bool, groups: Mapping[str, str], lines: Lines
) -> tuple[Hit, ...]:
    """The answers of a message that asks for at least two, in the order asked; empty for all others.

    `whole` are probabilities of the message from soft weights, in which a second question still shows;
    `parts` those of its questions one by one. A part's answer counts when the whole message makes it
    likely too: a clause alone is easily misread. Where the parts do not tell, as in "ECT and TMS", a
    `joined` message that is mostly answerable gets the answers that each hold their share of the whole.
    A part that must not be answered leaves the message to be decided as one.
    """
    answers = sorted(
        ((p, t) for t, p in whole.items() if groups.get(t) == ANSWERABLE),
        key=lambda i: (-i[0], i[1]),
    )
    mass = sum(p for p, _ in answers)
    likely = {t: p for p, t in answers[: lines.likeliest] if p >= lines.gate * mass}
    found: dict[str, float] = {}
    for part in parts:
        if groups.get(max(part, key=part.__getitem__), "") in _CLOSED:
            return ()
        best = max(likely, key=lambda t: part[t], default=None)
        if best is not None and part[best] >= lines.part:
            found.setdefault(best, likely[best])
    if len(found) < 2 and joined and mass >= lines.answerable:
        found = {t: p for p, t in answers[: lines.answers] if p >= lines.each * mass}
    hits = tuple(Hit(t, p) for t, p in found.items())[: lines.answers]
    return hits if len(hits) > 1 else ()


_CLOSED = {"ask_personal_medical", "ask_illicit", "ask_clinic_specific"}
"""Groups that must not be answered around."""
