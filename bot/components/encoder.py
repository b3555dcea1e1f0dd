"""The sentence encoder as a Rasa featurizer: one encoding a message, used by all that follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, METADATA, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.importer import PASSAGES
from bot.retrieval.encoder import Encoder
from bot.settings import load_settings

PASSAGE_VECTORS = "passage_vectors"
"""Key on a training example: the unit embeddings of the passages in its metadata, one row each."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds the text's embedding as dense sentence features."""

    def __init__(self, config: dict[str, Any], name: str, encoder: Encoder | None = None) -> None:
        """`encoder` is none until the component was trained or loaded."""
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check beyond what Rasa does."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Another base model means another export."""
        return load_settings().encoder

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
        """Exports the base model into the model archive."""
        from bot.retrieval.export import export_encoder, packaged_model

        base = load_settings().encoder
        with self._model_storage.write_to(self._resource) as folder:
            export_encoder(Path(base) if base else packaged_model(), folder)
            self._encoder = Encoder(folder)
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
            return cls(config, execution_context.node_name, Encoder(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes every training text, and the further passages that the importer sent along."""
        self.process(training_data.training_examples)
        for message in training_data.training_examples:
            if passages := (message.get(METADATA) or {}).get(PASSAGES):
                message.set(PASSAGE_VECTORS, self._ready().encode_all(passages))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes every message's text."""
        for message in messages:
            if text := message.get(TEXT):
                self._add(message, text)
        return messages

    def _add(self, message: Message, text: str) -> None:
        vector = self._ready().encode(text)[None, :]
        message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))

    def _ready(self) -> Encoder:
        if self._encoder is None:
            raise RuntimeError("the sentence encoder has not been trained")
        return self._encoder


def embedding_of(message: Message) -> np.ndarray:
    """The unit embedding that the encoder left on the message. Raises LookupError when there is none."""
    sentence = message.get_dense_features(TEXT)[1]
    if sentence is None:
        raise LookupError("no encoder ran before")
    return sentence.features[0]
