"""Silence is impossible: whatever the engine does, a fixed text goes out and staff see the message."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.errors import EngineError
from bot.storage.tables import review_items
from tests.contracts.conftest import OpenHouse
from tests.contracts.house import House, answer

Failing = Callable[[House], None]


def fails(house: House) -> None:
    house.engine.failure = EngineError("unreachable")


def crashes(house: House) -> None:
    house.engine.failure = RuntimeError("something nobody thought of")


def says_nothing(house: House) -> None:
    house.engine.says = []


def hangs(house: House) -> None:
    house.engine.hang()


@pytest.mark.parametrize("failing", [fails, crashes, says_nothing, hangs])
def test_a_failing_engine_yields_the_fallback_and_a_review_item_and_the_next_message_works(
    open_house: OpenHouse, failing: Failing
) -> None:
    house = open_house(turn_timeout=0.3)
    talk = house.open()
    failing(house)
    reply = talk.ask("What does it cost?")
    assert reply["kind"] == "fallback"
    assert house.services.clinic.phone in reply["text"]
    assert "988" in reply["text"]
    (item,) = house.rows(review_items)
    assert (item.conversation_id, item.reason) == (talk.id, "fallback")

    house.engine.failure, house.engine.says = None, [answer("Better now.")]
    house.engine._gate = None
    assert talk.ask("And how long does it take?")["text"] == "Better now."
    assert len(house.rows(review_items)) == 1


def test_a_question_without_a_vetted_answer_is_marked_for_review(house: House) -> None:
    from bot.messages import Decline, DeclineClass, Kind

    decline = Decline(class_=DeclineClass.NO_ANSWER)
    house.engine.says = [answer("I do not know.", kind=Kind.DECLINE, decline=decline)]
    house.open().ask("Something rare")
    (item,) = house.rows(review_items)
    assert item.reason == "no_answer"


def test_an_engine_that_hangs_in_one_conversation_does_not_hold_up_another(house: House) -> None:
    house.engine.hang()
    house.open().say("Slow", wait=None)
    assert house.engine.called.wait(10)
    gate, house.engine._gate = house.engine._gate, None
    assert house.open().ask("Quick")["kind"] == "answer"
    house.engine._gate = gate
    house.engine.release()
