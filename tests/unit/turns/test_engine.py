"""The HTTP client of Rasa: every way in which an answer can be missing is an EngineError."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from typing import Any

import pytest

from bot.errors import EngineError
from bot.messages import Draft, Kind, to_wire
from bot.turns.engine import Answer, RasaEngine

REPLY = to_wire(Draft(kind=Kind.ANSWER, text="Vetted."))


def ask(url: str, timeout: float = 5.0, text: str = "Hello") -> list[Answer]:
    async def turn() -> list[Answer]:
        engine = RasaEngine(url, timeout)
        try:
            return await engine.turn("sender-1", text, {"channel": "web", "locale": "en-US"})
        finally:
            await engine.close()

    return asyncio.run(turn())


def test_a_good_answer_comes_with_its_trace(rasa: Any) -> None:
    rasa.says({"recipient_id": "x", "custom": {"reply": REPLY, "trace": {"action": "answer"}}})
    (answer,) = ask(rasa.url)
    assert answer.draft == Draft(kind=Kind.ANSWER, text="Vetted.")
    assert answer.action == "answer"


def test_a_plain_text_is_small_talk_and_order_is_kept(rasa: Any) -> None:
    rasa.says({"text": "one"}, {"custom": {"reply": REPLY}}, {"text": "three"})
    answers = ask(rasa.url)
    assert [a.draft.text for a in answers] == ["one", "Vetted.", "three"]
    assert answers[0].draft.kind is Kind.SMALLTALK


def test_rasa_is_given_sender_text_and_metadata(rasa: Any) -> None:
    rasa.says({"text": "hi"})
    ask(rasa.url, text="Is it safe?")
    metadata = {"channel": "web", "locale": "en-US"}
    body = {"sender": "sender-1", "message": "Is it safe?", "metadata": metadata}
    assert rasa.asked == [("/webhooks/rest/webhook", body)]


MALFORMED = {
    "custom without reply": [{"custom": {"trace": {}}}],
    "reply without text": [{"custom": {"reply": {"kind": "answer"}}}],
    "unknown kind": [{"custom": {"reply": {**REPLY, "kind": "rant"}}}],
    "unknown field": [{"custom": {"reply": {**REPLY, "html": "<b>"}}}],
    "custom is text": [{"custom": "answer"}],
    "custom is a list": [{"custom": [REPLY]}],
    "trace is no mapping": [{"custom": {"reply": REPLY, "trace": ["x"]}}],
    "neither text nor custom": [{"image": "https://example.org/x.png"}],
    "text is null": [{"text": None}],
    "one good and one bad": [{"text": "hi"}, {"custom": {}}, {"image": "x"}],
    "a list of strings": ["hi"],
    "a list of null": [None],
    "a mapping": {"version": "3.6.21"},
    "null": None,
    "a number": 7,
}


@pytest.mark.parametrize("said", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_answer_is_an_engine_error(rasa: Any, said: Any) -> None:
    rasa.body = json.dumps(said).encode()
    with pytest.raises(EngineError, match=r"^malformed$"):
        ask(rasa.url)


def test_silence_is_an_engine_error(rasa: Any) -> None:
    with pytest.raises(EngineError, match=r"^silent$"):
        ask(rasa.url)


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_a_failing_status_is_an_engine_error(rasa: Any, status: int) -> None:
    rasa.says({"text": "hi"})
    rasa.status = status
    with pytest.raises(EngineError, match=r"^unreachable$"):
        ask(rasa.url)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[", b"\xff\xfe\x00"])
def test_what_is_not_json_is_an_engine_error(rasa: Any, body: bytes) -> None:
    rasa.body = body
    with pytest.raises(EngineError, match=r"^unreachable$"):
        ask(rasa.url)


def test_a_slow_answer_is_an_engine_error(rasa: Any) -> None:
    rasa.go.clear()
    with pytest.raises(EngineError, match=r"^timeout$"):
        ask(rasa.url, timeout=0.1)


def test_nobody_at_the_port_is_an_engine_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        with pytest.raises(EngineError, match=r"^unreachable$"):
            ask(f"http://127.0.0.1:{taken.getsockname()[1]}")


def test_the_text_reaches_no_log(rasa: Any, caplog: pytest.LogCaptureFixture) -> None:
    rasa.says({"text": "hi"})
    with caplog.at_level(logging.DEBUG):
        ask(rasa.url, text="Zebulon told me")
    assert caplog.records
    assert "Zebulon" not in caplog.text
