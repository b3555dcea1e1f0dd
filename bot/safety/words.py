"""The urgent words: which response answers which tier, with the numbers of the reader's country."""

from __future__ import annotations

from bot.messages import Channel, Draft, Safety
from bot.responses import Responses
from bot.safety.hotlines import Hotlines
from bot.safety.verdict import Tier

_AGAIN = {Tier.EMERGENCY, Tier.CRISIS, Tier.THIRD_PARTY}


class SafetyWords:
    """Renders urgent replies without any model, engine or network."""

    def __init__(self, responses: Responses, hotlines: Hotlines, home_country: str) -> None:
        """`home_country` is the clinic's: used when the reader's own is not known."""
        self._responses = responses
        self._hotlines = hotlines
        self._home = home_country

    def reply(self, tier: Tier, channel: Channel, locale: str, again: bool = False) -> Draft:
        """The reply to a message of that tier; `again` when urgent words were said before."""
        name = "utter_safety_again" if again and tier in _AGAIN else f"utter_safety_{tier.value}"
        draft = self._responses.draft(name, channel, **self.numbers(locale))
        resources = self._hotlines.resources(self._country(locale), tier)
        return draft.model_copy(update={"safety": Safety(tier=tier.value, resources=resources)})

    def numbers(self, locale: str) -> dict[str, str]:
        """What `{emergency}` and `{lifeline}` stand for where the reader is."""
        lines = self._hotlines.country(self._country(locale))
        return {"emergency": lines.emergency, "lifeline": lines.lifeline}

    def _country(self, locale: str) -> str:
        return country_of(locale) or self._home


def country_of(locale: str) -> str:
    """The region of a language tag ("en-GB": "GB"), or nothing when it names none."""
    parts = locale.replace("_", "-").split("-")[1:]
    return next((p.upper() for p in parts if len(p) == 2 and p.isalpha()), "")
