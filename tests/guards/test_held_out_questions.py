"""What measures the assistant is not what it was made from.

A question of tests/sets that also stands among the phrasings would be answered by heart, and the figures
of `make eval` would say nothing. Rows of up to three words ("hi", "thank you", "is it safe") are left
out: there are only so many ways to say them, and both sides have to hold them.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot import yamlfile
from bot.knowledge.loader import load_library
from bot.settings import ROOT

SETS = ROOT / "tests" / "sets"
TOO_SHORT = 3
LONG_ENOUGH = 5
TOO_NEAR = 0.8

Words = tuple[str, ...]


def test_there_are_question_sets_to_measure_with() -> None:
    assert sorted(SETS.glob("*.jsonl")), "tests/sets holds no question set"


@pytest.mark.parametrize("path", sorted(SETS.glob("*.jsonl")), ids=lambda p: p.name)
def test_no_question_of_a_set_stands_among_the_phrasings(path: Path) -> None:
    leaks = [
        f"{row!r} stands in {where} as {example!r}"
        for row in texts_of(path)
        for where, example in [leak(row)]
        if where
    ]
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("Can I drive home after it?", "can i drive home, after IT", True),
        ("how long does one visit take", "how long does one visit usually take", True),
        ("how long does one visit take", "how long do the effects last", False),
        ("is it really safe", "is it really very safe", False),
    ],
)
def test_nearness_is_judged_by_words(a: str, b: str, near: bool) -> None:
    assert is_near(words(a), words(b)) is near


def words(text: str) -> Words:
    """The lower-case words of a text."""
    return tuple(re.findall(r"[^\W_]+", text.lower()))


def is_near(a: Words, b: Words) -> bool:
    """Whether two texts are the same words, or nearly so when they are long enough to tell."""
    if a == b:
        return True
    mine, other = set(a), set(b)
    return len(a) >= LONG_ENOUGH and len(mine & other) / len(mine | other) >= TOO_NEAR


def leak(row: str) -> tuple[str, str]:
    """Where a phrasing like `row` stands, and that phrasing; empty when there is none."""
    said = words(row)
    if len(said) <= TOO_SHORT:
        return "", ""
    shared: Counter[int] = Counter(i for word in set(said) for i in _by_word()[word])
    for i, count in shared.items():
        where, example, known = _phrasings()[i]
        if count >= TOO_NEAR * len(set(known)) and is_near(said, known):
            return where, example
    return "", ""


def texts_of(path: Path) -> Iterator[str]:
    """What a set asks: its texts, and in dialogues each turn and its stand-alone form."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield from _texts(json.loads(line))


def _texts(row: dict[str, Any]) -> Iterator[str]:
    yield from (row[key] for key in ("text", "standalone") if row.get(key))
    for turn in row.get("turns", []):
        yield from _texts(turn)


@lru_cache(maxsize=1)
def _phrasings() -> list[tuple[str, str, Words]]:
    found = [*_of_snippets(), *_of_intents(), *_of_rules()]
    return [(where, text, words(text)) for where, text in found]


@lru_cache(maxsize=1)
def _by_word() -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for i, (_, _, known) in enumerate(_phrasings()):
        for word in set(known):
            index[word].append(i)
    return index


def _of_snippets() -> Iterator[tuple[str, str]]:
    library = load_library(ROOT / "knowledge")
    for snippet in library.snippets.values():
        yield from ((snippet.file, question) for question in snippet.questions)
    for kind in library.declines.values():
        yield from ((kind.file, example) for example in kind.examples)
    yield from (("followups.yml", ask.text) for asks in library.followups.values() for ask in asks)
    yield from (("ambiguous.yml", row.text) for row in library.ambiguous)


def _of_intents() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "data").glob("*.yml")):
        for entry in yamlfile.read(path).data.get("nlu", []):
            for line in entry.get("examples", "").splitlines():
                yield f"data/{path.name}: {entry.get('intent')}", line.removeprefix("- ")


def _of_rules() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "knowledge" / "safety").glob("*.yml")):
        for rule in yamlfile.read(path).data.get("rules", []):
            for example in (*rule["positive"], *rule["near_miss"]):
                turns = [example] if isinstance(example, str) else example
                yield from ((f"{path.name}: {rule['id']}", turn) for turn in turns)
    for path in sorted((ROOT / "knowledge" / "safety" / "examples").glob("*.yml")):
        data = yamlfile.read(path).data
        yield from ((path.name, text) for text in (*data["examples"], *data.get("spanish", [])))
