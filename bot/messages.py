"""What is said, in channel-neutral form: the reply and its parts (HTTP contract, version 1)."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from pydantic import BaseModel, ConfigDict, Field


class Channel(str, Enum):
    """How a conversation reaches its participant."""

    WEB = "web"
    SMS = "sms"


class Author(str, Enum):
    """Who said it. A participant is a person on one channel; identity is never proven."""

    PARTICIPANT = "participant"
    ASSISTANT = "assistant"
    STAFF = "staff"
    SYSTEM = "system"


class Kind(str, Enum):
    """What sort of reply it is; a widget may show each differently."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    DECLINE = "decline"
    SAFETY = "safety"
    SMALLTALK = "smalltalk"
    HANDOFF = "handoff"
    FALLBACK = "fallback"


class DeclineClass(str, Enum):
    """Why there is no vetted answer to give."""

    OUT_OF_SCOPE = "out_of_scope"
    PERSONAL_MEDICAL = "personal_medical"
    CLINIC_SPECIFIC = "clinic_specific"
    ILLICIT = "illicit"
    NO_ANSWER = "no_answer"
    ABUSIVE_OR_NONSENSE = "abusive_or_nonsense"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SnippetRef(_Part):
    """The vetted text behind an answer: exactly this revision was shown."""

    id: str
    revision: str
    topics: list[str]
    title: str
    reviewed_on: str


class Citation(_Part):
    """A source as the reader sees it."""

    title: str
    publisher: str
    year: int | None
    url: str


class Choice(_Part):
    """A button: `label` is shown, `value` is what pressing it says (typing it works as well)."""

    label: str
    value: str
    topics: list[str] = Field(default_factory=list)


class Decline(_Part):
    """Why the assistant does not answer."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    class_: DeclineClass = Field(alias="class")


class TextLine(_Part):
    """A number to text, with the word to send if one is needed."""

    to: str
    body: str | None = None


class Resource(_Part):
    """A place that helps now. Numbers are as dialled."""

    name: str
    call: str | None = None
    text: TextLine | None = None
    chat: str | None = None
    note: str | None = None


class Safety(_Part):
    """Goes with urgent words: the tier they answer to and whom to contact."""

    tier: str
    resources: list[Resource]


class Draft(_Part):
    """A reply before it is stored: everything but identity, order and time."""

    kind: Kind
    text: str
    author: Author = Author.ASSISTANT
    snippets: list[SnippetRef] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    choices: list[Choice] = Field(default_factory=list)
    decline: Decline | None = None
    safety: Safety | None = None


class Reply(Draft):
    """A stored reply. `seq` orders the messages of one conversation without gaps."""

    id: str
    seq: int
    created_at: datetime
    segments: int | None = None
    """Billed SMS parts; null on the web."""


def to_wire(part: BaseModel) -> dict:
    """The JSON shape of the HTTP contract."""
    return part.model_dump(mode="json", by_alias=True)
