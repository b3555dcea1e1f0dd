"""The decision records: numbered in a row, and found from their list."""

from __future__ import annotations

import re

from bot.settings import ROOT

FOLDER = ROOT / "docs" / "adr"
RECORDS = sorted(p.name for p in FOLDER.glob("*.md") if p.name != "README.md")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(name[:4]) for name in RECORDS if re.match(r"\d{4}-[a-z0-9-]+\.md$", name)]
    assert len(numbers) == len(RECORDS), "a record is named NNNN-title.md"
    assert numbers == list(range(1, len(RECORDS) + 1))
    assert numbers, "docs/adr holds no record"


def test_every_decision_is_linked_from_the_list() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?:\./)?(\d{4}-[^)]+\.md)\)", listed)
    assert sorted(linked) == RECORDS
