"""Each rule does what its own examples say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.safety.rules import Rule, load_rules
from bot.safety.screen import Screen
from bot.safety.verdict import Tier

RULES = load_rules(Path(__file__).parents[3] / "knowledge" / "safety")
SCREEN = Screen(RULES)
EACH = [pytest.param(tier, rule, id=rule.id) for tier, rule in RULES.tiers]


def _turns(example: str | list[str]) -> list[str]:
    return [example] if isinstance(example, str) else example


@pytest.mark.parametrize(("tier", "rule"), EACH)
def test_positive_examples_reach_the_tier(tier: Tier, rule: Rule) -> None:
    for example in rule.positive:
        *earlier, text = _turns(example)
        verdict = SCREEN(text, earlier)
        by_this_rule = verdict.tier.severity >= tier.severity and rule.id in verdict.rules
        assert by_this_rule or verdict.tier.severity > tier.severity, (example, verdict)


@pytest.mark.parametrize(("tier", "rule"), EACH)
def test_near_misses_are_no_danger(tier: Tier, rule: Rule) -> None:
    for example in rule.near_miss:
        *earlier, text = _turns(example)
        assert SCREEN(text, earlier).tier is Tier.NONE, (example, SCREEN(text, earlier))


def test_every_tier_has_rules() -> None:
    assert {tier for tier, _ in RULES.tiers} == set(Tier) - {Tier.NONE}
