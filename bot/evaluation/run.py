"""`python -m bot eval`: starts the assistant with an empty database, asks it everything, counts."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from bot.errors import CandorError
from bot.evaluation import report, score
from bot.evaluation.baselines import baselines
from bot.evaluation.client import Visitor
from bot.evaluation.metrics import share
from bot.evaluation.report import Answered, Figures, Findings
from bot.evaluation.scratch import with_assistant
from bot.knowledge.loader import load_library
from bot.settings import ROOT, Settings
from bot.storage import messages
from bot.storage.engine import Database

_PHRASINGS = 500  # of our own, asked to see whether any is taken for danger


def evaluate(settings: Settings, sets: Path, prepare: Callable[[Settings], object]) -> int:
    """Prints the figures and writes them to `data_dir`/eval. Returns the exit code.

    `prepare` makes the database of the settings it is given ready for use.
    """
    if not (sets / "questions_dev.jsonl").is_file():
        raise CandorError(f"no question sets in {sets}")
    began = time.monotonic()
    found = with_assistant(settings, prepare, lambda own: measure(own, sets))
    _print(found.figures)
    error = report.calibration_error(found.answered)
    print(f"\nmean distance between sureness and being right: {error:.3f}")
    told = f"Question sets: {sets.name}. Made in {time.monotonic() - began:.0f} s."
    page = report.write(settings.data_dir / "eval", found, told)
    print(f"sets: {sets}, {time.monotonic() - began:.0f} s, written to {page}")
    return 0


def measure(settings: Settings, sets: Path) -> Findings:
    """All figures, taken from the running assistant of `settings`."""
    library = load_library(ROOT / "knowledge")
    served = library.served()
    group = {slug: topic.group for slug, topic in library.topics.items()}
    with httpx.Client(base_url=settings.web, timeout=60) as http:
        ask = _asker(http, sets)
        asked, off, danger = (ask(name) for name in ("questions_dev", "offtopic_dev", "crisis_dev"))
        talked = _talk(http, sets)
        feared = _hold(http, sets)
        phrasings = random.Random(7).sample([q for s in served for q in s.questions], _PHRASINGS)
        own = [Visitor(http).say(text) for text in phrasings]
    simpler = baselines(library, [row for row, _ in asked])
    figures = {
        f"questions ({len(served)} snippets served)": score.questions(asked),
        **{f"baseline: {name}": shares for name, shares in simpler.items()},
        "hit@1 by kind": score.by(asked, lambda row: row["kind"]),
        "hit@1 by group": score.by(asked, lambda row: group[row["topics"][0]]),
        "off topic": score.off_topic(off),
        "conversations": score.dialogues(talked),
        "crisis, single messages": score.crisis(danger),
        "crisis, conversations": score.crisis_dialogues(feared),
        "our own phrasings": {"taken over": share([score.tier_of(said) != "none" for said in own])},
        "no reply, or the fallback": {
            "all messages": score.silent([*asked, *off, *talked, *danger])
        },
    }
    sureness = _sureness(Database(settings.database), asked)
    return Findings(figures, sureness, score.misses([*asked, *off, *talked]))


def _sureness(database: Database, scored: score.Scored) -> Answered:
    """For each answer, the share that the answer given holds among all answers, and whether it was right."""
    answered = []
    with database.read() as tx:
        for row, said in scored:
            for reply in said:
                trace = messages.by_id(tx, reply["id"]).trace or {}
                if reply["kind"] == "answer" and (
                    hits := (trace.get("retrieval") or {}).get("hits")
                ):
                    answered.append((hits[0]["probability"], score.is_hit(row, [reply])))
    return answered


def _asker(http: httpx.Client, sets: Path) -> Callable[[str], score.Scored]:
    def ask(name: str) -> score.Scored:
        return [
            (row, Visitor(http, row.get("channel", "web")).say(row["text"]))
            for row in _rows(sets, name)
        ]

    return ask


def _talk(http: httpx.Client, sets: Path) -> score.Scored:
    """Every turn of the conversations of dialogues_dev, each said in its conversation."""
    scored: score.Scored = []
    for row in _rows(sets, "dialogues_dev"):
        visitor = Visitor(http, row["channel"])
        scored += [
            ({"id": f"{row['id']}.{n}", **turn}, visitor.say(turn["text"]))
            for n, turn in enumerate(row["turns"], start=1)
        ]
    return scored


def _hold(http: httpx.Client, sets: Path) -> list[tuple[score.Row, list[score.Replies]]]:
    """Every conversation of crisis_dev_dialogues, by text message as they are written."""
    held: list[tuple[score.Row, list[score.Replies]]] = []
    for row in _rows(sets, "crisis_dev_dialogues"):
        visitor = Visitor(http, "sms")
        held.append((row, [visitor.say(turn["text"]) for turn in row["turns"]]))
    return held


def _rows(sets: Path, name: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (sets / f"{name}.jsonl").open(encoding="utf-8")]
    print(f"asking {len(rows)} of {name}", flush=True)
    return rows


def _print(figures: Figures) -> None:
    for title, shares in figures.items():
        print(f"\n{title}")
        for name, value in shares.items():
            print(f"  {name:42} {value}")
