from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.knowledge.lint import lint
from bot.knowledge.loader import load_library
from bot.safety.hotlines import load_hotlines
from bot.settings import ROOT
from tests.unit.knowledge.conftest import BODY, QUESTIONS, TODAY, decline, library, snippet

LONG_WORDS = "Practitioners systematically individualise pharmacological administration."


def told(**changes: Any) -> list[str]:
    """What lint says about one snippet, without its file name."""
    made = snippet(**changes)
    return [p.removeprefix(f"{made.file}: ") for p in lint(library(made), TODAY)]


def test_a_snippet_in_order_passes() -> None:
    assert told() == []


DATES: list[tuple[dict[str, Any], str]] = [
    ({"review__reviewed_on": "2026-06-02"}, "review.reviewed_on: lies in the future"),
    ({"review__review_due": "2026-01-01"}, "review.review_due: must be after"),
    ({"review__review_due": "2026-05-31"}, "review.review_due: was due on 2026-05-31"),
]
MAP: list[tuple[dict[str, Any], str]] = [
    ({"boundary": "light"}, "boundary: the topic map says none"),
    ({"topics": ["dose"]}, "boundary: the topic map says required"),
    ({"topics": ["visit", "low"]}, "crisis_line: the topic map asks"),
    ({"body": BODY + " Suicidal thoughts."}, "crisis_line: a text that mentions"),
]
FACTS: list[tuple[dict[str, Any], str]] = [
    ({"facts": ["F1", "F2"]}, "facts: F2 has not been checked"),
    ({"body": BODY + " It costs 75 each."}, "body: the figure 75 stands in none"),
    ({"sms": "A talk of 90 minutes."}, "body: the figure 90 stands in none"),
    ({"facts": ["F1", "F3"]}, "sources: none of those of F3 is named"),
    ({"sources": ["S1", "S2"]}, "sources: S2 carries none of the facts"),
    ({"facts": ["F1", "F3"], "sources": ["S1", "S3"]}, "sources: S3 has no address"),
]
WEB: list[tuple[dict[str, Any], str]] = [
    ({"body": "It is a talk."}, "body: 4 words, wanted 60 to 180"),
    ({"body": BODY + " So it goes on." * 30}, "body: 219 words, wanted 60 to 180"),
    ({"body": BODY + f" {LONG_WORDS}" * 4}, "body: reading grade"),
    ({"body": BODY + " And" + " so on" * 13 + "."}, "body: a sentence of 27 words"),
    ({"body": "Yes, it is. " + BODY}, "body: must not begin with yes or no"),
    ({"body": "No. " + BODY}, "body: must not begin with yes or no"),
    ({"body": "## Visits\n\n" + BODY}, "body: only paragraphs"),
    ({"body": BODY + " See [here](https://example.org)."}, "body: only paragraphs"),
    ({"body": BODY + " This is <b>bold</b>."}, "body: only paragraphs"),
    ({"body": BODY + " This is **bold**."}, "body: only paragraphs"),
    ({"body": BODY + "\n\na | b"}, "body: only paragraphs"),
    ({"body": BODY + "\n\n* a list\n* of stars"}, "body: only paragraphs"),
    ({"body": BODY + "\n\n1. a list\n2. of numbers"}, "body: only paragraphs"),
]
SMS: list[tuple[dict[str, Any], str]] = [
    ({"sms": "It’s a talk."}, "sms: characters outside GSM-7: ’"),
    ({"sms": "a " * 154}, "sms: 3 segments with its crisis line, at most 2"),
    ({"sms": "a " * 146, "crisis_line": True}, "sms: 3 segments with its crisis line"),
    ({"sms": "About ketamine."}, "sms: carriers reject 'ketamin'"),
    ({"sms": "About Depression."}, "sms: carriers reject 'Depress'"),
    ({"sms": "Ask. Reply YES to go on."}, "sms: invites the reserved word in 'Reply YES'"),
    ({"sms": "Please text STOP."}, "sms: invites the reserved word in 'text STOP'"),
]
WORDINGS: list[tuple[dict[str, Any], str]] = [
    ({"body": f"{BODY} {wording}"}, f"body: '{found}'")
    for wording, found in [
        ("People guarantee it.", "guarantee"),
        ("A miracle.", "miracle"),
        ("A breakthrough treatment.", "breakthrough treatment"),
        ("It is nonaddictive.", "nonaddictive"),
        ("It is non-addictive.", "non-addictive"),
        ("Do not worry.", "Do not worry"),
        ("Don't worry.", "Don't worry"),
        ("A failed attempt.", "failed attempt"),
        ("A successful suicide attempt.", "successful suicide attempt"),
        ("She committed suicide.", "committed suicide"),
        ("To commit suicide.", "commit suicide"),
        ("Call!", "!"),
    ]
]
WORDINGS += [({"sms": "Call us!"}, "sms: '!'"), ({"title": "A miracle"}, "title: 'miracle'")]
ASKED: list[tuple[dict[str, Any], str]] = [
    (
        {"questions": [*QUESTIONS, "what happens  at visit 1"]},
        "questions: stands in knowledge/process/first-visit.md as well: what happens  at visit 1",
    ),
    ({"questions": QUESTIONS[:5]}, "questions: 5, wanted at least 20"),
]


@pytest.mark.parametrize(("changes", "problem"), DATES + MAP + FACTS + WEB + SMS + WORDINGS + ASKED)
def test_a_snippet_that_breaks_a_rule_is_told_so(changes: dict[str, Any], problem: str) -> None:
    assert any(line.startswith(problem) for line in told(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"review__reviewed_on": "2026-06-01"},
        {"review__review_due": "2026-06-01"},
        {"topics": ["dose"], "boundary": "required"},
        {"topics": ["visit", "low"], "crisis_line": True},
        {"body": BODY + " Suicidal thoughts.", "crisis_line": True},
        {"body": BODY + " That is 62% of them, or 61.7% to be exact."},
        {"body": BODY + " It took 15 minutes in 2024.", "claims": ["C1"]},
        {"body": BODY + " In 2026 we looked again. The line is open for 24 hours."},
        {"facts": ["F1", "F3"], "sources": ["S2", "S1"]},
        {"body": "Nobody knows. " + BODY},
        {"body": BODY + " We commit to it. It was a success."},
        {"sms": "a" * 306},
        {"sms": "Please text us, or stop by. You may reply yes."},
        {"questions": [*QUESTIONS, "Ketamine?", "Is ketamine it?"]},
    ],
)
def test_what_only_looks_like_a_fault_passes(changes: dict[str, Any]) -> None:
    assert told(**changes) == []


def test_a_retired_snippet_is_not_linted() -> None:
    assert told(body="Yes!", review__status="retired") == []


def test_a_draft_is_linted_like_a_vetted_snippet() -> None:
    assert told(sms="Call us!", review__status="draft")


def test_each_problem_names_its_file() -> None:
    made = snippet(sms="Call us!")
    assert all(line.startswith(f"{made.file}: ") for line in lint(library(made), TODAY))


def test_the_projects_own_knowledge_lints_clean_today() -> None:
    """Fails when a review is overdue: then the snippet is to be read again, not the test."""
    assert lint(load_library(ROOT / "knowledge"), date.today()) == []


def test_every_hotline_of_the_project_was_verified_lately() -> None:
    """Fails when a number was not verified for 90 days: then somebody has to call it."""
    assert load_hotlines(ROOT / "knowledge" / "hotlines.yml").stale(date.today()) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sms": "Take your ketamine question to {clinic_phone}."}, "sms: carriers reject"),
        ({"sms": "No. " * 80}, "sms: 3 segments"),
        ({"text": "I cannot tell you that!"}, "text: '!': no exclamation marks"),
        ({"text": "Call {the_clinic}."}, "text: names an unknown value"),
        ({"text": f"{LONG_WORDS} " * 4}, "text: reading grade"),
        ({"text": "And" + " so on" * 13 + "."}, "text: a sentence of 27 words"),
        ({"examples": ["Should I?"]}, "examples: 1, wanted at least 20"),
        (
            {"examples": [*decline().examples, QUESTIONS[3]]},
            f"examples: stands in knowledge/process/first-visit.md as well: {QUESTIONS[3]}",
        ),
    ],
)
def test_a_decline_that_breaks_a_rule_is_told_so(changes: dict[str, Any], problem: str) -> None:
    found = lint(library(snippet(), declines=(decline(**changes),)), TODAY)
    assert [p for p in found if p.startswith(f"{decline().file}: {problem}")]


def test_a_decline_in_order_passes() -> None:
    assert lint(library(declines=(decline(),)), TODAY) == []
