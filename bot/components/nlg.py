"""Rasa's text generator, in process: it renders vetted words and never makes any."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.clinic import load_clinic
from bot.components import served
from bot.components.reading_help import ACTIONS, about_the_answer
from bot.components.retriever import RETRIEVAL
from bot.components.screen import VERDICT
from bot.knowledge.render import answer, answers, sms_label
from bot.knowledge.schema import DeclineKind
from bot.messages import Channel, Choice, DeclineClass, Draft, to_wire
from bot.responses import Responses
from bot.retrieval.decision import Outcome
from bot.safety.hotlines import load_hotlines
from bot.safety.verdict import Tier
from bot.safety.words import SafetyWords
from bot.settings import ROOT
from bot.text.segments import segments

_WORTH_OFFERING = 0.05
_OFFERS = 3
_SMS_SEGMENTS = 2
_DEAD_ENDS = (DeclineClass.OUT_OF_SCOPE, DeclineClass.ABUSIVE_OR_NONSENSE)
"""Declines that offer no person by themselves."""
_REST = "collector"  # the name of Rasa's output channel behind its REST input


class SnippetNLG(TemplatedNaturalLanguageGenerator):
    """Answers come from the served snippets, everything else from domain.yml.

    Over REST the reply travels whole, as `custom: {reply, trace}`; other channels (`rasa shell`) get
    its text and buttons.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Called by Rasa with the `nlg` part of endpoints.yml."""
        self._clinic = load_clinic(ROOT / "clinic.yml")
        self._hotlines = load_hotlines(ROOT / "knowledge" / "hotlines.yml")
        super().__init__(domain.responses)

    @property
    def responses(self) -> dict[str, list[dict[str, Any]]]:
        """The domain's responses. Rasa sets them anew with every model it loads."""
        return self._entries

    @responses.setter
    def responses(self, entries: dict[str, list[dict[str, Any]]]) -> None:
        self._entries = entries
        self._words = Responses(entries, self._clinic.values())
        self._safety = SafetyWords(self._words, self._hotlines, self._clinic.country)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **_: Any,
    ) -> dict[str, Any] | None:
        """The response for `utter_action`, or none when there is no such response."""
        if utter_action not in self._words:
            return None
        message = tracker.latest_message
        metadata = (message.metadata if message else None) or {}
        parse = dict(message.parse_data) if message else {}
        draft = self.draft(utter_action, parse, metadata)
        if output_channel == _REST:
            return {"custom": {"reply": to_wire(draft), "trace": trace_of(utter_action, parse)}}
        buttons = [{"title": c.label, "payload": c.value} for c in draft.choices]
        return {"text": draft.text, "buttons": buttons} if buttons else {"text": draft.text}

    def draft(self, utter_action: str, parse: dict[str, Any], metadata: dict[str, Any]) -> Draft:
        """The reply, for the channel and locale that `web` put into the message's metadata."""
        channel = Channel(metadata.get("channel", Channel.WEB.value))
        locale = metadata.get("locale", "")
        found = parse.get(RETRIEVAL) or {}
        if utter_action == "utter_safety":
            tier = Tier((parse.get(VERDICT) or {}).get("tier", Tier.CRISIS.value))
            return self._safety.reply(tier, channel, locale)
        if utter_action in ACTIONS:
            return self._about(utter_action, found, metadata.get("shown", "").split(), channel)
        if utter_action == "utter_answer" and found.get("hits"):
            return self._answer(found, channel, locale)
        draft = self._words.draft(utter_action, channel, **self._safety.numbers(locale))
        if utter_action == "utter_clarify":
            offered = choices([h["target"] for h in found.get("hits", [])], channel)
            return draft.model_copy(update={"choices": [*offered, *draft.choices]})
        if draft.decline and found.get("kind") in served.library().declines:
            kind = served.library().declines[found["kind"]]
            draft = self._declined(draft, kind, found["hits"], channel, locale)
        return self._with_a_way_out(draft, channel) if metadata.get("failed") else draft

    def _with_a_way_out(self, draft: Draft, channel: Channel) -> Draft:
        """Where nothing helped twice in a row, a person is offered."""
        if not draft.decline or draft.decline.class_ not in _DEAD_ENDS:
            return draft
        offer = self._words.draft("utter_offer_staff", channel)
        return draft.model_copy(
            update={
                "text": f"{draft.text}\n\n{offer.text}",
                "choices": [*draft.choices, *offer.choices],
            }
        )

    def _answer(self, found: dict[str, Any], channel: Channel, locale: str) -> Draft:
        """The best snippet, or all of them in short for a message that asks several things."""
        library, numbers = served.library(), self._safety.numbers(locale)
        shown = [library.snippets[h["target"]] for h in found["hits"]]
        if found["outcome"] == Outcome.SEVERAL.value:
            draft, further = answers(shown, library, channel, numbers), shown
        else:
            draft, further = answer(shown[0], library, channel, numbers), shown[1:]
        return (
            draft if channel is Channel.SMS else _offering(draft, [s.id for s in further], channel)
        )

    def _about(
        self, utter_action: str, found: dict[str, Any], shown: list[str], channel: Channel
    ) -> Draft:
        """What was asked about the answer just given; for more, what lies near to it."""
        draft = about_the_answer(utter_action, self._words, served.library(), shown, channel)
        if utter_action != "utter_more" or not shown:
            return draft
        near = [h["target"] for h in found.get("hits", []) if h["target"] not in shown]
        return _offering(draft, near, channel)

    def _declined(
        self,
        draft: Draft,
        kind: DeclineKind,
        hits: list[dict[str, Any]],
        channel: Channel,
        locale: str,
    ) -> Draft:
        """The words of the kind in place of those of its class, and what general answers there are."""
        unanswered = kind.class_ is DeclineClass.NO_ANSWER
        if channel is Channel.SMS:
            told = self._words.fill(kind.file, kind.sms, self._safety.numbers(locale))
            return draft if unanswered else _with_one_offer(draft, told, kind, hits)
        text = self._words.fill(kind.file, kind.text, self._safety.numbers(locale))
        text = re.sub(r"\n+", "\n\n", text)
        if unanswered:
            text += "\n\n" + self._words.draft("utter_offer_staff", channel).text
        offered = [*choices(_general(kind, hits), channel), *draft.choices]
        return draft.model_copy(update={"text": text, "choices": offered})


def _offering(draft: Draft, targets: list[str], channel: Channel) -> Draft:
    return draft.model_copy(update={"choices": choices(targets, channel)})


def _with_one_offer(
    draft: Draft, told: str, kind: DeclineKind, hits: list[dict[str, Any]]
) -> Draft:
    """A decline as an SMS: with a general answer to pick where two segments leave room for its line."""
    offered = choices(_general(kind, hits)[:1], Channel.SMS)
    fits = segments("\n1 ".join([told, *(choice.label for choice in offered)])) <= _SMS_SEGMENTS
    return draft.model_copy(update={"text": told, "choices": offered if fits else []})


def _general(kind: DeclineKind, hits: list[dict[str, Any]]) -> list[str]:
    """The answers worth offering beside a decline: those near to what was asked, then the usual ones."""
    near = [h["target"] for h in hits if h["probability"] >= _WORTH_OFFERING]
    return list(dict.fromkeys([*near, *kind.offers]))[:_OFFERS]


def choices(targets: Iterable[str], channel: Channel) -> list[Choice]:
    """One button a snippet; what it says is a question that finds the snippet for sure."""
    snippets = [served.library().snippets[target] for target in targets]
    label = sms_label if channel is Channel.SMS else str
    return [Choice(label=label(s.title), value=s.questions[0], topics=s.topics) for s in snippets]


def trace_of(utter_action: str, parse: dict[str, Any]) -> dict[str, Any]:
    """Why this was said: for staff, never shown to patients. Holds no message text."""
    return {
        "action": utter_action,
        "intent": (parse.get("intent") or {}).get("name"),
        "confidence": (parse.get("intent") or {}).get("confidence"),
        "retrieval": parse.get(RETRIEVAL),
        "verdict": parse.get(VERDICT),
    }
