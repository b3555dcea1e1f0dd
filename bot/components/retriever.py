"""The knowledge retriever: index and snippets travel in the model archive."""

from __future__ import annotations

import shutil
from typing import Any, TypeVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import served
from bot.components.encoder import PARTS, VIEWS, SentenceEncoder, View, embedding_of
from bot.components.fingerprint import folder_fingerprint
from bot.components.importer import INTENT_OF, KNOWLEDGE, targets_of
from bot.knowledge.loader import load_library
from bot.knowledge.schema import Library
from bot.retrieval.decision import ANSWERABLE, Decision, Hit, Outcome, Thresholds, decide
from bot.retrieval.index import PhrasingIndex
from bot.retrieval.ranking import SOFT, Weights, merged, probabilities
from bot.retrieval.several import Lines, several
from bot.text.questions import is_joined

RETRIEVAL = "retrieval"
"""Key on a message and in Rasa's parse data: the decision, see `as_data`."""

_COPY = "knowledge"
_Settings = TypeVar("_Settings", Weights, Thresholds, Lines)


_PLAINLY = 0.8
"""From this probability on a message is small talk whatever went before it."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KnowledgeRetriever(GraphComponent):
    """Leaves on each message what the knowledge has for it."""

    def __init__(
        self,
        config: dict[str, Any],
        index: PhrasingIndex | None = None,
        library: Library | None = None,
    ) -> None:
        """`index` and `library` are none until the component was loaded."""
        self._weights, self._thresholds = _chosen(Weights, config), _chosen(Thresholds, config)
        self._lines = _chosen(Lines, config)
        self._index = index
        self._groups = groups_of(library) if library else {}

    @classmethod
    def required_components(cls) -> list[type]:
        """The encoder has to come before."""
        return [SentenceEncoder]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Any change below knowledge/ makes the trained component stale."""
        return folder_fingerprint(KNOWLEDGE)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KnowledgeRetriever:
        """A component that still has to be trained."""
        component = cls(config)
        component._model_storage, component._resource = model_storage, resource
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Indexes every example under all that it asks for, and keeps a copy of knowledge/."""
        known = [m for m in training_data.intent_examples if m.get(TEXT)]
        rows = [(target, m) for m in known for target in targets_of(m)]
        vectors = np.stack([embedding_of(m) for _, m in rows])
        index = PhrasingIndex.build([target for target, _ in rows], vectors)
        with self._model_storage.write_to(self._resource) as folder:
            index.save(folder)
            shutil.copytree(KNOWLEDGE, folder / _COPY)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> KnowledgeRetriever:
        """The component with the archive's index; answers come from the archive's snippets."""
        with model_storage.read_from(resource) as folder:
            library = load_library(folder / _COPY)
            served.serve(library)
            return cls(config, PhrasingIndex.load(folder), library)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Decides about each message that has text."""
        for message in messages:
            if message.get(TEXT):
                decision = self._decide(message)
                found = {
                    **as_data(decision),
                    "leans": self._leans(message, decision),
                    "likeness": round(self._likeness(message), 4),
                }
                message.set(RETRIEVAL, found, add_to_output=True)
        return messages

    def _decide(self, message: Message) -> Decision:
        if self._index is None:
            raise RuntimeError("the knowledge retriever has not been trained")
        views: list[View] = message.get(VIEWS)
        text, asked = message.get(TEXT), message.get(PARTS) or []
        if hits := self._several(views[-1], asked, is_joined(text)):
            return Decision(Outcome.SEVERAL, ANSWERABLE, hits[0], hits)
        may_ask = not (message.get(METADATA) or {}).get("asked_back")
        return decide(self._merged(views), self._groups, self._thresholds, may_ask)

    def _likeness(self, message: Message) -> float:
        """How near the message by itself lies to a phrasing of the knowledge: a cosine."""
        assert self._index is not None
        near = self._index.nearest(message.get(VIEWS)[0].vector)
        return max(
            (cosine for target, cosine in near.items() if target in self._groups), default=0.0
        )

    def _leans(self, message: Message, decision: Decision) -> bool:
        """Whether the message is understood otherwise than it would be without what went before it."""
        views: list[View] = message.get(VIEWS)
        alone = self._odds(views[0], self._weights)
        return len(views) > 1 and max(alone, key=alone.__getitem__) != decision.kind.target

    def _several(self, whole: View, asked: list[list[View]], joined: bool) -> tuple[Hit, ...]:
        parts = [self._merged(views) for views in asked]
        soft = self._odds(whole, SOFT)
        return several(soft, parts, joined, self._groups, self._lines)

    def _merged(self, views: list[View]) -> dict[str, float]:
        """The views together; what is plainly small talk by itself leans on nothing before it."""
        odds = [self._odds(view, self._weights) for view in views]
        best = max(odds[0], key=odds[0].__getitem__)
        talk = best not in self._groups and odds[0][best] >= _PLAINLY
        return odds[0] if talk else merged(odds)

    def _odds(self, view: View, weights: Weights) -> dict[str, float]:
        assert self._index is not None
        return probabilities(view.cosines, self._index.nearest(view.vector), weights)


def groups_of(library: Library) -> dict[str, str]:
    """The group of every target of knowledge/: ANSWERABLE, or the intent its kind of decline stands under."""
    declines = {kind.id: INTENT_OF[kind.class_] for kind in library.declined()}
    return {**dict.fromkeys((s.id for s in library.served()), ANSWERABLE), **declines}


def as_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain data, as it travels through Rasa's tracker."""
    return {
        "outcome": decision.outcome.value,
        "group": decision.group,
        "kind": decision.kind.target,
        "confidence": round(decision.kind.probability, 4),
        "hits": [
            {"target": h.target, "probability": round(h.probability, 4)} for h in decision.answers
        ],
    }


def _chosen(kind: type[_Settings], config: dict[str, Any]) -> _Settings:
    return kind(**{k: v for k, v in config.items() if k in kind.__dataclass_fields__})
