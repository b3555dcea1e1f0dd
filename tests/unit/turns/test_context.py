from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from bot.storage.messages import Message
from bot.turns.context import Context, context_of


def asked(text: str, id_: str = "q") -> Message:
    """A message of the participant."""
    return _message("participant", text, id_, {}, None)


def told(kind: str, *titles: str, decline: str = "") -> Message:
    """A reply of the assistant to `q`, with the titles of its snippets."""
    payload: dict[str, Any] = {
        "kind": kind,
        "snippets": [{"title": t, "id": t.lower()} for t in titles],
        "decline": {"class": decline} if decline else None,
    }
    return _message("assistant", "...", "a", payload, "q")


def _message(
    author: str, text: str, id_: str, payload: dict[str, Any], reply_to: str | None
) -> Message:
    return Message(
        id=id_,
        conversation_id="c",
        seq=1,
        author=author,
        text=text,
        created_at=datetime.now(timezone.utc),
        payload=payload,
        reply_to=reply_to,
    )


def test_the_subject_is_the_title_of_the_last_answer() -> None:
    earlier = [
        told("smalltalk"),
        asked("a"),
        told("answer", "Old"),
        asked("b"),
        told("answer", "New"),
    ]
    assert context_of(earlier) == Context("New", ("new",))


def test_of_several_answers_the_last_is_the_subject_and_all_were_shown() -> None:
    assert context_of([told("answer", "One", "Two")]) == Context("Two", ("one", "two"))


def test_what_was_asked_back_is_the_subject() -> None:
    assert context_of([asked("How long?"), told("clarify")]) == Context(
        "How long?", asked_back=True
    )


def test_a_decline_or_two_in_between_do_not_end_a_subject() -> None:
    earlier = [
        told("answer", "Pain"),
        asked("pizza?"),
        told("decline"),
        asked("k"),
        told("smalltalk"),
    ]
    assert context_of(earlier).subject == "Pain"


def test_three_other_replies_end_a_subject() -> None:
    assert context_of([told("answer", "Pain"), *[told("decline")] * 3]).subject == ""


@pytest.mark.parametrize("earlier", [[], [told("smalltalk")], [asked("hi")]])
def test_a_greeting_is_no_context(earlier: list[Message]) -> None:
    assert context_of(earlier) == Context()
    assert context_of(earlier).metadata() == {}


@pytest.mark.parametrize(
    ("decline", "failed"), [("no_answer", True), ("out_of_scope", True), ("clinic_specific", False)]
)
def test_a_decline_that_leads_nowhere_is_a_failure(decline: str, failed: bool) -> None:
    assert context_of([told("decline", decline=decline)]).failed is failed


def test_context_travels_as_words() -> None:
    assert Context("Pain", ("a", "b"), asked_back=True).metadata() == {
        "subject": "Pain",
        "shown": "a b",
        "asked_back": "yes",
    }


def test_urgent_words_are_remembered_and_so_is_the_quiet_line() -> None:
    assert not context_of([asked("a"), told("answer", "New")]).supported
    urgent = context_of([asked("a"), told("safety"), asked("b"), told("answer", "New")])
    assert urgent.urgent and urgent.supported
    quiet = replace(told("answer", "New"), trace={"verdict": {"tier": "none", "quiet": True}})
    assert context_of([asked("a"), quiet]).supported
    assert not context_of([asked("a"), quiet]).urgent
