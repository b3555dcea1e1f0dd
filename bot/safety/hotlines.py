"""The hotline register: each number with its source and the day it was last verified."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot import yamlfile
from bot.errors import KnowledgeError
from bot.messages import Resource, TextLine
from bot.safety.verdict import Tier

STALE_AFTER = timedelta(days=90)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hotline(_Strict):
    """One line, as dialled in its country."""

    name: str
    call: str | None = None
    text: TextLine | None = None
    chat: str | None = None
    note: str | None = None
    source: str
    verified_on: date

    def resource(self) -> Resource:
        """What a reader is shown of it."""
        return Resource(
            name=self.name, call=self.call, text=self.text, chat=self.chat, note=self.note
        )


class Country(_Strict):
    """What is offered in one country: words for the running text, and lines by tier."""

    emergency: str
    lifeline: str
    tiers: dict[Tier, list[str]]


class Hotlines(_Strict):
    """The whole register. `elsewhere` serves every country that has no entry of its own."""

    lines: dict[str, Hotline]
    countries: dict[str, Country]
    elsewhere: Country

    def country(self, code: str) -> Country:
        """The entry for a two-letter country code; US numbers are never a stand-in for another's."""
        return self.countries.get(code.upper(), self.elsewhere)

    def resources(self, code: str, tier: Tier) -> list[Resource]:
        """Whom to contact in that country for that tier, most urgent first."""
        return [self.lines[id_].resource() for id_ in self.country(code).tiers.get(tier, [])]

    def stale(self, today: date) -> list[str]:
        """Lines that nobody has verified within 90 days."""
        return [id_ for id_, line in self.lines.items() if today - line.verified_on > STALE_AFTER]


def load_hotlines(path: Path) -> Hotlines:
    """The register at `path`. Raises KnowledgeError with file, line and field."""
    document = yamlfile.read(path)
    try:
        hotlines = Hotlines.model_validate(document.data)
    except ValidationError as error:
        raise KnowledgeError(document.problems(error)) from error
    unknown = {
        id_
        for country in (*hotlines.countries.values(), hotlines.elsewhere)
        for ids in country.tiers.values()
        for id_ in ids
    } - hotlines.lines.keys()
    if unknown:
        raise KnowledgeError([f"{path.name}: unknown lines: {', '.join(sorted(unknown))}"])
    return hotlines
