from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.segments import is_gsm7, segments

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"
EMOJI = "🙂"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 153 * 2, 2),
        ("a" * (153 * 2 + 1), 3),
        ("a" * 153 * 3, 3),
        ("€" * 80, 1),
        ("€" * 80 + "a", 2),
        ("a" * 152 + "€" + "a" * 10, 2),
        # an escape is not cut off from its character: 152 and 153 septets, then a third part
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 67 * 2, 2),
        ("ж" * (67 * 2 + 1), 3),
        (EMOJI * 35, 1),
        (EMOJI * 36, 2),
        # 66 units and a pair: the pair moves on whole
        ("ж" * 66 + EMOJI + "ж" * 65, 2),
        ("ж" * 66 + EMOJI + "ж" * 66, 3),
        ("a" * 70 + "’", 2),
        ("a" * 69 + "’", 1),
        ("a" * 69 + "`", 1),
        ("a" * 70 + "ç", 2),
        ("Ç" * 160, 1),
    ],
)
def test_a_text_is_billed_by_the_alphabet_it_needs(text: str, count: int) -> None:
    assert segments(text) == count


@pytest.mark.parametrize("character", BASIC + EXTENDED)
def test_every_character_of_the_alphabet_is_in_it(character: str) -> None:
    assert is_gsm7(character)


@pytest.mark.parametrize("character", "`ç‘’“”–—…\t•áíóú🙂\x1b\u00a0")
def test_what_word_processors_put_in_is_not(character: str) -> None:
    assert not is_gsm7(character)


@given(st.text(st.sampled_from("a@é{€" + "ж" + EMOJI), max_size=400))
def test_counting_agrees_with_packing_unit_by_unit(text: str) -> None:
    assert segments(text) == packed(text)


@given(st.text(st.sampled_from("ab{€"), max_size=400))
def test_counting_agrees_with_packing_within_gsm7(text: str) -> None:
    assert segments(text) == packed(text)


@given(st.text(max_size=200))
def test_one_character_more_never_costs_less(text: str) -> None:
    assert segments(text) <= segments(text + "a")


def packed(text: str) -> int:
    """The plain way: put each character into a part, and begin another when it does not fit."""
    if not text:
        return 0
    gsm7 = all(c in BASIC + EXTENDED for c in text)
    costs = [1 + (c in EXTENDED) if gsm7 else len(c.encode("utf-16-be")) // 2 for c in text]
    if sum(costs) <= (160 if gsm7 else 70):
        return 1
    parts = [0]
    for cost in costs:
        if parts[-1] + cost > (153 if gsm7 else 67):
            parts.append(0)
        parts[-1] += cost
    return len(parts)
