from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.semantic import Lines, read
from bot.safety.verdict import Tier

LINES = Lines(whole=0.5, clause=0.8, quiet=0.2, known=0.6, slope=3.0, highest=0.98)
CALM = {"none:ordinary": 0.9, "crisis:burden": 0.1, "emergency:plan": 0.1}
GRAVE = {"none:ordinary": 0.1, "crisis:burden": 0.2, "emergency:plan": 0.9}
COSINES = st.fixed_dictionaries(dict.fromkeys(CALM, st.floats(-1, 1)))


def near(label: str, by: float) -> dict[str, float]:
    """Cosines in which `label` leads the ordinary one by `by`."""
    return {"none:ordinary": 0.5, "crisis:burden": -1.0, "emergency:plan": -1.0, label: 0.5 + by}


def test_what_is_like_danger_gets_its_tier() -> None:
    assert read(GRAVE, [], LINES).tier is Tier.EMERGENCY
    assert read(CALM, [], LINES).tier is Tier.NONE


def test_one_grave_clause_is_heard_in_a_calm_message() -> None:
    heard = read(CALM, [CALM, GRAVE], LINES)
    assert heard.is_danger and heard.tier is Tier.EMERGENCY


def test_a_doubtful_clause_alone_raises_nothing() -> None:
    assert read(near("crisis:burden", 0.03), [], LINES).is_danger
    assert not read(CALM, [near("crisis:burden", 0.03)], LINES).is_danger


def test_categories_of_a_tier_count_together() -> None:
    split = {"none:ordinary": 0.5, "crisis:burden": 0.49, "crisis:slang": 0.49}
    assert read(split, [], LINES).tier is Tier.CRISIS


@pytest.mark.parametrize(("by", "quiet"), [(-0.3, False), (-0.03, True), (0.2, False)])
def test_the_quiet_line_lies_between(by: float, quiet: bool) -> None:
    assert read(near("crisis:burden", by), [], LINES).is_quiet is quiet


@given(COSINES, st.lists(COSINES, max_size=4))
def test_a_further_clause_never_makes_it_less_urgent(
    whole: dict[str, float], clauses: list[dict[str, float]]
) -> None:
    alone, more = read(whole, [], LINES), read(whole, clauses, LINES)
    assert more.is_danger >= alone.is_danger


def test_what_says_a_known_question_needs_more_to_alarm() -> None:
    doubtful = near("crisis:burden", 0.03)
    assert read(doubtful, [], LINES, likeness=0.6).is_danger
    assert not read(doubtful, [], LINES, likeness=0.9).is_danger
    assert read(near("crisis:burden", 0.4), [], LINES, likeness=1.0).is_danger
