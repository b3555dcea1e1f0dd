from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.questions import is_joined, questions


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is it safe?", ["Is it safe?"]),
        ("price? coverage?", ["price?", "coverage?"]),
        ("Is it safe and does it last?", ["Is it safe", "does it last?"]),
        ("what to wear, can I eat", ["what to wear", "can I eat"]),
        ("Paxil and Ativan together", []),
        ("My son is ill. What now", ["What now"]),
        ("My son is ill. He sleeps a lot.", []),
        ("is it legal n is it safe", ["is it legal", "is it safe"]),
        ("", []),
        ("?!", []),
    ],
)
def test_the_questions_of_a_message_without_its_statements(text: str, asked: list[str]) -> None:
    assert questions(text) == asked


@given(st.text())
def test_no_question_is_empty(text: str) -> None:
    assert all(question.strip(" .?!") for question in questions(text))


@pytest.mark.parametrize(
    ("text", "joined"), [("ECT and TMS", True), ("a + b", True), ("hand", False)]
)
def test_joined_words_are_seen(text: str, joined: bool) -> None:
    assert is_joined(text) is joined


def test_in_a_story_an_and_joins_nothing() -> None:
    assert not is_joined("My husband goes on Thursday and so do I, what is it like for him there?")
