"""The last word on the intent: danger first, then what the classifier and the retriever found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.components.importer import QUESTION_INTENT
from bot.components.retriever import RETRIEVAL
from bot.components.screen import VERDICT
from bot.retrieval.decision import Outcome

DANGER = "danger"
UNCLEAR = "ask_unclear"
NO_ANSWER = "no_answer"

_BY_OUTCOME = {Outcome.CLARIFY: UNCLEAR, Outcome.DECLINE: NO_ANSWER}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Router(GraphComponent):
    """Sets the intent that the rules of data/rules.yml act on."""

    def __init__(self, config: dict[str, Any]) -> None:
        """`sure_question`: a hit this near in meaning is a question, whatever the classifier says."""
        self._config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`likely_question`: from this probability on it is a question, even if another intent leads."""
        return {"sure_question": 0.85, "likely_question": 0.25}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Router:
        """A router with its thresholds."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Routes each message."""
        for message in messages:
            intent = message.get(INTENT) or {"name": QUESTION_INTENT, "confidence": 0.0}
            ranking = {i["name"]: i["confidence"] for i in message.get(INTENT_RANKING_KEY) or []}
            name = route(
                message.get(VERDICT) or {},
                intent["name"] or QUESTION_INTENT,
                ranking.get(QUESTION_INTENT, 0.0),
                message.get(RETRIEVAL) or {},
                self._config,
            )
            if name != intent["name"]:
                message.set(INTENT, {"name": name, "confidence": 1.0}, add_to_output=True)
        return messages


def route(
    verdict: Mapping[str, Any],
    intent: str,
    question: float,
    retrieval: Mapping[str, Any],
    config: Mapping[str, float],
) -> str:
    """The intent to act on.

    `verdict` is the safety screen's, `intent` the classifier's first choice and `question` the
    probability it gives to a knowledge question, `retrieval` what the knowledge has for it.
    """
    if verdict.get("tier", "none") != "none":
        return DANGER
    nearest = max((h["meaning"] for h in retrieval.get("hits", [])), default=0.0)
    is_question = (
        intent == QUESTION_INTENT
        or question >= config["likely_question"]
        or nearest >= config["sure_question"]
    )
    outcome = Outcome(retrieval.get("outcome", Outcome.DECLINE.value))
    if not is_question or (intent != QUESTION_INTENT and outcome is not Outcome.ANSWER):
        return intent  # only a good answer outweighs what the classifier took it for
    return _BY_OUTCOME.get(outcome, QUESTION_INTENT)
