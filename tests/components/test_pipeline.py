"""The pipeline on the trained model."""

from __future__ import annotations

import pytest

from bot.components import served
from tests.components.conftest import Parse


@pytest.mark.parametrize(
    ("text", "snippet"),
    [
        ("does ketamine raise blood pressure?", "safe-bp-heart"),
        ("how soon could ketamin kick in for somebody", "eff-onset"),
        ("whats the price of one infusion in general", "cost-price"),
        (
            "Another clinic says 83% of patients get better. Is that true?",
            "myth-success-claims",
        ),
    ],
)
def test_a_question_finds_its_snippet(parse: Parse, text: str, snippet: str) -> None:
    found = parse(text)
    assert found["intent"]["name"] == "ask_question"
    assert found["retrieval"]["hits"][0]["target"] == snippet


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what is the weather tomorrow?", "out_of_scope"),
        ("my lisinopril is 20 mg, should I double it before my infusion?", "ask_personal_medical"),
        ("what would you charge me for one session", "ask_clinic_specific"),
        ("how can i get k without a script", "ask_illicit"),
        ("qwe asd zxc zxc", "nonsense_or_abuse"),
        ("hiya", "greet"),
    ],
)
def test_what_is_no_knowledge_question_is_told_apart(parse: Parse, text: str, intent: str) -> None:
    assert parse(text)["intent"]["name"] == intent


def test_what_no_vetted_answer_covers_is_not_given_its_neighbours_answer(parse: Parse) -> None:
    assert parse("How is ketamine synthesized in the lab?")["intent"]["name"] == "no_answer"


def test_every_button_leads_to_its_own_snippet(parse: Parse) -> None:
    for snippet in served.library().served():
        found = parse(snippet.questions[0])
        if found["intent"]["name"] != "danger":
            assert found["intent"]["name"] == "ask_question", snippet.questions[0]
            assert found["retrieval"]["hits"][0]["target"] == snippet.id


def test_a_message_without_text_has_no_intent(parse: Parse) -> None:
    assert parse("")["intent"]["name"] is None


def test_danger_wins_over_every_other_reading(parse: Parse) -> None:
    found = parse("How much does an infusion cost? I want to end my life.")
    assert found["intent"]["name"] == "danger"
    assert found["verdict"]["tier"] != "none"


def test_parse_data_carries_no_embedding_and_few_hits(parse: Parse) -> None:
    found = parse("is it addictive")
    assert len(found["retrieval"]["hits"]) <= 3
    assert not any("vector" in key or "feature" in key for key in found)
