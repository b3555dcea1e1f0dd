"""Training time: the slips of thumbs, so that the encoder has seen them before a patient makes them."""

from __future__ import annotations

import random

_NEAR = {
    "a": "se", "b": "vn", "c": "xk", "d": "sf", "e": "ai", "f": "dg", "g": "fh", "h": "gj", "i": "eu",
    "j": "hk", "k": "cl", "l": "k", "m": "n", "n": "mb", "o": "ua", "p": "o", "q": "w", "r": "et",
    "s": "cz", "t": "ry", "u": "oi", "v": "bf", "w": "eq", "x": "zc", "y": "ui", "z": "s",
}  # fmt: skip
"""The neighbours of a letter, on the keyboard or in the ear."""

_LONG = 4
_ONE_IN = 6


def misspelt(text: str, chance: random.Random) -> str:
    """`text` with one slip, and one more for every six long words; sometimes in lower case as well.

    The first letter of a word stays, as it mostly does when people mistype.
    """
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= _LONG and word.isalpha()]
    for i in chance.sample(long, min(len(long), 1 + len(long) // _ONE_IN)):
        words[i] = _slip(words[i], chance)
    slipped = " ".join(words)
    return slipped.lower() if chance.random() < 0.3 else slipped


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    head, letter, tail = word[:at], word[at], word[at + 1 :]
    return chance.choice(
        [
            head + tail,
            head + tail[0] + letter + tail[1:],
            head + letter + letter + tail,
            head + chance.choice(_NEAR.get(letter.lower(), letter)) + tail,
        ]
    )
