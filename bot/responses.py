"""The fixed responses of domain.yml as replies: read here by every process, so that urgent words and
fallbacks can be said without Rasa, and are the same words with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot import yamlfile
from bot.errors import SettingsError
from bot.messages import Channel, Choice, Decline, DeclineClass, Draft, Kind


class Responses:
    """Responses by name. Each entry is Rasa's own form: text, channel, buttons, metadata."""

    def __init__(
        self, entries: Mapping[str, list[dict[str, Any]]], values: Mapping[str, str]
    ) -> None:
        """`values` fill the names in braces wherever a response uses them."""
        self._entries = entries
        self._values = dict(values)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def draft(self, name: str, channel: Channel, **values: str) -> Draft:
        """The response as a reply: its variant for the channel, else the general one.

        `metadata` of the response may hold `kind` (default smalltalk) and `decline` (a class).
        Raises SettingsError when there is no such response or it names an unknown value.
        """
        entry = self._variant(name, channel)
        meta = entry.get("metadata") or {}
        decline = meta.get("decline")
        return Draft(
            kind=Kind(meta.get("kind", Kind.SMALLTALK)),
            text=self.fill(name, entry["text"], values),
            choices=[
                Choice(label=b["title"], value=b["payload"]) for b in entry.get("buttons", [])
            ],
            decline=Decline(class_=DeclineClass(decline)) if decline else None,
        )

    def _variant(self, name: str, channel: Channel) -> dict[str, Any]:
        entries = self._entries.get(name) or []
        for wanted in (channel.value, None):
            for entry in entries:
                if entry.get("channel") == wanted:
                    return entry
        raise SettingsError(f"domain.yml has no response {name} for {channel.value}")

    def fill(self, name: str, text: str, values: Mapping[str, str]) -> str:
        """`text` with its names in braces filled. Raises SettingsError, under `name`, for an unknown one."""
        try:
            return text.strip().format_map({**self._values, **values})
        except (KeyError, ValueError, IndexError) as error:
            raise SettingsError(
                f"{name} names an unknown value, or has a stray brace: {error}"
            ) from error


def load_responses(path: Path, values: Mapping[str, str]) -> Responses:
    """The responses of the domain file at `path`."""
    return Responses(yamlfile.read(path, "domain.yml").data.get("responses", {}), values)
