"""Answer, ask back, or say that there is no vetted answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.retrieval.index import Hit


class Outcome(str, Enum):
    """What to do with a question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    DECLINE = "decline"


@dataclass(frozen=True)
class Thresholds:
    """Where the lines are drawn. Set in config.yml; docs/retrieval.md says how they were found."""

    words_weight: float = 0.15
    answer: float = 0.62
    clarify: float = 0.52
    margin: float = 0.03
    choices: int = 3


@dataclass(frozen=True)
class Decision:
    """The outcome, and the hits it rests on, best first."""

    outcome: Outcome
    hits: tuple[Hit, ...]


def decide(hits: Sequence[Hit], thresholds: Thresholds) -> Decision:
    """A clear winner is answered, a close race or a middling one is asked back, the rest declined."""
    t = thresholds
    ranked = sorted(hits, key=lambda h: (-h.score(t.words_weight), h.snippet))
    best = tuple(ranked[:5])
    if not best or best[0].meaning < t.clarify:
        return Decision(Outcome.DECLINE, best)
    lead = best[0].score(t.words_weight) - best[1].score(t.words_weight) if len(best) > 1 else 1.0
    if best[0].meaning >= t.answer or lead >= t.margin:
        return Decision(Outcome.ANSWER, best)
    return Decision(Outcome.CLARIFY, best[: t.choices])
