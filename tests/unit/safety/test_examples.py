from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.safety.examples import Example, load_examples
from bot.safety.verdict import Tier
from bot.settings import ROOT

OURS = load_examples(ROOT / "knowledge" / "safety" / "examples")


def test_examples_carry_tier_and_category(tmp_path: Path) -> None:
    text = "tier: crisis\ncategory: burden\nexamples: [a]\nspanish: [b]\n"
    (tmp_path / "one.yml").write_text(text, encoding="utf-8")
    assert load_examples(tmp_path) == [
        Example("a", "crisis:burden"),
        Example("b", "crisis:burden"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tier: bad\ncategory: burden\nexamples: [a]\n", "one.yml:1: tier: "),
        ("tier: crisis\ncategory: Of Burden\nexamples: [a]\n", "one.yml:2: category: "),
        ("tier: crisis\ncategory: burden\nexamples: []\n", "one.yml:3: examples: "),
        ("tier: crisis\ncategory: burden\nexamples: [a]\nnotes: x\n", "one.yml:4: notes: "),
    ],
)
def test_a_broken_file_is_refused_with_file_line_and_field(
    tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "one.yml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load_examples(tmp_path)
    assert told in str(refused.value)


def test_every_tier_has_examples_enough() -> None:
    tiers = [example.label.split(":")[0] for example in OURS]
    assert all(tiers.count(tier.value) >= 250 for tier in Tier)
    assert len(OURS) >= 2_500


def test_no_example_stands_under_two_tiers() -> None:
    tiers: dict[str, set[str]] = {}
    for example in OURS:
        words = " ".join(example.text.lower().split())
        tiers.setdefault(words, set()).add(example.label.split(":")[0])
    assert not {text for text, under in tiers.items() if len(under) > 1}
