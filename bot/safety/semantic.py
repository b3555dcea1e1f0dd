"""From likenesses to a tier: what the semantic layer makes of a message and its clauses."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.safety.verdict import Tier

SCALE = 20.0
"""What a cosine counts, in logits; the scale that the encoder was trained with."""


@dataclass(frozen=True)
class Lines:
    """From which probability of danger on urgent words are said, for the whole message and for a clause of
    it, and from which a quiet line is added. Chosen on the development sets (docs/safety.md).

    A message that says what a known ordinary question says is one: beyond the likeness `known` the lines
    rise by `slope` times the rest, up to `highest`.
    """

    whole: float = 0.4
    clause: float = 0.8
    quiet: float = 0.25
    known: float = 0.6
    slope: float = 3.0
    highest: float = 0.98

    def raised(self, line: float, likeness: float) -> float:
        """`line` for a message of that `likeness` (a cosine) to its nearest phrasing."""
        return min(self.highest, line + max(0.0, likeness - self.known) * self.slope)


@dataclass(frozen=True)
class Reading:
    """The likeliest tier of danger, how probable danger of any tier is, and whether to act on it."""

    tier: Tier
    probability: float
    is_danger: bool
    is_quiet: bool
    """Not enough for urgent words, enough for one line that names the lifeline."""


def read(
    whole: Mapping[str, float],
    clauses: Sequence[Mapping[str, float]],
    lines: Lines,
    likeness: float = 0.0,
) -> Reading:
    """Weighs a message and its clauses, each given as cosines to the labels of `examples.label_of`.

    A clause by itself is easily misread, so its line lies higher; the tier is that of the most alarming
    piece. `likeness` is the cosine of the message to the nearest phrasing of the knowledge.
    """
    line, clause_line = (lines.raised(some, likeness) for some in (lines.whole, lines.clause))
    pieces = [(_tiers(whole), line), *((_tiers(clause), clause_line) for clause in clauses)]
    odds, _ = max(pieces, key=lambda piece: _danger(piece[0]) - piece[1])
    tier = max((t for t in odds if t is not Tier.NONE), key=lambda t: odds[t])
    over = any(_danger(some) >= limit for some, limit in pieces)
    quiet = not over and _danger(pieces[0][0]) >= lines.raised(lines.quiet, likeness)
    return Reading(tier if over else Tier.NONE, round(_danger(odds), 4), over, quiet)


def _tiers(cosines: Mapping[str, float]) -> dict[Tier, float]:
    """The probability of each tier."""
    top = max(cosines.values())
    odds = {label: math.exp(SCALE * (cosine - top)) for label, cosine in cosines.items()}
    total = sum(odds.values())
    tiers: dict[Tier, float] = defaultdict(float)
    for label, share in odds.items():
        tiers[Tier(label.split(":")[0])] += share / total
    return tiers


def _danger(tiers: Mapping[Tier, float]) -> float:
    return 1.0 - tiers.get(Tier.NONE, 0.0)
