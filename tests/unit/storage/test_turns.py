from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.storage import turns
from bot.storage.engine import Database
from bot.storage.tables import turns as table
from bot.storage.turns import Claim
from tests.unit.storage.conftest import ago, opened, put, queued
from tests.unit.threads import together

LEASE = timedelta(minutes=1)


def claimed(database: Database) -> Claim | None:
    """The next turn, claimed."""
    with database.write() as tx:
        return turns.claim(tx, LEASE)


def finished(database: Database, message_id: str, lease: str | None = None) -> bool:
    """Whether the turn could be finished."""
    with database.write() as tx:
        return turns.finish(tx, message_id, "answered", lease)


def expire(database: Database, message_id: str) -> None:
    """Ends the lease of that turn."""
    put(database, table.c.message_id, message_id, lease_until=ago(timedelta(seconds=1)))


def test_nothing_is_claimed_when_nothing_waits(database: Database) -> None:
    assert claimed(database) is None


def test_the_oldest_turn_is_claimed_first(database: Database) -> None:
    late, early = (queued(database, opened(database)) for _ in range(2))
    put(database, table.c.message_id, early.id, created_at=ago(timedelta(hours=1)))
    assert [c.message_id for c in (claimed(database), claimed(database)) if c] == [
        early.id,
        late.id,
    ]
    assert claimed(database) is None


def test_a_conversation_has_one_turn_at_a_time_in_its_own_order(database: Database) -> None:
    here = opened(database)
    first, second = queued(database, here), queued(database, here)
    put(database, table.c.message_id, second.id, created_at=ago(timedelta(hours=1)))
    claim = claimed(database)
    assert claim is not None
    assert claim.message_id == first.id
    assert claimed(database) is None
    assert finished(database, first.id, claim.lease)
    then = claimed(database)
    assert then is not None
    assert then.message_id == second.id


def test_conversations_do_not_wait_for_each_other(database: Database) -> None:
    rows = {queued(database, opened(database)).id for _ in range(3)}
    assert {c.message_id for c in (claimed(database) for _ in range(3)) if c} == rows


def test_a_turn_whose_lease_ran_out_goes_to_another(database: Database) -> None:
    here = opened(database)
    row = queued(database, here)
    queued(database, here)
    first = claimed(database)
    expire(database, row.id)
    second = claimed(database)
    assert first and second
    assert (first.message_id, first.attempts) == (row.id, 1)
    assert (second.message_id, second.attempts) == (row.id, 2)
    assert first.lease != second.lease


def test_who_lost_the_lease_cannot_finish_the_turn(database: Database) -> None:
    row = queued(database, opened(database))
    late = claimed(database)
    expire(database, row.id)
    owner = claimed(database)
    assert late and owner
    assert not finished(database, row.id, late.lease)
    assert finished(database, row.id, owner.lease)
    assert not finished(database, row.id, owner.lease)


def test_a_late_holder_may_finish_while_nobody_else_took_the_turn(database: Database) -> None:
    row = queued(database, opened(database))
    claim = claimed(database)
    expire(database, row.id)
    assert claim and finished(database, row.id, claim.lease)


def test_a_turn_that_nobody_claimed_can_be_finished_once(database: Database) -> None:
    row = queued(database, opened(database))
    assert finished(database, row.id)
    assert not finished(database, row.id)
    assert claimed(database) is None


def test_open_turns_are_told_apart_from_done_ones(database: Database) -> None:
    here = opened(database)
    row = queued(database, here)
    with database.read() as tx:
        assert turns.any_open(tx, here.id)
        assert not turns.is_done(tx, row.id)
    finished(database, row.id)
    with database.read() as tx:
        assert not turns.any_open(tx, here.id)
        assert turns.is_done(tx, row.id)


def test_the_oldest_open_turn_tells_how_long_somebody_waits(database: Database) -> None:
    done, waiting, _ = (queued(database, opened(database)) for _ in range(3))
    long_ago = ago(timedelta(hours=1))
    put(database, table.c.message_id, done.id, created_at=ago(timedelta(hours=2)))
    put(database, table.c.message_id, waiting.id, created_at=long_ago)
    finished(database, done.id)
    with database.read() as tx:
        assert turns.oldest_open(tx) == long_ago


def test_claimers_at_once_never_get_the_same_turn(database: Database) -> None:
    rows = {queued(database, opened(database)).id for _ in range(12)}
    got = [c for batch in together([lambda: drained(database)] * 4) for c in batch]
    assert sorted(got) == sorted(rows)


def test_claimers_at_once_never_run_two_turns_of_a_conversation(database: Database) -> None:
    here = opened(database)
    for _ in range(6):
        queued(database, here)
    claims = [c for c in together([lambda: claimed(database)] * 6) if c]
    assert len(claims) == 1
    with database.read() as tx:
        running = tx.execute(select(table.c.seq).where(table.c.state == "running")).scalars().all()
    assert running == [1]


def drained(database: Database) -> list[str]:
    """Every turn that can be claimed until none is left; bounded, for a claim that never ends."""
    got = []
    while len(got) < 50 and (claim := claimed(database)):
        got.append(claim.message_id)
    return got
