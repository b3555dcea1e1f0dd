"""domain.yml declares nothing that nobody uses, and nothing is used that it does not declare."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot import yamlfile
from bot.safety.verdict import Tier
from bot.settings import ROOT
from tests.guards.sources import modules, tree

DOMAIN = yamlfile.read(ROOT / "domain.yml").data
BUILT = {f"utter_safety_{tier.value}" for tier in Tier if tier is not Tier.NONE}
"""Names that bot/safety/words.py puts together from the tier."""


OF_RASA = {"utter_default"}
"""Said by Rasa's own action_default_fallback."""

NO_NAMES = {"utter_action", "utter_message"}
"""Rasa's words for parameters and methods, no responses."""


def steps() -> Iterator[dict[str, Any]]:
    """Every step of every rule and story."""
    for path in sorted((ROOT / "data").glob("*.yml")):
        data = yamlfile.read(path).data
        for block in (*data.get("rules", []), *data.get("stories", [])):
            yield from block["steps"]


def constants() -> set[str]:
    """Every string that the code and config.yml hold."""
    strings = {
        node.value
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    policies = yamlfile.read(ROOT / "config.yml").data["policies"]
    return strings | {str(value) for policy in policies for value in policy.values()}


STEPS = list(steps())
SAID = {step["action"] for step in STEPS if "action" in step}
HEARD = {step["intent"] for step in STEPS if "intent" in step}


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_an_intent_is_answered_by_a_rule_or_a_story(intent: str) -> None:
    assert intent in HEARD


def test_rules_and_stories_hear_only_declared_intents() -> None:
    unknown = HEARD - set(DOMAIN["intents"])
    assert not unknown


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_an_intent_has_phrasings_or_is_set_by_a_component(intent: str) -> None:
    nlu = yamlfile.read(ROOT / "data" / "nlu.yml").data["nlu"]
    assert intent in {entry.get("intent") for entry in nlu} or intent in constants()


@pytest.mark.parametrize("name", DOMAIN["responses"])
def test_a_response_is_said_somewhere(name: str) -> None:
    assert name in SAID | BUILT | OF_RASA | constants()


def test_only_declared_responses_and_actions_are_said() -> None:
    declared = {*DOMAIN["responses"], *DOMAIN["actions"]}
    named = {c for c in constants() if re.fullmatch(r"utter_[a-z_]+[a-z]", c)}
    unknown = (SAID | BUILT | named) - declared - NO_NAMES
    assert not unknown


@pytest.mark.parametrize("name", DOMAIN["actions"])
def test_an_action_is_run_by_a_rule_or_a_story(name: str) -> None:
    assert name in SAID
    assert name in constants(), "no action of that name stands in actions/"
