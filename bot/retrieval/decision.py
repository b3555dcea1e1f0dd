"""Answer, ask back, or say that there is no vetted answer."""

from __future__ import annotations

from collections.abc import Container, Sequence
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
    """Where the lines are drawn: chosen by hand on the development sets, to be calibrated."""

    words_weight: float = 0.2
    answer: float = 0.65
    clarify: float = 0.50
    margin: float = 0.05
    choices: int = 3


@dataclass(frozen=True)
class Decision:
    """The outcome, and the hits it rests on, best first."""

    outcome: Outcome
    hits: tuple[Hit, ...]


def decide(hits: Sequence[Hit], served: Container[str], thresholds: Thresholds) -> Decision:
    """A clear winner is answered, a close race or a middling one is asked back, the rest declined.

    `served` holds the ids of the snippets; any other target is a topic without a vetted answer.
    """
    t = thresholds
    ranked = sorted(hits, key=lambda h: (-h.score(t.words_weight), h.target))
    if not ranked or ranked[0].meaning < t.clarify or ranked[0].target not in served:
        return Decision(Outcome.DECLINE, tuple(ranked[: t.choices]))
    offered = tuple(h for h in ranked if h.target in served)[: t.choices]
    lead = _lead([h.score(t.words_weight) for h in ranked])
    if ranked[0].meaning >= t.answer or lead >= t.margin or len(offered) == 1:
        return Decision(Outcome.ANSWER, offered)
    return Decision(Outcome.CLARIFY, offered)


def _lead(scores: list[float]) -> float:
    return scores[0] - scores[1] if len(scores) > 1 else 1.0
