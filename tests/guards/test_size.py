"""Modules stay small enough to read in one go."""

from __future__ import annotations

from statistics import median

import pytest

from tests.guards.sources import modules

LONGEST = 400
MEDIAN = 120

LENGTHS = {
    name: len(path.read_text(encoding="utf-8").splitlines())
    for name, path in modules().items()
    if name.startswith("bot") and "migrations.versions" not in name
}


@pytest.mark.parametrize("module", LENGTHS)
def test_no_module_is_too_long_to_read(module: str) -> None:
    assert LENGTHS[module] <= LONGEST


def test_most_modules_are_short() -> None:
    assert median(LENGTHS.values()) <= MEDIAN
