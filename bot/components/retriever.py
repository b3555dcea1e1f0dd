"""The knowledge retriever: index and snippets travel in the model archive."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import served
from bot.components.encoder import PASSAGE_VECTORS, SentenceEncoder, embedding_of
from bot.components.importer import KNOWLEDGE, PASSAGES, TARGET
from bot.knowledge.loader import load_library
from bot.retrieval.decision import Decision, Thresholds, decide
from bot.retrieval.index import PassageIndex
from bot.retrieval.passages import Passage

RETRIEVAL = "retrieval"
"""Key on a message and in Rasa's parse data: outcome, and hits with scores, best first."""

_COPY = "knowledge"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KnowledgeRetriever(GraphComponent):
    """Leaves on each message what the knowledge has for it."""

    def __init__(self, config: dict[str, Any], index: PassageIndex | None = None) -> None:
        """`index` is none until the component was trained or loaded."""
        self._thresholds = Thresholds(
            **{k: v for k, v in config.items() if k in Thresholds.__dataclass_fields__}
        )
        self._index = index

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
        """Indexes the passages the importer brought and keeps a copy of the knowledge they came from."""
        pairs = [pair for m in training_data.training_examples for pair in _passages(m)]
        vectors = np.stack([vector for _, vector in pairs])
        self._index = PassageIndex.build([passage for passage, _ in pairs], vectors)
        with self._model_storage.write_to(self._resource) as folder:
            self._index.save(folder)
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
            served.serve(load_library(folder / _COPY))
            return cls(config, PassageIndex.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Searches for each message."""
        for message in messages:
            message.set(RETRIEVAL, as_data(self._decide(message)), add_to_output=True)
        return messages

    def _decide(self, message: Message) -> Decision:
        if self._index is None:
            raise RuntimeError("the knowledge retriever has not been trained")
        hits = self._index.search(message.get(TEXT) or "", embedding_of(message))
        return decide(hits, served.library().snippets, self._thresholds)


def as_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain data, as it travels through Rasa's tracker."""
    hits = [
        {"target": h.target, "meaning": round(h.meaning, 4), "words": round(h.words, 4)}
        for h in decision.hits
    ]
    return {"outcome": decision.outcome.value, "hits": hits}


def folder_fingerprint(folder: Path) -> str:
    """Changes when any file below `folder` does."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _passages(example: Message) -> list[tuple[Passage, np.ndarray]]:
    metadata = example.get(METADATA) or {}
    target = metadata.get(TARGET)
    if not target:
        return []
    texts = metadata.get(PASSAGES, [])
    further = [Passage(target, text) for text in texts]
    vectors = example.get(PASSAGE_VECTORS) if texts else []
    return [(Passage(target, example.get(TEXT)), embedding_of(example)), *zip(further, vectors)]
