"""Brings the questions of knowledge/ into Rasa's training data, so that each is written in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.loader import load_library
from bot.retrieval.passages import Target, targets_of
from bot.settings import ROOT

QUESTION_INTENT = "ask_question"
TARGET = "target"
"""Key in a training example's metadata: what it stands for in the index."""
PASSAGES = "passages"
"""Key in a training example's metadata: further texts of its target, for the index alone."""

KNOWLEDGE = ROOT / "knowledge"


class SnippetImporter(TrainingDataImporter):
    """Adds the questions of every snippet and topic as `ask_question`."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: Any = None,
        knowledge: str | Path = KNOWLEDGE,
        **_: Any,
    ) -> None:
        """`knowledge` is the folder to read."""
        self._folder = Path(knowledge)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Every question of the knowledge. Raises KnowledgeError when content is broken."""
        targets = targets_of(load_library(self._folder))
        return TrainingData([message for target in targets for message in _examples(target)])

    def get_domain(self) -> Domain:
        """Nothing of its own."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Nothing of its own."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Nothing of its own."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Nothing of its own."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Nothing of its own."""
        return None


def _examples(target: Target) -> list[Message]:
    """One training example a question. The first carries the other passages along in its metadata:
    as examples of their own, without an intent, Rasa would take them for end-to-end stories."""
    about: list[dict[str, Any]] = [{TARGET: target.id} for _ in target.questions]
    about[0][PASSAGES] = target.sentences
    return [
        Message(data={TEXT: text, INTENT: QUESTION_INTENT, METADATA: metadata})
        for text, metadata in zip(target.questions, about)
    ]
