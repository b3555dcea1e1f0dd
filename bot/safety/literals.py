"""Finds, for a pattern, plain strings that must be in any text that it matches.

Looking for a string is a hundred times cheaper than running a pattern, and an ordinary message
holds almost none of them, so nearly all patterns are skipped for it.
"""

from __future__ import annotations

import re
import sre_parse
from collections.abc import Iterable
from functools import cache
from sre_constants import (
    ASSERT,
    AT,
    BRANCH,
    LITERAL,
    MAX_REPEAT,
    MIN_REPEAT,
    SUBPATTERN,
)
from typing import Any

Needs = tuple[frozenset[str], ...]
_START = 3  # characters of a string that are looked up before the string itself
_KEPT = 3  # more sets would cost more to look for than they save
_MANY = 600  # a set larger than this costs more to look for than it saves


def needed(pattern: str) -> Needs:
    """Sets of strings: each match of `pattern` is in a text that holds one string of every set.

    Sound, not complete: it may leave sets out, but never names one that a match could do without.
    """
    found = _sequence(sre_parse.parse(pattern).data)
    return tuple(sorted(found, key=_shortest, reverse=True)[:_KEPT])


def _sequence(nodes: Iterable[Any]) -> Needs:
    found: list[frozenset[str]] = []
    run = ""
    for operator, argument in nodes:
        if operator is LITERAL:
            run += chr(argument)
        elif operator is not AT:  # a position takes no room: the run goes on
            found += _of_run(run)
            run = ""
            found += _node(operator, argument)
    return tuple(found + _of_run(run))


def _of_run(run: str) -> list[frozenset[str]]:
    return [frozenset((run.strip(),))] if run.strip() else []


def _node(operator: Any, argument: Any) -> Needs:
    if operator is SUBPATTERN:
        return _sequence(argument[-1])
    if operator is BRANCH:
        return _branches(_sequence(branch) for branch in argument[1])
    if operator in (MAX_REPEAT, MIN_REPEAT) and argument[0] >= 1:
        return _sequence(argument[2])
    if operator is ASSERT:  # look-ahead and look-behind see the same text
        return _sequence(argument[1])
    return ()


def _shortest(strings: frozenset[str]) -> int:
    """The longer the shortest string, the rarer the set."""
    return min(map(len, strings))


def _branches(branches: Iterable[Needs]) -> Needs:
    union: set[str] = set()
    for needs in branches:
        if not needs:
            return ()
        union |= sorted(needs, key=_shortest)[-1]
    return (frozenset(union),) if len(union) <= _MANY else ()


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled once: checking the rule files and running them need the same thousands."""
    return re.compile(pattern)


class Finder:
    """Finds which of many strings a text holds, by looking only for those that begin as it does somewhere."""

    def __init__(self, strings: Iterable[str]) -> None:
        """Strings of one or more characters."""
        self._by_start: dict[str, list[str]] = {}
        for string in set(strings):
            self._by_start.setdefault(string[:_START], []).append(string)

    def present(self, text: str) -> set[str]:
        """Those of the strings that stand in `text`."""
        starts = {text[i : i + size] for size in range(1, _START + 1) for i in range(len(text))}
        near = self._by_start.keys() & starts
        return {string for start in near for string in self._by_start[start] if string in text}
