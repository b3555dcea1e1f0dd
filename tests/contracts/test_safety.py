"""Danger: urgent words and an escalation, whatever state the engine or the screen is in."""

from __future__ import annotations

import re

import pytest

from bot.errors import EngineError
from bot.storage.tables import escalations, turns
from tests.contracts.house import DANGER, House, Talk

US_NUMBER = re.compile(r"\b(988|911)\b")


def check_urgent(house: House, talk: Talk, reply: dict) -> None:
    assert reply["kind"] == "safety"
    assert reply["author"] == "assistant"
    assert reply["safety"]["tier"] in ("crisis", "emergency")
    assert "988" in [r["call"] for r in reply["safety"]["resources"]]
    (row,) = house.rows(escalations, conversation_id=talk.id)
    assert (row.tier, row.state) == (reply["safety"]["tier"], "open")
    assert DANGER not in house.engine.texts(talk.id)


def test_a_message_showing_danger_gets_urgent_words_and_an_escalation_without_the_engine(
    shared: House, talk: Talk
) -> None:
    reply = talk.ask(DANGER)
    check_urgent(shared, talk, reply)
    assert reply["safety"].keys() == {"tier", "resources"}
    for resource in reply["safety"]["resources"]:
        assert resource.keys() == {"name", "call", "text", "chat", "note"}


def test_urgent_words_do_not_wait_for_an_engine_that_hangs_on_an_earlier_message(
    house: House,
) -> None:
    talk = house.open()
    house.engine.hang()
    talk.say("What does it cost?", wait=None)
    assert house.engine.called.wait(10)
    check_urgent(house, talk, talk.ask(DANGER))
    assert [m["author"] for m in talk.transcript()][1:] == [
        *("participant", "participant", "assistant")
    ]
    house.engine.release()


def test_urgent_words_come_while_the_engine_fails(house: House) -> None:
    house.engine.failure = EngineError("unreachable")
    talk = house.open()
    assert talk.ask("What does it cost?")["kind"] == "fallback"
    check_urgent(house, talk, talk.ask(DANGER))


def test_the_escalation_names_the_message_the_rules_and_their_version(
    shared: House, talk: Talk
) -> None:
    message_id = talk.say(DANGER).json()["message_id"]
    (row,) = shared.rows(escalations, conversation_id=talk.id)
    assert row.message_id == message_id
    assert row.rules
    assert row.rules_version
    (turn,) = shared.rows(turns, message_id=message_id)
    assert (turn.state, turn.outcome) == ("done", "urgent")


def test_a_second_message_showing_danger_gets_other_words_and_its_own_escalation(
    shared: House, talk: Talk
) -> None:
    first, second = talk.ask(DANGER), talk.ask(DANGER)
    assert second["kind"] == "safety"
    assert second["text"] != first["text"]
    assert "988" in second["text"]
    assert len(shared.rows(escalations, conversation_id=talk.id)) == 2


@pytest.mark.parametrize("locale", ["en-GB", "en_gb", "cy-GB"])
def test_a_reader_in_britain_gets_no_us_numbers(shared: House, locale: str) -> None:
    talk = shared.open(locale)
    first, second = talk.ask(DANGER), talk.ask(DANGER)
    for text in (talk.greeting["text"], first["text"], second["text"], str(first["safety"])):
        assert not US_NUMBER.search(text)
    assert "116 123" in first["text"]
    assert "116123" in [r["call"] for r in first["safety"]["resources"]]


@pytest.mark.parametrize("locale", ["fr-FR", "en-IN", "zh-Hans-CN"])
def test_a_reader_in_a_country_without_an_entry_gets_no_foreign_numbers(
    shared: House, locale: str
) -> None:
    talk = shared.open(locale)
    reply = talk.ask(DANGER)
    assert not re.search(r"\d{3}", talk.greeting["text"] + reply["text"])
    assert reply["safety"]["resources"] == []


def test_the_fallback_gives_a_reader_in_britain_no_us_numbers(house: House) -> None:
    house.engine.failure = EngineError("unreachable")
    assert not US_NUMBER.search(house.open("en-GB").ask("What does it cost?")["text"])


def test_a_screen_that_breaks_still_gives_support_and_tells_staff(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no such table")

    monkeypatch.setattr(house.services.intake, "_screen", broken)
    talk = house.open()
    reply = talk.ask("What does it cost?")
    assert reply["kind"] == "safety"
    assert "988" in reply["text"]
    (row,) = house.rows(escalations)
    assert (row.tier, row.rules) == ("crisis", ["screen-failed"])
    assert house.engine.asked == []


def test_danger_that_only_the_engine_finds_is_escalated_with_its_reply(house: House) -> None:
    from bot.messages import Kind, Resource, Safety
    from tests.contracts.house import answer

    safety = Safety(tier="crisis", resources=[Resource(name="988", call="988")])
    house.engine.says = [answer("Please call 988.", kind=Kind.SAFETY, safety=safety)]
    talk = house.open()
    assert talk.ask("Something veiled")["safety"]["tier"] == "crisis"
    (row,) = house.rows(escalations)
    assert (row.conversation_id, row.tier, row.state) == (talk.id, "crisis", "open")


def test_ordinary_messages_raise_no_escalation(shared: House, talk: Talk) -> None:
    assert talk.ask("How long does a session take?")["kind"] == "answer"
    assert shared.rows(escalations, conversation_id=talk.id) == []
