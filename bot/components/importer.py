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
from bot.retrieval.passages import passages_of
from bot.settings import ROOT

QUESTION_INTENT = "ask_question"
SNIPPET = "snippet"
"""Key in a training example's metadata: the snippet it stands for."""

KNOWLEDGE = ROOT / "knowledge"


class SnippetImporter(TrainingDataImporter):
    """Adds each snippet's questions as `ask_question`, and its sentences as text for the index alone."""

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
        """All passages of all served snippets. Raises KnowledgeError when content is broken."""
        examples = []
        for snippet in load_library(self._folder).served():
            questions = set(snippet.questions)
            for passage in passages_of(snippet):
                data: dict[str, Any] = {TEXT: passage.text, METADATA: {SNIPPET: snippet.id}}
                if passage.text in questions:
                    data[INTENT] = QUESTION_INTENT
                examples.append(Message(data=data))
        return TrainingData(examples)

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
