"""One plain form for what people type, so that a rule need not know every spelling."""

from __future__ import annotations

import re
import unicodedata

from bot.text.disguise import uncover
from bot.text.lookalikes import CHARACTERS, QUOTES
from bot.text.riskwords import RISK_WORDS
from bot.text.shorthand import write_out

_ROUNDS = 6
_DROPPED = frozenset(("Cf", "Cc", "Mn", "Me", "Cs", "Co"))
_PARAGRAPH = re.compile(r"[^\S\n]*\n\s*\n\s*")
_SPACE = re.compile(r"\s+")
# A run of one emoji says no more than three of it.
_RUN = re.compile(r"([^\x00-\x7f])(?:\ufe0f?\1){3,}")
_LONG = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"(?<![a-z])[a-z]{0,15}?([a-z])\1[a-z]{0,15}(?![a-z])")
_SINGLE = re.compile(r"([a-z])\1")
_MANY_MARKS = re.compile(r"([!?.,])\1{2,}")


def normalise(text: str) -> str:
    """The plain form of `text`: lower case, no accents, no disguise, text-speak written out.

    Punctuation that ends sentences stays, so that `clauses` still works. Apostrophes go
    ("can't" becomes "cant"), and a line break becomes a space. Takes any text, raises nothing, and
    `normalise(normalise(t)) == normalise(t)`.
    """
    for _ in range(_ROUNDS):
        plain = _once(text)
        if plain == text:
            break
        text = plain
    return text


def _once(text: str) -> str:
    text = _characters(text)
    text = _LONG.sub(r"\1\1", text)
    text = _DOUBLED.sub(_single, text)
    text = uncover(text)
    text = _PARAGRAPH.sub(". ", text)
    text = _SPACE.sub(" ", text)
    text = write_out(text)
    text = _MANY_MARKS.sub(r"\1\1", text)
    return _SPACE.sub(" ", text).strip()


def _characters(text: str) -> str:
    if text.isascii():
        text = text.lower().replace("`", "'")
        return text if text.isprintable() else "".join(c for c in text if _kept(c))
    text = _RUN.sub(r"\1\1\1", text.translate(QUOTES))
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if _kept(c))
    return unicodedata.normalize("NFKC", text.casefold().translate(CHARACTERS).casefold())


def _kept(char: str) -> bool:
    return (
        char in "\n\t"
        or (char.isascii() and char.isprintable())
        or (unicodedata.category(char) not in _DROPPED)
    )


def _single(match: re.Match[str]) -> str:
    word = match.group()
    plain = _SINGLE.sub(r"\1", word)
    return plain if plain in RISK_WORDS and word not in RISK_WORDS else word
