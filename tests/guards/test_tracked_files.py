"""Nothing in the repository is bound to a package index or to somebody's machine."""

from __future__ import annotations

import re

import pytest

from tests.guards.sources import tracked_texts

HOSTS = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("unpkg", "com"),
    ("jsdelivr", "net"),
    ("ghcr", "io"),
    ("docker", "io"),
    ("docker", "com"),
    ("quay", "io"),
    ("gcr", "io"),
    ("anaconda", "org"),
    ("crates", "io"),
    ("rubygems", "org"),
    ("golang", "org"),
    ("huggingface", "co"),
    ("download", "pytorch", "org"),
    ("playwright", "azureedge", "net"),
    ("debian", "org"),
]
"""In parts, so that this file does not trip over itself."""

_HOST = re.compile(r"(?<![\w-])(?:" + "|".join(r"\.".join(h) for h in HOSTS) + r")(?![\w-])", re.I)
_MACHINE = re.compile(
    r"(?<![\w.:/~}$-])/(?:home|Users|root|work|mnt|tmp/\w+)/[\w.-]+|\b[A-Za-z]:\\Users\\", re.I
)


def found(pattern: re.Pattern[str]) -> list[str]:
    """Where the pattern stands: `file:line: what`. Sources cite pages of any host, so knowledge/ is out."""
    return [
        f"{name}:{number}: {hit.group()}"
        for name, text in tracked_texts().items()
        if not name.startswith("knowledge/")
        for number, line in enumerate(text.splitlines(), start=1)
        for hit in pattern.finditer(line)
    ]


def test_no_file_names_a_package_index() -> None:
    assert not found(_HOST)


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert not found(_MACHINE)


@pytest.mark.parametrize(
    ("pattern", "text", "hit"),
    [
        (_HOST, "--index-url https://" + ".".join(HOSTS[0]) + "/simple", True),
        (_HOST, "registry." + ".".join(HOSTS[2]), True),
        (_HOST, "a happy pypi user", False),
        (_MACHINE, 'cd "' + "/home" + '/anna/candor"', True),
        (_MACHINE, "see " + "/work" + "/main/bot", True),
        (_MACHINE, "https://example.org/home/page", False),
        (_MACHINE, "$ROOT/work/file", False),
    ],
)
def test_the_patterns_see_what_they_should(pattern: re.Pattern[str], text: str, hit: bool) -> None:
    assert bool(pattern.search(text)) is hit
