from __future__ import annotations

from bot.retrieval.decision import ANSWERABLE
from bot.retrieval.several import Lines, several

GROUPS = {**dict.fromkeys("abc", ANSWERABLE), "dose": "ask_personal_medical", "hi": "greet"}
LINES = Lines(likeliest=2, gate=0.1, part=0.5, each=0.3, answers=3)
WHOLE = {"a": 0.5, "b": 0.3, "c": 0.1, "dose": 0.05, "hi": 0.05}


def odds(**some: float) -> dict[str, float]:
    """Probabilities in which what is not named has none."""
    return {**dict.fromkeys(WHOLE, 0.0), **some}


def targets(*parts: dict[str, float], joined: bool = False) -> list[str]:
    """The targets found."""
    return [hit.target for hit in several(WHOLE, parts, joined, GROUPS, LINES)]


def test_each_part_gets_its_answer_in_the_order_asked() -> None:
    assert targets(odds(b=0.9), odds(a=0.8)) == ["b", "a"]


def test_a_part_alone_cannot_bring_what_the_whole_makes_unlikely() -> None:
    assert targets(odds(a=0.9), odds(c=0.9)) == []


def test_two_parts_with_one_answer_are_one_question() -> None:
    assert targets(odds(a=0.9), odds(a=0.6)) == []


def test_a_part_that_must_not_be_answered_leaves_the_message_whole() -> None:
    assert targets(odds(a=0.9), odds(dose=0.6, b=0.5)) == []


def test_joined_words_get_the_answers_that_hold_their_share() -> None:
    assert targets(joined=True) == ["a", "b"]
    assert targets() == []


def test_joined_words_that_mostly_ask_for_no_answer_get_none() -> None:
    low = {"a": 0.2, "b": 0.15, "c": 0.0, "dose": 0.0, "hi": 0.65}
    assert several(low, [], True, GROUPS, LINES) == ()
