"""The issue's own list: what a person gets when parts of the running assistant are gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import text

from tests.served import Served, serving


@pytest.fixture(scope="module")
def assistant(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One of its own: these tests hurt it."""
    with serving(tmp_path_factory.mktemp("faults"), turn_timeout="2") as running:
        yield running


def kinds(replies: list[dict]) -> list[str]:
    return [reply["kind"] for reply in replies]


def escalations(assistant: Served) -> int:
    database = assistant.database()
    with database.read() as tx:
        count = tx.execute(text("SELECT count(*) FROM escalations")).scalar_one()
    database.close()
    return int(count)


def test_all_is_well_at_first(assistant: Served) -> None:
    visitor = assistant.visitor()
    answer = visitor.say("does ketamine raise blood pressure?")[0]
    assert answer["snippets"][0]["id"] == "safe-bp-heart"
    assert answer["citations"] and answer["snippets"][0]["reviewed_on"]
    assert visitor.say("what is the weather tomorrow?")[0]["decline"] == {"class": "out_of_scope"}


def test_a_dead_action_server_is_not_silence(assistant: Served) -> None:
    assistant.child("rasa_sdk").send_signal(signal.SIGSTOP)
    try:
        assert kinds(assistant.visitor().say("can I talk to a real person please")) == ["fallback"]
    finally:
        assistant.child("rasa_sdk").send_signal(signal.SIGCONT)


def test_a_hung_rasa_stops_neither_urgent_words_nor_the_fallback(assistant: Served) -> None:
    rasa = assistant.child("rasa")
    before = escalations(assistant)
    rasa.send_signal(signal.SIGSTOP)
    try:
        visitor = assistant.visitor()
        assert kinds(visitor.say("is ketamine addictive?")) == ["fallback"]
        assert kinds(visitor.say("I want to end my life")) == ["safety"]
    finally:
        rasa.send_signal(signal.SIGCONT)
    assert escalations(assistant) == before + 1


def test_a_dead_rasa_stops_neither_and_comes_back(assistant: Served) -> None:
    rasa = assistant.child("rasa")
    before = escalations(assistant)
    rasa.kill()
    rasa.wait(10)
    visitor = assistant.visitor()
    assert kinds(visitor.say("I want to end my life")) == ["safety"]
    assert kinds(visitor.say("is ketamine addictive?")) == ["fallback"]
    assert escalations(assistant) == before + 1
    wait_for_rasa(assistant)
    assert kinds(assistant.visitor().say("is ketamine addictive?")) == ["answer"]


def wait_for_rasa(assistant: Served) -> None:
    """Waits for the supervisor's own word, which it prints when the restarted process answers."""
    process = assistant.process
    assert process.stdout is not None
    for line in process.stdout:
        if "rasa is ready again" in line:
            return
    raise AssertionError("the supervisor ended")


def test_stopping_leaves_nothing_behind(model: Path, tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        children = psutil.Process(running.process.pid).children(recursive=True)
        assert len(children) >= 3
        url = running.url
    assert running.process.returncode == 0
    assert not [c for c in children if c.is_running() and c.status() != psutil.STATUS_ZOMBIE]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/health/live")


def test_a_second_start_on_the_same_ports_says_so(assistant: Served) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        env=assistant.settings.environment(),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "is taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_log_holds_what_was_written(assistant: Served) -> None:
    assistant.visitor().say("quokka-canary is my secret, is ketamine addictive?")
    for log in (assistant.settings.data_dir / "logs").iterdir():
        assert "quokka-canary" not in log.read_text(encoding="utf-8", errors="replace"), log.name
    assert os.stat(assistant.settings.data_dir / "internal.secret").st_mode & 0o077 == 0
