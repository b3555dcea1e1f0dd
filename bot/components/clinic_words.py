"""What the deploying clinic has written down itself: its matters, and its rules beside an answer."""

from __future__ import annotations

from collections.abc import Mapping

from bot.clinic import Clinic, Matter, Occasion
from bot.messages import Channel, Draft
from bot.responses import Responses
from bot.text.segments import segments

_SAID = {
    Matter.HOURS: "utter_clinic_hours",
    Matter.LOCATION: "utter_clinic_location",
    Matter.BOOKING: "utter_clinic_booking",
    Matter.INSURANCE: "utter_clinic_insurance",
}
SMS_SEGMENTS = 2


def from_profile(
    matter: Matter | None,
    clinic: Clinic,
    words: Responses,
    channel: Channel,
    numbers: Mapping[str, str],
) -> Draft | None:
    """The reply that clinic.yml holds to `matter`; none where it is not filled in."""
    told = clinic.told(matter, clinic.today()) if matter else ""
    return words.draft(_SAID[matter], channel, words=told, **numbers) if matter and told else None


def with_rule(
    draft: Draft, occasion: Occasion | None, clinic: Clinic, words: Responses, channel: Channel
) -> Draft:
    """`draft` after the clinic's own rule for `occasion`, where it has one.

    A text message that cannot hold both says the rule: it goes before the general answer.
    """
    rule = clinic.rules.get(occasion) if occasion else None
    if not rule:
        return draft
    told = words.draft("utter_clinic_rule", channel, words=rule).text
    opened = opened_with(draft, told, channel)
    return opened if opened.text != draft.text else draft.model_copy(update={"text": told})


def opened_with(draft: Draft, sentence: str, channel: Channel) -> Draft:
    """`draft` after `sentence`; a text message in which it has no room stays as it is."""
    if channel is not Channel.SMS:
        return draft.model_copy(update={"text": f"{sentence}\n\n{draft.text}"})
    text = f"{sentence} {draft.text}"
    return draft.model_copy(update={"text": text}) if segments(text) <= SMS_SEGMENTS else draft


def closed_with(draft: Draft, sentence: str, channel: Channel) -> Draft:
    """`draft` with `sentence` at its end, whatever a text message costs then."""
    gap = " " if channel is Channel.SMS else "\n\n"
    return draft.model_copy(update={"text": f"{draft.text}{gap}{sentence}"})


def with_privacy_notice(draft: Draft, words: Responses, clinic: Clinic, channel: Channel) -> Draft:
    """`draft` with the address of the clinic's privacy notice, where it has one."""
    told = clinic.told(Matter.PRIVACY, clinic.today())
    if not told:
        return draft
    return closed_with(
        draft, words.draft("utter_privacy_notice", channel, words=told).text, channel
    )
