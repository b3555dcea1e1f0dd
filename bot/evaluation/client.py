"""Talks to a running assistant as a visitor does."""

from __future__ import annotations

import uuid
from typing import Any

import httpx


class Visitor:
    """One conversation."""

    def __init__(self, http: httpx.Client, channel: str = "web") -> None:
        """Opens it: on the web, or as a texter through the simulator's address."""
        self._http = http
        address = "/demo/sms/conversations" if channel == "sms" else "/api/v1/conversations"
        opened = http.post(address, json={})
        opened.raise_for_status()
        body = opened.json()
        self._url = f"/api/v1/conversations/{body['conversation_id']}/messages"
        self._headers = {"Authorization": f"Bearer {body['token']}"}

    def say(self, text: str) -> list[dict[str, Any]]:
        """The replies to `text`."""
        answer = self._http.post(
            self._url,
            params={"wait": 20},
            json={"client_message_id": str(uuid.uuid4()), "text": text},
            headers=self._headers,
        )
        answer.raise_for_status()
        replies: list[dict[str, Any]] = answer.json()["replies"]
        return replies
