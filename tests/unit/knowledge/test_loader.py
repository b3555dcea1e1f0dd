from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.loader import load_library, snippet_files
from bot.knowledge.schema import Status
from bot.settings import ROOT
from tests.unit.knowledge.conftest import BROKEN, BROKEN_DECLINES, REGISTERS, add_broken

ZOO = {
    "taken.md": (2, "id", "taken by knowledge/process/taken.md"),
    "unknown-topic.md": (3, "topics.1", "unknown topic nowhere"),
    "unknown-source.md": (11, "sources.1", "unknown source S9"),
    "unknown-fact.md": (12, "facts.0", "unknown fact F9"),
    "unknown-claim.md": (13, "claims.0", "unknown claim C9"),
    "missing-sms.md": (1, "sms", "required"),
    "missing-review-due.md": (15, "review.review_due", "required"),
    "impossible-date.md": (17, "review.reviewed_on", "date"),
    "date-in-words.md": (17, "review.reviewed_on", "date"),
    "no-front-matter.md": (1, "", "begins with front matter"),
    "front-matter-never-ends.md": (1, "", "begins with front matter"),
    "text-before-front-matter.md": (1, "", "begins with front matter"),
    "empty.md": (1, "", "begins with front matter"),
    "yaml-error.md": (4, "", "not valid YAML"),
    "front-matter-is-a-list.md": (2, "", "no fields"),
    "no-body.md": (1, "body", "at least 1 character"),
    "differs.md": (2, "id", "differs from the file name"),
    "Bad_Id.md": (2, "id", "pattern"),
    "extra-field.md": (15, "colour", "not permitted"),
    "extra-field-inside.md": (20, "review.colour", "not permitted"),
    "long-title.md": (4, "title", "at most 60"),
    "no-questions.md": (5, "questions", "at least 1"),
    "empty-question.md": (7, "questions.1", "at least 1"),
    "unknown-boundary.md": (9, "boundary", "'light'"),
    "crisis-line-in-words.md": (10, "crisis_line", "boolean"),
    "unknown-status.md": (16, "review.status", "'retired'"),
    "blank-line-after-marker.md": (12, "sources.0", "unknown source S9"),
    "blank-line-before-marker.md": (12, "sources.0", "unknown source S9"),
}
"""Each broken file with the line, the field and the fault that its author is told."""


DECLINES = {
    "taken.yml": (1, "id", "taken by knowledge/process/taken.md"),
    "unknown-class.yml": (2, "class", "'personal_medical'"),
    "unknown-offer.yml": (6, "offers", "unknown topic nowhere"),
    "differs.yml": (1, "id", "differs from the file name"),
    "extra-field.yml": (10, "tone", "not permitted"),
    "no-examples.yml": (7, "examples", "at least 1"),
    "yaml-error.yml": (2, "", "not valid YAML"),
}


def problems(folder: Path) -> list[str]:
    """What is wrong with the folder."""
    with pytest.raises(KnowledgeError) as broken:
        load_library(folder)
    return broken.value.problems


def test_every_file_of_the_zoo_is_tried() -> None:
    assert {path.name for path in BROKEN.iterdir()} == set(ZOO)


@pytest.mark.parametrize("name", ZOO)
def test_a_broken_snippet_is_refused_with_file_line_and_field(folder: Path, name: str) -> None:
    add_broken(folder, name)
    line, field, fault = ZOO[name]
    (told,) = problems(folder)
    where = f"knowledge/zoo/{name}:{line}: "
    assert told.startswith(f"{where}{field}: " if field else where)
    assert fault in told


def test_every_broken_decline_is_tried() -> None:
    assert {path.name for path in BROKEN_DECLINES.iterdir()} == set(DECLINES)


@pytest.mark.parametrize("name", DECLINES)
def test_a_broken_decline_is_refused_with_file_line_and_field(folder: Path, name: str) -> None:
    (folder / "declines").mkdir()
    shutil.copy(BROKEN_DECLINES / name, folder / "declines" / name)
    line, field, fault = DECLINES[name]
    (told,) = problems(folder)
    where = f"knowledge/declines/{name}:{line}: "
    assert told.startswith(f"{where}{field}: " if field else where)
    assert fault in told


def test_a_snippet_that_is_not_utf8_is_named(folder: Path) -> None:
    """Not in the zoo, because formatters stumble over such a file."""
    (folder / "process" / "latin.md").write_bytes("---\nid: café\n---\n".encode("latin-1"))
    assert problems(folder) == ["knowledge/process/latin.md: the file is not UTF-8 text"]


def test_all_problems_are_told_at_once(folder: Path) -> None:
    for name in ("unknown-topic.md", "missing-sms.md", "no-front-matter.md"):
        add_broken(folder, name)
    (folder / "claims.yml").unlink()
    assert len(problems(folder)) == 4


def test_every_broken_field_of_a_snippet_is_told(folder: Path) -> None:
    path = folder / "process" / "taken.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("none", "maybe").replace("label", "rumour"), encoding="utf-8")
    assert [told.split(": ")[1] for told in problems(folder)] == ["boundary", "evidence"]


@pytest.mark.parametrize("name", REGISTERS)
def test_a_missing_register_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert any(told.startswith(f"{name}: the file is missing") for told in problems(folder))


@pytest.mark.parametrize("name", sorted(set(REGISTERS) - {"facts.md"}))
@pytest.mark.parametrize("text", ["", "- a\n- list\n", "a: [b\n", "just text\n"])
def test_a_register_that_is_no_register_is_named(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert any(told.startswith(f"{name}:") for told in problems(folder))


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_that_is_not_utf8_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\xff\xfe\xe9")
    assert any(told.startswith(f"{name}: the file is not UTF-8") for told in problems(folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "topics.yml",
            "boundary: none",
            "boundary: maybe",
            "topics.yml:2: topics.visit.boundary: ",
        ),
        ("sources.yml", "year: 2024", "year: soon", "sources.yml:1: S1.year: "),
        ("claims.yml", "sources: [S1], ", "", "claims.yml:1: C1.sources: "),
        ("boundaries.yml", "light:", "lite:", "boundaries.yml:2: lite: "),
    ],
)
def test_a_broken_register_is_refused_with_file_line_and_field(
    folder: Path, name: str, old: str, new: str, told: str
) -> None:
    (folder / name).write_text(REGISTERS[name].replace(old, new), encoding="utf-8")
    assert any(problem.startswith(told) for problem in problems(folder))


def test_a_folder_in_order_is_read_whole(folder: Path) -> None:
    library = load_library(folder)
    snippet = library.snippets["taken"]
    assert snippet.body == "The first visit is a talk."
    assert snippet.file == "knowledge/process/taken.md"
    assert (set(library.topics), set(library.sources), set(library.claims)) == (
        {"visit"},
        {"S1", "S2"},
        {"C1"},
    )
    assert library.facts["F1"].sources == ("S1",)
    assert library.facts["F1"].text == "A visit takes 40 minutes."


@pytest.mark.parametrize(
    ("line", "checked", "sources"),
    [
        ("- **F1** [checked] It is so (mostly). (S1, S2)", True, ("S1", "S2")),
        ("- **F1** [verify] It is so. (S1)", False, ("S1",)),
        ("- **F1** [checked] It is so.", True, ()),
    ],
)
def test_a_fact_says_whether_it_was_checked_and_where(
    folder: Path, line: str, checked: bool, sources: tuple[str, ...]
) -> None:
    (folder / "facts.md").write_text(line, encoding="utf-8")
    fact = load_library(folder).facts["F1"]
    assert (fact.checked, fact.sources) == (checked, sources)
    assert fact.text.startswith("It is so")


@pytest.mark.parametrize("status", Status)
def test_only_a_vetted_snippet_is_served(folder: Path, status: Status) -> None:
    path = folder / "process" / "taken.md"
    text = path.read_text(encoding="utf-8").replace("vetted", status.value)
    path.write_text(text, encoding="utf-8")
    served = [snippet.id for snippet in load_library(folder).served()]
    assert served == (["taken"] if status is Status.VETTED else [])


def test_a_body_may_hold_a_rule_of_dashes(folder: Path) -> None:
    path = folder / "process" / "taken.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n---\n\nMore.\n", encoding="utf-8")
    assert load_library(folder).snippets["taken"].body.endswith("---\n\nMore.")


def test_line_ends_of_windows_are_the_same_text(folder: Path) -> None:
    path = folder / "process" / "taken.md"
    before = load_library(folder)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_library(folder) == before


SEEN = [
    ("title: The first visit", "title: The first visits"),
    ("sms: The first", "sms: A first"),
    ("boundary: none", "boundary: light"),
    ("crisis_line: false", "crisis_line: true"),
    ("sources: [S1]", "sources: [S1, S2]"),
    ("reviewed_on: 2026-01-01", "reviewed_on: 2026-01-02"),
    ("a talk.\n", "a long talk.\n"),
]
UNSEEN = [
    ("  - what do they do first\n", ""),
    ("facts: [F1]", "facts: [F1, F1]"),
    ("claims: []", "claims: [C1]"),
    ("evidence: label", "evidence: expert"),
    ("status: vetted", "status: draft"),
    ("review_due: 2026-07-01", "review_due: 2026-08-01"),
    ("signed_off_by: null", "signed_off_by: Dr A"),
    ("title: The first visit", 'title: "The first visit"'),
    ("sms: The first visit is a talk.", "sms: >\n  The first visit\n  is a talk.\n"),
    ("---\nThe first", "---\n\n\nThe first"),
]


def revision(folder: Path) -> str:
    """The revision of the one snippet."""
    return load_library(folder).snippets["taken"].revision


@pytest.mark.parametrize(
    ("old", "new", "changes"), [(*s, True) for s in SEEN] + [(*u, False) for u in UNSEEN]
)
def test_the_revision_changes_when_and_only_when_the_reader_sees_something_else(
    folder: Path, old: str, new: str, changes: bool
) -> None:
    path = folder / "process" / "taken.md"
    before, text = revision(folder), path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert (revision(folder) != before) is changes


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("boundaries.yml", "footer: Not medical advice.", "footer: This is general education."),
        ("sources.yml", "title: Visits", "title: Visits to a clinic"),
    ],
)
def test_the_revision_changes_with_the_fixed_lines_and_sources_a_reader_sees(
    folder: Path, name: str, old: str, new: str
) -> None:
    before = revision(folder)
    (folder / name).write_text(REGISTERS[name].replace(old, new), encoding="utf-8")
    assert revision(folder) != before


@pytest.mark.parametrize(
    ("name", "old", "new", "unknown"),
    [
        ("facts.md", "(S1)", "(S1, S9)", "S9"),
        ("claims.yml", "sources: [S1]", "sources: [S9]", "S9"),
        ("claims.yml", "topics: [visit]", "topics: [nowhere]", "nowhere"),
        ("topics.yml", "boundary: none", "facts: [F9], boundary: none", "F9"),
        ("topics.yml", "boundary: none", "claims: [C9], boundary: none", "C9"),
    ],
)
def test_a_register_that_names_what_is_not_there_is_refused(
    folder: Path, name: str, old: str, new: str, unknown: str
) -> None:
    (folder / name).write_text(REGISTERS[name].replace(old, new), encoding="utf-8")
    assert any(name in told and unknown in told for told in problems(folder))


def test_the_projects_own_knowledge_loads() -> None:
    library = load_library(ROOT / "knowledge")
    assert library.served()
    assert {s.file for s in library.snippets.values()} == {
        f"knowledge/{path.relative_to(ROOT / 'knowledge')}"
        for path in snippet_files(ROOT / "knowledge")
    }
