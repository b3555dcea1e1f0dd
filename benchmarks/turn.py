"""How long one turn takes through HTTP, one at a time, and where the time goes.

Run by `make bench`. Starts the whole assistant with an empty database on free ports, holds ten-turn
conversations and prints medians. `through Rasa alone` posts the same texts straight to Rasa, so that the
difference is what storing, queueing and answering cost.
"""

from __future__ import annotations

import asyncio
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bot.bootstrap import prepare_database
from bot.evaluation.client import Visitor
from bot.knowledge.loader import load_library
from bot.settings import ROOT, Settings, load_settings
from bot.supervisor import Supervisor, free_ports

CONVERSATIONS = 20
TURNS = 10
WARM_UP = 2  # conversations


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as scratch:
        settings = load_settings().model_copy(
            update={**free_ports(), "data_dir": Path(scratch), "database_url": ""}
        )
        prepare_database(settings)
        supervisor = Supervisor(settings, say=lambda _: None)

        async def measure() -> None:
            await asyncio.to_thread(_measure, settings)

        asyncio.run(supervisor.run(measure))


def _measure(settings: Settings) -> None:
    questions = [s.questions[1] for s in load_library(ROOT / "knowledge").served()]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {CONVERSATIONS} conversations of {TURNS} turns"
    )
    with httpx.Client(base_url=settings.web, timeout=30) as http:
        _report("a turn through HTTP", _turns(questions, lambda: Visitor(http).say))
    with httpx.Client(base_url=settings.rasa, timeout=30) as http:
        _report("the same through Rasa alone", _turns(questions, lambda: _bare(http)))


def _bare(http: httpx.Client) -> Callable[[str], object]:
    sender = str(time.monotonic_ns())
    return lambda text: http.post(
        "/webhooks/rest/webhook", json={"sender": sender, "message": text}
    ).raise_for_status()


def _turns(questions: list[str], converse: Callable[[], Callable[[str], object]]) -> list[float]:
    times = []
    for conversation in range(WARM_UP + CONVERSATIONS):
        say = converse()
        for turn in range(TURNS):
            text = questions[(conversation * TURNS + turn) % len(questions)]
            began = time.perf_counter()
            say(text)
            if conversation >= WARM_UP:
                times.append((time.perf_counter() - began) * 1000)
    return times


def _report(what: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=20)
    print(
        f"{what:30} p50 {statistics.median(times):6.1f} ms   p95 {cuts[18]:6.1f} ms   n {len(times)}"
    )


if __name__ == "__main__":
    main()
