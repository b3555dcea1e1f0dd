"""Static pages: the widget, and in development the demo site and the SMS simulator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from bot.errors import ApiError, ErrorCode
from bot.messages import Channel
from bot.web.chat import OpenConversation, opened
from bot.web.services import Services, services

_STATIC = Path(__file__).parent / "static"
_WIDGET = {
    path.name: path for path in (_STATIC / "widget").iterdir() if path.suffix in (".js", ".css")
}
_SHORT = {"Cache-Control": "public, max-age=300"}

Own = Annotated[Services, Depends(services)]
widget = APIRouter(prefix="/widget", include_in_schema=False)
demo = APIRouter(include_in_schema=False)


@widget.get("/v1.js")
def launcher() -> Response:
    """The one script a clinic's page embeds."""
    headers = {**_SHORT, "Cross-Origin-Resource-Policy": "cross-origin"}
    return FileResponse(_WIDGET["v1.js"], headers=headers)


@widget.get("/v1/panel")
def panel() -> Response:
    """The chat itself, framed by the launcher or opened by itself."""
    return FileResponse(_STATIC / "widget" / "panel.html", headers=_SHORT)


@widget.get("/v1/{name}")
def widget_file(name: str) -> Response:
    """A script or style of the panel."""
    if name not in _WIDGET:
        raise ApiError(ErrorCode.NOT_FOUND, "There is no such file.")
    return FileResponse(_WIDGET[name], headers=_SHORT)


@demo.get("/favicon.ico")
def favicon() -> Response:
    """No picture: browsers ask for one unasked."""
    return Response(status_code=204)


@demo.get("/")
def home() -> Response:
    """In development the demo page is the way in."""
    return RedirectResponse("/demo")


@demo.get("/demo")
def demo_page() -> Response:
    """A page that looks like a clinic's site, with the widget on it."""
    return FileResponse(_STATIC / "demo.html")


@demo.get("/demo.css")
def demo_style() -> Response:
    """The demo page's style."""
    return FileResponse(_STATIC / "demo.css")


@demo.get("/demo/sms")
def sms_page() -> Response:
    """The SMS simulator."""
    return FileResponse(_STATIC / "sms.html")


@demo.get("/demo/sms.{kind}")
def sms_file(kind: str) -> Response:
    """The simulator's script and style."""
    if kind not in ("js", "css"):
        raise ApiError(ErrorCode.NOT_FOUND, "There is no such file.")
    return FileResponse(_STATIC / f"sms.{kind}")


@demo.post("/demo/sms/conversations", status_code=201)
def open_sms_conversation(
    request: Request, own: Own, body: OpenConversation | None = None
) -> dict[str, Any]:
    """A conversation as a texter has it; the chat API serves the rest."""
    request.app.state.limits.conversation(request)
    return opened(own, Channel.SMS, (body or OpenConversation()).locale)
