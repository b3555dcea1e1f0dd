"""What a message may lean on: the conversation as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages import Author, Kind
from bot.storage.messages import Message

_BACK = 3  # assistant replies: a joke or a decline in between does not end a subject
FAILURES = {"no_answer", "out_of_scope", "abusive_or_nonsense"}
"""Decline classes after which the person still stands where they stood."""


@dataclass(frozen=True)
class Context:
    """`subject`: the title of the last answer, or the question that was asked back; `shown`: the ids of
    the snippets of that answer; `asked_back`: the last reply was a question to the person; `failed`: it
    did not help them; `urgent`: urgent words were said not long ago; `supported`: those, or the quiet line
    that names the lifeline."""

    subject: str = ""
    shown: tuple[str, ...] = ()
    asked_back: bool = False
    failed: bool = False
    urgent: bool = False
    supported: bool = False

    def metadata(self) -> dict[str, str]:
        """As it travels to Rasa beside the text."""
        told = {
            "subject": self.subject,
            "shown": " ".join(self.shown),
            "asked_back": "yes" if self.asked_back else "",
            "failed": "yes" if self.failed else "",
            "urgent": "yes" if self.urgent else "",
            "supported": "yes" if self.supported else "",
        }
        return {key: value for key, value in told.items() if value}


def context_of(earlier: Sequence[Message]) -> Context:
    """The context after these messages of both sides, oldest first.

    An answer counts while no more than two other replies came after it.
    """
    said = [m for m in earlier if m.author != Author.PARTICIPANT.value]
    last = said[-1].payload if said else {}
    urgent = any(m.payload.get("kind") == Kind.SAFETY.value for m in said)
    quiet = any(((m.trace or {}).get("verdict") or {}).get("quiet") for m in said)
    subject, shown = _subject(said, earlier)
    return Context(
        subject,
        shown,
        asked_back=last.get("kind") == Kind.CLARIFY.value,
        failed=(last.get("decline") or {}).get("class") in FAILURES,
        urgent=urgent,
        supported=urgent or quiet,
    )


def _subject(said: Sequence[Message], earlier: Sequence[Message]) -> tuple[str, tuple[str, ...]]:
    for message in said[: -_BACK - 1 : -1]:
        kind, snippets = message.payload.get("kind"), message.payload.get("snippets")
        if kind == Kind.ANSWER.value and snippets:
            return str(snippets[-1]["title"]), tuple(s["id"] for s in snippets)
        if kind == Kind.CLARIFY.value:
            return next((m.text for m in earlier if m.id == message.reply_to), ""), ()
    return "", ()
