"""Who has the last word on the intent."""

from __future__ import annotations

from typing import Any

import pytest

from bot.components.router import Router, route

CONFIG = Router.get_default_config()
CALM: dict[str, Any] = {"tier": "none"}


def found(outcome: str, meaning: float = 0.7) -> dict[str, Any]:
    return {"outcome": outcome, "hits": [{"target": "x", "meaning": meaning, "words": 0.0}]}


@pytest.mark.parametrize("tier", ["emergency", "crisis", "third_party", "medical_emergency"])
def test_any_danger_is_danger(tier: str) -> None:
    assert route({"tier": tier}, "greet", 0.9, found("answer", 1.0), CONFIG) == "danger"


@pytest.mark.parametrize(
    ("outcome", "intent"),
    [("answer", "ask_question"), ("clarify", "ask_unclear"), ("decline", "no_answer")],
)
def test_a_question_goes_by_what_the_knowledge_has(outcome: str, intent: str) -> None:
    assert route(CALM, "ask_question", 0.9, found(outcome), CONFIG) == intent


def test_a_likely_question_with_a_good_answer_is_answered() -> None:
    assert route(CALM, "ask_personal_medical", 0.3, found("answer"), CONFIG) == "ask_question"


def test_a_likely_question_without_a_good_answer_keeps_the_classifiers_intent() -> None:
    assert route(CALM, "out_of_scope", 0.3, found("decline"), CONFIG) == "out_of_scope"
    assert route(CALM, "out_of_scope", 0.3, found("clarify"), CONFIG) == "out_of_scope"


def test_a_near_identical_phrasing_is_a_question_whatever_the_classifier_says() -> None:
    assert route(CALM, "greet", 0.0, found("answer", 0.95), CONFIG) == "ask_question"


def test_an_unlikely_question_is_left_alone() -> None:
    assert route(CALM, "ask_illicit", 0.1, found("answer"), CONFIG) == "ask_illicit"


def test_nothing_known_at_all_is_no_answer() -> None:
    assert route({}, "ask_question", 0.0, {}, CONFIG) == "no_answer"
