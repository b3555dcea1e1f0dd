"""The shapes of the HTTP contract (design, section 8)."""

from __future__ import annotations

from bot.messages import Choice, Citation, Decline, DeclineClass, Kind, SnippetRef
from tests.contracts.house import House, Talk, answer, error_of

REPLY = {
    *("id", "seq", "author", "kind", "text", "snippets", "citations", "choices"),
    *("decline", "safety", "created_at", "segments"),
}


def test_a_new_conversation_has_an_id_a_token_and_a_greeting(shared: House) -> None:
    response = shared.client.post("/api/v1/conversations", json={"locale": "en-US"})
    body = response.json()
    assert response.status_code == 201
    assert body.keys() == {"conversation_id", "token", "messages"}
    assert len(body["messages"]) == 1
    assert body["messages"][0].keys() == REPLY
    assert body["messages"][0]["author"] == "assistant"
    assert body["messages"][0]["seq"] == 1


def test_a_conversation_opens_without_a_body(shared: House) -> None:
    assert shared.client.post("/api/v1/conversations").status_code == 201


def test_the_greeting_says_that_it_is_automated_watched_by_nobody_and_read_by_staff(
    talk: Talk,
) -> None:
    text = talk.greeting["text"]
    assert "automated assistant" in text
    assert "not a person" in text
    assert "nobody watches" in text
    assert "Staff can read" in text
    assert "988" in text


def test_a_posted_message_is_acknowledged_with_its_id_alone(talk: Talk) -> None:
    response = talk.say("What is ketamine?", wait=None)
    assert response.status_code == 202
    assert response.json().keys() == {"message_id"}


def test_with_wait_the_replies_come_along(talk: Talk) -> None:
    response = talk.say("What is ketamine?")
    assert response.status_code == 200
    assert response.json().keys() == {"message_id", "replies"}
    (reply,) = response.json()["replies"]
    assert reply.keys() == REPLY


def test_a_reply_carries_exactly_what_the_engine_said(house: House) -> None:
    house.engine.says = [
        answer(
            "Some text.",
            snippets=[
                SnippetRef(id="a", revision="1", topics=["t"], title="A", reviewed_on="2026-01-02")
            ],
            citations=[Citation(title="Label", publisher="FDA", year=2025, url="https://fda.gov")],
            choices=[Choice(label="Yes", value="Yes, please", topics=["t"])],
        )
    ]
    reply = house.open().ask("What is ketamine?")
    assert reply["kind"] == "answer"
    assert reply["text"] == "Some text."
    assert reply["snippets"] == [
        {"id": "a", "revision": "1", "topics": ["t"], "title": "A", "reviewed_on": "2026-01-02"}
    ]
    assert reply["citations"] == [
        {"title": "Label", "publisher": "FDA", "year": 2025, "url": "https://fda.gov"}
    ]
    assert reply["choices"] == [{"label": "Yes", "value": "Yes, please", "topics": ["t"]}]
    assert reply["decline"] is None
    assert reply["safety"] is None


def test_a_decline_names_its_class(house: House) -> None:
    decline = Decline(class_=DeclineClass.OUT_OF_SCOPE)
    house.engine.says = [answer("Not that.", kind=Kind.DECLINE, decline=decline)]
    assert house.open().ask("Weather?")["decline"] == {"class": "out_of_scope"}


def test_several_answers_to_one_message_keep_their_order(house: House) -> None:
    house.engine.says = [answer("one"), answer("two"), answer("three")]
    replies = house.open().say("Hello").json()["replies"]
    assert [r["text"] for r in replies] == ["one", "two", "three"]
    assert [r["seq"] for r in replies] == [3, 4, 5]


def test_the_listing_holds_both_sides_in_order_without_gaps(talk: Talk) -> None:
    talk.ask("First")
    talk.ask("Second")
    listed = talk.transcript()
    assert [m["seq"] for m in listed] == [1, 2, 3, 4, 5]
    assert [m["author"] for m in listed] == ["assistant", *["participant", "assistant"] * 2]
    assert listed[1].keys() == {"id", "seq", "author", "text", "client_message_id", "created_at"}
    assert [m["seq"] for m in talk.transcript(after=3)] == [4, 5]


def test_a_wait_that_ends_early_gives_no_replies_yet_and_loses_none(house: House) -> None:
    house.engine.hang()
    talk = house.open()
    early = talk.say("Slow one", "id-1", wait=0)
    assert (early.status_code, early.json()["replies"]) == (200, [])
    assert house.engine.called.wait(10)
    house.engine.release()
    late = talk.say("Slow one", "id-1").json()
    assert late["message_id"] == early.json()["message_id"]
    assert [r["text"] for r in late["replies"]] == ["A vetted answer."]


def test_an_unknown_route_is_404_in_the_one_shape(shared: House) -> None:
    response = shared.client.get("/no/such/route")
    assert response.status_code == 404
    assert error_of(response)["code"] == "not_found"


def test_a_wrong_method_is_405_in_the_one_shape_and_says_what_is_allowed(shared: House) -> None:
    response = shared.client.put("/api/v1/conversations")
    assert response.status_code == 405
    assert error_of(response)["code"] == "method_not_allowed"
    assert response.headers["allow"] == "POST"


def test_health_tells_that_the_engine_is_missing_but_the_house_stands(shared: House) -> None:
    assert shared.client.get("/health/live").json() == {"status": "ok"}
    ready = shared.client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json() == {"status": "degraded", "checks": {"database": True, "rasa": False}}


def test_metrics_count_escalations_and_the_age_of_the_oldest_message(house: House) -> None:
    house.open().ask("I want to end my life")
    metrics = house.client.get("/metrics").text
    assert "candor_escalations_unacknowledged 1.0" in metrics
    assert "candor_oldest_turn_seconds 0.0" in metrics
