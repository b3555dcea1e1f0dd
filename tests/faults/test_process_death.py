"""A process that takes messages is killed at random moments: what it had accepted is never lost."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.bootstrap import build_services, prepare_database
from bot.messages import Draft, Kind
from bot.settings import ROOT, Settings
from bot.storage import tables
from bot.storage.engine import Database, now
from bot.turns.engine import Answer

RUNS = 15

CHILD = """
import asyncio, os, sys
from pathlib import Path
from bot.bootstrap import build_services
from bot.messages import Channel, Draft, Kind
from bot.settings import Settings
from bot.turns.engine import Answer
from bot.turns.runner import TURNS

class Engine:
    async def turn(self, sender_id, text, metadata):
        return [Answer(Draft(kind=Kind.ANSWER, text="from the child"), {})]

def say(line):
    sys.stdout.write(line + "\\n")
    sys.stdout.flush()

async def main():
    settings = Settings(_env_file=None, data_dir=Path(sys.argv[1]))
    services = build_services(settings, engine=Engine())
    talks = [services.intake.open(Channel.WEB, "en-US")[0].id for _ in range(3)]
    services.runner.start()
    for n in range(100_000):
        text = "I want to end my life" if n % 4 == 3 else f"question {n}"
        accepted = await asyncio.to_thread(services.intake.accept, talks[n % 3], f"id-{n}", text)
        services.notifier.notify(TURNS)
        say(accepted.message_id)

try:
    asyncio.run(main())
finally:
    os._exit(1)
"""


class Engine:
    """Answers everything."""

    async def turn(self, sender_id: str, text: str, metadata: dict[str, str]) -> list[Answer]:
        return [Answer(Draft(kind=Kind.ANSWER, text="from the heir"), {})]


def killed_after(folder: Path, lines: int) -> set[str]:
    """Runs the child until it has accepted `lines` messages and kills it: their ids."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    with child, child.stdout as told:
        seen = [told.readline() for _ in range(lines)]
        child.kill()
        seen += told.readlines()  # what it said before it was hit
    whole = [line.strip() for line in seen if line.endswith("\n")]
    assert len(whole) >= lines, "the child died by itself"
    return set(whole)


def rows(database: Database, table: Any) -> list[Any]:
    with database.read() as tx:
        return tx.execute(select(table)).all()


@pytest.mark.parametrize("run", range(RUNS))
def test_nothing_accepted_is_lost_and_nothing_is_answered_twice(tmp_path: Path, run: int) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    prepare_database(settings)
    accepted = killed_after(tmp_path, random.Random(run).randint(1, 40))

    heir = build_services(settings, engine=Engine())
    database = heir.database
    inbound = {m.id: m for m in rows(database, tables.messages) if m.author == "participant"}
    assert accepted <= inbound.keys()
    assert len(inbound) - len(accepted) <= 1  # stored, and killed before it could say so
    turns = Counter(turn.message_id for turn in rows(database, tables.turns))
    assert turns == Counter(inbound.keys())

    dangers = {id_ for id_, m in inbound.items() if "end my life" in m.text}
    escalated = Counter(e.message_id for e in rows(database, tables.escalations))
    assert escalated == Counter(dangers)
    assert replies(database, "safety") == Counter(dangers)

    with database.write() as tx:  # the dead process's leases run out
        tx.execute(
            update(tables.turns)
            .where(tables.turns.c.state == "running")
            .values(lease_until=now() - timedelta(seconds=1))
        )

    async def finish() -> None:
        while await heir.runner.run_next():
            pass
        await heir.engine.close()

    asyncio.run(finish())
    assert {turn.state for turn in rows(database, tables.turns)} == {"done"}
    assert replies(database, "answer") == Counter(inbound.keys() - dangers)
    assert replies(database, "safety") == Counter(dangers)
    check_order(database)
    database.close()


def replies(database: Database, kind: str) -> Counter[str]:
    """How many replies of that kind each message has."""
    found = rows(database, tables.messages)
    return Counter(m.reply_to for m in found if m.reply_to and m.payload["kind"] == kind)


def check_order(database: Database) -> None:
    """Each conversation is numbered without gaps, and its ordinary messages are answered in order."""
    found = sorted(rows(database, tables.messages), key=lambda m: m.seq)
    asked = {m.id: m.seq for m in found}
    for talk in {m.conversation_id for m in found}:
        mine = [m for m in found if m.conversation_id == talk]
        assert [m.seq for m in mine] == list(range(1, len(mine) + 1))
        answered = [asked[m.reply_to] for m in mine if m.payload.get("kind") == "answer"]
        assert answered == sorted(answered)
