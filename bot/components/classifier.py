"""The intent classifier: logistic regression on the embedding that the encoder left.

Rasa's own LogisticRegressionClassifier does the same and was used first. It loads through skops, whose
import walks through all of scikit-learn (about 4 s of a start on two cores), has no setting for its
penalty, and takes 1.4 ms a message for what is one product of a matrix and a vector.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.encoder import SentenceEncoder, embedding_of

_FILE = "weights.npz"
_RANKING = 10  # intents kept in the parse data


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Sets the intent and the ranking with probabilities."""

    def __init__(self, config: dict[str, Any]) -> None:
        """Untrained: `_weights` (intents by dimensions), `_bias` and `_intents` come later."""
        self._config = config
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)
        self._intents: list[str] = []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`C`: the inverse of the penalty, as scikit-learn calls it; `max_iter`: of its solver."""
        return {"C": 25.0, "max_iter": 400}

    @classmethod
    def required_components(cls) -> list[type]:
        """The encoder has to come before."""
        return [SentenceEncoder]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """A component that still has to be trained."""
        component = cls(config)
        component._model_storage, component._resource = model_storage, resource
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fits on every example with an intent; rare intents weigh as much as common ones."""
        from sklearn.linear_model import LogisticRegression

        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        model = LogisticRegression(
            C=self._config["C"], max_iter=self._config["max_iter"], class_weight="balanced"
        )
        model.fit(np.stack([embedding_of(m) for m in examples]), [m.get(INTENT) for m in examples])
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / _FILE,
                weights=model.coef_.astype(np.float32),
                bias=model.intercept_.astype(np.float32),
                intents=model.classes_.astype(str),
            )
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> IntentClassifier:
        """The component with the weights of the archive."""
        component = cls(config)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE) as stored:
            component._weights, component._bias = stored["weights"], stored["bias"]
            component._intents = [str(name) for name in stored["intents"]]
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Classifies each message that has text."""
        for message in messages:
            if message.get(TEXT):
                ranking = self._ranking(embedding_of(message))
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, embedding: np.ndarray) -> list[dict[str, Any]]:
        scores = self._weights @ embedding + self._bias
        odds = np.exp(scores - scores.max())
        probabilities = odds / odds.sum()
        best = np.argsort(-probabilities)[:_RANKING]
        return [{"name": self._intents[i], "confidence": float(probabilities[i])} for i in best]
