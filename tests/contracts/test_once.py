"""The same client_message_id is one message, however often and however fast it comes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.contracts.house import DANGER, House, Talk, error_of


def test_the_same_message_again_gets_the_same_answer_and_is_asked_once(
    shared: House, talk: Talk
) -> None:
    first = talk.say("Is it safe?", "id-1").json()
    again = talk.say("Is it safe?", "id-1").json()
    assert again == first
    assert shared.engine.texts(talk.id) == ["Is it safe?"]
    assert [m["seq"] for m in talk.transcript()] == [1, 2, 3]


def test_the_same_id_with_another_text_is_a_conflict(shared: House, talk: Talk) -> None:
    talk.say("Is it safe?", "id-1")
    response = talk.say("Is it quite safe?", "id-1")
    assert response.status_code == 409
    assert error_of(response)["code"] == "conflict"
    assert "safe" not in response.text
    assert talk.written() == ["Is it safe?"]


def test_the_same_id_in_another_conversation_is_another_message(shared: House, talk: Talk) -> None:
    other = shared.open()
    first, second = talk.say("Hello", "id-1").json(), other.say("Hello", "id-1").json()
    assert first["message_id"] != second["message_id"]
    assert len(second["replies"]) == 1


def test_duplicates_posted_at_once_are_stored_once_and_all_get_the_reply(
    shared: House, talk: Talk
) -> None:
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: talk.say("Is it safe?", "id-1"), range(8)))
    assert {r.status_code for r in responses} == {200}
    assert len({r.text for r in responses}) == 1
    assert len(responses[0].json()["replies"]) == 1
    assert shared.engine.texts(talk.id) == ["Is it safe?"]
    assert talk.written() == ["Is it safe?"]


def test_a_danger_message_posted_many_times_at_once_is_answered_and_escalated_once(
    house: House,
) -> None:
    from bot.storage.tables import escalations

    talk = house.open()
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: talk.say(DANGER, "id-1"), range(8)))
    assert len({r.text for r in responses}) == 1
    assert len(house.rows(escalations)) == 1
    assert [m["author"] for m in talk.transcript()] == ["assistant", "participant", "assistant"]


def test_different_messages_posted_at_once_are_all_answered_and_numbered_without_gaps(
    shared: House, talk: Talk
) -> None:
    with ThreadPoolExecutor(6) as pool:
        responses = list(pool.map(lambda n: talk.say(f"Question {n}"), range(6)))
    assert [len(r.json()["replies"]) for r in responses] == [1] * 6
    assert [m["seq"] for m in talk.transcript()] == list(range(1, 14))
    assert shared.engine.texts(talk.id) == talk.written()
