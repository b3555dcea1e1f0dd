"""The questions of knowledge/ as Rasa's training data."""

from __future__ import annotations

import shutil
from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT

from bot.components.importer import PASSAGES, TARGET, SnippetImporter
from bot.components.retriever import folder_fingerprint
from bot.knowledge.loader import load_library
from bot.settings import ROOT

KNOWLEDGE = ROOT / "knowledge"


def test_every_question_of_every_served_snippet_is_an_example() -> None:
    examples = SnippetImporter().get_nlu_data().training_examples
    asked = {(m.get(METADATA)[TARGET], m.get(TEXT)) for m in examples}
    for snippet in load_library(KNOWLEDGE).served():
        assert {(snippet.id, question) for question in snippet.questions} <= asked
    assert {m.get(INTENT) for m in examples} == {"ask_question"}


def test_topics_without_a_snippet_are_known_as_such() -> None:
    library = load_library(KNOWLEDGE)
    answered = {topic for s in library.served() for topic in s.topics}
    examples = SnippetImporter().get_nlu_data().training_examples
    targets = {m.get(METADATA)[TARGET] for m in examples}
    assert library.topics.keys() - answered <= targets


def test_further_passages_travel_once_a_target() -> None:
    examples = SnippetImporter().get_nlu_data().training_examples
    carriers = [m.get(METADATA)[TARGET] for m in examples if PASSAGES in m.get(METADATA)]
    assert sorted(carriers) == sorted({m.get(METADATA)[TARGET] for m in examples})


def test_a_retired_snippet_gives_no_example(tmp_path: Path) -> None:
    shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    path = tmp_path / "knowledge" / "safety" / "safe-nausea.md"
    path.write_text(path.read_text().replace("status: vetted", "status: retired"))
    examples = SnippetImporter(knowledge=tmp_path / "knowledge").get_nlu_data().training_examples
    texts = [m.get(TEXT) for m in examples if m.get(METADATA)[TARGET] == "safe-nausea"]
    assert texts == [load_library(KNOWLEDGE).topics["safe-nausea"].question]


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
