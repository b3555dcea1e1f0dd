from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.misspell import misspelt

WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), max_size=15)


@given(WORDS, st.integers(0, 10_000))
def test_a_slip_never_loses_a_word_nor_its_first_letter(words: list[str], seed: int) -> None:
    slipped = misspelt(" ".join(words), random.Random(seed)).split(" ")
    assert [w[:1] for w in slipped] == [w[:1] for w in " ".join(words).split(" ")]


@given(WORDS, st.integers(0, 10_000))
def test_a_word_changes_by_one_letter_at_most(words: list[str], seed: int) -> None:
    for before, after in zip(
        " ".join(words).split(" "), misspelt(" ".join(words), random.Random(seed)).split(" ")
    ):
        assert abs(len(before) - len(after)) <= 1


@given(st.text(), st.integers(0, 10_000))
def test_any_text_can_be_misspelt(text: str, seed: int) -> None:
    assert misspelt(text, random.Random(seed)) == misspelt(text, random.Random(seed))


def test_long_words_do_slip() -> None:
    assert misspelt("ketamine infusion", random.Random(3)) != "ketamine infusion"
