"""Broken rule files are refused with the file, the rule and the field."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.safety.rules import RulesError, load_rules

BROKEN = Path(__file__).parent / "broken"


def _folder(tmp_path: Path, *names: str) -> Path:
    shutil.copy(BROKEN / "vocabulary.yml", tmp_path)
    for name in names:
        shutil.copy(BROKEN / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("bad-pattern.yml", ["xx-bad-pattern", "any", "does not compile"]),
        ("unknown-word.yml", ["xx-unknown-word", "any", "nonesuch"]),
        ("no-examples.yml", ["xx-no-examples", "positive"]),
        ("extra-field.yml", ["xx-extra-field", "colour"]),
        ("bad-tier.yml", ["tier"]),
        ("not-yaml.yml", ["not valid YAML"]),
        ("duplicate-id.yml", ["xx-twice", "id", "already used"]),
    ],
)
def test_names_file_rule_and_field(tmp_path: Path, name: str, parts: list[str]) -> None:
    with pytest.raises(RulesError) as caught:
        load_rules(_folder(tmp_path, name))
    assert any(name in line for line in caught.value.problems)
    for part in parts:
        assert part in str(caught.value)


def test_an_id_used_in_two_files(tmp_path: Path) -> None:
    shutil.copy(BROKEN / "good.yml", tmp_path / "other.yml")
    with pytest.raises(RulesError, match=r"already used in good\.yml"):
        load_rules(_folder(tmp_path, "good.yml"))


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"vocabulary\.yml"):
        load_rules(tmp_path)
    with pytest.raises(RulesError, match="no rule file"):
        load_rules(_folder(tmp_path))


def test_the_version_follows_the_words(tmp_path: Path) -> None:
    before = load_rules(_folder(tmp_path, "good.yml")).version
    assert load_rules(tmp_path).version == before
    path = tmp_path / "good.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert load_rules(tmp_path).version != before
