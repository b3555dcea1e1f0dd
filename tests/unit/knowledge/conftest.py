"""Builders: a small library in memory, and the same as a folder of files."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.schema import (
    BoundaryLines,
    Claim,
    DeclineKind,
    Fact,
    Library,
    Snippet,
    Source,
    Topic,
)

BROKEN = Path(__file__).parent / "broken"
BROKEN_DECLINES = Path(__file__).parent / "broken_declines"
TODAY = date(2026, 6, 1)

BODY = """\
The first visit is a talk. A nurse asks about your health and about the medicines you take. You can
bring a person you trust. The visit takes about 40 minutes, and you may ask for a break.

Bring these with you:

- a list of your medicines
- the name of your doctor
- your own questions

After the talk, the team tells you what comes next. You can say that you need time to think. Take the
paper home and read it again. You may call the desk at any time if a word is not clear."""

REGISTERS = {
    "topics.yml": """\
topics:
  visit: {group: process, title: Visits, question: What happens?, boundary: none, crisis_line: false}
""",
    "sources.yml": """\
S1: {title: Visits, publisher: A clinic, year: 2024, kind: label, url: https://example.org, checked: true}
S2: {title: Other, publisher: B, year: null, kind: label, url: https://example.org/b, checked: true}
""",
    "claims.yml": """\
C1: {claim: It is quick., verdict: overstated, correction: It takes 40 minutes., sources: [S1], topics: [visit]}
""",
    "facts.md": "# Facts\n\n- **F1** [checked] A visit takes 40 minutes. (S1)\n",
    "boundaries.yml": """\
footer: Not medical advice.
light: Ask your clinic.
required: Decide with a clinician.
crisis_line: "In danger: call or text 988, or call 911."
crisis_line_sms: Unsafe? Call or text 988.
""",
}


QUESTIONS = [f"What happens at visit {n}?" for n in range(1, 26)]
"""As many phrasings as the lint wants."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one good snippet, `process/taken.md`."""
    root = tmp_path / "knowledge"
    (root / "process").mkdir(parents=True)
    for name, text in REGISTERS.items():
        (root / name).write_text(text, encoding="utf-8")
    shutil.copy(BROKEN / "taken.md", root / "process" / "taken.md")
    return root


def add_broken(folder: Path, name: str) -> None:
    """Puts a file of the zoo into the folder's group `zoo`."""
    (folder / "zoo").mkdir(exist_ok=True)
    shutil.copy(BROKEN / name, folder / "zoo" / name)


def snippet(**changes: Any) -> Snippet:
    """A snippet in order, but for `changes`; those of `review` are named `review__field`."""
    review = {"status": "vetted", "reviewed_on": "2026-01-01", "review_due": "2026-07-01"}
    review |= {k.split("__")[1]: changes.pop(k) for k in list(changes) if k.startswith("review__")}
    values = {
        "id": "first-visit",
        "topics": ["visit"],
        "title": "The first visit",
        "questions": QUESTIONS,
        "sms": "The first visit is a talk of about 40 minutes.",
        "boundary": "none",
        "crisis_line": False,
        "sources": ["S1"],
        "facts": ["F1"],
        "evidence": "label",
        "body": BODY,
        "revision": "1",
        "file": "knowledge/process/first-visit.md",
    }
    return Snippet.model_validate({**values, "review": review, **changes})


def source(**changes: Any) -> Source:
    """A source in order."""
    values = {"title": "Visits", "publisher": "A clinic", "year": 2024, "kind": "label"}
    return Source.model_validate(
        {**values, "url": "https://example.org/a", "checked": True, **changes}
    )


def topic(**changes: Any) -> Topic:
    """A topic without boundary or crisis line."""
    values = {"group": "process", "title": "Visits", "question": "What happens?"}
    return Topic.model_validate({**values, "boundary": "none", "crisis_line": False, **changes})


def decline(**changes: Any) -> DeclineKind:
    """A kind of decline in order, but for `changes`."""
    values = {
        "id": "own-dose",
        "class": "personal_medical",
        "title": "A dose for one person",
        "text": "I cannot tell you a dose. Please call {clinic_name} on {clinic_phone}.",
        "sms": "I cannot tell you a dose. Please call {clinic_phone}.",
        "examples": [f"Should I take {n} of them?" for n in range(1, 26)],
        "review": {"status": "vetted", "reviewed_on": "2026-01-01", "review_due": "2026-07-01"},
        "file": "knowledge/declines/own-dose.yml",
    }
    return DeclineKind.model_validate({**values, **changes})


def library(*snippets: Snippet, declines: tuple[DeclineKind, ...] = ()) -> Library:
    """A library of these snippets and kinds of decline over a few registers."""
    return Library(
        declines={d.id: d for d in declines},
        snippets={s.id: s for s in snippets},
        topics={
            "visit": topic(),
            "low": topic(crisis_line=True),
            "dose": topic(boundary="required"),
        },
        sources={
            "S1": source(),
            "S2": source(title="Other", publisher="B", year=None, url="https://example.org/b"),
            "S3": source(title="Nowhere", url=""),
        },
        facts={
            "F1": Fact("F1", True, "A visit takes 40 minutes, 61.7% of them less.", ("S1",)),
            "F2": Fact("F2", False, "Not seen in a source.", ("S1",)),
            "F3": Fact("F3", True, "Carried by others.", ("S2", "S3")),
        },
        claims={
            "C1": Claim(
                claim="It takes 15 minutes.", verdict="wrong", correction="", sources=[], topics=[]
            )
        },
        lines=BoundaryLines(
            footer="Not medical advice.",
            light="Ask your clinic.",
            required="Decide with a clinician.",
            crisis_line="In danger: call or text 988.",
            crisis_line_sms="Unsafe? Call 988.",
        ),
    )
