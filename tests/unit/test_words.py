"""The urgent words, over the project's own domain.yml and hotlines.yml."""

from __future__ import annotations

import re

import pytest

from bot.clinic import load_clinic
from bot.messages import Author, Channel, Draft, Kind, Safety
from bot.responses import load_responses
from bot.safety.hotlines import load_hotlines
from bot.safety.verdict import Tier
from bot.safety.words import SafetyWords, country_of
from bot.settings import ROOT
from bot.text.segments import is_gsm7, segments

HOTLINES = load_hotlines(ROOT / "knowledge" / "hotlines.yml")
RESPONSES = load_responses(ROOT / "domain.yml", load_clinic(ROOT / "clinic.yml").values())
WORDS = SafetyWords(RESPONSES, HOTLINES, "US")
TIERS = [tier for tier in Tier if tier is not Tier.NONE]
ABROAD = ["en-GB", "de-DE", "en-AU", "hi-IN"]
US_NUMBER = re.compile(r"(?<!\d)(?:988|911|88788|1-800-\d{3}-\d{4})(?!\d)")
US_PLACES = re.compile(r"988lifeline|poison\.org|fcc\.gov", re.I)
METHODS = re.compile(
    r"\b(?:pills?|tablets?|overdos\w*|gun\w*|firearm\w*|rifle|knife|knives|blades?|razors?|rope|noose|"
    r"hang\w*|jump\w*|bridge|roof|train|drown\w*|poison\w*|gas|cut|cutting|wrists?|veins?|"
    r"suffocat\w*|bleach|shoot\w*)\b",
    re.I,
)

everywhere = pytest.mark.parametrize("locale", ["en-US", "en-CA", *ABROAD, "en"])
every_tier = pytest.mark.parametrize("tier", TIERS)
every_channel = pytest.mark.parametrize("channel", Channel)
both_times = pytest.mark.parametrize("again", [False, True], ids=["first", "again"])


def safety(draft: Draft) -> Safety:
    """The part that names tier and resources."""
    assert draft.safety is not None
    return draft.safety


def shown(draft: Draft) -> str:
    """All a reader can see of the reply."""
    return f"{draft.text}\n{safety(draft).model_dump_json(exclude_none=True)}"


@everywhere
@every_tier
@every_channel
@both_times
def test_urgent_words_are_whole(tier: Tier, channel: Channel, locale: str, again: bool) -> None:
    draft = WORDS.reply(tier, channel, locale, again)
    assert (draft.kind, draft.author) == (Kind.SAFETY, Author.ASSISTANT)
    assert safety(draft).tier == tier.value
    assert not set("{}") & set(draft.text)
    assert not METHODS.search(draft.text)


@every_tier
@every_channel
@both_times
def test_a_us_reader_gets_911_or_988_in_the_words(
    tier: Tier, channel: Channel, again: bool
) -> None:
    draft = WORDS.reply(tier, channel, "en-US", again)
    assert "911" in draft.text
    assert "988" in draft.text or tier is Tier.MEDICAL_EMERGENCY
    assert {"911", "988"} & {r.call for r in safety(draft).resources}


@every_tier
@every_channel
@both_times
@pytest.mark.parametrize("locale", ABROAD)
def test_a_reader_elsewhere_gets_no_us_number(
    tier: Tier, channel: Channel, locale: str, again: bool
) -> None:
    text = shown(WORDS.reply(tier, channel, locale, again))
    assert not US_NUMBER.search(text)
    assert not US_PLACES.search(text)


@every_tier
@every_channel
def test_a_reader_in_britain_gets_british_numbers(tier: Tier, channel: Channel) -> None:
    draft = WORDS.reply(tier, channel, "en-GB")
    assert "999" in draft.text
    assert {"999", "116123"} & {r.call for r in safety(draft).resources}


@every_tier
@every_channel
def test_a_reader_in_canada_gets_no_number_of_the_us_alone(tier: Tier, channel: Channel) -> None:
    draft = WORDS.reply(tier, channel, "en-CA")
    assert not re.search(r"1-800-|88788|988lifeline", shown(draft))
    assert "988 Suicide & Crisis" not in shown(draft)


@every_tier
@both_times
def test_urgent_words_fit_two_segments_in_the_us(tier: Tier, again: bool) -> None:
    text = WORDS.reply(tier, Channel.SMS, "en-US", again).text
    assert is_gsm7(text)
    assert segments(text) <= 2


@every_tier
@every_channel
@pytest.mark.parametrize("locale", ["en-US", "en-GB"])
def test_urgent_words_do_not_promise_that_somebody_reads(
    tier: Tier, channel: Channel, locale: str
) -> None:
    text = WORDS.reply(tier, channel, locale).text
    assert re.search(r"automated", text, re.I)
    assert re.search(r"cannot promise|may not see this soon", text)


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.CRISIS, Tier.THIRD_PARTY])
@every_channel
def test_the_second_time_the_words_differ(tier: Tier, channel: Channel) -> None:
    first, second = (WORDS.reply(tier, channel, "en-US", again) for again in (False, True))
    assert first.text != second.text
    assert first.safety == second.safety


@every_channel
def test_a_medical_emergency_is_told_the_same_each_time(channel: Channel) -> None:
    first, second = (
        WORDS.reply(Tier.MEDICAL_EMERGENCY, channel, "en-US", again) for again in (False, True)
    )
    assert first == second


@pytest.mark.parametrize(
    "name", ["domain.yml", "knowledge/hotlines.yml", "knowledge/boundaries.yml"]
)
def test_nobody_is_said_to_have_committed_suicide(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"commit\w* suicide", text, re.I)


def test_there_is_no_third_choice_at_988() -> None:
    text = (ROOT / "domain.yml").read_text(encoding="utf-8")
    notes = [line.note or "" for line in HOTLINES.lines.values()]
    assert not re.search(r"press 3", " ".join([text, *notes]), re.I)


def test_a_reader_whose_country_is_not_known_is_taken_for_the_clinics_neighbour() -> None:
    british = SafetyWords(RESPONSES, HOTLINES, "GB")
    assert british.numbers("en") == british.numbers("en-GB") == british.numbers("")
    assert WORDS.numbers("en") == WORDS.numbers("en-US")


@pytest.mark.parametrize(
    ("locale", "country"),
    [
        ("en-US", "US"),
        ("en_GB", "GB"),
        ("en-gb", "GB"),
        ("zh-Hant-TW", "TW"),
        ("es-419", ""),
        ("en", ""),
        ("", ""),
        ("de-1996", ""),
    ],
)
def test_the_country_stands_in_the_language_tag(locale: str, country: str) -> None:
    assert country_of(locale) == country


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("country", ["US", "GB"])
def test_a_country_that_is_served_has_help_for_every_tier(country: str, tier: Tier) -> None:
    assert HOTLINES.resources(country, tier)
