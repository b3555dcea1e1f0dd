"""Rasa's text generator, in process: it renders vetted words and never makes any."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.clinic import load_clinic
from bot.components.retriever import RETRIEVAL
from bot.components.screen import VERDICT
from bot.components.wording import Asked, Wording
from bot.messages import Channel, to_wire
from bot.responses import Responses
from bot.retrieval.context import in_context
from bot.safety.hotlines import load_hotlines
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
        words = Responses(entries, self._clinic.values())
        safety = SafetyWords(words, self._hotlines, self._clinic.country)
        self.wording = Wording(words, safety, self._clinic)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **_: Any,
    ) -> dict[str, Any] | None:
        """The response for `utter_action`, or none when there is no such response."""
        if utter_action not in self._entries:
            return None
        message = tracker.latest_message
        metadata = (message.metadata if message else None) or {}
        parse = dict(message.parse_data) if message else {}
        draft = self.wording.draft(asked(utter_action, parse, metadata))
        if output_channel == _REST:
            trace = trace_of(utter_action, parse, metadata)
            return {"custom": {"reply": to_wire(draft), "trace": trace}}
        buttons = [{"title": c.label, "payload": c.value} for c in draft.choices]
        return {"text": draft.text, "buttons": buttons} if buttons else {"text": draft.text}


def asked(utter_action: str, parse: dict[str, Any], metadata: dict[str, Any]) -> Asked:
    """What Rasa wants said, from the parsed message and the metadata that `web` put beside it."""
    verdict = parse.get(VERDICT) or {}
    return Asked(
        action=utter_action,
        text=parse.get("text") or "",
        channel=Channel(metadata.get("channel", Channel.WEB.value)),
        locale=metadata.get("locale", ""),
        found=parse.get(RETRIEVAL) or {},
        tier=verdict.get("tier", "crisis"),
        shown=tuple(metadata.get("shown", "").split()),
        failed=bool(metadata.get("failed")),
        urgent=bool(metadata.get("urgent")),
        quiet=bool(verdict.get("quiet")) and not metadata.get("supported"),
    )


def trace_of(utter_action: str, parse: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    """Why this was said: for staff, never shown to patients. `asked` is how a message that leans on what
    went before it was understood.
    """
    found, subject = parse.get(RETRIEVAL) or {}, metadata.get("subject")
    return {
        "action": utter_action,
        "intent": (parse.get("intent") or {}).get("name"),
        "confidence": (parse.get("intent") or {}).get("confidence"),
        "asked": in_context(subject, parse["text"]) if subject and found.get("leans") else None,
        "retrieval": found or None,
        "verdict": parse.get(VERDICT),
    }
