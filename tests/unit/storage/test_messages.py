from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from bot.messages import (
    Author,
    Choice,
    Citation,
    Decline,
    DeclineClass,
    Draft,
    Kind,
    Resource,
    Safety,
    SnippetRef,
    TextLine,
    to_wire,
)
from bot.storage import messages
from bot.storage.engine import Database
from tests.unit.storage.conftest import opened, said
from tests.unit.threads import together

SMALL = Draft(kind=Kind.SMALLTALK, text="Hello.")
FULL = Draft(
    kind=Kind.ANSWER,
    text="One line.\n\n- and a list, 🙂, שלום",
    author=Author.STAFF,
    snippets=[SnippetRef(id="a", revision="1", topics=["t"], title="T", reviewed_on="2026-01-01")],
    citations=[Citation(title="S", publisher="P", year=None, url="https://example.org")],
    choices=[Choice(label="L", value="V", topics=["t"])],
    decline=Decline(class_=DeclineClass.NO_ANSWER),
    safety=Safety(tier="crisis", resources=[Resource(name="N", text=TextLine(to="988"))]),
)


def test_messages_are_numbered_without_gaps_under_concurrent_writers(database: Database) -> None:
    here, there = opened(database), opened(database)
    jobs = [lambda c=c: [said(database, c).seq for _ in range(5)] for c in (here, there) * 4]
    numbers = together(jobs)
    assert all(own == sorted(own) for own in numbers)
    for conversation in (here, there):
        with database.read() as tx:
            stored = [row.seq for row in messages.listing(tx, conversation.id)]
        assert stored == list(range(1, 21))


def test_a_writer_that_fails_leaves_no_gap(database: Database) -> None:
    here = opened(database)
    said(database, here)
    with pytest.raises(RuntimeError), database.write() as tx:
        messages.add_inbound(tx, here.id, "lost", "lost")
        raise RuntimeError
    assert said(database, here).seq == 2


@pytest.mark.parametrize("draft", [SMALL, FULL], ids=["small", "full"])
def test_a_reply_is_kept_word_for_word(database: Database, draft: Draft) -> None:
    here = opened(database)
    with database.write() as tx:
        made = messages.add_reply(tx, here.id, draft, segments=2)
    with database.read() as tx:
        stored = messages.as_reply(messages.by_id(tx, made.id))
    assert stored == made
    assert Draft.model_validate(stored.model_dump(include=set(Draft.model_fields))) == draft
    assert stored.segments == 2


def test_the_trace_is_kept_for_staff_and_never_shown(database: Database) -> None:
    here = opened(database)
    with database.write() as tx:
        made = messages.add_reply(tx, here.id, SMALL, trace={"intent": "greet"})
        row = messages.by_id(tx, made.id)
    assert row.trace == {"intent": "greet"}
    assert "greet" not in str(messages.as_wire([row]))


def test_both_sides_are_listed_in_the_shape_of_the_contract(database: Database) -> None:
    here = opened(database)
    asked = said(database, here, "what is it?")
    with database.write() as tx:
        reply = messages.add_reply(tx, here.id, SMALL, reply_to=asked.id)
        listed = messages.as_wire(messages.listing(tx, here.id))
    assert set(listed[0]) == {"id", "seq", "author", "text", "client_message_id", "created_at"}
    assert (listed[0]["author"], listed[0]["text"]) == ("participant", "what is it?")
    assert listed[1] == to_wire(reply)


def test_a_message_is_found_by_the_id_its_client_gave_it(database: Database) -> None:
    here, there = opened(database), opened(database)
    with database.write() as tx:
        made = messages.add_inbound(tx, here.id, "hello", "mine")
        assert messages.by_client_id(tx, here.id, "mine") == made
        assert messages.by_client_id(tx, here.id, "another") is None
        assert messages.by_client_id(tx, there.id, "mine") is None


def test_one_client_id_is_stored_once_a_conversation(database: Database) -> None:
    here, there = opened(database), opened(database)
    with database.write() as tx:
        messages.add_inbound(tx, here.id, "hello", "mine")
        messages.add_inbound(tx, there.id, "hello", "mine")
    with pytest.raises(IntegrityError), database.write() as tx:
        messages.add_inbound(tx, here.id, "other", "mine")


def test_earlier_texts_are_the_participants_last_ones_oldest_first(database: Database) -> None:
    here = opened(database)
    for text in ("one", "two", "three"):
        said(database, here, text)
    with database.write() as tx:
        messages.add_reply(tx, here.id, SMALL)
        assert messages.earlier_texts(tx, here.id, count=2) == ["two", "three"]


def test_a_listing_begins_after_the_number_named(database: Database) -> None:
    here = opened(database)
    rows = [said(database, here) for _ in range(3)]
    with database.read() as tx:
        assert [r.id for r in messages.listing(tx, here.id, after=1)] == [r.id for r in rows[1:]]
        assert messages.listing(tx, here.id, after=3) == []


def test_the_replies_to_a_message_come_in_order(database: Database) -> None:
    here = opened(database)
    first, second = said(database, here), said(database, here)
    with database.write() as tx:
        made = [messages.add_reply(tx, here.id, SMALL, reply_to=first.id).id for _ in range(2)]
        assert [row.id for row in messages.replies_to(tx, first.id)] == made
        assert messages.replies_to(tx, second.id) == []


def test_choices_are_those_of_the_last_reply_before(database: Database) -> None:
    here = opened(database)
    with database.write() as tx:
        messages.add_reply(tx, here.id, FULL)
    asked = said(database, here)
    with database.write() as tx:
        messages.add_reply(tx, here.id, SMALL)
        assert messages.last_choices(tx, here.id, before=asked.seq) == FULL.choices
        assert messages.last_choices(tx, here.id, before=asked.seq + 2) == []
        assert messages.last_choices(tx, here.id, before=1) == []
