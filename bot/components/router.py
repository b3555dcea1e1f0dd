"""The last word on the intent: danger first, then what the retriever took the message for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.components.importer import QUESTION_INTENT
from bot.components.retriever import RETRIEVAL
from bot.components.screen import VERDICT
from bot.retrieval.decision import Outcome

DANGER = "danger"
UNCLEAR = "ask_unclear"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Router(GraphComponent):
    """Sets the intent that the rules of data/rules.yml act on."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Router:
        """A router; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Routes each message that was looked at."""
        for message in messages:
            retrieval = message.get(RETRIEVAL) or {}
            if name := route(message.get(VERDICT) or {}, retrieval):
                intent = {"name": name, "confidence": retrieval.get("confidence", 1.0)}
                message.set(INTENT, intent, add_to_output=True)
        return messages


def route(verdict: Mapping[str, Any], retrieval: Mapping[str, Any]) -> str | None:
    """The intent to act on; none for a message nobody could look at.

    `verdict` is the safety screen's, `retrieval` the retriever's decision.
    """
    if verdict.get("tier", "none") != "none":
        return DANGER
    if not retrieval:
        return None
    by_outcome = {
        Outcome.ANSWER: QUESTION_INTENT,
        Outcome.SEVERAL: QUESTION_INTENT,
        Outcome.CLARIFY: UNCLEAR,
    }
    return by_outcome.get(Outcome(retrieval["outcome"]), retrieval["group"])
