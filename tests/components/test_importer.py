"""The questions of knowledge/ as Rasa's training data."""

from __future__ import annotations

import shutil
from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.fingerprint import folder_fingerprint
from bot.components.importer import INTENT_OF, SnippetImporter, targets_of
from bot.knowledge.loader import load_library
from bot.retrieval.context import in_context
from bot.settings import ROOT

KNOWLEDGE = ROOT / "knowledge"


def test_every_question_of_every_served_snippet_is_an_example() -> None:
    examples = SnippetImporter().get_nlu_data().training_examples
    asked = {(m.get(INTENT), *targets_of(m), m.get(TEXT)) for m in examples}
    for snippet in load_library(KNOWLEDGE).served():
        assert {("ask_question", snippet.id, question) for question in snippet.questions} <= asked


def test_every_kind_of_decline_brings_its_examples_under_the_intent_of_its_class() -> None:
    examples = SnippetImporter().get_nlu_data().training_examples
    asked = {(m.get(INTENT), *targets_of(m), m.get(TEXT)) for m in examples}
    for kind in load_library(KNOWLEDGE).declined():
        assert {(INTENT_OF[kind.class_], kind.id, text) for text in kind.examples} <= asked


def test_an_example_without_metadata_asks_for_its_intent() -> None:
    assert targets_of(Message(data={TEXT: "hi", INTENT: "greet"})) == ["greet"]


def test_follow_ups_are_examples_after_the_title_of_their_answer() -> None:
    library = load_library(KNOWLEDGE)
    examples = SnippetImporter().get_nlu_data().training_examples
    asked = {(*targets_of(m), m.get(TEXT)) for m in examples}
    for after, asks in library.followups.items():
        subject = library.snippets[after].title
        assert {(a.target, in_context(subject, a.text)) for a in asks} <= asked


def test_an_ambiguous_message_asks_for_all_it_may_mean() -> None:
    examples = {
        m.get(TEXT): targets_of(m) for m in SnippetImporter().get_nlu_data().training_examples
    }
    for row in load_library(KNOWLEDGE).ambiguous:
        assert examples[row.text] == row.targets


def test_a_retired_snippet_gives_no_example(tmp_path: Path) -> None:
    shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    path = tmp_path / "knowledge" / "safety" / "safe-nausea.md"
    path.write_text(path.read_text().replace("status: vetted", "status: retired"))
    examples = SnippetImporter(knowledge=tmp_path / "knowledge").get_nlu_data().training_examples
    assert "safe-nausea" not in {target for m in examples for target in targets_of(m)}


def test_rasa_reads_both_kinds_of_training_data() -> None:
    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )
    intents = importer.get_nlu_data().intents
    assert {"ask_question", "greet", "ask_illicit"} <= intents


def test_any_change_below_knowledge_changes_the_fingerprint(tmp_path: Path) -> None:
    shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    before = folder_fingerprint(tmp_path / "knowledge")
    assert before == folder_fingerprint(KNOWLEDGE)
    path = tmp_path / "knowledge" / "boundaries.yml"
    path.write_text(path.read_text() + "\n")
    assert folder_fingerprint(tmp_path / "knowledge") != before
