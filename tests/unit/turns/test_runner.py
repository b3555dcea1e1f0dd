"""The turn runner, on both databases: each message is answered once, in order, whoever dies."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.messages import Channel, Choice, Decline, DeclineClass, Draft, Kind
from bot.storage import tables
from bot.storage.engine import now
from bot.turns.engine import Answer
from bot.turns.runner import TURNS

PAST = timedelta(seconds=-1)


def said(bench: Any, conversation_id: str) -> list[str]:
    """What the conversation holds after its greeting, in order."""
    rows = sorted(bench.rows(tables.messages, conversation_id=conversation_id), key=lambda r: r.seq)
    assert [r.seq for r in rows] == list(range(1, len(rows) + 1))
    return [r.text for r in rows[1:]]


def test_messages_of_one_conversation_are_answered_in_order_by_many_workers(bench: Any) -> None:
    talk, texts = bench.open(), [f"text {n}" for n in range(6)]

    async def scenario() -> None:
        runner = bench.runner(workers=4)
        ids = bench.accept(talk, *texts)
        runner.start()
        await bench.until_done(ids)
        await bench.stop(runner)

    asyncio.run(scenario())
    assert bench.engine.texts == texts
    assert said(bench, talk) == [*texts, *(f"re {t}" for t in texts)]


def test_conversations_run_beside_each_other(bench: Any) -> None:
    texts = ["a", "b", "c", "d"]

    async def scenario() -> None:
        for text in texts:
            bench.engine.hold(text)
        ids = [bench.accept(bench.open(), text)[0] for text in texts]
        runner = bench.runner(workers=4)
        runner.start()
        waiting = (bench.engine.reached[text].wait() for text in texts)
        await asyncio.wait_for(asyncio.gather(*waiting), 10)  # all four are in the engine at once
        for text in texts:
            bench.engine.held[text].set()
        await bench.until_done(ids)
        await bench.stop(runner)

    asyncio.run(scenario())
    assert sorted(bench.engine.texts) == texts


def test_a_conversations_next_message_waits_while_the_first_is_in_the_engine(bench: Any) -> None:
    talk = bench.open()

    async def scenario() -> None:
        bench.engine.hold("first")
        bench.accept(talk, "first", "second")
        runner = bench.runner()
        turn = asyncio.create_task(runner.run_next())
        await asyncio.wait_for(bench.engine.reached["first"].wait(), 10)
        assert not await runner.run_next()
        bench.engine.held["first"].set()
        assert await turn
        assert await runner.run_next()

    asyncio.run(scenario())
    assert bench.engine.texts == ["first", "second"]


async def die_in_the_engine(bench: Any, text: str) -> None:
    """A runner takes the turn of `text` and is cut off while the engine works."""
    bench.engine.hold(text)
    turn = asyncio.create_task(bench.runner().run_next())
    await asyncio.wait_for(bench.engine.reached[text].wait(), 10)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    del bench.engine.held[text]


def test_a_dead_runners_turn_goes_to_another_once_its_lease_is_over(bench: Any) -> None:
    talk = bench.open()

    async def scenario() -> None:
        (id_,) = bench.accept(talk, "hello")
        await die_in_the_engine(bench, "hello")
        other = bench.runner()
        assert not await other.run_next()  # the lease still holds
        bench.change(tables.turns, "message_id", id_, lease_until=now() + PAST)
        assert await other.run_next()
        assert not await other.run_next()

    asyncio.run(scenario())
    assert said(bench, talk) == ["hello", "re hello"]


def test_a_late_finisher_whose_turn_has_passed_on_stores_nothing(bench: Any) -> None:
    talk = bench.open()

    async def scenario() -> None:
        (id_,) = bench.accept(talk, "hello")
        bench.engine.hold("hello")
        late = asyncio.create_task(bench.runner().run_next())
        gate = bench.engine.held["hello"]
        await asyncio.wait_for(bench.engine.reached["hello"].wait(), 10)
        bench.change(tables.turns, "message_id", id_, lease_until=now() + PAST)
        del bench.engine.held["hello"]
        assert await bench.runner().run_next()
        gate.set()
        await late

    asyncio.run(scenario())
    assert bench.engine.texts == ["hello", "hello"]
    assert said(bench, talk) == ["hello", "re hello"]


def test_a_late_finisher_stores_nothing_even_while_the_other_still_works(bench: Any) -> None:
    talk = bench.open()

    async def scenario() -> None:
        (id_,) = bench.accept(talk, "hello")
        bench.engine.hold("hello")
        gate = bench.engine.held["hello"]
        late = asyncio.create_task(bench.runner().run_next())
        await asyncio.wait_for(bench.engine.reached["hello"].wait(), 10)
        bench.change(tables.turns, "message_id", id_, lease_until=now() + PAST)
        bench.engine.hold("hello")
        other = asyncio.create_task(bench.runner().run_next())
        await asyncio.wait_for(bench.engine.reached["hello"].wait(), 10)
        gate.set()
        await late
        assert said(bench, talk) == ["hello"]
        bench.engine.held["hello"].set()
        await other

    asyncio.run(scenario())
    assert said(bench, talk) == ["hello", "re hello"]


def test_a_message_that_keeps_killing_its_runner_gets_the_fallback(bench: Any) -> None:
    talk = bench.open()

    async def scenario() -> None:
        (id_,) = bench.accept(talk, "hello")
        for _ in range(3):
            await die_in_the_engine(bench, "hello")
            bench.change(tables.turns, "message_id", id_, lease_until=now() + PAST)
        assert await bench.runner().run_next()

    asyncio.run(scenario())
    assert len(bench.engine.texts) == 3
    assert "something went wrong on my side" in said(bench, talk)[1]
    (item,) = bench.rows(tables.review_items)
    assert item.reason == "fallback"


def test_what_helped_nobody_twice_in_a_row_is_kept_for_staff(bench: Any) -> None:
    talk = bench.open()
    declined = Draft(
        kind=Kind.DECLINE, text="no", decline=Decline(class_=DeclineClass.OUT_OF_SCOPE)
    )
    bench.engine.says = [Answer(declined, {})]
    bench.accept(talk, "once")
    asyncio.run(bench.run_all(bench.runner()))
    assert not bench.rows(tables.review_items)
    bench.accept(talk, "twice")
    asyncio.run(bench.run_all(bench.runner()))
    (item,) = bench.rows(tables.review_items)
    assert item.reason == "no_help"


@pytest.mark.parametrize("how", ["opted_out", "assigned"])
def test_a_muted_conversation_gets_no_reply_and_its_turn_is_done(bench: Any, how: str) -> None:
    from bot.storage import staff

    talk = bench.open()
    if how == "opted_out":
        bench.change(tables.conversations, "id", talk, opted_out_at=now())
    else:
        with bench.database.write() as tx:
            nurse = staff.add(tx, "nurse", "x")
        bench.change(tables.conversations, "id", talk, assigned_to=nurse.id)
    (id_,) = bench.accept(talk, "hello")
    asyncio.run(bench.run_all(bench.runner()))
    assert said(bench, talk) == ["hello"]
    assert bench.engine.texts == []
    (turn,) = bench.rows(tables.turns, message_id=id_)
    assert (turn.state, turn.outcome) == ("done", "muted")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1", "What does it cost?"), ("2.", "Is it safe?"), ("SAFETY", "Is it safe?"), ("3", "3")],
)
def test_a_number_or_label_picks_the_choice_offered_last(bench: Any, typed: str, read: str) -> None:
    talk = bench.open(Channel.SMS)
    choices = [
        Choice(label="Costs", value="What does it cost?"),
        Choice(label="Safety", value="Is it safe?"),
    ]
    bench.engine.says = [Answer(Draft(kind=Kind.CLARIFY, text="Which?", choices=choices), {})]

    async def scenario() -> None:
        runner = bench.runner()
        bench.accept(talk, "hm")
        await bench.run_all(runner)
        bench.accept(talk, typed)
        await bench.run_all(runner)

    asyncio.run(scenario())
    assert bench.engine.texts == ["hm", read]
    assert said(bench, talk)[:3] == ["hm", "Which?\n1 Costs\n2 Safety", typed]


def test_an_engine_slower_than_the_timeout_yields_the_fallback(bench: Any) -> None:
    talk = bench.open()

    async def scenario() -> None:
        bench.engine.hold("hello")
        bench.accept(talk, "hello")
        await bench.run_all(bench.runner(timeout=0.05))

    asyncio.run(scenario())
    assert "something went wrong on my side" in said(bench, talk)[1]


@pytest.mark.parametrize("moment", range(6))
def test_a_runner_told_to_stop_just_as_news_arrives_stops(bench: Any, moment: int) -> None:
    async def scenario() -> None:
        runner = bench.runner(workers=1)
        runner.start()
        while not bench.notifier._waiting.get(TURNS):
            await asyncio.sleep(0)
        (event,) = bench.notifier._waiting[TURNS]
        while not event._waiters:  # until it has looked for work and waits
            await asyncio.sleep(0)
        bench.notifier.notify(TURNS)
        for _ in range(moment):
            await asyncio.sleep(0)
        await bench.stop(runner)

    asyncio.run(scenario())


@pytest.mark.parametrize("moment", range(6))
def test_a_runner_told_to_stop_just_as_the_engine_answers_stops(bench: Any, moment: int) -> None:
    async def scenario() -> None:
        bench.engine.hold("hello")
        bench.accept(bench.open(), "hello")
        runner = bench.runner(workers=1)
        runner.start()
        await asyncio.wait_for(bench.engine.reached["hello"].wait(), 10)
        bench.engine.held["hello"].set()
        for _ in range(moment):
            await asyncio.sleep(0)
        await bench.stop(runner)

    asyncio.run(scenario())
