"""A runner over both databases, an engine that is told what to do, and a local server in Rasa's place."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import Table, select
from sqlalchemy.engine import Row

from bot.clinic import load_clinic
from bot.messages import Channel, Draft, Kind
from bot.responses import load_responses
from bot.safety.hotlines import load_hotlines
from bot.safety.verdict import Tier, Verdict
from bot.safety.words import SafetyWords
from bot.settings import ROOT
from bot.storage import messages, turns
from bot.storage.engine import Database
from bot.turns.engine import Answer
from bot.turns.intake import Intake
from bot.turns.notifier import Notifier
from bot.turns.runner import Runner, replies_of

PATIENCE = 10.0


class Engine:
    """Answers each text with an echo; texts in `held` wait for their event first."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.held: dict[str, asyncio.Event] = {}
        self.reached: dict[str, asyncio.Event] = {}
        self.says: list[Answer] | None = None

    def hold(self, text: str) -> None:
        self.held[text], self.reached[text] = asyncio.Event(), asyncio.Event()

    async def turn(self, sender_id: str, text: str, metadata: dict[str, str]) -> list[Answer]:
        self.asked.append((sender_id, text))
        if text in self.held:
            self.reached[text].set()
            await self.held[text].wait()
        return self.says or [Answer(Draft(kind=Kind.ANSWER, text=f"re {text}"), {})]

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.asked]


@dataclass
class Bench:
    """A database with conversations in it, and runners for their turns."""

    database: Database
    engine: Engine
    intake: Intake
    parts: tuple[Any, ...]
    notifier: Notifier

    def runner(self, timeout: float = PATIENCE, workers: int = 4) -> Runner:
        responses, words = self.parts
        return Runner(self.database, self.engine, responses, words, self.notifier, timeout, workers)

    def open(self, channel: Channel = Channel.WEB) -> str:
        return self.intake.open(channel, "en-US")[0].id

    def accept(self, conversation_id: str, *texts: str) -> list[str]:
        """Takes the texts in; their message ids."""
        return [self.intake.accept(conversation_id, f"id-{t}", t).message_id for t in texts]

    def rows(self, table: Table, **where: Any) -> list[Row]:
        wanted = [table.c[name] == value for name, value in where.items()]
        with self.database.read() as tx:
            return tx.execute(select(table).where(*wanted)).all()

    def change(self, table: Table, column: str, key: str, **values: Any) -> None:
        with self.database.write() as tx:
            tx.execute(table.update().where(table.c[column] == key).values(**values))

    async def run_all(self, runner: Runner) -> None:
        """Runs turns one after the other until there is none."""
        while await runner.run_next():
            pass

    async def stop(self, runner: Runner) -> None:
        """Stops the runner, or says that it did not stop instead of hanging the whole suite."""
        await asyncio.wait_for(runner.stop(), 3)

    async def until_done(self, message_ids: list[str]) -> None:
        """Waits, by the runner's own notices, until all these turns are done."""
        for message_id in message_ids:
            with self.database.read() as tx:
                conversation_id = messages.by_id(tx, message_id).conversation_id
            with self.notifier.subscribe(replies_of(conversation_id)) as news:
                while not self._is_done(message_id):
                    await asyncio.wait_for(news.wait(), PATIENCE)
                    news.clear()

    def _is_done(self, message_id: str) -> bool:
        with self.database.read() as tx:
            return turns.is_done(tx, message_id)


@pytest.fixture
def bench(database: Database) -> Bench:
    clinic = load_clinic(ROOT / "clinic.yml")
    responses = load_responses(ROOT / "domain.yml", clinic.values())
    hotlines = load_hotlines(ROOT / "knowledge" / "hotlines.yml")
    words = SafetyWords(responses, hotlines, clinic.country)
    intake = Intake(database, lambda *_: Verdict(Tier.NONE, (), "none"), words, responses)
    return Bench(database, Engine(), intake, (responses, words), Notifier())


class Rasa(ThreadingHTTPServer):
    """A server in Rasa's place: gives `status` and `body`, or holds its answer until `go` is set."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.body = b"[]"
        self.go = threading.Event()
        self.go.set()
        self.asked: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, *parts: Any) -> None:
        self.body = json.dumps(list(parts)).encode()


class _Handler(BaseHTTPRequestHandler):
    server: Rasa

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked.append((self.path, json.loads(self.rfile.read(length))))
        self.server.go.wait(PATIENCE)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    server = Rasa()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.go.set()
    server.shutdown()
    thread.join(PATIENCE)
    server.server_close()
