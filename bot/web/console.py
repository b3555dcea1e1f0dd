"""The staff console: log in, see what waits, read a conversation, take an escalation.

Server-rendered and without script. Every read of a transcript leaves an audit entry.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Cookie, Depends, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from bot.errors import ApiError, ErrorCode
from bot.escalation import accounts
from bot.storage import conversations, escalations, feedback, messages, overview, staff
from bot.web.services import Services, services

router = APIRouter(prefix="/console", include_in_schema=False)
_HERE = Path(__file__).parent
_pages = Jinja2Templates(_HERE / "templates")
_COOKIE = "candor_console"

Own = Annotated[Services, Depends(services)]


class LoginNeeded(Exception):
    """Leads to the login page."""


def member(own: Own, candor_console: Annotated[str, Cookie()] = "") -> staff.StaffMember:
    """Who is logged in. Raises LoginNeeded."""
    with own.database.write() as tx:
        found = staff.session_owner(tx, candor_console) if candor_console else None
    if found is None:
        raise LoginNeeded
    return found


def settled_member(
    request: Request, who: Annotated[staff.StaffMember, Depends(member)]
) -> staff.StaffMember:
    """Somebody logged in whose one-time password is replaced. Raises LoginNeeded."""
    if who.must_change_password:
        raise LoginNeeded
    return who


def same_origin(request: Request) -> None:
    """Refuses forms posted from other sites (beside the cookie's SameSite=Strict)."""
    site = request.headers.get("sec-fetch-site")
    origin = urlsplit(request.headers.get("origin", ""))
    if site in ("same-origin", "none") or (not site and origin.netloc == request.url.netloc):
        return
    raise ApiError(ErrorCode.FORBIDDEN, "This form has to be sent from the console itself.")


AnyMember = Annotated[staff.StaffMember, Depends(member)]
Member = Annotated[staff.StaffMember, Depends(settled_member)]
OwnForm = Depends(same_origin)


async def to_login(_: Request, __: Exception) -> Response:
    """Where LoginNeeded leads."""
    return RedirectResponse("/console/login", 303)


@router.get("/style.css")
def style() -> Response:
    """The console's style."""
    return FileResponse(_HERE / "static" / "console.css")


@router.get("/login")
def login_page(request: Request) -> Response:
    """Name and password."""
    return _page(request, "login.html", {})


@router.post("/login", dependencies=[OwnForm])
def log_in(
    request: Request, own: Own, username: Annotated[str, Form()], password: Annotated[str, Form()]
) -> Response:
    """Opens a session, or says that the two do not match."""
    token = accounts.log_in(own.database, username.strip(), password)
    if token is None:
        wrong = {
            "error": "Name and password do not match, or the account is locked for 15 minutes."
        }
        return _page(request, "login.html", wrong, 401)
    response = RedirectResponse("/console/", 303)
    response.set_cookie(
        _COOKIE,
        token,
        path="/console",
        httponly=True,
        samesite="strict",
        secure=own.settings.public.startswith("https"),
    )
    return response


@router.post("/logout", dependencies=[OwnForm])
def log_out(own: Own, candor_console: Annotated[str, Cookie()] = "") -> Response:
    """Ends the session at once."""
    with own.database.write() as tx:
        staff.close_session(tx, candor_console)
    response = RedirectResponse("/console/login", 303)
    response.delete_cookie(_COOKIE, path="/console")
    return response


@router.get("/password")
def password_page(request: Request, who: AnyMember) -> Response:
    """Choose a password of one's own."""
    return _page(request, "password.html", {"who": who})


@router.post("/password", dependencies=[OwnForm])
def change_password(
    request: Request, own: Own, who: AnyMember, password: Annotated[str, Form()]
) -> Response:
    """Sets it and asks to log in again."""
    if problem := accounts.change_password(own.database, who, password):
        return _page(request, "password.html", {"who": who, "error": problem}, 422)
    return RedirectResponse("/console/login", 303)


@router.get("/")
def home(request: Request, own: Own, who: AnyMember) -> Response:
    """Open escalations first, then the conversations, newest first."""
    if who.must_change_password:
        return RedirectResponse("/console/password", 303)
    with own.database.read() as tx:
        waiting = escalations.unclosed(tx)
        recent = overview.recent_conversations(tx, limit=100)
    return _page(request, "home.html", {"who": who, "escalations": waiting, "recent": recent})


@router.get("/conversations/{conversation_id}")
def transcript(request: Request, own: Own, who: Member, conversation_id: str) -> Response:
    """Everything that was said, with the reason beside each answer."""
    with own.database.write() as tx:
        conversation = conversations.find(tx, conversation_id)
        if conversation is None:
            raise ApiError(ErrorCode.NOT_FOUND, "There is no such conversation.")
        staff.record(tx, who.id, "transcript_read", conversation_id)
        rows = messages.listing(tx, conversation_id)
        raised = escalations.of_conversation(tx, conversation_id)
        rated = feedback.of_conversation(tx, conversation_id)
    shown = {
        "who": who,
        "conversation": conversation,
        "messages": rows,
        "escalations": raised,
        "rated": rated,
    }
    return _page(request, "transcript.html", shown)


@router.post("/escalations/{escalation_id}/acknowledge", dependencies=[OwnForm])
def acknowledge(own: Own, who: Member, escalation_id: str) -> Response:
    """A named person takes it; whoever comes second finds it taken."""
    with own.database.write() as tx:
        if escalations.acknowledge(tx, escalation_id, who.id):
            staff.record(tx, who.id, "acknowledged", escalation_id)
    return RedirectResponse("/console/", 303)


def _page(request: Request, name: str, values: dict[str, Any], status: int = 200) -> Response:
    clinic = request.app.state.services.clinic
    return _pages.TemplateResponse(request, name, {"clinic": clinic, **values}, status_code=status)
