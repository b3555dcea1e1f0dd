"""What stands before every request: headers, body size, rate limits."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import ApiError, ErrorCode
from bot.settings import Settings
from bot.web.errors import error_response

MAX_BODY = 64 * 1024
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """Adds the security headers to every answer. Nothing but static files may be kept by a browser."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses bodies over 64 kB with 413, whether they announce their length or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > MAX_BODY:
            await _too_large(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return  # the client went away
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MAX_BODY:
                await _too_large(scope, receive, send)
                return
        await self._app(scope, _replay(body, receive), send)


def _replay(body: bytes, receive: Receive) -> Receive:
    pending = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    response = error_response(ErrorCode.TOO_LARGE, "The request body is larger than 64 kB.")
    await response(scope, receive, send)


class RateLimits:
    """Counts per network address, in this process's memory."""

    def __init__(self, settings: Settings) -> None:
        """Limits come from the settings; in development loopback is not limited."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._messages = parse(settings.rate_messages)
        self._conversations = parse(settings.rate_conversations)
        self._spare_loopback = settings.is_development

    def conversation(self, request: Request) -> None:
        """Raises ApiError when this address opens too many conversations."""
        self._hit(self._conversations, "conversation", request)

    def message(self, request: Request, is_urgent: Callable[[], bool]) -> None:
        """Raises ApiError when this address sends too much; an urgent message always passes."""
        try:
            self._hit(self._messages, "message", request)
        except ApiError:
            if not is_urgent():
                raise

    def _hit(self, limit: RateLimitItem, kind: str, request: Request) -> None:
        address = request.client.host if request.client else "unknown"
        if self._spare_loopback and _is_loopback(address):
            return
        if self._limiter.hit(limit, kind, address):
            return
        reset = self._limiter.get_window_stats(limit, kind, address).reset_time
        wait = max(1, math.ceil(reset - time.time()))
        raise ApiError(
            ErrorCode.RATE_LIMITED,
            f"Too many requests. Please wait {wait} seconds. In an emergency, call your local "
            "emergency number; in the US call 911, or call or text 988.",
            {"Retry-After": str(wait)},
        )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
