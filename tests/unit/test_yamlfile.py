from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import KnowledgeError
from bot.yamlfile import Document, read

TEXT = """\
# a comment
name: x
nested:
  deep:
    - one
    - two: 2
      three: 3
  7: number
"""


class Shape(BaseModel):
    """What TEXT is not."""

    model_config = ConfigDict(extra="forbid")

    name: int
    missing: str


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("name",), 2),
        (("nested",), 3),
        (("nested", "deep"), 4),
        (("nested", "deep", 0), 5),
        (("nested", "deep", 1, "two"), 6),
        (("nested", "deep", 1, "three"), 7),
        (("nested", 7), 8),
        (("nested", "deep", 9), 4),
        (("nested", "gone", "deeper"), 3),
        (("gone",), 1),
        (("name", "below", "a", "scalar"), 2),
    ],
)
def test_a_field_has_the_line_it_stands_on_or_its_nearest_parent(
    path: tuple[int | str, ...], line: int
) -> None:
    assert Document(TEXT, "x.yml").line(path) == line


def test_lines_count_from_where_the_text_begins_in_its_file() -> None:
    assert Document("a: 1\nb: 2\n", "x.yml", first_line=10).line(("b",)) == 11


def test_what_pydantic_finds_is_told_with_file_line_and_field() -> None:
    document = Document(TEXT, "x.yml")
    with pytest.raises(ValidationError) as wrong:
        Shape.model_validate(document.data)
    told = [p.rsplit(": ", 1)[0] for p in document.problems(wrong.value)]
    assert told == ["x.yml:2: name", "x.yml:1: missing", "x.yml:3: nested"]


def test_problems_below_a_field_name_the_way_there() -> None:
    document = Document("outer:\n  name: x\n", "x.yml")
    with pytest.raises(ValidationError) as wrong:
        Shape.model_validate(document.data["outer"])
    assert document.problems(wrong.value, ("outer",))[0].startswith("x.yml:2: outer.name: ")


def test_a_problem_of_the_whole_file_says_so() -> None:
    assert Document("a: 1", "x.yml").problem((), "is bad") == "x.yml:1: file: is bad"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1\n", 3),
        ("a: b: c\n", 1),
        ("a: 1\n\tb: 2\n", 2),
        ("a: *nobody\n", 1),
        ("a: 1\nb: !!python/object:os.system {}\n", 2),
        ("a: \x07\n", 1),
    ],
    ids=["open", "colons", "tab", "alias", "object", "control"],
)
def test_what_is_not_yaml_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(KnowledgeError) as broken:
        Document(text, "x.yml")
    (told,) = broken.value.problems
    assert told.startswith(f"x.yml:{line}: not valid YAML: ")


def test_a_key_that_stands_twice_is_told() -> None:
    with pytest.raises(KnowledgeError, match=r"x\.yml:2"):
        Document("a: 1\na: 2\n", "x.yml")


def test_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("a: é\n", encoding="utf-8")
    document = read(tmp_path / "x.yml")
    assert (document.name, document.data) == ("x.yml", {"a": "é"})
    assert read(tmp_path / "x.yml", "other.yml").name == "other.yml"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"^x\.yml: the file is missing$"):
        read(tmp_path / "x.yml")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KnowledgeError, match=r"^x\.yml: the file is not UTF-8 text$"):
        read(tmp_path / "x.yml")
