from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.retrieval.index import PhrasingIndex
from tests.unit.retrieval.conftest import TARGETS, VECTORS, vector


def test_a_target_is_as_near_as_its_nearest_phrasing(index: PhrasingIndex) -> None:
    near = index.nearest(vector(0.8, 0.6, 0))
    assert near == pytest.approx({"driving": 1.0, "eating": 0.6, "pets": 0.0})


def test_a_saved_index_finds_the_same(index: PhrasingIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    loaded = PhrasingIndex.load(tmp_path)
    for direction in [(0, 1, 0), (1, 1, 0), (0, 0, 1)]:
        assert loaded.nearest(vector(*direction)) == index.nearest(vector(*direction))


def test_the_order_of_the_phrasings_does_not_matter(index: PhrasingIndex) -> None:
    turned = PhrasingIndex.build(TARGETS[::-1], VECTORS[::-1])
    assert turned.nearest(vector(1, 2, 3)) == pytest.approx(index.nearest(vector(1, 2, 3)))


def test_far_targets_are_left_out_of_a_large_index() -> None:
    many = np.tile([1.0, 0.0], (250, 1))
    index = PhrasingIndex.build(["near"] * 250 + ["far"], np.vstack([many, [[0.0, 1.0]]]))
    assert index.nearest(vector(1, 0)) == {"near": pytest.approx(1.0)}


def test_one_phrasing_is_an_index_too() -> None:
    assert PhrasingIndex.build(["only"], np.eye(1)).nearest(vector(1)) == {"only": 1.0}


def test_an_index_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one phrasing"):
        PhrasingIndex.build([], np.zeros((0, 3)))
