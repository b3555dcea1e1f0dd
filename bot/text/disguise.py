"""Undoes disguises of words that matter: leet, stars, spaced or split letters, glued words.

Only words of `riskwords` are ever restored, so that ordinary text ("b12", "5mg", "a.m.") is
left as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.text.riskwords import GLUE, RISK_WORDS

_LEET = str.maketrans("013457@$!|+", "oieastasilt")
_LEET_WORD = re.compile(r"(?<![^\s\"(#.,])[a-z0-9@$!|+*#_]{3,20}(?![^\s\"),.;:?!])")
_HAS_DISGUISE = re.compile(r"[0-9@$!|+*#_]")
_HAS_LETTER = re.compile(r"[a-z]")
_SPACED = re.compile(
    r"(?<![a-z0-9'])[a-z0-9!$@](?:[ .\-_*/|~,]{1,3}[a-z0-9!$@]){2,60}(?![a-z0-9'])"
)
_PIECES = re.compile(r"([^a-z0-9]+)")
_GAP = re.compile(r"[ .\-_*/|~\n]{1,2}")
GLUED = re.compile(r"(?<![a-z0-9])[a-z]{6,40}(?![a-z0-9])")
GLUED_HINT = re.compile(r"kill|die|dead|suic|myself|mylife|cutt|death|morir|matar")
_JOINABLE = frozenset(w for w in RISK_WORDS if len(w) > 4) | {"kill", "die", "dead"}
# Two whole words that read as one word of the list when put together stay apart.
_WHOLE = frozenset(
    [
        "end",
        "cut",
        "hang",
        "die",
        "kill",
        "in",
        "i",
        "a",
        "the",
        "to",
        "no",
        "be",
        "live",
        "un",
        "slit",
        "burn",
        "hurt",
    ]
)
_WHOLE_LAST = frozenset(["ing", "s", "ed", "d", "er"])


def uncover(text: str) -> str:
    """`text` (lower case) with disguised risk words restored. Never longer by more than spaces."""
    text = _SPACED.sub(_close_up, text)
    text = _join_split(text)
    if _HAS_DISGUISE.search(text):
        text = _LEET_WORD.sub(_plain, text)
    if GLUED_HINT.search(text):
        text = GLUED.sub(_unglue, text)
    return text


def _close_up(match: re.Match[str]) -> str:
    run = match.group()
    if not _HAS_LETTER.search(run):
        return run
    words = [re.sub(r"[^a-z0-9!$@]", "", part) for part in re.split(r"\s{2,}|\s?/\s?", run)]
    spelled = [_spell(word) for word in words]
    if not any(spelled):
        return run
    return " ".join(plain or word for plain, word in zip(spelled, words))


def _spell(letters: str) -> str | None:
    plain = letters.translate(_LEET)
    if plain in RISK_WORDS:
        return plain
    return segment(plain)


def _join_split(text: str) -> str:
    pieces = _PIECES.split(text)  # words at even places, what parts them at odd ones
    for place in range(0, len(pieces) - 2, 2):
        first, second = pieces[place], pieces[place + 2]
        joined = first + second
        if joined not in _JOINABLE or not first or not second:
            continue
        if _GAP.fullmatch(pieces[place + 1]) and not (first in _WHOLE and second in _WHOLE_LAST):
            pieces[place], pieces[place + 1], pieces[place + 2] = "", "", joined
    return "".join(pieces)


def _plain(match: re.Match[str]) -> str:
    word = match.group()
    if not _HAS_DISGUISE.search(word) or not _HAS_LETTER.search(word):
        return word
    core = word.lstrip("#").rstrip("!")
    tail = word[len(word.rstrip("!")) :]
    plain = core.translate(_LEET)
    if plain in RISK_WORDS:
        return plain + tail
    if re.search(r"[*#_]", core):
        return (_unstar(core) or core) + tail
    return core + tail if plain == core else word


@lru_cache(maxsize=2048)
def _unstar(word: str) -> str | None:
    if not len(word) >= 3 or sum(c in "*#_" for c in word) > len(word) // 2:
        return None
    shape = re.compile(
        re.sub(
            r"[*#_]",
            "[a-z]",
            re.escape(word).replace(r"\*", "*").replace(r"\#", "#").replace(r"\_", "_"),
        )
    )
    found = sorted(w for w in RISK_WORDS if shape.fullmatch(w))
    return found[0] if found else None


def _unglue(match: re.Match[str]) -> str:
    word = match.group()
    return word if word in RISK_WORDS else (segment(word) or word)


@lru_cache(maxsize=4096)
def segment(letters: str) -> str | None:
    """The words that `letters` is made of, with spaces, if a risk word is among them; or None."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 12), end):
            before, word = best[start], letters[start:end]
            if before is None or not (word in RISK_WORDS or word in GLUE):
                continue
            current = best[end]
            if current is None or len(before) + 1 < len(current):
                best[end] = (*before, word)
    words = best[-1]
    if not words or not any(len(w) > 2 and w in RISK_WORDS for w in words):
        return None
    return " ".join(words)
