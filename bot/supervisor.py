"""`python -m bot serve`: starts the processes, waits until they answer, restarts what dies."""

from __future__ import annotations

import asyncio
import json
import secrets
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pydantic import SecretStr

from bot import yamlfile
from bot.errors import SettingsError
from bot.settings import ROOT, Settings
from bot.training import QUIET, model_path

_READY_WITHIN = 120.0  # seconds; Rasa's imports alone take ten on a small machine
_STOP_WITHIN = 10.0
_LOOK = 0.2
_LOG_LIMIT = 10 * 1024 * 1024

Say = Callable[[str], None]


@dataclass
class Child:
    """One process: how to start it, and where it answers once it is ready."""

    name: str
    command: list[str]
    ready_url: str
    has_died: bool = False
    process: asyncio.subprocess.Process | None = field(default=None, repr=False)

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self.process.pid if self.process and self.process.returncode is None else None


class Supervisor:
    """Keeps one machine's processes alive: the action server, Rasa, the web front."""

    def __init__(self, settings: Settings, say: Say = print) -> None:
        """`say` gets the progress lines."""
        self.settings = settings.model_copy(update={"internal_secret": _secret(settings)})
        self._say = say
        self._stopping = asyncio.Event()
        self.children = _children(self.settings)
        self._logs = settings.data_dir / "logs"

    async def run(
        self, while_up: Callable[[], Awaitable[None]], prepare: Callable[[], object] = lambda: None
    ) -> int:
        """Starts everything, awaits `while_up` once all of it answers, and stops everything.

        `prepare` runs, in a thread, before the web front starts; the others, which take longer, start
        at once.

        Returns the exit code: 0, or 1 when something did not get ready. SIGINT and SIGTERM end it early.
        """
        _require_free_ports(self.settings)
        self._logs.mkdir(parents=True, exist_ok=True)
        _write_endpoints(self.settings)
        loop = asyncio.get_running_loop()
        for sig in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sig, self._stopping.set)
        front = self.children[-1]
        keepers = [asyncio.create_task(self._keep(child)) for child in self.children[:-1]]
        try:
            await asyncio.to_thread(prepare)
            keepers.append(asyncio.create_task(self._keep(front)))
            if await self._all_ready():
                await self._until_stopped(while_up)
                return 0
            return 0 if self._stopping.is_set() else 1
        finally:
            self._stopping.set()
            await self._stop()
            await asyncio.gather(*keepers)

    async def stopped(self) -> None:
        """Waits for SIGINT or SIGTERM."""
        await self._stopping.wait()

    async def _until_stopped(self, while_up: Callable[[], Awaitable[None]]) -> None:
        work = asyncio.ensure_future(while_up())
        stop = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if work.done():
            work.result()  # raises what it raised
        work.cancel()

    async def _keep(self, child: Child) -> None:
        """Starts the child, and again whenever it ends, a little later each time it ends at once."""
        pause = 0.5
        while not self._stopping.is_set():
            began = time.monotonic()
            child.process = await self._start(child)
            announced = asyncio.ensure_future(self._announce_return(child))
            code = await child.process.wait()
            announced.cancel()
            if self._stopping.is_set():
                return
            child.has_died = True
            pause = 0.5 if time.monotonic() - began > 30 else min(pause * 2, 10)
            self._say(f"{child.name} ended with {code}; starting it again in {pause:.0f} s")
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _announce_return(self, child: Child) -> None:
        if not child.has_died:
            return  # the first start is told by _all_ready
        async with httpx.AsyncClient(timeout=2) as client:
            while not await _answers(client, child.ready_url):
                await asyncio.sleep(_LOOK)
        self._say(f"{child.name} is ready again")

    async def _start(self, child: Child) -> asyncio.subprocess.Process:
        path = self._logs / f"{child.name}.log"
        if path.exists() and path.stat().st_size > _LOG_LIMIT:
            path.replace(path.with_suffix(".log.old"))
        with path.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *child.command,
                cwd=ROOT,
                env=_environment(self.settings),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone, and we end them in order
            )

    async def _all_ready(self) -> bool:
        until = time.monotonic() + _READY_WITHIN
        waiting = {child.name: child for child in self.children}
        async with httpx.AsyncClient(timeout=2) as client:
            while waiting and not self._stopping.is_set():
                for child in list(waiting.values()):
                    if await _answers(client, child.ready_url):
                        self._say(f"{child.name} is ready")
                        del waiting[child.name]
                if time.monotonic() > until:
                    names = ", ".join(waiting)
                    self._say(f"{names} did not get ready; the logs are in {self._logs}")
                    return False
                await asyncio.sleep(_LOOK)
        return not waiting

    async def _stop(self) -> None:
        for child in reversed(self.children):  # the front first, so that nobody waits for the rest
            await _end(child)


async def _end(child: Child) -> None:
    if child.process is None or child.process.returncode is not None:
        return
    child.process.terminate()
    try:
        await asyncio.wait_for(child.process.wait(), _STOP_WITHIN)
    except asyncio.TimeoutError:
        child.process.kill()
        await child.process.wait()


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == 200
    except httpx.HTTPError:
        return False


def _children(settings: Settings) -> list[Child]:
    python, loopback = sys.executable, "http://127.0.0.1"
    actions = [python, "-m", "rasa_sdk", "--actions", "actions.actions", "--quiet"]
    actions += ["--port", str(settings.actions_port)]
    rasa = [python, "-m", "rasa", "run", "--quiet", "--interface", "127.0.0.1"]
    rasa += ["--port", str(settings.rasa_port), "--model", str(model_path(settings))]
    rasa += ["--credentials", "credentials.yml", "--endpoints", str(_endpoints(settings))]
    return [
        Child("actions", actions, f"{loopback}:{settings.actions_port}/health"),
        Child("rasa", rasa, f"{loopback}:{settings.rasa_port}/webhooks/rest/"),
        Child("web", [python, "-m", "bot", "web"], f"{settings.web}/health/live"),
    ]


def _environment(settings: Settings) -> dict[str, str]:
    return {
        **settings.environment(),
        **QUIET,
        "SANIC_HOST": "127.0.0.1",  # the action server listens on all addresses otherwise
        "FORCE_JSON_LOGGING": "true",  # the other renderer prints local variables, message text too
        "LOG_LEVEL": "ERROR",
        "LOG_LEVEL_LIBRARIES": "ERROR",
    }


def _secret(settings: Settings) -> SecretStr:
    """The configured secret, or one made for this machine and kept in the data folder."""
    if settings.internal_secret.get_secret_value():
        return settings.internal_secret
    path = settings.data_dir / "internal.secret"
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return SecretStr(path.read_text(encoding="utf-8"))


def _endpoints(settings: Settings) -> Path:
    return settings.data_dir / "endpoints.yml"


def _write_endpoints(settings: Settings) -> None:
    """endpoints.yml with this deployment's action server and tracker store."""
    endpoints = yamlfile.read(ROOT / "endpoints.yml").data
    endpoints["action_endpoint"] = {"url": f"http://127.0.0.1:{settings.actions_port}/webhook"}
    store = {**endpoints["tracker_store"], "db": str(settings.data_dir / "tracker.db")}
    if not settings.database.startswith("sqlite"):
        # Rasa keeps its own tables beside ours; the address may hold a password, so the file is ours alone
        store = {"type": "SQL", "dialect": "postgresql", "url": settings.database}
    endpoints["tracker_store"] = store
    path = _endpoints(settings)
    path.touch(mode=0o600)
    path.write_text(json.dumps(endpoints), encoding="utf-8")  # JSON is YAML too


def free_ports() -> dict[str, int]:
    """Three ports that nothing listens on now, by the name of their setting."""
    with socket.socket() as a, socket.socket() as b, socket.socket() as c:
        for probe in (a, b, c):
            probe.bind(("127.0.0.1", 0))
        names = ("port", "rasa_port", "actions_port")
        return {name: s.getsockname()[1] for name, s in zip(names, (a, b, c))}


def _require_free_ports(settings: Settings) -> None:
    ports = {"port": settings.port, "rasa_port": settings.rasa_port}
    ports["actions_port"] = settings.actions_port
    for name, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise SettingsError(
                    f"port {port} is taken: is the assistant running already? "
                    f"Another port is set with CANDOR_{name.upper()}."
                ) from error
