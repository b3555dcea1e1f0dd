from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.retrieval.index import Hit, PassageIndex, tokens
from bot.retrieval.passages import Passage
from tests.unit.retrieval.conftest import PASSAGES, VECTORS, vector


def by_target(hits: list[Hit]) -> dict[str, Hit]:
    """The hits by their target, each of which stands once."""
    found = {hit.target: hit for hit in hits}
    assert len(found) == len(hits)
    return found


def test_a_target_is_as_near_as_its_nearest_passage(index: PassageIndex) -> None:
    hits = by_target(index.search("", vector(0.8, 0.6, 0)))
    assert hits["driving"].meaning == pytest.approx(1.0)
    assert hits["eating"].meaning == pytest.approx(0.6)
    assert hits["pets"].meaning == pytest.approx(0.0)


def test_words_count_from_none_to_one(index: PassageIndex) -> None:
    hits = by_target(index.search("breakfast and coffee, then the car", vector(1, 0, 0)))
    assert hits["eating"].words == 1.0
    assert 0 < hits["driving"].words < 1
    assert hits["pets"].words == 0.0


@pytest.mark.parametrize("text", ["", "is it", "zebra", "?!", "🙂", "שלום"])
def test_a_text_without_known_words_is_found_by_meaning_alone(
    index: PassageIndex, text: str
) -> None:
    assert {hit.words for hit in index.search(text, vector(1, 1, 1))} == {0.0}


def test_a_word_finds_its_target_whatever_its_ending_and_case(index: PassageIndex) -> None:
    hits = by_target(index.search("DOGS", vector(1, 0, 0)))
    assert hits["pets"].words == 1.0


def test_a_target_without_any_telling_word_does_no_harm() -> None:
    passages = [Passage("empty", "What is it?"), Passage("full", "dog")]
    hits = by_target(PassageIndex.build(passages, np.eye(2)).search("a dog", vector(1, 0)))
    assert (hits["empty"].words, hits["full"].words) == (0.0, 1.0)


def test_a_saved_index_finds_the_same(index: PassageIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    loaded = PassageIndex.load(tmp_path)
    for text, direction in [("coffee", (0, 1, 0)), ("", (1, 1, 0)), ("zebra", (0, 0, 1))]:
        assert by_target(loaded.search(text, vector(*direction))) == by_target(
            index.search(text, vector(*direction))
        )


def test_the_order_of_the_passages_does_not_matter(index: PassageIndex) -> None:
    turned = PassageIndex.build(PASSAGES[::-1], VECTORS[::-1])
    asked = ("coffee in the car", vector(1, 2, 3))
    assert by_target(turned.search(*asked)) == by_target(index.search(*asked))


def test_one_passage_is_an_index_too() -> None:
    single = PassageIndex.build([Passage("only", "dog")], np.eye(1))
    assert single.search("dog", vector(1)) == [Hit("only", 1.0, 1.0)]


def test_an_index_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one passage"):
        PassageIndex.build([], np.zeros((0, 3)))


def test_words_count_as_much_as_their_weight() -> None:
    hit = Hit("x", meaning=0.5, words=0.5)
    assert (hit.score(0), hit.score(0.5), hit.score(1)) == (0.5, 0.75, 1.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can I drive a car home?", ["drive", "car", "home"]),
        ("Infusions, visits & classes", ["infusion", "visit", "classe"]),
        ("stress gas bus", ["stress", "gas", "bus"]),
        ("don't I've I'm can't", ["cant"]),
        ("40 mg, twice", ["40", "mg", "twice"]),
        ("", []),
        ("is it?", []),
    ],
)
def test_tokens_are_the_words_that_carry_meaning(text: str, words: list[str]) -> None:
    assert tokens(text) == words
