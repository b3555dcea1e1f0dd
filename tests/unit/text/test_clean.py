from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.clean import clean

FAMILY = "👩\u200d👩\u200d👧"
WAVE = "👋🏽"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\0b", "ab"),
        ("\0", ""),
        ("a\x07\x1b[31mb\x7f\x9f", "a[31mb"),
        ("a\ud800b", "ab"),
        ("\udc00\ud83d", ""),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        (" \n\t a \u00a0\u3000\n", "a"),
        ("", ""),
    ],
)
def test_what_no_database_takes_is_removed(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "שלום, מה זה קטמין?",
        "ما هو الكيتامين؟",
        "\u202babc\u202c and \u2067def\u2069",
        FAMILY,
        WAVE,
        "❤️",
        "né\u0301e, naïve, 中文, हिन्दी",
        "a  b",
        "/restart{}",
        "<script>alert(1)</script>",
    ],
)
def test_what_a_person_means_is_kept(text: str) -> None:
    assert clean(text) == text


@given(st.text(st.characters()))
def test_whatever_comes_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not set("\0\r") & set(cleaned)
    assert clean(cleaned) == cleaned
