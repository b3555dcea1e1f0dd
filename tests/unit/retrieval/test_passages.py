from __future__ import annotations

from bot.knowledge.schema import Status
from bot.retrieval.passages import Target, targets_of
from tests.unit.knowledge.conftest import library, snippet

BODY = """\
It is a talk of an hour. Bring these things along with you:

- a list of all your medicines
- a pen

Is there a break in between? Yes."""


def found(*snippets: object) -> dict[str, Target]:
    """The targets of a library over the topics visit, low and dose, by their id."""
    return {target.id: target for target in targets_of(library(*snippets))}  # type: ignore[arg-type]


def test_a_snippet_is_found_by_its_questions_title_and_sentences() -> None:
    target = found(snippet(questions=["One?", "Two?"], title="A talk", body=BODY))["first-visit"]
    assert target.questions == ["One?", "Two?"]
    assert target.sentences == [
        "A talk",
        "It is a talk of an hour.",
        "Bring these things along with you:",
        "a list of all your medicines",
        "Is there a break in between?",
    ]


def test_sentences_of_three_words_find_nothing() -> None:
    target = found(snippet(body="Just a talk. It is a talk."))["first-visit"]
    assert target.sentences == ["The first visit", "It is a talk."]


def test_a_topic_that_nobody_answers_stands_for_itself() -> None:
    targets = found(snippet(topics=["visit"]))
    assert set(targets) == {"first-visit", "low", "dose"}
    assert (targets["low"].questions, targets["low"].sentences) == (["What happens?"], ["Visits"])


def test_a_snippet_answers_all_its_topics() -> None:
    assert set(found(snippet(topics=["visit", "low", "dose"]))) == {"first-visit"}


def test_a_snippet_that_is_not_served_answers_nothing() -> None:
    for status in (Status.DRAFT, Status.RETIRED):
        assert set(found(snippet(review__status=status))) == {"visit", "low", "dose"}


def test_the_parts_of_a_topics_scope_stand_for_it_too() -> None:
    made = library()
    made.topics["low"] = made.topics["low"].model_copy(
        update={"scope": "Signs of it; causes: family, stress. And so on."}
    )
    (low,) = (target for target in targets_of(made) if target.id == "low")
    assert low.sentences == [
        "Visits",
        "Signs of it",
        "causes",
        "family",
        "stress",
        "And so on.",
    ]
