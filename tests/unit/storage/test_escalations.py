from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.storage import escalations
from bot.storage.engine import Database
from bot.storage.tables import escalations as table
from bot.storage.tables import review_items
from tests.unit.storage.conftest import ago, hired, opened, put, said
from tests.unit.threads import together


def escalated(database: Database, tier: str = "crisis") -> tuple[str, str]:
    """A new escalation: its conversation and its id."""
    here = opened(database)
    row = said(database, here)
    with database.write() as tx:
        assert escalations.open_escalation(tx, here.id, row.id, tier, ["r-1"], "v1")
        return here.id, escalations.of_conversation(tx, here.id)[0].id


def test_danger_is_recorded_once_a_message(database: Database) -> None:
    here = opened(database)
    one, two = said(database, here), said(database, here)
    with database.write() as tx:
        assert escalations.open_escalation(tx, here.id, one.id, "crisis", ["r-1", "r-2"], "v1")
        assert not escalations.open_escalation(tx, here.id, one.id, "emergency", ["r-3"], "v2")
        assert escalations.open_escalation(tx, here.id, two.id, "emergency", [], "v2")
    with database.read() as tx:
        first, second = escalations.of_conversation(tx, here.id)
    assert (first.tier, first.rules, first.rules_version) == ("crisis", ["r-1", "r-2"], "v1")
    assert (first.state, second.state) == ("open", "open")
    assert second.message_id == two.id


def test_the_first_to_acknowledge_has_it(database: Database) -> None:
    _, id_ = escalated(database)
    first, second = hired(database, "ann"), hired(database, "bob")
    with database.write() as tx:
        assert escalations.acknowledge(tx, id_, first.id)
        assert not escalations.acknowledge(tx, id_, second.id)
        row = tx.execute(select(table)).one()
    assert (row.state, row.acknowledged_by) == ("acknowledged", first.id)
    assert row.acknowledged_at is not None


def test_of_two_who_acknowledge_at_once_one_has_it(database: Database) -> None:
    _, id_ = escalated(database)
    people = [hired(database, name) for name in ("ann", "bob", "cem")]

    def take(staff_id: str) -> tuple[bool, str]:
        with database.write() as tx:
            return escalations.acknowledge(tx, id_, staff_id), staff_id

    won = [id_ for got, id_ in together([lambda p=p: take(p.id) for p in people]) if got]
    with database.read() as tx:
        assert [tx.execute(select(table.c.acknowledged_by)).scalar_one()] == won


def test_an_unknown_escalation_cannot_be_acknowledged(database: Database) -> None:
    with database.write() as tx:
        assert not escalations.acknowledge(tx, "nobody", "nobody")


def test_an_acknowledged_escalation_still_needs_a_person(database: Database) -> None:
    _, late = escalated(database)
    _, early = escalated(database)
    _, over = escalated(database)
    put(database, table.c.id, early, opened_at=ago(timedelta(hours=1)))
    put(database, table.c.id, over, state="closed")
    ann = hired(database, "ann")
    with database.write() as tx:
        escalations.acknowledge(tx, early, ann.id)
    with database.read() as tx:
        assert [row.id for row in escalations.unclosed(tx)] == [early, late]


def test_the_escalations_of_a_conversation_are_its_own(database: Database) -> None:
    here, id_ = escalated(database)
    escalated(database)
    with database.read() as tx:
        assert [row.id for row in escalations.of_conversation(tx, here)] == [id_]


def test_a_message_is_marked_for_review_once_for_each_reason(database: Database) -> None:
    here = opened(database)
    row = said(database, here)
    with database.write() as tx:
        for reason in ("fallback", "fallback", "no_answer"):
            escalations.mark_for_review(tx, here.id, row.id, reason)
        marked = tx.execute(select(review_items.c.reason)).scalars().all()
    assert sorted(marked) == ["fallback", "no_answer"]
