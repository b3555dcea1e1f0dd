from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.clinic import Clinic, Matter, load_clinic
from bot.errors import SettingsError
from bot.settings import ROOT


def written(folder: Path, text: str) -> Path:
    """A clinic.yml that says `text`."""
    path = folder / "clinic.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_profile_is_read_and_fills_responses(tmp_path: Path) -> None:
    clinic = load_clinic(written(tmp_path, "name: A\nphone: '1 2'\ncountry: GB\n"))
    assert clinic == Clinic(name="A", phone="1 2", country="GB")
    assert clinic.values() == {"clinic_name": "A", "clinic_phone": "1 2"}


def test_a_clinic_is_in_the_us_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert load_clinic(written(tmp_path, "name: A\nphone: '1'\n")).country == "US"


FILLED = """
name: A
phone: "1"
address: 12 Quay Street
time_zone: America/New_York
hours: {monday: 9:00-17:00, tuesday: 9:00-17:00, wednesday: 9:00-17:00, saturday: 10:30-12:00}
holidays: [{day: 2026-12-25, name: Christmas Day}, {day: 2026-11-26, name: Thanksgiving}]
booking: https://clinic.example/book
insurers: [Example Health, Sample Mutual]
privacy_notice: https://clinic.example/privacy
rules: {fasting: Nothing to eat for 4 hours.}
on_call: [{name: Robin, phone: "2"}]
"""


@pytest.mark.parametrize(
    ("matter", "told"),
    [
        (
            Matter.HOURS,
            "Monday to Wednesday 9:00 am to 5:00 pm; closed Thursday and Friday; Saturday 10:30 am to "
            "12:00 pm; closed Sunday. Closed on December 25 (Christmas Day).",
        ),
        (Matter.LOCATION, "12 Quay Street"),
        (Matter.BOOKING, "https://clinic.example/book"),
        (Matter.INSURANCE, "Example Health, Sample Mutual"),
        (Matter.PRIVACY, "https://clinic.example/privacy"),
    ],
)
def test_what_is_filled_in_is_told(tmp_path: Path, matter: Matter, told: str) -> None:
    clinic = load_clinic(written(tmp_path, FILLED))
    assert clinic.told(matter, date(2026, 11, 27)) == told


@pytest.mark.parametrize("matter", Matter)
def test_what_is_not_filled_in_is_not_guessed(matter: Matter) -> None:
    assert Clinic(name="A", phone="1").told(matter, date(2026, 11, 27)) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hours: {monday: 9 to 5}\n", "clinic.yml:3: hours.monday: "),
        ("hours: {monday: 17:00-9:00}\n", "clinic.yml:3: hours.monday: "),
        ("hours: {monday: 9:00-25:00}\n", "clinic.yml:3: hours.monday: "),
        ("hours: {someday: 9:00-17:00}\n", "clinic.yml:3: hours"),
        ("hours: {monday: 9:00-17:00}\n", "clinic.yml:1: file: "),
        ("time_zone: Harbor/Town\n", "clinic.yml:3: time_zone: "),
        ("booking: javascript:alert(1)\n", "clinic.yml:3: booking: "),
        ("rules: {parking: Nowhere.}\n", "clinic.yml:3: rules"),
        (f"rules: {{fasting: {'x' * 161}}}\n", "clinic.yml:3: rules.fasting: "),
        ("holidays: [{day: soon, name: A}]\n", "clinic.yml:3: holidays.0.day: "),
    ],
)
def test_a_broken_optional_field_is_refused_too(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_clinic(written(tmp_path, f"name: A\nphone: '1'\n{text}"))
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: A\n", "clinic.yml:1: phone: "),
        ("name: A\nphone: '1'\nfax: '2'\n", "clinic.yml:3: fax: "),
        ("name: A\nphone: 5550134\n", "clinic.yml:2: phone: "),
        ("name: [A\n", "clinic.yml:2: not valid YAML"),
        ("", "clinic.yml:1: file: "),
        ("- A\n", "clinic.yml:1: file: "),
    ],
)
def test_a_broken_profile_is_refused_with_file_line_and_field(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_clinic(written(tmp_path, text))
    assert str(refused.value).startswith(told)


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"clinic\.yml: the file is missing"):
        load_clinic(tmp_path / "clinic.yml")


def test_the_projects_own_profile_is_in_order() -> None:
    assert load_clinic(ROOT / "clinic.yml").phone
