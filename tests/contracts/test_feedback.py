"""A reader's word on an answer: stored with the exact revision, and shown to staff."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.messages import Kind, SnippetRef
from bot.storage import tables
from tests.contracts.house import House, Talk, answer, error_of

SHOWN = SnippetRef(
    id="safe-bladder",
    revision="r1",
    topics=["safe-bladder"],
    title="Bladder",
    reviewed_on="2026-11-21",
)


def answered(house: House) -> tuple[Talk, dict[str, Any]]:
    """A conversation with one answer."""
    house.engine.says = [answer("Rarely.", snippets=[SHOWN])]
    talk = house.open()
    return talk, talk.ask("does it harm the bladder?")


def rate(talk: Talk, message_id: str, body: object) -> httpx.Response:
    path = f"{talk.path}/messages/{message_id}/feedback"
    return talk.client.put(path, json=body, headers=talk.bearer)


def test_feedback_is_kept_with_the_revision_that_was_shown(house: House) -> None:
    talk, reply = answered(house)
    assert rate(talk, reply["id"], {"helpful": True}).status_code == 204
    (row,) = house.rows(tables.feedback)
    assert (row.message_id, row.helpful, row.revisions) == (
        reply["id"],
        True,
        {"safe-bladder": "r1"},
    )
    assert not house.rows(tables.review_items)


def test_the_last_word_counts_and_an_unhelpful_answer_is_for_staff_to_look_at(house: House) -> None:
    talk, reply = answered(house)
    for helpful in (True, False, False):
        assert rate(talk, reply["id"], {"helpful": helpful}).status_code == 204
    (row,) = house.rows(tables.feedback)
    assert row.helpful is False
    (item,) = house.rows(tables.review_items)
    assert (item.message_id, item.reason) == (reply["id"], "not_helpful")


def test_only_answers_of_this_conversation_can_be_rated(house: House) -> None:
    talk, reply = answered(house)
    other = house.open()
    assert rate(other, reply["id"], {"helpful": True}).status_code == 404
    refused = rate(other, other.greeting["id"], {"helpful": True})
    assert (refused.status_code, error_of(refused)["code"]) == (409, "conflict")
    house.engine.says = [answer("Hello.", kind=Kind.SMALLTALK)]
    assert rate(talk, talk.ask("hi")["id"], {"helpful": True}).status_code == 409
    assert not house.rows(tables.feedback)


@pytest.mark.parametrize("body", [{}, {"helpful": "yes"}, {"helpful": None}, {"helpful": 1}, []])
def test_anything_but_yes_or_no_is_refused(house: House, body: object) -> None:
    talk, reply = answered(house)
    assert rate(talk, reply["id"], body).status_code == 422


def test_staff_see_it_beside_the_answer(house: House) -> None:
    talk, reply = answered(house)
    rate(talk, reply["id"], {"helpful": False})
    page = house.client.get(
        f"/console/conversations/{talk.id}", headers=house.staff_cookie("nurse")
    )
    assert "The reader found this not helpful" in page.text
