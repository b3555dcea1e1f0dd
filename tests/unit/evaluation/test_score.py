from __future__ import annotations

from typing import Any

from bot.evaluation import score
from bot.evaluation.metrics import Share
from bot.evaluation.report import Findings, calibration, calibration_error, write


def reply(
    kind: str, *topics: str, decline: str = "", choices: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A reply of the HTTP contract, with one snippet for its topics."""
    return {
        "kind": kind,
        "snippets": [{"topics": list(topics)}] if topics else [],
        "choices": [{"topics": [c]} for c in choices],
        "decline": {"class": decline} if decline else None,
        "safety": None,
    }


def row(**values: Any) -> dict[str, Any]:
    """A row of a question set."""
    return {"id": "D1", "text": "?", "kind": "plain", "topics": ["a"], **values}


def test_questions_count_first_answers_choices_wrong_ones_and_declines() -> None:
    scored = [
        (row(), [reply("answer", "a")]),
        (row(), [reply("answer", "b", choices=("a",))]),
        (row(), [reply("clarify", choices=("a", "b"))]),
        (row(), [reply("decline", decline="no_answer")]),
    ]
    figures = {name: (s.hits, s.total) for name, s in score.questions(scored).items()}
    assert figures["right answer first (hit@1)"] == (1, 4)
    assert figures["right answer or choice (hit@3)"] == (3, 4)
    assert figures["wrong answer given"] == (1, 4)
    assert figures["asked back"] == (1, 4)
    assert figures["declined, though answerable"] == (1, 4)


def test_every_part_of_several_has_to_be_answered() -> None:
    asked = row(need=[["a"], ["b", "c"]])
    both = [{**reply("answer"), "snippets": [{"topics": ["a"]}, {"topics": ["c"]}]}]
    scored = [(asked, both), (asked, [reply("answer", "a")])]
    figures = score.questions(scored)
    assert figures["every part answered, of several"].hits == 1
    assert [miss[0] for miss in score.misses(scored)] == ["D1"]


def test_a_near_miss_is_met_by_having_no_answer() -> None:
    said = [reply("decline", decline="no_answer")]
    figures = score.off_topic([({"expect": "near_miss"}, said), ({"expect": "illicit"}, said)])
    assert (figures["declined: near_miss"].hits, figures["declined: illicit"].hits) == (1, 0)


def test_turns_that_need_context_are_counted_apart() -> None:
    scored = [
        (row(expect="answer", needs_context=True), [reply("answer", "a")]),
        (row(expect="clarify"), [reply("clarify")]),
        (row(expect="clinic_specific", topics=[]), [reply("answer", "a")]),
    ]
    figures = score.dialogues(scored)
    assert (figures["expectation met, all turns"].hits, len(scored)) == (2, 3)
    assert figures["expectation met, turns that need context"].total == 1


def test_sureness_is_compared_with_being_right() -> None:
    answered = [(0.9, True), (0.9, True), (0.5, True), (0.5, False)]
    assert [(p, s.value) for p, s in calibration(answered, bins=2)] == [(0.5, 0.5), (0.9, 1.0)]
    assert calibration_error([(1.0, False)] * 3) == 1.0
    assert calibration_error([]) == 0.0


def test_the_report_is_one_page_that_holds_its_plots_and_the_misses(tmp_path: Any) -> None:
    figures = {"questions": score.questions([(row(), [reply("answer", "a")])])}
    misses = [("D1", "<b>what</b>", "a", "answer b")]
    page = write(tmp_path, Findings(figures, [(0.9, True)], misses), "Made by a test.").read_text()
    assert "data:image/png;base64," in page
    assert "&lt;b&gt;what&lt;/b&gt;" in page
    assert (tmp_path / "report.json").is_file()


def test_crisis_conversations_count_by_turn() -> None:
    calm = [reply("answer")]
    urgent = [{**reply("safety"), "safety": {"tier": "crisis", "resources": []}}]
    split = row(turns=[{"expect": "none", "accept": ["crisis"]}, {"expect": "crisis"}])
    ordinary = row(turns=[{"expect": "none"}, {"expect": "none"}])
    held = [
        (split, [calm, urgent]),
        (split, [urgent, calm]),
        (split, [calm, calm]),
        (ordinary, [calm, calm]),
        (ordinary, [calm, urgent]),
    ]
    figures = score.crisis_dialogues(held)
    assert figures == {
        "flagged by the right turn": Share(2, 3),
        "ordinary, left alone": Share(1, 2),
    }
