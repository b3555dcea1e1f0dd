"""What a snippet is, and the registers it leans on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.clinic import Matter, Occasion
from bot.messages import DeclineClass

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Boundary(str, Enum):
    """Which fixed line tells the reader to take the matter to a clinician."""

    NONE = "none"
    LIGHT = "light"
    REQUIRED = "required"


class Status(str, Enum):
    """Only vetted snippets are served."""

    DRAFT = "draft"
    VETTED = "vetted"
    RETIRED = "retired"


class Evidence(str, Enum):
    """The strongest kind of source that carries a snippet's main point."""

    LABEL = "label"
    GUIDELINE = "guideline"
    RCT = "rct"
    META_ANALYSIS = "meta_analysis"
    COHORT = "cohort"
    EXPERT = "expert"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Review(_Strict):
    """When the text was last checked, and when it has to be checked again.

    `signed_off_by` stays null until a clinician of the deploying clinic signs.
    """

    status: Status
    reviewed_on: date
    review_due: date
    signed_off_by: str | None = None


class FrontMatter(_Strict):
    """The head of a snippet file."""

    id: Id
    topics: list[Id] = Field(min_length=1)
    title: Annotated[Line, StringConstraints(max_length=60)]
    questions: list[Line] = Field(min_length=1)
    sms: Line
    boundary: Boundary
    crisis_line: bool
    sources: list[str] = Field(min_length=1)
    facts: list[str] = Field(min_length=1)
    claims: list[str] = Field(default_factory=list)
    evidence: Evidence
    review: Review
    occasion: Occasion | None = None
    """What a clinic may have a rule of its own for; it is said first."""


class Snippet(FrontMatter):
    """One reviewed file. `body` is the answer for the web, in plain Markdown.

    `revision` names the exact wording: it changes whenever anything a reader sees does.
    """

    body: Line
    revision: str
    file: str


class DeclineKind(_Strict):
    """One kind of question that is declined, with what is said instead.

    `matter` is what clinic.yml says in place of a decline, where it is filled in. `text` and `sms` may hold {clinic_name}, {clinic_phone}, {emergency} and {lifeline}. `offers` are topics
    whose general answer is offered along.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Id
    class_: DeclineClass = Field(alias="class")
    title: Line
    text: Line
    sms: Line
    offers: list[Id] = Field(default_factory=list, max_length=3)
    examples: list[Line] = Field(min_length=1)
    review: Review
    matter: Matter | None = None
    file: str = ""


class FollowUp(_Strict):
    """What people type right after an answer, and the snippet or kind of decline that they mean."""

    text: Line
    target: Id


class Ambiguous(_Strict):
    """A first message that fits several snippets, the likeliest first."""

    text: Line
    targets: list[Id] = Field(min_length=2, max_length=3)


class Topic(_Strict):
    """One line of the topic map."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    group: str
    title: str
    question: str
    scope: str = ""
    not_: str = Field("", alias="not")
    facts: list[str] = Field(default_factory=list)
    claims: list[str] = Field(default_factory=list)
    boundary: Boundary
    crisis_line: bool
    pages_general: int = 0


class Source(_Strict):
    """Where a fact comes from."""

    title: str
    publisher: str
    year: int | None
    kind: str
    url: str
    checked: bool
    notes: str = ""


class Claim(_Strict):
    """A claim of a clinic's marketing page, with what is known instead."""

    claim: str
    verdict: str
    correction: str
    sources: list[str]
    topics: list[str]


@dataclass(frozen=True)
class Fact:
    """A numbered fact of facts.md. Only checked ones may be published."""

    id: str
    checked: bool
    text: str
    sources: tuple[str, ...]


class BoundaryLines(_Strict):
    """The fixed lines that end an answer, each in full (web) and short (SMS)."""

    footer: str
    light: str
    required: str
    crisis_line: str
    crisis_line_sms: str


@dataclass(frozen=True)
class Library:
    """All content of one state of knowledge/, checked for broken references."""

    snippets: dict[str, Snippet]
    topics: dict[str, Topic]
    sources: dict[str, Source]
    facts: dict[str, Fact]
    claims: dict[str, Claim]
    lines: BoundaryLines
    declines: dict[str, DeclineKind] = field(default_factory=dict)
    followups: dict[str, list[FollowUp]] = field(default_factory=dict)
    """By the snippet that was shown before."""
    ambiguous: list[Ambiguous] = field(default_factory=list)

    def served(self) -> list[Snippet]:
        """The snippets that may be shown, by id."""
        return [s for _, s in sorted(self.snippets.items()) if s.review.status is Status.VETTED]

    def declined(self) -> list[DeclineKind]:
        """The kinds of question that are declined, by id."""
        return [d for _, d in sorted(self.declines.items()) if d.review.status is Status.VETTED]
