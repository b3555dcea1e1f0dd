from __future__ import annotations

import pytest

from bot.retrieval.decision import ANSWERABLE, Decision, Outcome, Thresholds, decide

LINES = Thresholds(answerable=0.5, sure=0.5, margin=0.25, choices=3, offered=0.1)
GROUPS = {**dict.fromkeys("abcd", ANSWERABLE), "dose": "personal", "pill": "personal"}


def decided(**probabilities: float) -> Decision:
    """What is decided about these."""
    return decide(probabilities, GROUPS, LINES)


def targets(decision: Decision) -> list[str]:
    """The answers of a decision, in order."""
    return [hit.target for hit in decision.answers]


def test_a_clear_winner_is_answered() -> None:
    decision = decided(a=0.75, b=0.25)
    assert (decision.outcome, decision.group) == (Outcome.ANSWER, ANSWERABLE)
    assert decision.kind.target == "a"


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        (0.5, 0.4, Outcome.ANSWER),  # holds enough of all answers
        (0.45, 0.19, Outcome.ANSWER),  # leads by enough
        (0.45, 0.21, Outcome.CLARIFY),
    ],
)
def test_the_best_answer_is_given_when_it_holds_or_leads(
    a: float, b: float, outcome: Outcome
) -> None:
    rest = (1 - a - b) / 2
    assert decided(a=a, b=b, c=rest, d=rest).outcome is outcome


def test_a_close_race_is_asked_back_best_first() -> None:
    decision = decided(b=0.25, a=0.25, c=0.3, d=0.2)
    assert decision.outcome is Outcome.CLARIFY
    assert targets(decision) == ["c", "a", "b"]


def test_what_holds_too_little_is_not_offered() -> None:
    assert targets(decided(a=0.48, b=0.47, c=0.05)) == ["a", "b"]


def test_the_kinds_of_a_group_count_together() -> None:
    decision = decided(a=0.4, dose=0.35, pill=0.25)
    assert (decision.outcome, decision.group) == (Outcome.OTHER, "personal")
    assert decision.kind.target == "dose"
    assert targets(decision) == ["a"]


def test_the_answers_of_a_question_count_together_too() -> None:
    assert decided(a=0.3, b=0.3, dose=0.4).group == ANSWERABLE


def test_only_the_strongest_other_group_is_weighed() -> None:
    assert decided(a=0.4, dose=0.3, greet=0.3).group == ANSWERABLE


def test_a_target_without_a_group_is_its_own() -> None:
    decision = decided(greet=0.9, a=0.1)
    assert (decision.outcome, decision.group, decision.kind.target) == (
        Outcome.OTHER,
        "greet",
        "greet",
    )


def test_the_only_answer_that_fits_is_given_rather_than_offered_alone() -> None:
    assert decide({"a": 0.2, "dose": 0.1}, GROUPS, LINES).outcome is Outcome.ANSWER


def test_equals_are_ordered_by_name() -> None:
    assert targets(decided(c=0.3, a=0.3, b=0.3, d=0.1)) == ["a", "b", "c"]


def test_the_lines_as_they_stand_are_shares() -> None:
    lines = Thresholds()
    assert all(0 < x < 1 for x in (lines.answerable, lines.sure, lines.margin, lines.offered))
    assert lines.choices >= 2


def test_where_nobody_may_be_asked_back_the_best_answer_is_given() -> None:
    odds = {"a": 0.4, "b": 0.35, "c": 0.25}
    assert decide(odds, GROUPS, LINES).outcome is Outcome.CLARIFY
    assert decide(odds, GROUPS, LINES, may_ask=False).outcome is Outcome.ANSWER
