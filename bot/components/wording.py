"""What is said for an action: vetted words, chosen by what the retriever found and who is reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.clinic import Clinic
from bot.components import served
from bot.components.clinic_words import (
    SMS_SEGMENTS,
    closed_with,
    from_profile,
    opened_with,
    with_privacy_notice,
    with_rule,
)
from bot.components.reading_help import ACTIONS, about_the_answer
from bot.knowledge.render import answer, answers, sms_label
from bot.knowledge.schema import DeclineKind
from bot.messages import Channel, Choice, DeclineClass, Draft, Kind
from bot.responses import Responses
from bot.retrieval.decision import Outcome
from bot.safety.verdict import Tier
from bot.safety.words import SafetyWords
from bot.text.segments import segments

_WORTH_OFFERING = 0.05
_OFFERS = 3
_STORY = 40  # words
_DEAD_ENDS = (DeclineClass.OUT_OF_SCOPE, DeclineClass.ABUSIVE_OR_NONSENSE)
"""Declines that offer no person by themselves."""


@dataclass(frozen=True)
class Asked:
    """One reply to be worded.

    `found` is the retriever's decision as plain data; `shown` are the snippets of the last answer;
    `failed` says that the reply before did not help, `urgent` that urgent words were said before; `quiet`
    asks for the line that names the lifeline.
    """

    action: str
    text: str
    channel: Channel
    locale: str = ""
    found: Mapping[str, Any] = field(default_factory=dict)
    tier: str = Tier.CRISIS.value
    shown: tuple[str, ...] = ()
    failed: bool = False
    urgent: bool = False
    quiet: bool = False

    @property
    def hits(self) -> list[str]:
        """The targets found, best first."""
        return [hit["target"] for hit in self.found.get("hits", [])]


class Wording:
    """Words for every action of the domain."""

    def __init__(self, words: Responses, safety: SafetyWords, clinic: Clinic) -> None:
        """`words` are the domain's responses, `safety` the urgent ones."""
        self._words, self._safety, self._clinic = words, safety, clinic
        self._special = {
            "utter_safety": self._urgent,
            "utter_answer": self._answer,
            "utter_clarify": self._choose,
            "utter_privacy": self._privacy,
            **dict.fromkeys(ACTIONS, self._about),
        }

    def draft(self, asked: Asked) -> Draft:
        """The reply for the channel and locale of `asked`."""
        draft = self._ordinary(asked)
        named = draft.safety or asked.action == "utter_feel_low"
        due = asked.quiet or (asked.urgent and draft.kind is Kind.HANDOFF)
        return self._with_quiet_line(draft, asked) if due and not named else draft

    def _ordinary(self, asked: Asked) -> Draft:
        if special := self._special.get(asked.action):
            return special(asked)
        draft = self._plain(asked)
        kind = served.library().declines.get(asked.found.get("kind", ""))
        if draft.decline and kind:
            draft = self._declined(draft, kind, asked)
        return self._with_a_way_out(draft, asked.channel) if asked.failed else draft

    def _plain(self, asked: Asked) -> Draft:
        """The domain's own words for the action."""
        return self._words.draft(asked.action, asked.channel, **self._numbers(asked))

    def _numbers(self, asked: Asked) -> dict[str, str]:
        return self._safety.numbers(asked.locale)

    def _urgent(self, asked: Asked) -> Draft:
        return self._safety.reply(Tier(asked.tier), asked.channel, asked.locale, asked.urgent)

    def _privacy(self, asked: Asked) -> Draft:
        return with_privacy_notice(self._plain(asked), self._words, self._clinic, asked.channel)

    def _choose(self, asked: Asked) -> Draft:
        """The likeliest answers as choices, and "something else"."""
        draft = self._plain(asked)
        offered = choices(asked.hits, asked.channel)
        return draft.model_copy(update={"choices": [*offered, *draft.choices]})

    def _answer(self, asked: Asked) -> Draft:
        """The best snippet, or all of them in short for a message that asks several things."""
        if not asked.hits:
            return self._plain(asked)
        library, channel, numbers = served.library(), asked.channel, self._numbers(asked)
        shown = [library.snippets[target] for target in asked.hits]
        if asked.found["outcome"] == Outcome.SEVERAL.value:
            draft, further = answers(shown, library, channel, numbers), shown
        else:
            draft, further = answer(shown[0], library, channel, numbers), shown[1:]
            draft = with_rule(draft, shown[0].occasion, self._clinic, self._words, channel)
        if channel is not Channel.SMS:
            draft = _offering(draft, [s.id for s in further], channel)
        return self._heard(draft, asked)

    def _heard(self, draft: Draft, asked: Asked) -> Draft:
        """A long message tells a story; that it was heard is said before the answer."""
        if len(asked.text.split()) < _STORY:
            return draft
        heard = self._words.draft("utter_long_message", asked.channel).text
        return opened_with(draft, heard, asked.channel)

    def _about(self, asked: Asked) -> Draft:
        """What was asked about the answer just given; for more, what lies near to it."""
        library, shown = served.library(), asked.shown
        draft = about_the_answer(asked.action, self._words, library, shown, asked.channel)
        if asked.action != "utter_more" or not shown:
            return draft
        near = [target for target in asked.hits if target not in shown]
        return _offering(draft, near, asked.channel)

    def _declined(self, draft: Draft, kind: DeclineKind, asked: Asked) -> Draft:
        """What the clinic has written down itself, or the words of the kind in place of those of its
        class, and what general answers there are."""
        channel, numbers = asked.channel, self._numbers(asked)
        if told := from_profile(kind.matter, self._clinic, self._words, channel, numbers):
            return told
        unanswered = kind.class_ is DeclineClass.NO_ANSWER
        general = _general(kind, asked.found["hits"])
        if channel is Channel.SMS:
            told_sms = self._words.fill(kind.file, kind.sms, numbers)
            return draft if unanswered else _with_one_offer(draft, told_sms, general)
        text = self._words.fill(kind.file, kind.text, numbers)
        text = re.sub(r"\n+", "\n\n", text)
        if unanswered:
            text += "\n\n" + self._words.draft("utter_offer_staff", channel).text
        offered = [*choices(general, channel), *draft.choices]
        return draft.model_copy(update={"text": text, "choices": offered})

    def _with_quiet_line(self, draft: Draft, asked: Asked) -> Draft:
        """The reply, and the lifeline: for a message that may hide more than it says, and for who asks for
        a person after urgent words, since staff may not read it soon."""
        line = self._words.draft("utter_quiet_line", asked.channel, **self._numbers(asked)).text
        return closed_with(draft, line, asked.channel)

    def _with_a_way_out(self, draft: Draft, channel: Channel) -> Draft:
        """Where nothing helped twice in a row, a person is offered."""
        if not draft.decline or draft.decline.class_ not in _DEAD_ENDS:
            return draft
        offer = self._words.draft("utter_offer_staff", channel)
        both = {
            "text": f"{draft.text}\n\n{offer.text}",
            "choices": [*draft.choices, *offer.choices],
        }
        return draft.model_copy(update=both)


def choices(targets: Iterable[str], channel: Channel) -> list[Choice]:
    """One button a snippet; what it says is a question that finds the snippet for sure."""
    snippets = [served.library().snippets[target] for target in targets]
    label = sms_label if channel is Channel.SMS else str
    return [Choice(label=label(s.title), value=s.questions[0], topics=s.topics) for s in snippets]


def _offering(draft: Draft, targets: list[str], channel: Channel) -> Draft:
    return draft.model_copy(update={"choices": choices(targets, channel)})


def _with_one_offer(draft: Draft, told: str, general: list[str]) -> Draft:
    """A decline as an SMS: with a general answer to pick where two segments leave room for its line."""
    offered = choices(general[:1], Channel.SMS)
    fits = segments("\n1 ".join([told, *(choice.label for choice in offered)])) <= SMS_SEGMENTS
    return draft.model_copy(update={"text": told, "choices": offered if fits else []})


def _general(kind: DeclineKind, hits: list[dict[str, Any]]) -> list[str]:
    """The answers worth offering beside a decline: those near to what was asked, then the usual ones."""
    near = [h["target"] for h in hits if h["probability"] >= _WORTH_OFFERING]
    return list(dict.fromkeys([*near, *kind.offers]))[:_OFFERS]
