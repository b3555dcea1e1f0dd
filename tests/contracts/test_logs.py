"""Message text, tokens and passwords never reach a log, not even when something breaks."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.errors import EngineError
from tests.contracts.house import DANGER, House

CANARY = "my neighbour Zebulon Quagmire told me about ketamine"
DANGER_CANARY = f"{DANGER}, says Zebulon Quagmire"
SECRETS = ("Zebulon", "Quagmire", "end my life")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that anybody logs, at the lowest level, tracebacks included."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def check_silent(log: pytest.LogCaptureFixture, *more: str) -> None:
    formatter = logging.Formatter()
    assert log.records, "nothing was captured"
    for record in log.records:
        line = formatter.format(record) + repr(record.args)
        for secret in (*SECRETS, *more):
            assert secret not in line, f"{record.name} logged what a patient wrote"


def test_a_conversation_leaves_none_of_its_words_in_the_log(
    live: House, log: pytest.LogCaptureFixture
) -> None:
    talk = live.open()
    assert talk.ask(CANARY)["kind"] == "answer"
    assert talk.ask(DANGER_CANARY)["kind"] == "safety"
    live.engine.failure = EngineError("unreachable")
    assert talk.ask(CANARY)["kind"] == "fallback"
    talk.post(b'{"client_message_id": "a b", "text": "%s"}' % CANARY.encode())
    talk.say(CANARY * 100)
    check_silent(log)


def test_an_engine_that_crashes_over_a_message_does_not_put_it_in_the_log(
    live: House, log: pytest.LogCaptureFixture
) -> None:
    live.engine.failure = RuntimeError(f"cannot parse {CANARY}")
    live.open().say(CANARY, wait=None)
    assert live.engine.called.wait(10)
    check_silent(log)


def test_a_screen_that_crashes_over_a_message_does_not_put_it_in_the_log(
    live: House, log: pytest.LogCaptureFixture
) -> None:
    def broken(words: str, *_: object) -> None:
        raise RuntimeError(words)

    live.services.intake._screen = broken  # type: ignore[assignment]
    assert live.open().ask(CANARY)["kind"] == "safety"
    check_silent(log)


def test_a_database_that_refuses_a_message_does_not_put_it_in_the_log(
    live: House, log: pytest.LogCaptureFixture
) -> None:
    talk = live.open()
    with live.services.database.write() as tx:
        tx.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON messages "
                "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        )
    response = talk.say(CANARY)
    assert response.status_code == 500
    assert "Zebulon" not in response.text
    check_silent(log)


def test_a_login_leaves_neither_password_nor_session_in_the_log(
    live: House, log: pytest.LogCaptureFixture
) -> None:
    response = live.log_in("admin", "Quagmire-password-1")
    assert response.status_code == 401
    check_silent(log)
