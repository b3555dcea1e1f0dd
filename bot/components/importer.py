"""Brings the phrasings of knowledge/ into Rasa's training data, so that each is written in one place."""

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
from bot.knowledge.schema import Library, Status
from bot.messages import DeclineClass
from bot.retrieval.context import in_context
from bot.settings import ROOT

QUESTION_INTENT = "ask_question"
INTENT_OF = {
    DeclineClass.PERSONAL_MEDICAL: "ask_personal_medical",
    DeclineClass.CLINIC_SPECIFIC: "ask_clinic_specific",
    DeclineClass.ILLICIT: "ask_illicit",
    DeclineClass.OUT_OF_SCOPE: "out_of_scope",
    DeclineClass.NO_ANSWER: "no_answer",
    DeclineClass.ABUSIVE_OR_NONSENSE: "nonsense_or_abuse",
}
"""The intent that answers for a class of declines."""

TARGETS = "targets"
"""Key in a training example's metadata: the snippets or the kind of decline that it asks for."""

KNOWLEDGE = ROOT / "knowledge"


class SnippetImporter(TrainingDataImporter):
    """Adds the questions of every snippet, and the examples of every kind of decline."""

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
        """Every phrasing of the knowledge. Raises KnowledgeError when content is broken."""
        library = load_library(self._folder)
        examples: list[Message | None] = []
        for snippet in library.served():
            examples += [_example(q, [snippet.id], library) for q in snippet.questions]
        for kind in library.declined():
            examples += [_example(e, [kind.id], library) for e in kind.examples]
        examples += [_example(a.text, a.targets, library) for a in library.ambiguous]
        for after, asks in library.followups.items():
            subject = library.snippets[after].title
            examples += [_example(in_context(subject, a.text), [a.target], library) for a in asks]
        return TrainingData([e for e in examples if e])

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


def targets_of(example: Message) -> list[str]:
    """What a training example asks for: snippets, a kind of decline, or the intent it stands under."""
    return (example.get(METADATA) or {}).get(TARGETS) or [example.get(INTENT)]


def _example(text: str, targets: list[str], library: Library) -> Message | None:
    """A training example; none where a target is not served."""
    kinds = [library.declines[t] for t in targets if t in library.declines]
    reviews = [kind.review for kind in kinds]
    reviews += [library.snippets[t].review for t in targets if t in library.snippets]
    if any(review.status is not Status.VETTED for review in reviews):
        return None
    intent = INTENT_OF[kinds[0].class_] if kinds else QUESTION_INTENT
    return Message(data={TEXT: text, INTENT: intent, METADATA: {TARGETS: targets}})
