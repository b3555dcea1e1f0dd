"""The numbers are sums of powers of two, so that a score on a line is exactly on it."""

from __future__ import annotations

import pytest

from bot.retrieval.decision import Outcome, Thresholds, decide
from bot.retrieval.index import Hit

LINES = Thresholds(words_weight=0.5, answer=0.75, clarify=0.5, margin=0.125, choices=3)
SERVED = {"a", "b", "c", "d"}
STEP = 2**-10


def hit(target: str, meaning: float, words: float = 0.0) -> Hit:
    """A hit."""
    return Hit(target, meaning, words)


def outcome(*hits: Hit) -> Outcome:
    """What is decided about these hits."""
    return decide(hits, SERVED, LINES).outcome


def targets(*hits: Hit) -> list[str]:
    """The targets of the decision, in order."""
    return [h.target for h in decide(hits, SERVED, LINES).hits]


def test_nothing_found_is_declined() -> None:
    decision = decide([], SERVED, LINES)
    assert (decision.outcome, decision.hits) == (Outcome.DECLINE, ())


@pytest.mark.parametrize(
    ("meaning", "decided"),
    [
        (0.5 - STEP, Outcome.DECLINE),
        (0.5, Outcome.CLARIFY),
        (0.75 - STEP, Outcome.CLARIFY),
        (0.75, Outcome.ANSWER),
        (1.0, Outcome.ANSWER),
    ],
)
def test_the_best_hit_in_a_close_race_decides_by_its_meaning(
    meaning: float, decided: Outcome
) -> None:
    assert outcome(hit("a", meaning), hit("b", meaning - STEP)) is decided


@pytest.mark.parametrize(
    ("behind", "decided"),
    [(0.125 - STEP, Outcome.CLARIFY), (0.125, Outcome.ANSWER), (0.25, Outcome.ANSWER)],
)
def test_a_middling_hit_is_answered_when_it_leads_clearly(behind: float, decided: Outcome) -> None:
    assert outcome(hit("a", 0.625), hit("b", 0.625 - behind)) is decided


def test_the_only_snippet_that_fits_is_answered_rather_than_offered_alone() -> None:
    assert outcome(hit("a", 0.5)) is Outcome.ANSWER


@pytest.mark.parametrize("meaning", [0.5, 0.75, 1.0])
def test_a_topic_without_a_vetted_answer_is_declined_however_near(meaning: float) -> None:
    assert outcome(hit("gap", meaning), hit("a", meaning - STEP)) is Outcome.DECLINE


def test_a_topic_without_a_vetted_answer_is_never_offered() -> None:
    assert targets(hit("a", 0.6), hit("gap", 0.59), hit("b", 0.58)) == ["a", "b"]


def test_words_cannot_lift_what_is_far_in_meaning() -> None:
    assert outcome(hit("a", 0.5 - STEP, words=1.0)) is Outcome.DECLINE


def test_words_decide_between_neighbours() -> None:
    assert targets(hit("a", 0.8), hit("b", 0.75, words=0.25)) == ["b", "a"]


def test_no_more_is_offered_than_asked_for() -> None:
    hits = [hit(name, 0.6 - i * STEP) for i, name in enumerate("abcd")]
    assert targets(*hits) == ["a", "b", "c"]


def test_the_order_of_the_hits_does_not_matter() -> None:
    hits = [hit("b", 0.6), hit("a", 0.6), hit("c", 0.7)]
    assert decide(hits, SERVED, LINES) == decide(hits[::-1], SERVED, LINES)
    assert targets(*hits) == ["c", "a", "b"]


def test_the_lines_as_they_stand_are_in_order() -> None:
    lines = Thresholds()
    assert 0 < lines.clarify < lines.answer < 1
    assert 0 <= lines.words_weight < 1
    assert lines.margin > 0
    assert lines.choices >= 2
