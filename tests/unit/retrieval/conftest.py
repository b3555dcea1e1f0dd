"""Builders: passages whose vectors are made up."""

from __future__ import annotations

import numpy as np
import pytest

from bot.retrieval.index import PassageIndex
from bot.retrieval.passages import Passage

PASSAGES = [
    Passage("driving", "Can I drive a car home?"),
    Passage("driving", "Who drives me after the visit?"),
    Passage("eating", "May I eat breakfast?"),
    Passage("eating", "Is coffee all right in the morning?"),
    Passage("pets", "Can I bring my dog?"),
]
VECTORS = np.array(
    [[1, 0, 0], [0.8, 0.6, 0], [0, 1, 0], [0, 0.8, 0.6], [0, 0, 1]], dtype=np.float64
)


@pytest.fixture
def index() -> PassageIndex:
    """An index over three targets, one to each axis."""
    return PassageIndex.build(PASSAGES, VECTORS)


def vector(*values: float) -> np.ndarray:
    """A unit vector in that direction."""
    made = np.array(values, dtype=np.float32)
    return made / np.linalg.norm(made)
