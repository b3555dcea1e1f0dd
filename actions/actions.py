"""Custom actions, run by the action server (`rasa run actions`)."""

from __future__ import annotations

from typing import Any

import httpx
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.settings import load_settings

_TIMEOUT = 3.0  # seconds; `web` is on the same machine or network


class ActionRequestHandoff(Action):
    """Asks staff to take the conversation over, and says truthfully whether the request arrived."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_request_handoff"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Posts the request to `web`'s internal API. Never raises: the person gets an answer."""
        arrived = await request_handoff(tracker.sender_id)
        dispatcher.utter_message(
            response="utter_handoff_requested" if arrived else "utter_handoff_failed"
        )
        return []


async def request_handoff(conversation_id: str) -> bool:
    """Whether `web` recorded the request."""
    settings = load_settings()
    secret = settings.internal_secret.get_secret_value()
    url = f"{settings.web}/internal/v1/conversations/{conversation_id}/handoffs"
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
            answer = await client.post(url, headers={"Authorization": f"Bearer {secret}"})
    except httpx.HTTPError:
        return False
    return answer.is_success
