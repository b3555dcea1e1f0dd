"""The whole assistant as its users start it: `python -m bot serve` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from bot.evaluation.client import Visitor
from bot.settings import ROOT, Settings
from bot.storage.engine import Database
from bot.supervisor import free_ports


@dataclass(frozen=True)
class Served:
    """A running assistant."""

    settings: Settings
    process: subprocess.Popen[str]
    welcome: str

    @property
    def url(self) -> str:
        """Where its web front answers."""
        return self.settings.web

    def visitor(self, channel: str = "web") -> Visitor:
        """A new conversation."""
        return Visitor(httpx.Client(base_url=self.url, timeout=30), channel)

    def database(self) -> Database:
        """Its database."""
        return Database(self.settings.database)

    def child(self, name: str) -> psutil.Process:
        """The process it started for `rasa`, `rasa_sdk` or `web`."""
        children = psutil.Process(self.process.pid).children()
        return next(c for c in children if _module(c.cmdline()) == name)


def _module(command: list[str]) -> str:
    """`python -m rasa run` is rasa, `python -m bot web` is web."""
    if "-m" not in command:
        return ""
    at = command.index("-m")
    return command[at + 2] if command[at + 1] == "bot" else command[at + 1]


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Served]:
    """Starts the assistant with its data in `folder`; stops it, and all it started, at the end."""
    ports = free_ports()
    chosen = Settings(_env_file=None, data_dir=folder, **ports, **settings)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=ROOT,
        env={**chosen.environment(), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Served(chosen, process, _read_until_running(process))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _read_until_running(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "staff console" in line:
            lines.append(process.stdout.readline())  # the first login, or a blank line
            return "".join(lines)
    raise AssertionError(f"the assistant did not start:\n{''.join(lines)}")


def chromium() -> str:
    """The installed Chromium. Raises where there is none: browser tests are never skipped."""
    import shutil

    wanted = os.environ.get("CANDOR_TEST_CHROMIUM", "chromium")
    for name in (wanted, "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise AssertionError("no Chromium: run `make browser`, or set CANDOR_TEST_CHROMIUM")
