from __future__ import annotations

from pathlib import Path

import pytest

from bot.clinic import Clinic, load_clinic
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
