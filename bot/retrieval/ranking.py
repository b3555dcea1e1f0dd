"""From evidence to probabilities: how sure each target is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """What a cosine counts, in logits: that of the prototype, and that of the nearest phrasing.

    Their ratio and their size were chosen on the development sets: larger ones match how often the first
    answer is right a little closer, these leave room to ask back (docs/retrieval.md).
    """

    prototype: float = 24.0
    nearest: float = 18.0


_SAME = 1e-6
"""Cosines nearer than this are of one phrasing."""

_LAST = 0.6
"""What the last view of a message counts."""

_NEAR = 0.9
"""From this cosine on a message says what the phrasing says."""

SOFT = Weights(prototype=15.0, nearest=6.0)
"""Weights under which the second question of a message still shows beside the first."""


def probabilities(
    prototype: Mapping[str, float], nearest: Mapping[str, float], weights: Weights
) -> dict[str, float]:
    """A probability for each target of `prototype`; they sum to 1.

    `nearest` holds only targets with a near phrasing; the others count as the farthest of these. Targets
    that share the nearest phrasing of all, one known to fit each of them, count alike if it is near.
    """
    floor = min(nearest.values(), default=0.0)
    tied = _tied(nearest)
    alike = sum(prototype[target] for target in tied) / max(1, len(tied))
    logits = {
        target: weights.prototype * (alike if target in tied else cosine)
        + weights.nearest * nearest.get(target, floor)
        for target, cosine in prototype.items()
    }
    top = max(logits.values())
    odds = {target: math.exp(logit - top) for target, logit in logits.items()}
    total = sum(odds.values())
    return {target: o / total for target, o in odds.items()}


def _tied(nearest: Mapping[str, float]) -> set[str]:
    """The targets of the nearest phrasing, where it stands under several."""
    top = max(nearest.values(), default=0.0)
    best = {target for target, cosine in nearest.items() if top - cosine < _SAME}
    return best if len(best) > 1 and top >= _NEAR else set()


def merged(views: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The probabilities of a message seen in several ways: alone, as the question at its end, after its
    subject. The last of them knows most and counts a little more than the others together.

    What leans on the subject is vague alone and clear after it; what opens a new subject is clear in both.
    """
    last, rest = views[-1], views[:-1]
    if not rest:
        return dict(last)
    return {
        target: _LAST * last[target] + (1 - _LAST) * sum(view[target] for view in rest) / len(rest)
        for target in last
    }
