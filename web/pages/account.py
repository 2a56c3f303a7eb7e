"""One's own account: password, second factor, and the browsers that are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import segno
from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from config import clock
from database.queries.users import end_sessions, open_sessions
from domain.audit_log import Action
from domain.errors import RuleBroken
from services import passwords, second_factors, sign_in, web_sessions
from services.users import find_user
from web.desks import Desk
from web.permits import SignedIn

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.models import UserRow

router = APIRouter(prefix="/account")


@router.get("")
def show(desk: SignedIn) -> HTMLResponse:
    with desk.read() as session:
        return desk.page(
            "account/account.html",
            user=_own(session, desk),
            sessions=open_sessions(session, desk.visitor.user_id, now=clock.now()),
        )


@router.get("/password")
def show_password(desk: SignedIn) -> HTMLResponse:
    return _password_page(desk, "", status=200)


@router.post("/password")
def change_password(
    desk: SignedIn,
    old: Annotated[str, Form(max_length=1000)] = "",
    new: Annotated[str, Form(max_length=1000)] = "",
    again: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    if new != again:
        return _password_page(desk, "Hai lần nhập mật khẩu mới không giống nhau.", status=409)
    try:
        with desk.begin() as session:
            user, now = _own(session, desk), clock.now()
            sign_in.change_password(user, old=old, new=new, now=now)
            end_sessions(session, user.id, by=desk.by, now=now, keep=desk.visitor.session_id)
            desk.record(session, Action.PASSWORD_CHANGED, about=f"user:{user.id}")
    except RuleBroken as refused:
        return _password_page(desk, str(refused), status=409)
    return desk.back("/account", "Đã đổi mật khẩu; các trình duyệt khác đã được đăng xuất.")


@router.get("/second-factor")
def show_second_factor(desk: SignedIn) -> HTMLResponse:
    return _second_factor_page(desk, second_factors.new_secret(), "", status=200)


@router.post("/second-factor")
def turn_on(
    desk: SignedIn,
    secret: Annotated[str, Form(max_length=64, pattern=r"^[A-Z2-7]{16,64}$")],
    code: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    try:
        with desk.begin() as session:
            user = _own(session, desk)
            second_factors.turn_on(user, secret, code, cipher=desk.place.cipher, now=clock.now())
            desk.record(session, Action.SECOND_FACTOR_SET, about=f"user:{user.id}")
    except RuleBroken as refused:
        return _second_factor_page(desk, secret, str(refused), status=409)
    return desk.back("/account", "Đã bật xác thực hai bước: từ lần sau, đăng nhập cần thêm mã trên điện thoại.")


@router.post("/second-factor/remove")
def turn_off(desk: SignedIn, password: Annotated[str, Form(max_length=1000)] = "") -> Response:
    with desk.begin() as session:
        user = _own(session, desk)
        if not passwords.is_right(password, user.password_hash):
            raise RuleBroken("Mật khẩu không đúng; xác thực hai bước vẫn bật.")
        second_factors.turn_off(user)
        desk.record(session, Action.SECOND_FACTOR_REMOVED, about=f"user:{user.id}")
    return desk.back("/account", "Đã tắt xác thực hai bước.")


@router.post("/sessions/{session_id}/revoke")
def revoke(desk: SignedIn, session_id: int) -> Response:
    with desk.begin() as session:
        web_sessions.revoke(session, session_id, user_id=desk.visitor.user_id, by=desk.by, now=clock.now())
        desk.record(session, Action.SESSION_REVOKED, about=f"user:{desk.visitor.user_id}", browser=session_id)
    return desk.back("/account", "Đã đóng phiên đăng nhập đó.")


def _own(session: Session, desk: Desk) -> UserRow:
    return find_user(session, desk.visitor.user_id)


def _password_page(desk: Desk, error: str, *, status: int) -> HTMLResponse:
    return desk.page("account/password.html", status=status, error=error, must_change=desk.visitor.must_change)


def _second_factor_page(desk: Desk, secret: str, error: str, *, status: int) -> HTMLResponse:
    """The secret goes with the form until a code proves that it was read; nothing is kept before."""
    with desk.read() as session:
        name = _own(session, desk).name
    picture = segno.make(second_factors.setup_address(secret, name=name), micro=False)
    drawn = picture.svg_inline(dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    return desk.page(
        "account/second_factor.html",
        status=status,
        error=error,
        secret=secret,
        picture=Markup(drawn),  # noqa: S704 -- drawn by the library from squares alone
    )
