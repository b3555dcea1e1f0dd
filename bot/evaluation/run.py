"""`python -m bot eval`: starts the assistant with an empty database, asks it everything, counts."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from bot.errors import CandorError
from bot.evaluation import score
from bot.evaluation.client import Visitor
from bot.evaluation.metrics import Share
from bot.knowledge.loader import load_library
from bot.settings import ROOT, Settings
from bot.supervisor import Supervisor, free_ports

Figures = dict[str, dict[str, Share]]


def evaluate(settings: Settings, sets: Path, prepare: Callable[[Settings], object]) -> int:
    """Prints the figures and writes them to `data_dir`/eval/report.json. Returns the exit code.

    `prepare` makes the database of the settings it is given ready for use.
    """
    if not (sets / "questions_dev.jsonl").is_file():
        raise CandorError(f"no question sets in {sets}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="candor-eval-") as scratch:
        own = settings.model_copy(
            update={
                **free_ports(),
                "mode": "development",
                "data_dir": Path(scratch),
                "database_url": "",
            }
        )
        prepare(own)
        figures = asyncio.run(_measured(own, sets))
    _print(figures)
    path = settings.data_dir / "eval" / "report.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_as_json(figures), indent=2), encoding="utf-8")
    print(f"\nsets: {sets}, {time.monotonic() - began:.0f} s, written to {path}")
    return 0


async def _measured(settings: Settings, sets: Path) -> Figures:
    figures: Figures = {}
    supervisor = Supervisor(settings, say=lambda _: None)

    async def ask() -> None:
        figures.update(await asyncio.to_thread(measure, settings.web, sets))

    if await supervisor.run(ask) != 0:
        raise CandorError("the assistant did not start")
    return figures


def measure(address: str, sets: Path) -> Figures:
    """All figures, taken from the assistant at `address`."""
    served = load_library(ROOT / "knowledge").served()
    covered = {topic for snippet in served for topic in snippet.topics}
    with httpx.Client(base_url=address, timeout=60) as http:
        ask = _asker(http, sets)
        asked, off, danger = (ask(name) for name in ("questions_dev", "offtopic_dev", "crisis_dev"))
    known = [(row, said) for row, said in asked if set(row["topics"]) & covered]
    return {
        f"questions ({len(served)} snippets served)": score.questions(asked, covered),
        "hit@1 by kind": score.by(known, "kind"),
        "off topic": score.off_topic(off),
        "crisis, single messages": score.crisis(danger),
        "no reply, or the fallback": {"all messages": score.silent([*asked, *off, *danger])},
    }


def _asker(http: httpx.Client, sets: Path) -> Callable[[str], score.Scored]:
    def ask(name: str) -> score.Scored:
        rows = [json.loads(line) for line in (sets / f"{name}.jsonl").open(encoding="utf-8")]
        print(f"asking {len(rows)} of {name}", flush=True)
        return [(row, Visitor(http, row.get("channel", "web")).say(row["text"])) for row in rows]

    return ask


def _print(figures: Figures) -> None:
    for title, shares in figures.items():
        print(f"\n{title}")
        for name, value in shares.items():
            print(f"  {name:42} {value}")


def _as_json(figures: Figures) -> dict[str, Any]:
    return {
        title: {
            name: {"hits": s.hits, "total": s.total, "value": s.value, "interval": s.interval()}
            for name, s in shares.items()
        }
        for title, shares in figures.items()
    }
