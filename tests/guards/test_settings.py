"""Settings: one reader of the environment, and a page that lists every one of them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings
from tests.guards.sources import modules, tree

PAGE = ROOT / "docs" / "settings.md"
NAMES = {f"CANDOR_{name.upper()}" for name in Settings.model_fields}
OF_THE_TESTS = {"CANDOR_TEST_POSTGRES"}
"""Read by tests/conftest.py alone; the page may tell of it."""

READERS: dict[str, str] = {
    "bot.settings": "the one reader",
    "bot.training": "passes the environment on to `rasa train`, reads nothing of it",
}


def documented() -> set[str]:
    """The names of settings that stand in backticks on the page."""
    assert PAGE.is_file(), "docs/settings.md is missing"
    return set(re.findall(r"`(CANDOR_[A-Z0-9_]+)`", PAGE.read_text(encoding="utf-8")))


def test_every_setting_is_documented() -> None:
    missing = NAMES - documented()
    assert not missing


def test_no_setting_is_documented_that_does_not_exist() -> None:
    unknown = documented() - NAMES - OF_THE_TESTS
    assert not unknown


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_says_what_it_is_for(name: str) -> None:
    assert len(Settings.model_fields[name].description or "") > 10


def test_only_the_settings_module_reads_the_environment() -> None:
    readers = {name for name, path in modules().items() if _reads_environment(path)}
    assert readers == set(READERS)


def _reads_environment(path: Path) -> bool:
    words = {"environ", "environb", "getenv", "getenvb", "putenv"}
    return any(
        (isinstance(node, ast.Attribute) and node.attr in words)
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and words & {a.name for a in node.names}
        )
        for node in ast.walk(tree(path))
    )
