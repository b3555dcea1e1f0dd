from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.messages import Channel
from bot.storage import conversations
from bot.storage.engine import Database, now
from bot.storage.tables import conversations as table
from bot.storage.tables import handoffs
from tests.unit.storage.conftest import hired, opened, put
from tests.unit.threads import together


@pytest.mark.parametrize("channel", Channel)
def test_a_conversation_is_found_as_it_was_opened(database: Database, channel: Channel) -> None:
    made = opened(database, channel)
    with database.read() as tx:
        assert conversations.find(tx, made.id) == made


def test_an_unknown_conversation_is_not_found(database: Database) -> None:
    with database.read() as tx:
        assert conversations.find(tx, "nobody") is None


def test_only_its_own_token_opens_a_conversation(database: Database) -> None:
    with database.write() as tx:
        mine, token = conversations.open_conversation(tx, Channel.WEB, "en-US")
        other, others_token = conversations.open_conversation(tx, Channel.WEB, "en-US")
        assert conversations.token_opens(tx, mine.id, token)
        assert not conversations.token_opens(tx, mine.id, others_token)
        assert not conversations.token_opens(tx, other.id, token)
        assert not conversations.token_opens(tx, mine.id, "")
        assert not conversations.token_opens(tx, "nobody", token)


def test_the_token_itself_is_not_stored(database: Database) -> None:
    with database.write() as tx:
        _, token = conversations.open_conversation(tx, Channel.WEB, "en-US")
        row = tx.execute(select(table)).one()
    assert token not in map(str, row)


def test_the_assistant_is_muted_by_opting_out_and_by_a_person(database: Database) -> None:
    free, left, held = (opened(database) for _ in range(3))
    put(database, table.c.id, left.id, opted_out_at=now())
    put(database, table.c.id, held.id, assigned_to=hired(database).id)
    with database.read() as tx:
        found = [conversations.find(tx, c.id) for c in (free, left, held)]
    assert [c.is_muted for c in found if c] == [False, True, True]


def test_times_come_back_in_utc(database: Database) -> None:
    elsewhere = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5)))
    made = opened(database)
    put(database, table.c.id, made.id, created_at=elsewhere)
    with database.read() as tx:
        found = conversations.find(tx, made.id)
    assert found is not None
    assert found.created_at == elsewhere
    assert found.created_at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    made = opened(database)
    with pytest.raises(StatementError, match="zone"):
        put(database, table.c.id, made.id, created_at=datetime(2026, 1, 1))


def test_a_transaction_that_fails_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as tx:
        conversations.open_conversation(tx, Channel.WEB, "en-US")
        raise RuntimeError
    with database.read() as tx:
        assert tx.execute(select(table)).all() == []


def test_a_handoff_is_asked_for_once_while_it_is_open(database: Database) -> None:
    here, there = opened(database), opened(database)
    with database.write() as tx:
        assert conversations.request_handoff(tx, here.id)
        assert not conversations.request_handoff(tx, here.id)
        assert conversations.request_handoff(tx, there.id)


def test_a_closed_handoff_can_be_asked_for_again(database: Database) -> None:
    here = opened(database)
    with database.write() as tx:
        conversations.request_handoff(tx, here.id)
    put(database, handoffs.c.conversation_id, here.id, state="closed")
    with database.write() as tx:
        assert conversations.request_handoff(tx, here.id)


def test_two_who_ask_for_a_handoff_at_once_make_one(database: Database) -> None:
    here = opened(database)

    def ask() -> bool:
        with database.write() as tx:
            return conversations.request_handoff(tx, here.id)

    assert sorted(together([ask] * 4)) == [False, False, False, True]
    with database.read() as tx:
        assert len(tx.execute(select(handoffs)).all()) == 1
