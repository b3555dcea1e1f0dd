from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import yamlfile
from bot.channels.outbound import fit
from bot.clinic import load_clinic
from bot.errors import SettingsError
from bot.messages import Channel, DeclineClass, Kind
from bot.responses import Responses, load_responses
from bot.safety.hotlines import load_hotlines
from bot.safety.words import SafetyWords
from bot.settings import ROOT
from bot.text.segments import is_gsm7, segments

CLINIC = load_clinic(ROOT / "clinic.yml")
OURS = load_responses(ROOT / "domain.yml", CLINIC.values())
WORDS = SafetyWords(OURS, load_hotlines(ROOT / "knowledge" / "hotlines.yml"), "US")
NAMES = sorted(yamlfile.read(ROOT / "domain.yml").data["responses"])
RENDERED = {"utter_answer", "utter_safety"}
FILLED = {"words": "A short text.", "title": "A title"}
"""What bot/components/reading_help.py fills in."""
"""Stand-ins for what bot/components/nlg.py renders: a patient never sees their texts."""


def one(*variants: dict[str, Any], **values: str) -> Responses:
    """One response, `utter_it`."""
    return Responses({"utter_it": list(variants)}, values)


def test_a_channel_has_its_own_variant_or_the_general_one() -> None:
    responses = one({"channel": "sms", "text": "short"}, {"text": "long"})
    assert responses.draft("utter_it", Channel.SMS).text == "short"
    assert responses.draft("utter_it", Channel.WEB).text == "long"
    assert one({"text": "long"}).draft("utter_it", Channel.SMS).text == "long"


def test_a_response_for_another_channel_alone_is_no_response() -> None:
    with pytest.raises(SettingsError, match="utter_it for web"):
        one({"channel": "sms", "text": "short"}).draft("utter_it", Channel.WEB)


def test_an_unknown_response_is_named() -> None:
    with pytest.raises(SettingsError, match="utter_nothing"):
        one({"text": "x"}).draft("utter_nothing", Channel.WEB)


def test_names_in_braces_are_filled() -> None:
    responses = one({"text": "Call {who} on {number}."}, who="us", number="1")
    assert responses.draft("utter_it", Channel.WEB).text == "Call us on 1."
    assert responses.draft("utter_it", Channel.WEB, number="2").text == "Call us on 2."


@pytest.mark.parametrize("text", ["Call {who}.", "Call {0}.", "50 {", "}", "{}"])
def test_a_response_that_cannot_be_filled_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="utter_it"):
        one({"text": text}).draft("utter_it", Channel.WEB)


def test_what_fills_a_response_is_not_filled_again() -> None:
    draft = one({"text": "{name}"}, name="{phone}", phone="1").draft("utter_it", Channel.WEB)
    assert draft.text == "{phone}"


def test_kind_decline_and_choices_come_from_the_response() -> None:
    draft = one(
        {
            "text": " text\n",
            "metadata": {"kind": "decline", "decline": "no_answer"},
            "buttons": [{"title": "Yes", "payload": "Yes, please"}],
        }
    ).draft("utter_it", Channel.WEB)
    assert (draft.text, draft.kind) == ("text", Kind.DECLINE)
    assert draft.decline and draft.decline.class_ is DeclineClass.NO_ANSWER
    assert [(c.label, c.value) for c in draft.choices] == [("Yes", "Yes, please")]


def test_a_response_is_small_talk_unless_it_says_otherwise() -> None:
    draft = one({"text": "Hello."}).draft("utter_it", Channel.WEB)
    assert (draft.kind, draft.decline, draft.choices) == (Kind.SMALLTALK, None, [])


def test_a_missing_domain_is_named(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"domain\.yml: the file is missing"):
        load_responses(tmp_path / "domain.yml", {})


@pytest.mark.parametrize("locale", ["en-US", "en-CA", "en-GB", "de-DE", "en"])
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("name", NAMES)
def test_every_response_can_be_said_everywhere(name: str, channel: Channel, locale: str) -> None:
    draft = OURS.draft(name, channel, **FILLED, **WORDS.numbers(locale))
    assert draft.text
    assert not set("{}") & set(draft.text)
    assert (draft.kind is Kind.DECLINE) == (draft.decline is not None)


@pytest.mark.parametrize("name", NAMES)
def test_every_response_fits_two_segments_by_sms(name: str) -> None:
    text = fit(OURS.draft(name, Channel.SMS, **FILLED, **WORDS.numbers("en-US")), Channel.SMS).text
    assert is_gsm7(text)
    assert segments(text) <= 2


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith("utter_decline")])
def test_a_decline_says_so_on_every_channel(name: str) -> None:
    kinds = {OURS.draft(name, c, **FILLED, **WORDS.numbers("en-US")).kind for c in Channel}
    assert kinds == {Kind.DECLINE}


@pytest.mark.parametrize("name", [n for n in NAMES if n not in RENDERED])
def test_both_variants_of_a_response_are_of_one_kind(name: str) -> None:
    web, sms = (
        OURS.draft(name, c, **FILLED, **WORDS.numbers("en-US")) for c in (Channel.WEB, Channel.SMS)
    )
    assert (web.kind, web.decline, web.choices) == (sms.kind, sms.decline, sms.choices)


def test_the_greeting_says_what_this_is() -> None:
    for channel in Channel:
        text = OURS.draft("utter_greeting", channel, **FILLED, **WORDS.numbers("en-US")).text
        assert "automated assistant" in text
        assert "not a person" in text
        assert CLINIC.name in text
        assert "988" in text and "911" in text
