"""Takes a message in: stores it, screens it, and answers danger at once, all in one transaction.

Whatever dies afterwards, the message is kept, its turn is in line, and where it shows danger the
escalation and the urgent words are already there (docs/adr/0003-safety-before-rasa.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.channels.outbound import billed
from bot.errors import ApiError, ErrorCode
from bot.messages import Channel, Reply
from bot.responses import Responses
from bot.safety.verdict import Tier, Verdict
from bot.safety.words import SafetyWords
from bot.storage import conversations, escalations, messages, turns
from bot.storage.conversations import Conversation
from bot.storage.engine import Database

log = logging.getLogger(__name__)

_FAILED = Verdict(Tier.CRISIS, ("screen-failed",), "none")
"""When the screen itself breaks, the person gets the support text and staff are told."""


@dataclass(frozen=True)
class Accepted:
    """A message that is stored. `is_queued`: its turn is in line now, and was not before."""

    message_id: str
    is_queued: bool


class Intake:
    """Opens conversations and accepts their messages, for any channel."""

    def __init__(
        self,
        database: Database,
        screen: Callable[[str, Sequence[str]], Verdict],
        words: SafetyWords,
        responses: Responses,
    ) -> None:
        """`screen` judges a text in the light of the participant's earlier ones."""
        self._database = database
        self._responses = responses
        self._screen = screen
        self._words = words

    def open(self, channel: Channel, locale: str) -> tuple[Conversation, str, Reply]:
        """A new conversation, its token, and the greeting that says what this assistant is."""
        greeting = self._responses.draft("utter_greeting", channel, **self._words.numbers(locale))
        with self._database.write() as tx:
            conversation, token = conversations.open_conversation(tx, channel, locale)
            segments = billed(greeting.text, channel)
            reply = messages.add_reply(tx, conversation.id, greeting, segments=segments)
        return conversation, token, reply

    def shows_danger(self, text: str) -> bool:
        """Whether `text` alone is urgent: such a message is taken even where others are refused."""
        return self._judge(text, ()).is_danger

    def accept(self, conversation_id: str, client_message_id: str, text: str) -> Accepted:
        """Stores `text` once. The same client_message_id again returns the same message.

        Raises ApiError when the conversation is unknown, or when the id came before with another text.
        """
        with self._database.write() as tx:
            conversations.lock(tx, conversation_id)
            conversation = conversations.find(tx, conversation_id)
            if conversation is None:
                raise ApiError(ErrorCode.NOT_FOUND, "There is no such conversation.")
            known = messages.by_client_id(tx, conversation_id, client_message_id)
            if known is not None:
                return _again(known.id, known.text, text)
            return self._store(tx, conversation, client_message_id, text)

    def _store(
        self, tx: Connection, conversation: Conversation, client_message_id: str, text: str
    ) -> Accepted:
        earlier = messages.earlier_texts(tx, conversation.id)
        message = messages.add_inbound(tx, conversation.id, text, client_message_id)
        turns.queue(tx, message.id, conversation.id, message.seq)
        verdict = self._judge(text, earlier)
        if verdict.is_danger:
            self._answer_danger(tx, conversation, message.id, verdict)
        return Accepted(message.id, is_queued=not verdict.is_danger)

    def _judge(self, text: str, earlier: Sequence[str]) -> Verdict:
        try:
            return self._screen(text, earlier)
        except Exception as error:  # noqa: BLE001 (whatever it is, the person comes first)
            log.error("the safety screen failed: %s", type(error).__name__)
            return _FAILED

    def _answer_danger(
        self, tx: Connection, conversation: Conversation, message_id: str, verdict: Verdict
    ) -> None:
        again = bool(escalations.of_conversation(tx, conversation.id))
        escalations.open_escalation(
            tx,
            conversation.id,
            message_id,
            verdict.tier.value,
            verdict.rules,
            verdict.rules_version,
        )
        draft = self._words.reply(verdict.tier, conversation.channel, conversation.locale, again)
        messages.add_reply(
            tx,
            conversation.id,
            draft,
            reply_to=message_id,
            trace={"rules": list(verdict.rules), "rules_version": verdict.rules_version},
            segments=billed(draft.text, conversation.channel),
        )
        turns.finish(tx, message_id, "urgent")


def _again(message_id: str, stored: str, text: str) -> Accepted:
    if stored != text:
        raise ApiError(
            ErrorCode.CONFLICT, "That client_message_id was used before, with another text."
        )
    return Accepted(message_id, is_queued=False)
