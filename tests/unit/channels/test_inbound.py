from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.inbound import accepted_text, for_engine
from bot.errors import ApiError, ErrorCode
from bot.messages import Choice

LIMIT = 20
COMMANDS = ["/restart", '/ask_question{"a":1}', "/session_start", "/danger"]
PREFIXES = ["", "/", "//", " /", "\u00a0/", "\u3000//", "\n\t/", "/ /", "/\u00a0", "/\u2003", "/\n"]
CHOICES = [
    Choice(label="Driving after a visit", value="Can I drive home?"),
    Choice(label="Ketamine (drip)", value="What is a ketamine drip?"),
    Choice(label="No, thank you.", value="No, thank you"),
]
LABELS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda label: label.strip() == label and not label.strip(".)").isdigit() and label.strip(".)")
)


@pytest.mark.parametrize(
    "raw", ["", " ", "\n\t ", "\0", "\u200d", "\u200b\u200e", "\ud800", "\u00a0"]
)
def test_a_message_without_anything_to_see_is_refused(raw: str) -> None:
    with pytest.raises(ApiError) as refused:
        accepted_text(raw, LIMIT)
    assert refused.value.code is ErrorCode.INVALID


@pytest.mark.parametrize("raw", ["?", "🙂", "hello", "שלום", "/restart", "a\nb", "."])
def test_a_message_with_anything_to_see_is_taken_as_it_is(raw: str) -> None:
    assert accepted_text(raw, LIMIT) == raw


def test_a_message_is_cleaned_before_it_is_taken() -> None:
    assert accepted_text(" he\0llo\r\n", LIMIT) == "hello"


def test_the_limit_counts_what_is_kept() -> None:
    assert accepted_text("  " + "x" * LIMIT + "\0\n", LIMIT) == "x" * LIMIT
    with pytest.raises(ApiError) as refused:
        accepted_text("x" * (LIMIT + 1), LIMIT)
    assert refused.value.code is ErrorCode.TOO_LARGE


def test_a_refusal_repeats_nothing_and_says_where_help_is() -> None:
    with pytest.raises(ApiError) as refused:
        accepted_text("canary" * LIMIT, LIMIT)
    assert "canary" not in refused.value.message
    assert "emergency number" in refused.value.message


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_written_command_never_reaches_rasa_as_one(prefix: str, command: str) -> None:
    given_ = for_engine(accepted_text(prefix + command, 1000))
    assert not given_.strip().startswith("/")
    assert command.lstrip("/") in given_


@given(st.text(st.sampled_from("/ \t\n\x0b\x1c\x85\u00a0\u2003\u2028\u3000\u200ba{"), max_size=8))
@example("/\u2003/restart")
def test_no_text_reaches_rasa_with_a_leading_slash_or_empty(text: str) -> None:
    given_ = for_engine(text).strip()  # Rasa strips before it looks for its slash
    assert given_
    assert not given_.startswith("/")


@pytest.mark.parametrize("value", COMMANDS)
def test_a_choice_is_no_way_round_it(value: str) -> None:
    assert not for_engine("1", [Choice(label="x", value=value)]).startswith("/")


@pytest.mark.parametrize("text", ["What about 1/2 a dose?", "and/or", "how much? 50/50"])
def test_slashes_inside_a_text_stay(text: str) -> None:
    assert for_engine(text) == text


@pytest.mark.parametrize("number", range(len(CHOICES)))
@pytest.mark.parametrize("form", ["{}", " {} ", "{}.", "{})", "{}\n"])
def test_a_number_picks_its_choice(number: int, form: str) -> None:
    assert for_engine(form.format(number + 1), CHOICES) == CHOICES[number].value


@pytest.mark.parametrize("choice", CHOICES, ids=lambda c: c.label)
def test_a_label_picks_its_choice_in_any_case(choice: Choice) -> None:
    for said in (choice.label, choice.label.upper(), f" {choice.label} "):
        assert for_engine(said, CHOICES) == choice.value


@given(LABELS)
def test_every_label_picks_its_choice(label: str) -> None:
    assert for_engine(label, [Choice(label=label, value="picked")]) == "picked"


@pytest.mark.parametrize("text", ["0", "4", "12", "1 or 2", "one", "driving", "-1", "1/2"])
def test_anything_else_is_passed_on_as_it_is(text: str) -> None:
    assert for_engine(text, CHOICES) == text


def test_a_number_without_choices_is_just_a_number() -> None:
    assert for_engine("1") == "1"
