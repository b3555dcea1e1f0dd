"""The second layer of safety, inside Rasa: an encoder of its own that has learned what danger sounds like."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.fingerprint import files_fingerprint, folder_fingerprint
from bot.components.retriever import RETRIEVAL
from bot.components.screen import VERDICT
from bot.retrieval import finetune as training
from bot.retrieval.encoder import Encoder
from bot.retrieval.prototypes import Prototypes
from bot.safety.examples import label_of, load_examples
from bot.safety.semantic import Lines, Reading, read
from bot.safety.verdict import Tier
from bot.settings import ROOT, load_settings
from bot.text.clauses import clauses

_EXAMPLES = ROOT / "knowledge" / "safety" / "examples"
_RETRIEVAL = Path(training.__file__).parent
_ORDINARY = label_of(Tier.NONE, "ordinary")
_ROUNDS = 2  # how often each example is seen
_PHRASINGS = 4000  # of the knowledge, as ordinary messages
_SHORTEST = 3  # words of a clause that says anything


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerReader(GraphComponent):
    """Raises the screen's verdict where it hears danger that no rule names. It never lowers one."""

    def __init__(
        self, encoder: Encoder | None = None, prototypes: Prototypes | None = None
    ) -> None:
        """Both are none until the component was loaded."""
        self._encoder, self._prototypes = encoder, prototypes

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Other examples, another base model or other training code mean another reader."""
        made_by = (_RETRIEVAL / f"{name}.py" for name in ("finetune", "misspell", "export"))
        return (
            load_settings().encoder
            + folder_fingerprint(_EXAMPLES)
            + files_fingerprint(_RETRIEVAL, made_by)
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerReader:
        """A component that still has to be trained."""
        component = cls()
        component._model_storage, component._resource = model_storage, resource
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Tunes a copy of the base model on the examples, with phrasings as ordinary messages."""
        from bot.retrieval.export import export_encoder, load_model, packaged_model

        base = load_settings().encoder
        model = load_model(Path(base) if base else packaged_model())
        known = sorted({m.get(TEXT) for m in training_data.intent_examples if m.get(TEXT)})
        ordinary = random.Random(7).sample(known, min(_PHRASINGS, len(known)))
        examples = load_examples(_EXAMPLES) * _ROUNDS
        texts = [example.text for example in examples] + ordinary
        labels = [[example.label] for example in examples] + [[_ORDINARY]] * len(ordinary)
        recipe = training.Recipe(epochs=1, misspelt=0.3, after=0.0)
        prototypes = training.finetune(model, texts, labels, [], recipe)
        with self._model_storage.write_to(self._resource) as folder:
            export_encoder(model, folder)
            prototypes.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> DangerReader:
        """The component with the model of the archive."""
        with model_storage.read_from(resource) as folder:
            return cls(Encoder(folder), Prototypes.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message that has text."""
        for message in messages:
            if text := message.get(TEXT):
                likeness = (message.get(RETRIEVAL) or {}).get("likeness", 0.0)
                verdict = raised(message.get(VERDICT) or {}, self.read(text, likeness))
                message.set(VERDICT, verdict, add_to_output=True)
        return messages

    def read(self, text: str, likeness: float) -> Reading:
        """What the message and its clauses sound like; `likeness` is that to the nearest known question.

        Raises RuntimeError before training.
        """
        parts = [part for part in clauses(text) if len(part.split()) >= _SHORTEST]
        alone = [self._cosines(part) for part in parts] if len(parts) > 1 else []
        return read(self._cosines(text), alone, Lines(), likeness)

    def _cosines(self, text: str) -> dict[str, float]:
        if self._encoder is None or self._prototypes is None:
            raise RuntimeError("the danger reader has not been trained")
        return self._prototypes.cosines(self._encoder.encode(text))


def raised(verdict: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The screen's verdict, or the reading where that is more urgent; with the reading beside it."""
    heard = {
        "danger": reading.probability,
        "quiet": reading.is_quiet and verdict.get("tier", "none") == "none",
    }
    if reading.tier.severity <= Tier(verdict.get("tier", "none")).severity:
        return {**verdict, **heard}
    rules = [*verdict.get("rules", []), f"heard-{reading.tier.value}"]
    return {**verdict, **heard, "tier": reading.tier.value, "rules": rules}
