from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.knowledge.schema import Status
from tests.unit.knowledge.conftest import library, snippet, source, topic


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "Upper"},
        {"id": "two--dashes"},
        {"id": "trailing-"},
        {"id": "../escape"},
        {"topics": []},
        {"topics": ["Not A Slug"]},
        {"title": ""},
        {"title": "x" * 61},
        {"questions": []},
        {"questions": ["  "]},
        {"sms": "  "},
        {"body": " \n "},
        {"sources": []},
        {"facts": []},
        {"evidence": "rumour"},
        {"unknown": 1},
        {"review__unknown": 1},
        {"review__status": "fine"},
        {"review__reviewed_on": None},
    ],
)
def test_a_snippet_that_lacks_or_bends_a_field_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        snippet(**changes)


def test_a_snippet_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValidationError):
        snippet().body = "other words"  # type: ignore[misc]


def test_texts_are_trimmed() -> None:
    made = snippet(title="  A title ", sms=" text\n", questions=[" q "], body="\nbody\n")
    assert (made.title, made.sms, made.questions, made.body) == ("A title", "text", ["q"], "body")


def test_the_library_serves_vetted_snippets_alone_by_id() -> None:
    made = [snippet(id=name) for name in ("b", "c", "a")]
    made += [snippet(id=f"not-{s.value}", review__status=s) for s in Status if s != "vetted"]
    assert [s.id for s in library(*made).served()] == ["a", "b", "c"]


def test_the_topic_map_spells_its_counterpart_not() -> None:
    assert topic(**{"not": "prices"}).not_ == "prices"


@pytest.mark.parametrize("changes", [{"year": "soon"}, {"checked": "perhaps"}, {"colour": "blue"}])
def test_a_source_that_bends_a_field_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        source(**changes)
