"""Who has the last word on the intent."""

from __future__ import annotations

from typing import Any

import pytest

from bot.components.router import route

CALM: dict[str, Any] = {"tier": "none"}


def found(outcome: str, group: str = "answerable") -> dict[str, Any]:
    """A decision of the retriever."""
    return {"outcome": outcome, "group": group, "kind": "x", "confidence": 0.7, "hits": []}


@pytest.mark.parametrize("tier", ["emergency", "crisis", "third_party", "medical_emergency"])
def test_any_danger_is_danger(tier: str) -> None:
    assert route({"tier": tier}, found("answer")) == "danger"
    assert route({"tier": tier}, {}) == "danger"


@pytest.mark.parametrize(
    ("outcome", "intent"), [("answer", "ask_question"), ("clarify", "ask_unclear")]
)
def test_a_question_goes_by_what_the_knowledge_has(outcome: str, intent: str) -> None:
    assert route(CALM, found(outcome)) == intent


@pytest.mark.parametrize("group", ["no_answer", "ask_illicit", "greet"])
def test_what_is_no_question_with_an_answer_is_its_group(group: str) -> None:
    assert route(CALM, found("other", group)) == group


def test_a_message_that_nobody_could_look_at_has_no_intent() -> None:
    assert route({}, {}) is None
