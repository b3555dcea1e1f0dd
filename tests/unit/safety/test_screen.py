"""How clauses, counter-rules, other people and earlier turns are weighed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.rules import load_rules
from bot.safety.screen import Screen
from bot.safety.verdict import Tier

SCREEN = Screen(load_rules(Path(__file__).parents[3] / "knowledge" / "safety"))


@pytest.mark.parametrize(
    "text",
    [
        "No I'm not suicidal, but I want to die",
        "I'm not suicidal. I just wish I was dead.",
        "I don't want to hurt myself but I don't want to be alive anymore",
        "this copay is killing me and I want to kill myself",
        "years ago I cut myself. now I'm suicidal again",
        "what does it cost? when are you open? also I want to end my life",
        "haha kidding, I want to die",
    ],
)
def test_a_counter_rule_cancels_no_second_risk(text: str) -> None:
    assert SCREEN(text).tier.severity >= Tier.CRISIS.severity


@pytest.mark.parametrize(
    "text",
    [
        "No I'm not suicidal, just tired",
        "I have no thoughts of hurting myself",
        "This commute is killing me, can we do video?",
        "My phone is dying, call me later",
        "Does ketamine help with suicidal thoughts?",
        "it's 5 kms from my house",
        "STOP",
        "",
        "   ",
    ],
)
def test_ordinary_messages_pass(text: str) -> None:
    assert SCREEN(text).tier is Tier.NONE


def test_someone_else_is_third_party_not_crisis() -> None:
    assert SCREEN("my brother says he wants to die").tier is Tier.THIRD_PARTY


def test_someone_else_does_not_hide_the_writer() -> None:
    verdict = SCREEN("my brother says he wants to die. I want to die too")
    assert verdict.tier is Tier.CRISIS


def test_medical_stays_medical_without_intent() -> None:
    assert SCREEN("my throat is closing up after the spray").tier is Tier.MEDICAL_EMERGENCY


def test_medical_with_a_wish_to_die_is_an_emergency() -> None:
    verdict = SCREEN("I took too much ketamine and can't breathe. I want to die")
    assert verdict.tier is Tier.EMERGENCY


def test_risk_split_over_two_messages() -> None:
    assert SCREEN("die", ["hey", "i want to"]).tier is Tier.CRISIS
    assert SCREEN("die", ["hey"]).tier in (Tier.NONE, Tier.CRISIS)


def test_burden_then_finality() -> None:
    turns = ["everyone would be better off without me"]
    assert SCREEN("it's settled, they will be fine soon", turns).tier is Tier.EMERGENCY
    assert SCREEN("it's settled, they will be fine soon").tier is Tier.NONE


def test_what_was_said_before_is_not_judged_again() -> None:
    assert SCREEN("what does it cost?", ["i want to die"]).tier is Tier.NONE


def test_only_the_last_four_turns_count() -> None:
    old = ["everyone would be better off without me", "a", "b", "c", "d"]
    assert SCREEN("it's settled, they will be fine soon", old).tier is Tier.NONE


def test_verdict_names_rules_and_version() -> None:
    verdict = SCREEN("I want to die")
    assert verdict.is_danger
    assert "cr-wish-dead" in verdict.rules
    assert len(verdict.rules_version) == 12
    assert verdict == SCREEN("I want to die")


def test_severity_orders_the_tiers() -> None:
    order = [Tier.NONE, Tier.THIRD_PARTY, Tier.CRISIS, Tier.MEDICAL_EMERGENCY, Tier.EMERGENCY]
    assert sorted(Tier, key=lambda tier: tier.severity) == order


@given(st.text(max_size=200), st.lists(st.text(max_size=60), max_size=6))
def test_never_raises(text: str, earlier: list[str]) -> None:
    assert isinstance(SCREEN(text, earlier).tier, Tier)


@pytest.mark.parametrize("unit", ["a", "i want to ", "die ", "my pills ", ".", "~", "\n", "💊 "])
def test_danger_after_ten_kilobytes_is_still_found(unit: str) -> None:
    verdict = SCREEN(unit * (10_000 // len(unit)) + ". I want to kill myself")
    assert verdict.tier.severity >= Tier.CRISIS.severity
