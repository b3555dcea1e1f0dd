from __future__ import annotations

import pytest

from bot.knowledge.render import (
    answer,
    answers,
    citations,
    plain,
    reference,
    sms_label,
    sms_text,
    web_text,
)
from bot.messages import Channel, Kind
from tests.unit.knowledge.conftest import library, snippet

FOOTER = "Not medical advice."
CRISIS = "In danger: call or text 988."
SHORT_CRISIS = "Unsafe? Call 988."


@pytest.mark.parametrize(
    ("boundary", "crisis_line", "ending"),
    [
        ("none", False, [FOOTER]),
        ("light", False, ["Ask your clinic.", FOOTER]),
        ("required", False, ["Decide with a clinician.", FOOTER]),
        ("none", True, [CRISIS, FOOTER]),
        ("required", True, ["Decide with a clinician.", CRISIS, FOOTER]),
    ],
)
def test_a_web_answer_ends_with_its_fixed_lines(
    boundary: str, crisis_line: bool, ending: list[str]
) -> None:
    made = snippet(body="It is a talk.", boundary=boundary, crisis_line=crisis_line)
    assert web_text(made, library()).split("\n\n") == ["It is a talk.", *ending]


@pytest.mark.parametrize(
    ("sms", "crisis_line", "text"),
    [
        ("A talk.", False, "A talk."),
        ("A talk.", True, f"A talk. {SHORT_CRISIS}"),
        ("Call 988 at any hour.", True, "Call 988 at any hour."),
        ("Known since 1988.", True, f"Known since 1988. {SHORT_CRISIS}"),
    ],
)
def test_an_sms_carries_the_crisis_line_once(sms: str, crisis_line: bool, text: str) -> None:
    assert sms_text(snippet(sms=sms, crisis_line=crisis_line), library()) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("one\ntwo", "one two"),
        ("one\n\ntwo\n\n\nthree", "one\n\ntwo\n\nthree"),
        ("Bring:\n\n- a list\n- a pen", "Bring:\n\n- a list\n- a pen"),
        ("Bring:\n- a list that\n  goes on\n- a pen", "Bring:\n- a list that goes on\n- a pen"),
        ("see [the label](https://example.org/a_b_c)", "see the label"),
        ("**bold**, __bold__, *soft* and _soft_", "bold, bold, soft and soft"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a well-known fact - or two", "a well-known fact - or two"),
        ("write to our_front_desk@example.org", "write to our_front_desk@example.org"),
    ],
)
def test_markdown_is_shown_as_plain_paragraphs_and_lists(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def test_citations_stand_in_the_snippets_own_order() -> None:
    assert [c.title for c in citations(snippet(sources=["S2", "S1"]), library())] == [
        "Other",
        "Visits",
    ]


def test_a_citation_says_title_publisher_year_and_address() -> None:
    (citation,) = citations(snippet(sources=["S2"]), library())
    assert citation.model_dump() == {
        "title": "Other",
        "publisher": "B",
        "year": None,
        "url": "https://example.org/b",
    }


def test_an_answer_names_the_exact_revision_it_shows() -> None:
    made = snippet()
    assert reference(made).model_dump() == {
        "id": "first-visit",
        "revision": "1",
        "topics": ["visit"],
        "title": "The first visit",
        "reviewed_on": "2026-01-01",
    }


@pytest.mark.parametrize("channel", Channel)
def test_an_answer_is_whole_on_every_channel(channel: Channel) -> None:
    made = snippet(boundary="required", crisis_line=True)
    draft = answer(made, library(), channel)
    assert draft.kind is Kind.ANSWER
    assert draft.text == (sms_text if channel is Channel.SMS else web_text)(made, library())
    assert draft.snippets == [reference(made)]
    assert draft.citations == citations(made, library())


def test_several_answers_are_one_reply_in_short_with_the_strongest_line() -> None:
    first = snippet(id="one", title="One", body="It is short.\n\nMore of it.", boundary="light")
    second = snippet(
        id="two", title="Two", body="It is long.", boundary="required", crisis_line=True
    )
    said = answers([first, second], library(), Channel.WEB)
    assert said.text.split("\n\n") == [
        "One: It is short.",
        "Two: It is long.",
        "Decide with a clinician.",
        CRISIS,
        FOOTER,
    ]
    assert [s.id for s in said.snippets] == ["one", "two"]
    assert len(said.citations) == 1


def test_several_answers_in_an_sms_are_their_first_sentences() -> None:
    first, second = snippet(sms="It is a talk. Bring a pen."), snippet(sms="It is free. Ask.")
    assert answers([first, second], library(), Channel.SMS).text == "It is a talk. It is free."


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Stopping ketamine or Spravato", "Stopping the treatment or the spray"),
        ("Depression in later life", "Low mood in later life"),
        ("Taking ketamine with antidepressants", "Taking the treatment with mood pills"),
        ("Driving after treatment", "Driving after treatment"),
    ],
)
def test_a_label_in_an_sms_names_no_drug_and_no_diagnosis(title: str, label: str) -> None:
    assert sms_label(title) == label
