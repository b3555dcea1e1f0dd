"""What `clauses` promises: nothing lost but joining words, no empty clause, nothing raised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.clauses import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("i am ok. i want out", ["i am ok", "i want out"]),
        ("one\ntwo", ["one", "two"]),
        ("no im not suicidal, but i am done", ["no im not suicidal", "i am done"]),
        ("i ate and then i slept", ["i ate", "i slept"]),
        ("does it hurt? also, where; when", ["does it hurt", "also, where", "when"]),
        ("estoy bien pero no quiero vivir", ["estoy bien", "no quiero vivir"]),
        ("take 5.5 mg", ["take 5.5 mg"]),
        ("", []),
        ("...", []),
    ],
)
def test_cuts(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


@given(st.text(max_size=300))
def test_no_clause_is_empty_and_each_is_in_the_text(text: str) -> None:
    for part in clauses(text):
        assert part.strip()
        assert part in text
