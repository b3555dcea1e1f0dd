from __future__ import annotations

from bot.knowledge.report import report
from tests.unit.knowledge.conftest import TODAY, decline, library, snippet


def told(*snippets: object) -> str:
    """The report on these snippets."""
    return "\n".join(report(library(*snippets, declines=(decline(),)), TODAY))  # type: ignore[arg-type]


def test_topics_without_an_answer_are_named() -> None:
    assert "topics answered     1 of 3\n  no answer         low\n  no answer         dose" in told(
        snippet()
    )


def test_what_is_overdue_and_what_soon_falls_due_is_dated() -> None:
    lines = told(snippet(review__review_due="2026-05-01"))
    assert "review overdue      1\n  2026-05-01        first-visit" in lines
    assert "review within 60 d  1\n  2026-07-01        own-dose" in lines


def test_nothing_is_called_signed_that_is_not() -> None:
    assert "signed off          0 of 1" in told(snippet())
    assert "signed off          1 of 1" in told(snippet(review__signed_off_by="Dr. Roe"))


def test_a_retired_snippet_covers_nothing() -> None:
    lines = told(snippet(review__status="retired"))
    assert "topics answered     0 of 3" in lines
    assert "retired, not shown  1" in lines


def test_facts_are_counted_by_whether_they_were_checked() -> None:
    assert "facts               2 checked, 1 not yet; 1 in use" in told(snippet())
