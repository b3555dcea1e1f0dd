"""Builders: phrasings whose vectors are made up."""

from __future__ import annotations

import numpy as np
import pytest

from bot.retrieval.index import PhrasingIndex

TARGETS = ["driving", "driving", "eating", "eating", "pets"]
VECTORS = np.array(
    [[1, 0, 0], [0.8, 0.6, 0], [0, 1, 0], [0, 0.8, 0.6], [0, 0, 1]], dtype=np.float64
)


@pytest.fixture
def index() -> PhrasingIndex:
    """An index over three targets, one to each axis."""
    return PhrasingIndex.build(TARGETS, VECTORS)


def vector(*values: float) -> np.ndarray:
    """A unit vector in that direction."""
    made = np.array(values, dtype=np.float32)
    return made / np.linalg.norm(made)
