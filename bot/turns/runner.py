"""The turn runner: takes stored messages in order and sees each through to a reply."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from bot.channels.inbound import for_engine
from bot.channels.outbound import billed, fit
from bot.errors import EngineError
from bot.messages import Choice, Kind
from bot.responses import Responses
from bot.safety.words import SafetyWords
from bot.storage import conversations, escalations, messages, turns
from bot.storage.conversations import Conversation
from bot.storage.engine import Database
from bot.storage.turns import Claim
from bot.turns.context import FAILURES, Context, context_of
from bot.turns.engine import Answer
from bot.turns.notifier import Notifier, wait

log = logging.getLogger(__name__)

_SWEEP = (
    1.0  # seconds between looks for turns that nobody announced: another replica's, or a dead one's
)
_LOOK_BACK = 12  # messages of both sides that the subject is looked for in
_MAX_ATTEMPTS = 3  # a message that kept killing its process gets the fallback
TURNS = "turns"
"""The notifier's key for new work."""


class Engine(Protocol):
    """What answers ordinary messages."""

    async def turn(self, sender_id: str, text: str, metadata: dict[str, str]) -> list[Answer]:
        """At least one answer. Raises EngineError."""
        ...


def replies_of(conversation_id: str) -> str:
    """The notifier's key for the end of a turn of that conversation."""
    return f"replies of {conversation_id}"


@dataclass(frozen=True)
class _Work:
    """What one turn needs, read before and not during the call to the engine."""

    claim: Claim
    conversation: Conversation
    text: str
    choices: Sequence[Choice]
    context: Context


class Runner:
    """Runs turns until stopped. Several runners, in several processes, share the work safely."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        responses: Responses,
        words: SafetyWords,
        notifier: Notifier,
        turn_timeout: float,
        workers: int = 8,
    ) -> None:
        """`turn_timeout` bounds the engine, in seconds; the lease of a turn is longer than that."""
        self._database = database
        self._engine = engine
        self._responses = responses
        self._words = words
        self._notifier = notifier
        self._lease = timedelta(seconds=turn_timeout * 2 + 10)
        self._timeout = turn_timeout
        self._room = asyncio.Semaphore(workers)
        self._dispatcher: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begins to work, in the running event loop."""
        self._dispatcher = asyncio.create_task(self._dispatch())

    async def stop(self) -> None:
        """Stops. A turn cut short keeps its lease and runs again when that ends."""
        tasks = [*self._running, *([self._dispatcher] if self._dispatcher else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def run_next(self) -> bool:
        """Runs one turn if there is one. True when it did."""
        work = await asyncio.to_thread(self._take, expected=False)
        if work is not None:
            await self._run(work)
        return work is not None

    async def _dispatch(self) -> None:
        """Claims turns as long as there is room, each then runs by itself."""
        with self._notifier.subscribe(TURNS) as news:
            expected = False
            while True:
                await self._room.acquire()
                work = await self._take_calmly(expected)
                if work is None:
                    self._room.release()
                    expected = await wait(news, _SWEEP)
                    continue
                expected = False
                task = asyncio.create_task(self._run_safely(work))
                self._running.add(task)
                task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._room.release()

    async def _take_calmly(self, expected: bool) -> _Work | None:
        try:
            return await asyncio.to_thread(self._take, expected)
        except Exception as error:  # noqa: BLE001 (a database that is away comes back)
            log.error("no turn could be taken: %s", type(error).__name__)
            return None

    async def _run_safely(self, work: _Work) -> None:
        try:
            await self._run(work)
        except Exception as error:  # noqa: BLE001 (one broken turn must not end the others)
            log.error("a turn failed: %s", type(error).__name__)

    async def _run(self, work: _Work) -> None:
        answers, outcome = await self._answers(work)
        has_more = await asyncio.to_thread(self._store, work, answers, outcome)
        if has_more:
            self._notifier.notify(TURNS)
        self._notifier.notify(work.conversation.id)
        self._notifier.notify(replies_of(work.conversation.id))

    def _take(self, expected: bool) -> _Work | None:
        """The next turn. Looking takes no lock and claiming does, so where none is expected it looks."""
        if not expected:
            with self._database.read() as tx:
                if not turns.any_claimable(tx):
                    return None
        with self._database.write() as tx:
            claim = turns.claim(tx, self._lease)
            return self._work(tx, claim) if claim else None

    def _work(self, tx: Connection, claim: Claim) -> _Work:
        message = messages.by_id(tx, claim.message_id)
        conversation = conversations.find(tx, claim.conversation_id)
        assert conversation is not None  # a foreign key holds it
        offered = messages.last_choices(tx, claim.conversation_id, before=message.seq)
        earlier = messages.before(tx, claim.conversation_id, message.seq, _LOOK_BACK)
        return _Work(claim, conversation, message.text, offered, context_of(earlier))

    async def _answers(self, work: _Work) -> tuple[list[Answer], str]:
        if work.conversation.is_muted:
            return [], "muted"
        try:
            if work.claim.attempts > _MAX_ATTEMPTS:
                raise EngineError("attempts")
            return await self._ask(work), "answered"
        except EngineError as error:
            log.warning("no answer from the engine: %s", error.reason)
            return [self._fallback(work.conversation, error.reason)], "fallback"
        except Exception as error:  # noqa: BLE001 (whatever it is, the person gets an answer)
            log.error("the engine failed: %s", type(error).__name__)
            return [self._fallback(work.conversation, "crashed")], "fallback"

    async def _ask(self, work: _Work) -> list[Answer]:
        conversation = work.conversation
        text = for_engine(work.text, work.choices)
        about = {"channel": conversation.channel.value, "locale": conversation.locale}
        if text == for_engine(work.text):  # a choice is a whole question by itself
            about |= work.context.metadata()
        asked = self._engine.turn(conversation.id, text, about)
        answers = await within(asked, self._timeout)
        if not answers:
            raise EngineError("silent")
        return answers

    def _fallback(self, conversation: Conversation, reason: str) -> Answer:
        numbers = self._words.numbers(conversation.locale)
        draft = self._responses.draft("utter_fallback", conversation.channel, **numbers)
        return Answer(draft, {"engine": reason})

    def _store(self, work: _Work, answers: list[Answer], outcome: str) -> bool:
        """Replies, flags and the end of the turn, or nothing when the lease has passed on.

        Returns whether the conversation has another message waiting.
        """
        claim = work.claim
        with self._database.write() as tx:
            if not turns.finish(tx, claim.message_id, outcome, claim.lease):
                return False
            for answer in answers:
                self._flag(tx, work, answer)
                draft = fit(answer.draft, work.conversation.channel)
                messages.add_reply(
                    tx,
                    claim.conversation_id,
                    draft,
                    reply_to=claim.message_id,
                    trace=answer.trace,
                    segments=billed(draft.text, work.conversation.channel),
                )
            return turns.any_open(tx, claim.conversation_id)

    def _flag(self, tx: Connection, work: _Work, answer: Answer) -> None:
        """What staff must see of this answer. Danger found only by the engine is recorded here."""
        draft, claim = answer.draft, work.claim
        if draft.safety:
            verdict = answer.trace.get("verdict") or {}
            escalations.open_escalation(
                tx,
                claim.conversation_id,
                claim.message_id,
                draft.safety.tier,
                verdict.get("rules", []),
                verdict.get("rules_version", ""),
            )
        reason = _review_reason(answer, work.context)
        if reason:
            escalations.mark_for_review(tx, claim.conversation_id, claim.message_id, reason)


async def within(asked: Coroutine[Any, Any, list[Answer]], seconds: float) -> list[Answer]:
    """The answers, if they come in time. Raises EngineError; an httpx timeout is only per read.

    Not with asyncio.wait_for: on Python 3.10 that can swallow the caller's own cancellation.
    """
    asking = asyncio.ensure_future(asked)
    try:
        await asyncio.wait({asking}, timeout=seconds)
        if not asking.done():
            raise EngineError("timeout")
        return asking.result()
    finally:
        asking.cancel()


def _review_reason(answer: Answer, context: Context) -> str | None:
    if answer.draft.kind is Kind.FALLBACK:
        return "fallback"
    declined = answer.draft.decline.class_.value if answer.draft.decline else ""
    if declined == "no_answer":
        return "no_answer"
    return "no_help" if context.failed and declined in FAILURES else None
