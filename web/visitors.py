"""Who is asking: a person who signed in, known by a cookie of which the database keeps only the digest."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config import clock
from domain.access import Permission, Role, permissions_of
from services import web_sessions
from services.web_sessions import Browser

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

    from config.wiring import Workplace

COOKIE = "dondoc_session"
SECURE_COOKIE = "__Host-dondoc_session"  # such a name is taken by browsers over HTTPS only, and from this host only


@dataclass(frozen=True, slots=True)
class Visitor:
    """`name` is written into events; `session_id` is 0 for who came with a token of the API."""

    name: str
    role: Role
    body: str
    user_id: int
    session_id: int
    permissions: frozenset[Permission]
    form_key: str = ""
    must_change: bool = False


def visitor(request: Request, place: Workplace) -> Visitor | None:
    """Whoever signed in completely in this browser."""
    cookie = cookie_of(request)
    if not cookie:
        return None
    now = clock.now()  # the real one, whatever time a rehearsal plays in
    with place.read() as session:
        found = web_sessions.meet(session, cookie, now=now)
    if found is None or not found.is_complete:
        return None
    if found.is_to_be_noted:
        with place.begin() as session:
            web_sessions.note_seen(session, found.session_id, now=now)
    role = Role(found.user.role)
    return Visitor(
        name=found.user.display_name,
        role=role,
        body=found.user.body,
        user_id=found.user.id,
        session_id=found.session_id,
        permissions=permissions_of(role),
        form_key=form_key(cookie, place.secret),
        must_change=found.user.must_change,
    )


def first_page(role: Role) -> str:
    """Where somebody of that role begins."""
    if role is Role.UNIT:
        return "/my-unit"
    return "/today" if Permission.WATCH in permissions_of(role) else "/office"


def form_key(cookie: str, secret: str) -> str:
    """What every form of this browser carries: another site cannot know it."""
    return hmac.new(secret.encode(), f"form/{cookie}".encode(), hashlib.sha256).hexdigest()


def cookie_of(request: Request) -> str:
    return request.cookies.get(cookie_name(request), "")


def set_cookie(request: Request, response: Response, cookie: str) -> None:
    response.set_cookie(
        cookie_name(request),
        cookie,
        max_age=int(web_sessions.LASTS.total_seconds()),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def delete_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(cookie_name(request), path="/", secure=is_secure(request), httponly=True, samesite="lax")


def cookie_name(request: Request) -> str:
    return SECURE_COOKIE if is_secure(request) else COOKIE


def is_secure(request: Request) -> bool:
    """Whether people come here over HTTPS: by what the settings say, since a proxy may have taken it off."""
    return request.url.scheme == "https" or _site(request).startswith("https://")


def browser(request: Request) -> Browser:
    """Where the call comes from. Behind a proxy uvicorn has put the address of the browser in place of the proxy's."""
    address = request.client.host if request.client else ""
    return Browser(address, request.headers.get("user-agent", ""))


def _site(request: Request) -> str:
    settings = request.app.state.place.settings
    return str(settings.web_url).strip().lower()
