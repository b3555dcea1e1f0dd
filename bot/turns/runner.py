"""The turn runner: takes stored messages in order and sees each through to a reply."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

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
from bot.turns.engine import Answer
from bot.turns.notifier import Notifier, wait

log = logging.getLogger(__name__)

_SWEEP = (
    1.0  # seconds between looks for turns that nobody announced: another replica's, or a dead one's
)
_MAX_ATTEMPTS = 3  # a message that kept killing its process gets the fallback
TURNS = "turns"
"""The notifier's key for new work."""


class Engine(Protocol):
    """What answers ordinary messages."""

    async def turn(self, sender_id: str, text: str, metadata: dict[str, str]) -> list[Answer]:
        """At least one answer. Raises EngineError."""
        ...


@dataclass(frozen=True)
class _Work:
    """What one turn needs, read before and not during the call to the engine."""

    conversation: Conversation
    text: str
    choices: Sequence[Choice]


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
        self._workers = workers
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins to work, in the running event loop."""
        self._tasks = [asyncio.create_task(self._work()) for _ in range(self._workers)]

    async def stop(self) -> None:
        """Stops. A turn cut short keeps its lease and runs again when that ends."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def run_next(self) -> bool:
        """Runs one turn if there is one. True when it did."""
        claim = await asyncio.to_thread(self._claim)
        if claim is None:
            return False
        work = await asyncio.to_thread(self._load, claim)
        answers, outcome = await self._answers(claim, work)
        await asyncio.to_thread(self._store, claim, work, answers, outcome)
        self._notifier.notify(claim.conversation_id)
        self._notifier.notify(TURNS)  # the conversation's next message may run now
        return True

    async def _work(self) -> None:
        with self._notifier.subscribe(TURNS) as news:
            while True:
                try:
                    if not await self.run_next():
                        await wait(news, _SWEEP)
                except Exception as error:  # noqa: BLE001 (one broken turn must not end the runner)
                    log.error("a turn failed: %s", type(error).__name__)
                    await wait(news, _SWEEP)

    def _claim(self) -> Claim | None:
        with self._database.write() as tx:
            return turns.claim(tx, self._lease)

    def _load(self, claim: Claim) -> _Work:
        with self._database.read() as tx:
            message = messages.by_id(tx, claim.message_id)
            conversation = conversations.find(tx, claim.conversation_id)
            assert conversation is not None  # a foreign key holds it
            offered = messages.last_choices(tx, claim.conversation_id, before=message.seq)
            return _Work(conversation, message.text, offered)

    async def _answers(self, claim: Claim, work: _Work) -> tuple[list[Answer], str]:
        if work.conversation.is_muted:
            return [], "muted"
        try:
            if claim.attempts > _MAX_ATTEMPTS:
                raise EngineError("attempts")
            return await self._ask(work), "answered"
        except EngineError as error:
            log.warning("no answer from the engine: %s", error.reason)
            return [self._fallback(work.conversation, error.reason)], "fallback"

    async def _ask(self, work: _Work) -> list[Answer]:
        conversation = work.conversation
        asked = self._engine.turn(
            conversation.id,
            for_engine(work.text, work.choices),
            {"channel": conversation.channel.value, "locale": conversation.locale},
        )
        try:  # the engine's own timeout is per read; this one is for the whole turn
            return await asyncio.wait_for(asked, self._timeout)
        except asyncio.TimeoutError as error:
            raise EngineError("timeout") from error

    def _fallback(self, conversation: Conversation, reason: str) -> Answer:
        numbers = self._words.numbers(conversation.locale)
        draft = self._responses.draft("utter_fallback", conversation.channel, **numbers)
        return Answer(draft, {"engine": reason})

    def _store(self, claim: Claim, work: _Work, answers: list[Answer], outcome: str) -> None:
        """Replies, flags and the end of the turn, or nothing when the lease has passed on."""
        with self._database.write() as tx:
            if not turns.finish(tx, claim.message_id, outcome, claim.lease):
                return
            for answer in answers:
                self._flag(tx, claim, answer)
                draft = fit(answer.draft, work.conversation.channel)
                messages.add_reply(
                    tx,
                    claim.conversation_id,
                    draft,
                    reply_to=claim.message_id,
                    trace=answer.trace,
                    segments=billed(draft.text, work.conversation.channel),
                )

    def _flag(self, tx: Connection, claim: Claim, answer: Answer) -> None:
        """What staff must see of this answer. Danger found only by the engine is recorded here."""
        draft = answer.draft
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
        reason = _review_reason(answer)
        if reason:
            escalations.mark_for_review(tx, claim.conversation_id, claim.message_id, reason)


def _review_reason(answer: Answer) -> str | None:
    if answer.draft.kind is Kind.FALLBACK:
        return "fallback"
    if answer.draft.decline and answer.draft.decline.class_.value == "no_answer":
        return "no_answer"
    return None
