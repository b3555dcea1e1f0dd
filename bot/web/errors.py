"""One JSON shape for every error: {"error": {"code", "message"}}."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import ApiError, ErrorCode

log = logging.getLogger(__name__)

_SORRY = "Something went wrong on our side. Please try again."

STATUS = {
    ErrorCode.BAD_REQUEST: 400,
    ErrorCode.UNAUTHORIZED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.METHOD_NOT_ALLOWED: 405,
    ErrorCode.CONFLICT: 409,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.INVALID: 422,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.INTERNAL: 500,
    ErrorCode.UNAVAILABLE: 503,
}
_CODE = {status: code for code, status in STATUS.items()}


def install(app: FastAPI) -> None:
    """Makes `app` answer every error in the one shape."""
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


def error_response(
    code: ErrorCode, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """The one shape, with the status that belongs to the code."""
    body = {"error": {"code": code.value, "message": message}}
    return JSONResponse(body, STATUS[code], headers)


async def _api_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return error_response(error.code, error.message, error.headers)


async def _validation_error(_: Request, error: Exception) -> Response:
    """Names the field, never the value: that may be what somebody wrote."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return error_response(ErrorCode.BAD_REQUEST, "The request body is not valid JSON.")
    if first["type"] == "extra_forbidden":  # the name is the sender's own text
        return error_response(ErrorCode.INVALID, "The body has a field that is not known here.")
    field = ".".join(str(step) for step in first["loc"][1:]) or "body"
    return error_response(ErrorCode.INVALID, f"{field}: {first['msg']}")


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _CODE.get(error.status_code, ErrorCode.BAD_REQUEST)
    return error_response(code, str(error.detail), dict(error.headers or {}))


class CatchAll:
    """Turns whatever was not foreseen into the one shape, and logs its type alone.

    Starlette's own handler would pass the exception on to the server, which prints it whole: what people
    wrote may stand in it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:  # noqa: BLE001
            log.error("unexpected %s in %s", type(error).__name__, _route(scope))
            if not begun:
                await error_response(ErrorCode.INTERNAL, _SORRY)(scope, receive, send)


def _route(scope: Scope) -> str:
    """The route's pattern: the path itself holds identifiers."""
    return getattr(scope.get("route"), "path", "an unknown route")
