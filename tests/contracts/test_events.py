"""Server-sent events: nothing left out, nothing twice, over a real server since it has to stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from httpx_sse import ServerSentEvent, connect_sse

from tests.contracts.house import DANGER, House, Talk, error_of


@contextmanager
def stream(
    talk: Talk, last_event_id: str | bytes | None = None
) -> Iterator[Iterator[ServerSentEvent]]:
    headers: dict[str, str | bytes] = dict(talk.bearer)
    if last_event_id is not None:
        headers["Last-Event-ID"] = last_event_id
    with connect_sse(talk.client, "GET", f"{talk.path}/events", headers=headers) as source:  # type: ignore[arg-type]
        assert source.response.status_code == 200
        yield source.iter_sse()


def replies(events: Iterator[ServerSentEvent], count: int) -> list[ServerSentEvent]:
    """The next `count` reply events; typing events between them are left aside."""
    found: list[ServerSentEvent] = []
    while len(found) < count:
        event = next(events)
        if event.event == "reply":
            found.append(event)
    return found


def test_replies_arrive_as_events_whose_id_is_their_number(live: House) -> None:
    talk = live.open()
    said = talk.ask("First")
    with stream(talk) as events:
        greeting, reply = replies(events, 2)
    assert (greeting.id, reply.id) == ("1", "3")
    assert json.loads(greeting.data)["text"] == talk.greeting["text"]
    assert json.loads(reply.data) == said


def test_a_reply_given_while_connected_arrives_and_the_participants_own_words_do_not(
    live: House,
) -> None:
    talk = live.open()
    with stream(talk) as events:
        replies(events, 1)
        talk.say("First", wait=None)
        (reply,) = replies(events, 1)
    assert reply.id == "3"
    assert json.loads(reply.data)["author"] == "assistant"


def test_after_reconnecting_exactly_what_was_missed_arrives_once(live: House) -> None:
    talk = live.open()
    with stream(talk) as events:
        seen = replies(events, 1)[-1].id
    talk.ask("First")
    talk.ask("Second")
    with stream(talk, seen) as events:
        missed = replies(events, 2)
        talk.say("Third", wait=None)
        missed += replies(events, 1)
    assert [event.id for event in missed] == ["3", "5", "7"]
    with stream(talk, "5") as events:
        assert [event.id for event in replies(events, 1)] == ["7"]


def test_typing_goes_on_while_the_engine_works_and_off_after_the_reply(live: House) -> None:
    live.engine.hang()
    talk = live.open()
    with stream(talk) as events:
        replies(events, 1)
        talk.say("Slow", wait=None)
        assert live.engine.called.wait(10)
        on = next(events)
        live.engine.release()
        reply, off = next(events), next(events)
    assert (on.event, json.loads(on.data)) == ("typing", {"on": True})
    assert (reply.event, reply.id) == ("reply", "3")
    assert (off.event, json.loads(off.data)) == ("typing", {"on": False})


def test_typing_carries_no_id_so_that_a_reconnect_asks_for_the_last_reply(live: House) -> None:
    live.engine.hang()
    talk = live.open()
    talk.say("Slow", wait=None)
    assert live.engine.called.wait(10)
    with stream(talk) as events:
        replies(events, 1)
        assert next(events).id == "1"  # the client's last id is unchanged
    live.engine.release()


def test_urgent_words_arrive_while_the_engine_hangs(live: House) -> None:
    live.engine.hang()
    talk = live.open()
    with stream(talk, "1") as events:
        talk.say("Slow", wait=None)
        talk.say(DANGER, wait=None)
        (urgent,) = replies(events, 1)
    assert json.loads(urgent.data)["kind"] == "safety"
    assert live.engine.called.wait(10)
    live.engine.release()


@pytest.mark.parametrize("last_event_id", ["", "abc", "-3", "1.5", b"\xb2", "9" * 30])
def test_a_last_event_id_that_cannot_be_one_starts_from_the_beginning(
    live: House, last_event_id: str | bytes
) -> None:
    talk = live.open()
    with stream(talk, last_event_id) as events:
        assert replies(events, 1)[0].id == "1"


def test_a_stranger_gets_no_stream(live: House) -> None:
    talk = live.open()
    response = live.client.get(f"{talk.path}/events", headers={"Authorization": "Bearer no"})
    assert response.status_code == 401
    assert error_of(response)["code"] == "unauthorized"


def test_the_stream_is_not_kept_by_anybody_and_has_the_security_headers(live: House) -> None:
    talk = live.open()
    with connect_sse(talk.client, "GET", f"{talk.path}/events", headers=talk.bearer) as source:
        headers = source.response.headers
    assert headers["content-type"].startswith("text/event-stream")
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
