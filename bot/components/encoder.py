"""The sentence encoder as a Rasa featurizer: one encoding a message, used by all that follow.

Training teaches it our phrasings (bot/retrieval/finetune.py). Rasa's cache keeps the result for as long as
phrasings, configuration and base model are the same, so that a corrected answer costs no training.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.fingerprint import files_fingerprint
from bot.components.importer import KNOWLEDGE, targets_of
from bot.knowledge.loader import load_library
from bot.retrieval.context import in_context
from bot.retrieval.encoder import Encoder
from bot.retrieval.prototypes import Prototypes
from bot.settings import ROOT, load_settings
from bot.text.questions import questions

_RETRIEVAL = ROOT / "bot" / "retrieval"

PARTS = "parts"
"""Key on a message that asks several questions: for each, how it looks alone and after the one before."""

VIEWS = "views"
"""Key on a message: how it looks alone, and with the subject before it where there is one: View."""


@dataclass(frozen=True)
class View:
    """A unit embedding, and how like the prototype of each target it is."""

    vector: np.ndarray
    cosines: dict[str, float]


_STORY = 30
"""Words from which on a message tells a story and may ask at its end."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds the text's embedding as dense sentence features.

    Its configuration may name fields of `bot.retrieval.finetune.Recipe` where they shall differ.
    """

    def __init__(self, config: dict[str, Any], name: str, folder: Path | None = None) -> None:
        """`folder` holds the trained encoder and its prototypes; none until there is one."""
        super().__init__(name, config)
        if folder:
            self._open(folder)

    def _open(self, folder: Path) -> None:
        self._encoder, self._prototypes = Encoder(folder), Prototypes.load(folder)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check beyond what Rasa does."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Another base model or other training code means another encoder."""
        made_by = (
            _RETRIEVAL / f"{name}.py" for name in ("finetune", "misspell", "context", "export")
        )
        return load_settings().encoder + files_fingerprint(_RETRIEVAL, made_by)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """A component that still has to be trained."""
        component = cls(config, execution_context.node_name)
        component._model_storage, component._resource = model_storage, resource
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Tunes the base model on every example and exports it into the model archive."""
        from bot.retrieval.export import export_encoder, load_model, packaged_model
        from bot.retrieval.finetune import Recipe, finetune

        base = load_settings().encoder
        model = load_model(Path(base) if base else packaged_model())
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        recipe = Recipe(
            **{k: v for k, v in self._config.items() if k in Recipe.__dataclass_fields__}
        )
        texts, targets = [m.get(TEXT) for m in examples], [targets_of(m) for m in examples]
        subjects = [s.title for s in load_library(KNOWLEDGE).served()]
        prototypes = finetune(model, texts, targets, subjects, recipe)
        with self._model_storage.write_to(self._resource) as folder:
            export_encoder(model, folder)
            prototypes.save(folder)
            self._open(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> SentenceEncoder:
        """The component with the exported model of the archive."""
        with model_storage.read_from(resource) as folder:
            return cls(config, execution_context.node_name, folder)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes every training text."""
        for message in training_data.training_examples:
            if text := message.get(TEXT):
                self._add(message, self._encoder.encode(text))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes every message's text, alone and after its subject; of a story also its question."""
        for message in messages:
            if text := message.get(TEXT):
                asked = questions(text)
                views = [self._view(text)]
                if len(asked) == 1 and len(text.split()) >= _STORY:
                    views.append(self._view(asked[0]))
                if subject := (message.get(METADATA) or {}).get("subject"):
                    views.append(self._view(in_context(subject, text)))
                message.set(VIEWS, views)
                message.set(PARTS, self._parts(asked))
                self._add(message, views[0].vector)
        return messages

    def _add(self, message: Message, vector: np.ndarray) -> None:
        features = Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
        message.add_features(features)

    def _parts(self, asked: list[str]) -> list[list[View]]:
        if len(asked) < 2:
            return []
        alone = [[self._view(part)] for part in asked]
        for views, before, part in zip(alone[1:], asked, asked[1:]):
            views.append(self._view(in_context(before, part)))
        return alone

    def _view(self, text: str) -> View:
        vector = self._encoder.encode(text)
        return View(vector, self._prototypes.cosines(vector))


def embedding_of(message: Message) -> np.ndarray:
    """The unit embedding that the encoder left on the message. Raises LookupError when there is none."""
    sentence = message.get_dense_features(TEXT)[1]
    if sentence is None:
        raise LookupError("no encoder ran before")
    return sentence.features[0]
