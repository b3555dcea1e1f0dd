"""Rasa's text generator, in process: it renders vetted words and never makes any."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.clinic import load_clinic
from bot.components import served
from bot.components.retriever import RETRIEVAL
from bot.components.screen import VERDICT
from bot.knowledge.render import answer
from bot.messages import Channel, Choice, Draft, to_wire
from bot.responses import Responses
from bot.safety.hotlines import load_hotlines
from bot.safety.verdict import Tier
from bot.safety.words import SafetyWords
from bot.settings import ROOT

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
        hits = (parse.get(RETRIEVAL) or {}).get("hits", [])
        if utter_action == "utter_safety":
            tier = Tier((parse.get(VERDICT) or {}).get("tier", Tier.CRISIS.value))
            return self._safety.reply(tier, channel, locale)
        if utter_action == "utter_answer" and hits:
            library = served.library()
            numbers = self._safety.numbers(locale)
            return answer(library.snippets[hits[0]["target"]], library, channel, numbers)
        draft = self._words.draft(utter_action, channel, **self._safety.numbers(locale))
        if utter_action == "utter_clarify":
            return draft.model_copy(update={"choices": _choices(hits)})
        return draft


def _choices(hits: list[dict[str, Any]]) -> list[Choice]:
    """One button a snippet; what it says is a question that finds the snippet for sure."""
    snippets = [served.library().snippets[h["target"]] for h in hits]
    return [Choice(label=s.title, value=s.questions[0], topics=s.topics) for s in snippets]


def trace_of(utter_action: str, parse: dict[str, Any]) -> dict[str, Any]:
    """Why this was said: for staff, never shown to patients. Holds no message text."""
    return {
        "action": utter_action,
        "intent": (parse.get("intent") or {}).get("name"),
        "confidence": (parse.get("intent") or {}).get("confidence"),
        "retrieval": parse.get(RETRIEVAL),
        "verdict": parse.get(VERDICT),
    }
