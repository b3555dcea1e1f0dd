"""Answer, ask back, decline, or it was no question at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

ANSWERABLE = "answerable"
"""The group of the targets that have a vetted answer; every other group is a decline or small talk."""


class Outcome(str, Enum):
    """What to do with a message."""

    ANSWER = "answer"
    SEVERAL = "several"
    CLARIFY = "clarify"
    OTHER = "other"


@dataclass(frozen=True)
class Thresholds:
    """Where the lines are drawn, as shares of probability. docs/retrieval.md says how they were chosen."""

    answerable: float = 0.45
    sure: float = 0.5
    margin: float = 0.1
    choices: int = 3
    offered: float = 0.03


@dataclass(frozen=True)
class Hit:
    """A target with its probability."""

    target: str
    probability: float


@dataclass(frozen=True)
class Decision:
    """What a message is taken for.

    `group` is ANSWERABLE or what the message is instead, `kind` the best target of that group, and
    `answers` the best answerable targets, best first, whatever the outcome.
    """

    outcome: Outcome
    group: str
    kind: Hit
    answers: tuple[Hit, ...]


def decide(
    probabilities: Mapping[str, float],
    groups: Mapping[str, str],
    thresholds: Thresholds,
    may_ask: bool = True,
) -> Decision:
    """Weighs the groups against each other first, then the answers. A target that `groups` does not
    name is a group of its own.

    A message is a question with a vetted answer when these hold at least `answerable` of what they and
    the strongest other group hold together. The best answer is given when it holds `sure` of all answers,
    or leads by `margin`; otherwise the best few are asked back, those that hold `offered` at least.
    Where the person was asked back just before, `may_ask` is false and the best answer is given.
    """
    t = thresholds
    ranked = [
        Hit(name, p) for name, p in sorted(probabilities.items(), key=lambda i: (-i[1], i[0]))
    ]
    mass: dict[str, float] = defaultdict(float)
    for hit in ranked:
        mass[groups.get(hit.target, hit.target)] += hit.probability
    answers = [hit for hit in ranked if groups.get(hit.target) == ANSWERABLE]
    others = {group: p for group, p in mass.items() if group != ANSWERABLE}
    group = max(sorted(others), key=others.__getitem__, default=ANSWERABLE)
    if mass[ANSWERABLE] < t.answerable * (mass[ANSWERABLE] + others.get(group, 0.0)):
        kind = next(hit for hit in ranked if groups.get(hit.target, hit.target) == group)
        return Decision(Outcome.OTHER, group, kind, _worth(answers, mass[ANSWERABLE], t))
    shares = [hit.probability / mass[ANSWERABLE] for hit in answers[:2]]
    lead = shares[0] - (shares[1] if len(shares) > 1 else 0.0)
    best = _worth(answers, mass[ANSWERABLE], t)
    clear = not may_ask or shares[0] >= t.sure or lead >= t.margin or len(best) == 1
    return Decision(Outcome.ANSWER if clear else Outcome.CLARIFY, ANSWERABLE, answers[0], best)


def _worth(answers: list[Hit], mass: float, thresholds: Thresholds) -> tuple[Hit, ...]:
    """The best answer, and those behind it that are worth offering."""
    best = answers[: thresholds.choices]
    return tuple(
        h for i, h in enumerate(best) if i == 0 or h.probability >= thresholds.offered * mass
    )
