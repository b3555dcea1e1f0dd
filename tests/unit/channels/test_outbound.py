from __future__ import annotations

import pytest

from bot.channels.capabilities import capabilities
from bot.channels.inbound import for_engine
from bot.channels.outbound import billed, fit
from bot.messages import Channel, Choice, Draft, Kind

PLAIN = Draft(kind=Kind.SMALLTALK, text="Hello.")
OFFER = Draft(
    kind=Kind.CLARIFY,
    text="Which one do you mean?",
    choices=[Choice(label="Driving", value="Can I drive?"), Choice(label="Food", value="Eat?")],
)


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_has_capabilities(channel: Channel) -> None:
    assert capabilities(channel)


@pytest.mark.parametrize("draft", [PLAIN, OFFER], ids=["plain", "offer"])
def test_the_web_shows_a_draft_as_it_is(draft: Draft) -> None:
    assert fit(draft, Channel.WEB) == draft


def test_a_text_without_choices_goes_by_sms_as_it_is() -> None:
    assert fit(PLAIN, Channel.SMS) == PLAIN


def test_choices_become_numbered_lines_by_sms() -> None:
    fitted = fit(OFFER, Channel.SMS)
    assert fitted.text == "Which one do you mean?\n1 Driving\n2 Food"
    assert fitted.choices == OFFER.choices


@pytest.mark.parametrize("number", [1, 2])
def test_the_number_shown_picks_the_choice_beside_it(number: int) -> None:
    line = fit(OFFER, Channel.SMS).text.splitlines()[number]
    shown, label = line.split(" ", 1)
    picked = for_engine(shown, OFFER.choices)
    assert picked == for_engine(label, OFFER.choices) == OFFER.choices[number - 1].value


@pytest.mark.parametrize(
    ("text", "channel", "parts"),
    [
        ("a" * 161, Channel.SMS, 2),
        ("", Channel.SMS, 0),
        ("🙂", Channel.SMS, 1),
        ("a" * 161, Channel.WEB, None),
    ],
)
def test_only_sms_is_billed_in_parts(text: str, channel: Channel, parts: int | None) -> None:
    assert billed(text, channel) == parts
