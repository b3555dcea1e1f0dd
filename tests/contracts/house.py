"""The real app in process, with a stand-in for Rasa, and the few moves that the contract tests make."""

from __future__ import annotations

import asyncio
import socket
import threading
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Table, select
from sqlalchemy.engine import Row

from bot.bootstrap import build_services
from bot.messages import Draft, Kind
from bot.settings import Settings
from bot.storage import staff
from bot.turns.engine import Answer
from bot.web.app import create_app
from bot.web.services import Services

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette would rather have httpx2
    from starlette.testclient import TestClient

DANGER = "I want to end my life"
PATIENCE = 10.0  # seconds until a test gives up on what should come at once
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class StubEngine:
    """Stands in for Rasa: says what it is told to, fails or hangs on request, remembers what it read."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.called = threading.Event()
        self.says = [answer("A vetted answer.")]
        self.failure: Exception | None = None
        self._gate: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def turn(self, sender_id: str, text: str, metadata: dict[str, str]) -> list[Answer]:
        self._loop = asyncio.get_running_loop()
        self.asked.append((sender_id, text))
        gate, failure, says = self._gate, self.failure, self.says
        self.called.set()
        if gate is not None:
            await gate.wait()
        if failure is not None:
            raise failure
        return says

    def texts(self, sender_id: str) -> list[str]:
        """What it was asked in that conversation."""
        return [text for sender, text in self.asked if sender == sender_id]

    def hang(self) -> None:
        """From now on turns hang until `release`."""
        self._gate = asyncio.Event()

    def release(self) -> None:
        """Lets hanging turns go on; safe from any thread."""
        gate, self._gate = self._gate, None
        assert gate is not None
        assert self._loop is not None, "nothing hangs"
        self._loop.call_soon_threadsafe(gate.set)


def answer(text: str, **parts: Any) -> Answer:
    return Answer(Draft(kind=parts.pop("kind", Kind.ANSWER), text=text, **parts), {})


@dataclass
class Talk:
    """One conversation, as its participant's browser has it."""

    client: httpx.Client
    id: str
    token: str
    greeting: dict[str, Any]

    @property
    def path(self) -> str:
        return f"/api/v1/conversations/{self.id}"

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def say(
        self, text: str, client_message_id: str | None = None, wait: float | None = PATIENCE
    ) -> httpx.Response:
        """Posts a message; with `wait` its replies come along."""
        body = {"client_message_id": client_message_id or uuid.uuid4().hex, "text": text}
        query = "" if wait is None else f"?wait={wait}"
        return self.client.post(f"{self.path}/messages{query}", json=body, headers=self.bearer)

    def ask(self, text: str) -> dict[str, Any]:
        """The one reply to `text`."""
        response = self.say(text)
        assert response.status_code == 200, response.text
        (reply,) = response.json()["replies"]
        return reply

    def post(self, content: bytes, query: str = "") -> httpx.Response:
        """Posts these very bytes as JSON."""
        headers = {**self.bearer, "Content-Type": "application/json"}
        return self.client.post(f"{self.path}/messages{query}", content=content, headers=headers)

    def transcript(self, after: int = 0) -> list[dict[str, Any]]:
        query = f"{self.path}/messages?after={after}"
        return self.client.get(query, headers=self.bearer).json()["messages"]

    def written(self) -> list[str]:
        """What of the participant's is stored."""
        return [m["text"] for m in self.transcript() if m["author"] == "participant"]


def open_talk(client: httpx.Client, locale: str = "en-US") -> Talk:
    response = client.post("/api/v1/conversations", json={"locale": locale})
    assert response.status_code == 201, response.text
    body = response.json()
    return Talk(client, body["conversation_id"], body["token"], body["messages"][0])


@dataclass
class House:
    """A running app, its parts, and a client on loopback."""

    app: FastAPI
    services: Services
    engine: StubEngine
    client: httpx.Client
    first_login: tuple[str, str] = field(default=("", ""))

    def open(self, locale: str = "en-US") -> Talk:
        return open_talk(self.client, locale)

    def rows(self, table: Table, **where: Any) -> list[Row]:
        wanted = [table.c[name] == value for name, value in where.items()]
        with self.services.database.read() as tx:
            return tx.execute(select(table).where(*wanted)).all()

    def log_in(self, username: str, password: str) -> httpx.Response:
        """Sends the login form as the console itself would."""
        return self.client.post(
            "/console/login",
            data={"username": username, "password": password},
            headers=SAME_ORIGIN,
        )

    def staff_cookie(self, username: str) -> dict[str, str]:
        """The Cookie header of a new member of staff with a live session."""
        with self.services.database.write() as tx:
            member = staff.add(tx, username, "no password opens this")
            staff.set_password(tx, member.id, "no password opens this")
            token = staff.open_session(tx, member.id)
        return {"Cookie": f"candor_console={token}", **SAME_ORIGIN}


@contextmanager
def running(settings: Settings, client: str = "127.0.0.1") -> Iterator[House]:
    """The app with its turn runner, for requests from the address `client`."""
    engine = StubEngine()
    services = build_services(settings, engine=engine)
    app = create_app(services)
    with TestClient(
        app,
        base_url="http://127.0.0.1:8000",
        client=(client, 50000),
        raise_server_exceptions=False,
        follow_redirects=False,
    ) as http:
        yield House(app, services, engine, http)
        assert http.portal is not None
        http.portal.call(_stop, services)


async def _stop(services: Services) -> None:
    """Ends the turn runner, or says that it did not end instead of hanging the whole suite."""
    await asyncio.wait_for(services.runner.stop(), 3)


class _Server(uvicorn.Server):
    """Says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@contextmanager
def served(settings: Settings) -> Iterator[House]:
    """The app behind a real server on a free loopback port: for what has to stream."""
    engine = StubEngine()
    services = build_services(settings, engine=engine)
    app = create_app(services)
    config = uvicorn.Config(
        app, ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = _Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        assert server.up.wait(PATIENCE)
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=base, timeout=PATIENCE) as http:
            yield House(app, services, engine, http)
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not stop"


def error_of(response: httpx.Response) -> dict[str, str]:
    """The error in `response`, once it has the one shape."""
    body = response.json()
    assert body.keys() == {"error"}, body
    assert body["error"].keys() == {"code", "message"}
    assert response.headers["content-type"] == "application/json"
    return body["error"]
