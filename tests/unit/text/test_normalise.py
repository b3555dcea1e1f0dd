"""What `normalise` promises: disguises undone, ordinary text left alone, nothing raised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalise import normalise

ZOO = [
    ("I wanna k1ll mys3lf", "i want to kill myself"),
    ("su1cide", "suicide"),
    ("i want to d!e", "i want to die"),
    ("s*icide", "suicide"),
    ("d i e", "die"),
    ("k.m.s", "kill myself"),
    ("k.i.l.l m.y.s.e.l.f", "kill myself"),
    ("i w a n t t o d i e", "i want to die"),
    ("w a n t  t o  d i e", "want to die"),
    ("sui\ncide", "suicide"),
    ("my self", "myself"),
    ("#killmyself", "kill myself"),
    ("wannadie", "want to die"),
    ("kms", "kill myself"),
    ("unalive myself", "kill myself"),
    ("ctb", "catch the bus"),
    ("dieeee", "die"),
    ("want 2 die", "want to die"),
    ("Ι wаnt tо diе", "i want to die"),
    ("𝓘 𝔀𝓪𝓷𝓽 𝓽𝓸 𝓭𝓲𝓮", "i want to die"),
    ("ｋｉｌｌ", "kill"),
    ("ki\u200bll", "kill"),
    ("su\u00adicide", "suicide"),
    ("I’m", "im"),
    ("I am", "im"),
    ("can't", "cant"),
    ("can not", "cant"),
    ("I’ll do it", "i will do it"),
    ("do it rn", "do it right now"),
    ("idk u", "i dont know you"),
    ("💊💊", "pill pill"),
    ("me → ⚰️", "me arrow coffin"),
    ("mañana", "manana"),
    ("kiero morirme", "quiero morirme"),
    ("q  hora\tes", "q hora es"),
    ("ya no quiero seguir x mi", "ya no quiero seguir por mi"),
]
LEFT_ALONE = [
    "it is 5 kms away",
    "about 12 kms",
    "the rn said yes",
    "my si joint hurts",
    "od 20/40",
    "4/12/2025 at 5 p.m.",
    "b12 and d3",
    "i.v. drip at 9:45",
    "plan b",
    "100 mg x 3",
    "call 988",
]


@pytest.mark.parametrize(("typed", "plain"), ZOO)
def test_undoes_disguise(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_ordinary_text_alone(text: str) -> None:
    assert normalise(text) == text


def test_squeezes_long_letters_but_not_digits() -> None:
    assert normalise("sooooo 1000") in ("soo 1000", "so 1000")


@given(st.text(max_size=300))
def test_idempotent_and_never_raises(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(
    st.lists(
        st.sampled_from(
            ["k1ll", "d i e", "kms", "m y", "sui\ncide", "💊", "u", "n't", "'", ".", "rn", "die",
             "2", "die!!", "soooo", "x", "q", "vida", "i a m", "*", "ki", "ll", "my", "self", "é"]
        ),
        max_size=12,
    ).map(" ".join)
)  # fmt: skip
def test_idempotent_on_pieces_that_matter(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_long_input_of_one_kind_is_handled() -> None:
    for unit in ("a", "a ", "i i ", "die ", "\n", "💊", "é", ".", "k.", "want to "):
        assert isinstance(normalise(unit * (10_000 // len(unit))), str)
