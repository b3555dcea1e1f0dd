"""The safety screen inside Rasa: the same red flags as in `web`, first in the pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.safety.rules import load_rules
from bot.safety.screen import Screen
from bot.safety.verdict import Verdict
from bot.settings import ROOT

VERDICT = "verdict"
"""Key on a message and in Rasa's parse data: tier, rules, rules_version."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyScreen(GraphComponent):
    """Leaves its verdict on the message; the router acts on it."""

    def __init__(self, screen: Screen) -> None:
        """`screen` decides."""
        self._screen = screen

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyScreen:
        """The screen with the reviewed rules of knowledge/safety/."""
        return cls(Screen(load_rules(ROOT / "knowledge" / "safety")))

    def process(self, messages: list[Message]) -> list[Message]:
        """Screens each message."""
        for message in messages:
            verdict = self._screen(message.get(TEXT) or "")
            message.set(VERDICT, as_data(verdict), add_to_output=True)
        return messages


def as_data(verdict: Verdict) -> dict[str, Any]:
    """The verdict as plain data, as it travels through Rasa's tracker."""
    return {
        "tier": verdict.tier.value,
        "rules": list(verdict.rules),
        "rules_version": verdict.rules_version,
    }
