"""What the action server may ask of `web`: never reachable without the shared secret."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header

from bot.errors import ApiError, ErrorCode
from bot.storage import conversations
from bot.web.services import Services, services

router = APIRouter(prefix="/internal/v1", include_in_schema=False)
Own = Annotated[Services, Depends(services)]


def from_inside(own: Own, authorization: Annotated[str, Header()] = "") -> Services:
    """The services, once the shared secret was shown. An empty secret opens nothing."""
    secret = own.settings.internal_secret.get_secret_value()
    shown = authorization.removeprefix("Bearer ")
    if secret and hmac.compare_digest(secret.encode(), shown.encode()):
        return own
    raise ApiError(ErrorCode.FORBIDDEN, "This address is not for you.")


@router.post("/conversations/{conversation_id}/handoffs", status_code=201)
def request_handoff(
    conversation_id: str, own: Annotated[Services, Depends(from_inside)]
) -> dict[str, Any]:
    """Records that the participant wants a person; once, until that is closed."""
    with own.database.write() as tx:
        if conversations.find(tx, conversation_id) is None:
            raise ApiError(ErrorCode.NOT_FOUND, "There is no such conversation.")
        return {"new": conversations.request_handoff(tx, conversation_id)}
