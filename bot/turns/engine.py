"""The HTTP client of Rasa: one message in, drafts out, or an EngineError in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from bot.errors import EngineError
from bot.messages import Draft, Kind


@dataclass(frozen=True)
class Answer:
    """One reply of the assistant, with its trace for staff."""

    draft: Draft
    trace: dict[str, Any]

    @property
    def action(self) -> str:
        """The Rasa action that said it."""
        return str(self.trace.get("action", ""))


class RasaEngine:
    """Talks to one Rasa process. Silence is a failure, as is anything slower than the timeout."""

    def __init__(self, url: str, timeout: float) -> None:
        """`url` of the Rasa server, `timeout` in seconds for a whole turn."""
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout)

    async def turn(self, sender_id: str, text: str, metadata: dict[str, str]) -> list[Answer]:
        """What the assistant says to `text`: at least one answer. Raises EngineError."""
        body = {"sender": sender_id, "message": text, "metadata": metadata}
        try:
            response = await self._http.post("/webhooks/rest/webhook", json=body)
            response.raise_for_status()
            said = response.json()
        except httpx.TimeoutException as error:
            raise EngineError("timeout") from error
        except (httpx.HTTPError, ValueError) as error:
            raise EngineError("unreachable") from error
        if not isinstance(said, list):
            raise EngineError("malformed")
        if not said:
            raise EngineError("silent")  # a dead action server looks like this
        return [_answer(part) for part in said]

    async def ready(self) -> bool:
        """Whether Rasa is up; it opens its port once the model is loaded."""
        try:
            return (await self._http.get("/webhooks/rest/", timeout=2.0)).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()


class _Custom(BaseModel):
    reply: Draft
    trace: dict[str, Any] = {}


class _Part(BaseModel):
    """One message of Rasa's REST channel: ours whole, or a plain text."""

    custom: _Custom | None = None
    text: str | None = None


def _answer(raw: object) -> Answer:
    try:
        part = _Part.model_validate(raw)
        if part.custom:
            return Answer(part.custom.reply, part.custom.trace)
        if part.text:
            return Answer(Draft(kind=Kind.SMALLTALK, text=part.text), {})
    except ValidationError as error:
        raise EngineError("malformed") from error
    raise EngineError("malformed")
