"""Finds, for a pattern, plain strings of which one must be in any text that it matches.

Looking for a string is a hundred times cheaper than running a pattern, and an ordinary message
holds almost none of them, so nearly all patterns are skipped for it.
"""

from __future__ import annotations

import sre_parse
from collections.abc import Iterable
from sre_constants import (
    AT,
    BRANCH,
    IN,
    LITERAL,
    MAX_REPEAT,
    MIN_REPEAT,
    SUBPATTERN,
)
from typing import Any

_MANY = 400  # a set larger than this costs more to look for than it saves


def needed(pattern: str) -> frozenset[str] | None:
    """Strings of which each match of `pattern` holds at least one; None when there is no such set.

    Sound, not complete: it may answer None, but never a set that a match could do without.
    """
    return _sequence(list(sre_parse.parse(pattern)))


def _sequence(nodes: list[Any]) -> frozenset[str] | None:
    options: list[frozenset[str]] = []
    run = ""
    for operator, argument in nodes:
        if operator is LITERAL:
            run += chr(argument)
            continue
        if operator is AT:  # a position takes no room: the run goes on
            continue
        options.append(frozenset((run,)))
        run = ""
        inner = _node(operator, argument)
        if inner is not None:
            options.append(inner)
    options.append(frozenset((run,)))
    return _best(options)


def _node(operator: Any, argument: Any) -> frozenset[str] | None:
    if operator is SUBPATTERN:
        return _sequence(list(argument[-1]))
    if operator is BRANCH:
        return _union(_sequence(list(branch)) for branch in argument[1])
    if operator in (MAX_REPEAT, MIN_REPEAT) and argument[0] >= 1:
        return _sequence(list(argument[2]))
    if operator is IN and all(kind is LITERAL for kind, _ in argument):
        return frozenset(chr(code) for _, code in argument)
    return None


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    union: frozenset[str] = frozenset()
    for one in sets:
        if one is None:
            return None
        union |= one
    return union if len(union) <= _MANY else None


def _best(options: list[frozenset[str]]) -> frozenset[str] | None:
    """The set whose shortest string is longest: that is the rarest one."""
    usable = [o for o in options if o and all(o)]
    return max(usable, key=lambda o: (min(len(s.strip()) for s in o), -len(o)), default=None)
