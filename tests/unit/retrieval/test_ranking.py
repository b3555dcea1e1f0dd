from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.ranking import Weights, merged, probabilities

COSINES = st.dictionaries(st.text(min_size=1), st.floats(-1, 1), min_size=1)


@given(COSINES)
def test_probabilities_sum_to_one(cosines: dict[str, float]) -> None:
    odds = probabilities(cosines, {}, Weights())
    assert sum(odds.values()) == pytest.approx(1.0)
    assert odds.keys() == cosines.keys()


@given(COSINES)
def test_without_phrasings_the_nearest_prototype_leads(cosines: dict[str, float]) -> None:
    odds = probabilities(cosines, {}, Weights())
    assert cosines[max(odds, key=odds.__getitem__)] == pytest.approx(max(cosines.values()))


def test_a_nearer_phrasing_makes_a_target_likelier() -> None:
    cosines = {"a": 0.5, "b": 0.5}
    assert probabilities(cosines, {"a": 0.9, "b": 0.4}, Weights())["a"] > 0.5


def test_a_target_without_a_near_phrasing_counts_as_the_farthest_of_them() -> None:
    cosines = {"a": 0.5, "b": 0.5, "c": 0.5}
    odds = probabilities(cosines, {"a": 0.9, "b": 0.4}, Weights())
    assert odds["c"] == pytest.approx(odds["b"])


def test_smaller_weights_make_everything_less_sure() -> None:
    cosines = {"a": 0.9, "b": 0.1}
    sure, unsure = (probabilities(cosines, {}, Weights(prototype=p))["a"] for p in (10, 1))
    assert 0.5 < unsure < sure


def test_what_is_vague_alone_is_decided_by_the_view_that_is_sure() -> None:
    alone, after = {"a": 0.5, "b": 0.5}, {"a": 0.1, "b": 0.9}
    assert merged([alone, after]) == pytest.approx({"a": 0.26, "b": 0.74})
    assert merged([alone]) == alone


def test_targets_of_one_nearest_phrasing_count_alike() -> None:
    odds = probabilities(
        {"a": 0.9, "b": 0.6, "c": 0.5}, {"a": 0.95, "b": 0.95, "c": 0.7}, Weights()
    )
    assert odds["a"] == pytest.approx(odds["b"])
    assert odds["b"] > odds["c"]
