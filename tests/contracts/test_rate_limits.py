"""Rate limits: 429 with the time to wait, never in the way of somebody in danger."""

from __future__ import annotations

from bot.storage.tables import escalations
from tests.contracts.conftest import OpenHouse
from tests.contracts.house import DANGER, error_of

ELSEWHERE = "203.0.113.7"


def test_too_many_messages_are_refused_and_not_stored_but_danger_passes(
    open_house: OpenHouse,
) -> None:
    house = open_house(ELSEWHERE, mode="production", rate_messages="3/minute")
    talk = house.open()
    for n in range(3):
        assert talk.say(f"Question {n}", wait=None).status_code == 202
    refused = talk.say("One too many")
    assert refused.status_code == 429
    assert error_of(refused)["code"] == "rate_limited"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "One too many" not in talk.written()

    reply = talk.ask(DANGER)
    assert reply["kind"] == "safety"
    assert len(house.rows(escalations)) == 1
    assert talk.say("And again").status_code == 429


def test_too_many_conversations_are_refused(open_house: OpenHouse) -> None:
    house = open_house(ELSEWHERE, mode="production", rate_conversations="2/minute")
    house.open()
    house.open()
    refused = house.client.post("/api/v1/conversations")
    assert refused.status_code == 429
    assert error_of(refused)["code"] == "rate_limited"
    assert int(refused.headers["retry-after"]) >= 1


def test_in_production_loopback_is_limited_too(open_house: OpenHouse) -> None:
    talk = open_house(mode="production", rate_messages="1/minute").open()
    assert [talk.say(t, wait=None).status_code for t in ("a", "b")] == [202, 429]


def test_in_development_loopback_is_not_limited(open_house: OpenHouse) -> None:
    house = open_house(rate_messages="1/minute", rate_conversations="1/minute")
    house.open()
    talk = house.open()
    assert [talk.say(t, wait=None).status_code for t in ("a", "b", "c")] == [202] * 3


def test_in_development_other_addresses_are_limited(open_house: OpenHouse) -> None:
    talk = open_house(ELSEWHERE, rate_messages="1/minute").open()
    assert [talk.say(t, wait=None).status_code for t in ("a", "b")] == [202, 429]


def test_a_screen_that_breaks_lets_messages_pass_the_limit(open_house: OpenHouse) -> None:
    house = open_house(ELSEWHERE, mode="production", rate_messages="1/minute")
    talk = house.open()
    talk.say("First", wait=None)

    def broken(*_: object) -> None:
        raise RuntimeError

    house.services.intake._screen = broken  # type: ignore[assignment]
    assert talk.ask("Second")["kind"] == "safety"
