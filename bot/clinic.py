"""The deploying clinic's own facts (clinic.yml). What is not filled in is never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from bot import yamlfile
from bot.errors import KnowledgeError, SettingsError

_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


class Weekday(str, Enum):
    """The days of `hours`, in order."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Matter(str, Enum):
    """What patients ask about the clinic itself that its profile can answer."""

    HOURS = "hours"
    LOCATION = "location"
    BOOKING = "booking"
    INSURANCE = "insurance"
    PRIVACY = "privacy"


class Occasion(str, Enum):
    """What clinics write rules for; a clinic's own rule goes before the general answer."""

    FASTING = "fasting"
    DRIVING = "driving"
    ESCORT = "escort"


def _span(text: str) -> str:
    """`9:00-17:00`, once it is known to be a time of opening and a later one of closing."""
    match = _SPAN.fullmatch(text)
    if not match:
        raise ValueError("hours look like 9:00-17:00; leave out the days on which you are closed")
    opens, closes = _times(text)
    if opens >= closes:
        raise ValueError("the clinic would close before it opens")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("no such time zone; it looks like America/New_York") from error
    return name


_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_RuleText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
_WebAddress = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
_Hours = Annotated[str, AfterValidator(_span)]
_Zone = Annotated[str, AfterValidator(_zone)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Holiday(_Part):
    """A day on which the clinic is closed, whatever its hours say."""

    day: date
    name: _Line


class Person(_Part):
    """Somebody on call. Never shown to patients."""

    name: _Line
    phone: _Line


class Clinic(_Part):
    """Who runs this assistant and how to reach them. All but name and phone may be left out."""

    name: _Line
    phone: _Line
    country: str = "US"
    address: _Line | None = None
    time_zone: _Zone | None = None
    hours: dict[Weekday, _Hours] = Field(default_factory=dict)
    holidays: list[Holiday] = Field(default_factory=list)
    booking: _WebAddress | None = None
    insurers: list[_Line] = Field(default_factory=list)
    privacy_notice: _WebAddress | None = None
    rules: dict[Occasion, _RuleText] = Field(default_factory=dict)
    on_call: list[Person] = Field(default_factory=list)

    @model_validator(mode="after")
    def _hours_have_a_zone(self) -> Clinic:
        if self.hours and not self.time_zone:
            raise ValueError("hours need a time_zone, such as America/New_York")
        return self

    def values(self) -> dict[str, str]:
        """What responses may name in braces."""
        return {"clinic_name": self.name, "clinic_phone": self.phone}

    def today(self) -> date:
        """The day it is at the clinic."""
        return datetime.now(ZoneInfo(self.time_zone or "UTC")).date()

    def told(self, matter: Matter, today: date) -> str:
        """The clinic's own words on `matter`; empty where they are not filled in."""
        if matter is Matter.HOURS:
            return self._opening(today)
        if matter is Matter.INSURANCE:
            return ", ".join(self.insurers)
        told = {
            Matter.LOCATION: self.address,
            Matter.BOOKING: self.booking,
            Matter.PRIVACY: self.privacy_notice,
        }
        return told[matter] or ""

    def _opening(self, today: date) -> str:
        """`Monday to Friday 9:00 am to 5:00 pm; closed on Saturday and Sunday. ...`"""
        if not self.hours:
            return ""
        days = groupby(Weekday, key=self.hours.get)
        week = "; ".join(_day_range(list(some), span) for span, some in days)
        ahead = [h for h in sorted(self.holidays, key=lambda h: h.day) if h.day >= today]
        closed = ", ".join(f"{h.day:%B} {h.day.day} ({h.name})" for h in ahead)
        return f"{week}." + (f" Closed on {closed}." if closed else "")


def _day_range(days: list[Weekday], span: str | None) -> str:
    first, last = days[0].value.capitalize(), days[-1].value.capitalize()
    named = first if len(days) == 1 else f"{first} {'and' if len(days) == 2 else 'to'} {last}"
    if span is None:
        return f"closed {named}"
    opens, closes = _times(span)
    return f"{named} {_clock(opens)} to {_clock(closes)}"


def _times(span: str) -> tuple[time, time]:
    """Raises ValueError for an hour or minute that no clock shows."""
    opens, closes = span.split("-")
    return _time(opens), _time(closes)


def _time(clock: str) -> time:
    hour, minute = clock.split(":")
    return time(int(hour), int(minute))


def _clock(at: time) -> str:
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'am' if at.hour < 12 else 'pm'}"


def load_clinic(path: Path) -> Clinic:
    """The profile at `path`. Raises SettingsError with file, line and field."""
    try:
        document = yamlfile.read(path)
        return Clinic.model_validate(document.data)
    except KnowledgeError as error:
        raise SettingsError(str(error)) from error
    except ValidationError as error:
        raise SettingsError("\n".join(document.problems(error))) from error
