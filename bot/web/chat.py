"""The chat API, version 1: conversations, messages, events. The contract is docs/http-api.md."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, StrictBool, StringConstraints
from sse_starlette import EventSourceResponse

from bot.channels.inbound import accepted_text
from bot.errors import ApiError, ErrorCode
from bot.messages import Author, Channel, to_wire
from bot.storage import conversations, escalations, feedback, messages, turns
from bot.storage.engine import Database
from bot.turns.intake import Accepted
from bot.turns.notifier import wait
from bot.turns.runner import TURNS, replies_of
from bot.web.services import Services, services

router = APIRouter(prefix="/api/v1/conversations", tags=["chat"])

_MOST = 2**31 - 1  # what the databases take as a number
_LOOK = 0.5  # seconds between looks at the database for news from another replica
MessageId = Annotated[str, Path(max_length=64)]
Locale = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", max_length=16)
]
Own = Annotated[Services, Depends(services)]


class OpenConversation(BaseModel):
    """Body of a new conversation. `clinic` is kept for hosts that serve several."""

    model_config = ConfigDict(extra="forbid")

    locale: Locale = "en-US"
    clinic: Annotated[str, StringConstraints(max_length=64)] | None = None


class PostMessage(BaseModel):
    """Body of a message. The same `client_message_id` is answered once, however often it comes."""

    model_config = ConfigDict(extra="forbid")

    client_message_id: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]+$", max_length=64)
    ]
    text: str


class Rating(BaseModel):
    """Body of a reader's word on an answer."""

    model_config = ConfigDict(extra="forbid")

    helpful: StrictBool


def authorized(conversation_id: str, own: Own, authorization: Annotated[str, Header()] = "") -> str:
    """The conversation's id, once its bearer token was shown."""
    scheme, _, token = authorization.partition(" ")
    with own.database.read() as tx:
        if conversations.find(tx, conversation_id) is None:
            raise ApiError(ErrorCode.NOT_FOUND, "There is no such conversation.")
        if scheme.lower() == "bearer" and conversations.token_opens(tx, conversation_id, token):
            return conversation_id
    raise ApiError(
        ErrorCode.UNAUTHORIZED,
        "The token does not belong to this conversation.",
        {"WWW-Authenticate": "Bearer"},
    )


Conversation = Annotated[str, Depends(authorized)]


@router.post("", status_code=201)
def open_conversation(request: Request, own: Own, body: OpenConversation | None = None) -> Any:
    """A new web conversation with its token and greeting."""
    request.app.state.limits.conversation(request)
    return opened(own, Channel.WEB, (body or OpenConversation()).locale)


def opened(own: Services, channel: Channel, locale: str) -> dict[str, Any]:
    """Opens a conversation: the answer's shape is the same for every channel."""
    conversation, token, greeting = own.intake.open(channel, locale)
    return {"conversation_id": conversation.id, "token": token, "messages": [to_wire(greeting)]}


@router.post("/{conversation_id}/messages", status_code=202)
async def post_message(
    request: Request,
    conversation_id: Conversation,
    body: PostMessage,
    own: Own,
    wait: Annotated[float | None, Query(ge=0)] = None,
) -> Response:
    """Stores the message, then answers 202; with `wait`, its replies as soon as they are there."""
    text = accepted_text(body.text, own.settings.message_limit)
    request.app.state.limits.message(request, lambda: own.intake.shows_danger(text))
    with own.notifier.subscribe(replies_of(conversation_id)) as news:
        accepted = await asyncio.to_thread(
            own.intake.accept, conversation_id, body.client_message_id, text
        )
        own.notifier.notify(conversation_id)
        own.notifier.notify(TURNS)
        if wait is None:
            return JSONResponse({"message_id": accepted.message_id}, 202)
        replies = await _replies(own, accepted, news, min(wait, own.settings.wait_limit))
    return JSONResponse({"message_id": accepted.message_id, "replies": replies}, 200)


@router.get("/{conversation_id}/messages")
def list_messages(
    conversation_id: Conversation, own: Own, after: Annotated[int, Query(ge=0, le=_MOST)] = 0
) -> Any:
    """Both sides' messages numbered above `after`."""
    with own.database.read() as tx:
        return {"messages": messages.as_wire(messages.listing(tx, conversation_id, after))}


@router.put("/{conversation_id}/messages/{message_id}/feedback", status_code=204)
def rate_answer(
    request: Request, conversation_id: Conversation, message_id: MessageId, body: Rating, own: Own
) -> Response:
    """Stores whether the answer helped; said again, the last word counts."""
    request.app.state.limits.message(request, lambda: False)
    with own.database.write() as tx:
        answer = messages.in_conversation(tx, conversation_id, message_id)
        if answer is None:
            raise ApiError(ErrorCode.NOT_FOUND, "There is no such message.")
        if not feedback.can_be_rated(answer):
            raise ApiError(ErrorCode.CONFLICT, "Only answers can be rated.")
        feedback.rate(tx, answer, body.helpful)
        if not body.helpful:
            escalations.mark_for_review(tx, conversation_id, message_id, "not_helpful")
    return Response(status_code=204)


@router.get("/{conversation_id}/events")
async def events(
    request: Request,
    conversation_id: Conversation,
    own: Own,
    last_event_id: Annotated[str, Header()] = "",
) -> Response:
    """Replies as server-sent events, from after Last-Event-ID on; none is left out or sent twice."""
    after = int(last_event_id) if re.fullmatch(r"[0-9]{1,9}", last_event_id) else 0
    return EventSourceResponse(_events(request, own, conversation_id, after), ping=20)


async def _events(
    request: Request, own: Services, conversation_id: str, after: int
) -> AsyncIterator[dict[str, str]]:
    typing = False
    with own.notifier.subscribe(conversation_id) as news:
        while not await request.is_disconnected():
            rows, busy = await asyncio.to_thread(_news, own.database, conversation_id, after)
            for reply in rows:
                after = reply["seq"]
                if reply["author"] != Author.PARTICIPANT.value:
                    yield {"event": "reply", "id": str(after), "data": json.dumps(reply)}
            if busy != typing:
                typing = busy
                yield {"event": "typing", "data": json.dumps({"on": typing})}
            await wait(news, _LOOK)


def _news(
    database: Database, conversation_id: str, after: int
) -> tuple[list[dict[str, Any]], bool]:
    with database.read() as tx:
        rows = messages.as_wire(messages.listing(tx, conversation_id, after))
        return rows, turns.any_open(tx, conversation_id)


async def _replies(
    own: Services, accepted: Accepted, news: asyncio.Event, seconds: float
) -> list[dict[str, Any]]:
    until = time.monotonic() + seconds
    if accepted.is_queued:
        await wait(news, min(seconds, _LOOK))
    while True:
        done, replies = await asyncio.to_thread(_result, own.database, accepted.message_id)
        left = until - time.monotonic()
        if done or left <= 0:
            return replies
        await wait(news, min(left, _LOOK))


def _result(database: Database, message_id: str) -> tuple[bool, list[dict[str, Any]]]:
    with database.read() as tx:
        done = turns.is_done(tx, message_id)
        return done, messages.as_wire(messages.replies_to(tx, message_id))
