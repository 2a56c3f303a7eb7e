"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from config import clock
from domain.access import Role
from domain.audit_log import Action
from domain.spelling import fold
from services import sign_in as service
from services import web_sessions
from services.audit_log import Doer, write_entry
from services.passwords import is_right
from services.sign_in import LONGEST_NAME, Admitted, Turned
from web.permits import OPEN, SignedIn
from web.places import Place
from web.rendering import page
from web.visitors import browser, cookie_of, delete_cookie, first_page, set_cookie, visitor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.web_sessions import Browser
    from services.web_sessions import SignedIn as Known

router = APIRouter()
NOBODY = Doer("", "")


@router.get("/sign-in", dependencies=[OPEN])
def show(request: Request, place: Place, then: str = "") -> Response:
    found = visitor(request, place)
    if found is not None:
        return RedirectResponse(_target(then, found.role), 303)
    return page("sign_in/password.html", then=then, name="", error="")


@router.post("/sign-in", dependencies=[OPEN])
def enter(
    request: Request,
    place: Place,
    *,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    then: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    now, where = clock.now(), browser(request)
    with place.read() as session:
        known = service.known_hash(session, name=name, browser=where, now=now)
    # Slow by design, so nobody else waits for it: no transaction is open meanwhile.
    proven = known if known is not None and is_right(password, known) else None
    with place.begin() as session:
        came = service.sign_in(session, name=name, password=password, proven=proven or "", browser=where, now=now)
        _log(session, came, where, name=name)
    if isinstance(came, Turned):
        return page("sign_in/password.html", status=401, then=then, name=name, error=came.sentence)
    return _admit(request, came, then)


@router.post("/sign-in/code", dependencies=[OPEN])
def enter_code(
    request: Request,
    place: Place,
    code: Annotated[str, Form(max_length=20)] = "",
    then: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    now = clock.now()
    with place.begin() as session:
        half = _half_open(session, request)
        came = service.show_code(
            session,
            half.user,
            half.session_id,
            code,
            browser=browser(request),
            cipher=place.cipher,
            now=now,
        )
        _log(session, came, browser(request), name=half.user.name)
    if isinstance(came, Turned):
        return page("sign_in/code.html", status=401, then=then, error=came.sentence)
    return _admit(request, came, then)


@router.post("/sign-out")
def leave(request: Request, desk: SignedIn) -> Response:
    with desk.begin() as session:
        web_sessions.revoke(session, desk.visitor.session_id, user_id=desk.visitor.user_id, by=desk.by, now=clock.now())
        desk.record(session, Action.SIGNED_OUT, about=f"user:{desk.visitor.user_id}")
    answer = RedirectResponse("/sign-in", 303)
    delete_cookie(request, answer)
    return answer


def _half_open(session: Session, request: Request) -> Known:
    found = web_sessions.meet(session, cookie_of(request), now=clock.now())
    if found is None or found.is_complete:
        raise HTTPException(401, detail="Đã quá lâu; hãy đăng nhập lại từ đầu.")
    return found


def _admit(request: Request, came: Admitted, then: str) -> Response:
    answer: Response = (
        RedirectResponse(_target(then, Role(came.user.role)), 303)
        if came.is_complete
        else page("sign_in/code.html", then=then, error="")
    )
    set_cookie(request, answer, came.cookie)
    return answer


def _log(session: Session, came: Admitted | Turned, where: Browser, *, name: str) -> None:
    if isinstance(came, Turned):
        about, doer, action = f"name:{fold(name)[:LONGEST_NAME]}", NOBODY, Action.SIGN_IN_REFUSED
    elif came.is_complete:
        about, doer, action = f"user:{came.user.id}", Doer(came.user.display_name, came.user.role), Action.SIGNED_IN
    else:
        return
    write_entry(session, doer, action, about=about, now=clock.now(), detail={"address": where.address})


def _target(then: str, role: Role) -> str:
    """Where the person wanted to go, if that is on this site; else the first page of the role."""
    if then.startswith("/") and not then.startswith(("//", "/\\")) and then.isprintable():
        return then
    return first_page(role)
