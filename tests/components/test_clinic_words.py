"""A clinic's own facts and rules, in the words of domain.yml."""

from __future__ import annotations

import pytest

from bot import yamlfile
from bot.clinic import Clinic, Matter, Occasion
from bot.components.clinic_words import from_profile, opened_with, with_privacy_notice, with_rule
from bot.messages import Channel, Draft, Kind
from bot.responses import Responses
from bot.settings import ROOT
from bot.text.segments import segments

PLAIN = Clinic(name="A", phone="1")
FILLED = Clinic(
    name="A",
    phone="1",
    address="12 Quay Street",
    time_zone="America/New_York",
    hours={"monday": "9:00-17:00"},
    booking="https://clinic.example/book",
    insurers=["Example Health"],
    privacy_notice="https://clinic.example/privacy",
    rules={"fasting": "Nothing to eat for 4 hours."},
)
WORDS = Responses(yamlfile.read(ROOT / "domain.yml").data["responses"], FILLED.values())
NUMBERS = {"emergency": "call 911", "lifeline": "call or text 988"}
ANSWER = Draft(kind=Kind.ANSWER, text="Often not for some hours.")


@pytest.mark.parametrize(
    ("matter", "told"),
    [
        (Matter.HOURS, "Monday 9:00 am to 5:00 pm"),
        (Matter.LOCATION, "12 Quay Street"),
        (Matter.BOOKING, "https://clinic.example/book"),
        (Matter.INSURANCE, "Example Health"),
    ],
)
@pytest.mark.parametrize("channel", Channel)
def test_a_filled_matter_is_answered(matter: Matter, told: str, channel: Channel) -> None:
    said = from_profile(matter, FILLED, WORDS, channel, NUMBERS)
    assert said and said.kind is Kind.ANSWER
    assert told in said.text


@pytest.mark.parametrize("matter", [Matter.HOURS, Matter.LOCATION, None])
def test_what_is_not_filled_in_has_no_reply_of_its_own(matter: Matter | None) -> None:
    assert from_profile(matter, PLAIN, WORDS, Channel.WEB, NUMBERS) is None


@pytest.mark.parametrize("channel", Channel)
def test_the_clinics_rule_goes_before_the_answer(channel: Channel) -> None:
    said = with_rule(ANSWER, Occasion.FASTING, FILLED, WORDS, channel).text
    assert said.index("Nothing to eat for 4 hours.") < said.index(ANSWER.text)


def test_a_text_message_without_room_for_both_says_the_rule() -> None:
    long = ANSWER.model_copy(update={"text": "Often not for some hours. " * 11})
    said = with_rule(long, Occasion.FASTING, FILLED, WORDS, Channel.SMS).text
    assert said == "The clinic's rule: Nothing to eat for 4 hours."


@pytest.mark.parametrize("occasion", [Occasion.DRIVING, None])
def test_without_a_rule_the_answer_stays_as_it_is(occasion: Occasion | None) -> None:
    assert with_rule(ANSWER, occasion, FILLED, WORDS, Channel.WEB) == ANSWER


def test_an_opening_sentence_never_costs_a_text_message_a_segment_too_many() -> None:
    long = ANSWER.model_copy(update={"text": "x" * 300})
    assert opened_with(long, "Thank you.", Channel.SMS) == long
    assert segments(opened_with(ANSWER, "Thank you.", Channel.SMS).text) == 1


def test_the_privacy_notice_is_named_where_there_is_one() -> None:
    assert "clinic.example/privacy" in with_privacy_notice(ANSWER, WORDS, FILLED, Channel.WEB).text
    assert with_privacy_notice(ANSWER, WORDS, PLAIN, Channel.WEB) == ANSWER
