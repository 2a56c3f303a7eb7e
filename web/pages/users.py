"""Users and their roles, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from config import clock
from database.queries.units import units_of
from database.queries.users import open_sessions, users
from domain.access import Role
from domain.audit_log import Action
from domain.errors import RuleBroken
from services import users as service
from services import web_sessions
from services.users import Person, find_user
from services.wording_of_roles import ROLES
from web.desks import Desk
from web.list_answers import Column, list_answer
from web.permits import Administering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from database.models import UserRow

router = APIRouter(prefix="/admin/users")
Typed = Annotated[str, Form(max_length=200)]
COLUMNS = (
    Column("Họ tên", 30),
    Column("Tên đăng nhập", 20),
    Column("Thư điện tử", 30),
    Column("Vai trò", 22),
    Column("Đơn vị", 14),
    Column("Hai bước", 10),
    Column("Tình trạng", 26),
    Column("Lập lúc", 17),
)


@router.get("")
def list_users(desk: Administering) -> HTMLResponse:
    with desk.read() as session:
        return desk.page("admin/users.html", users=users(session), roles=ROLES)


@router.get(".xlsx")
def export(desk: Administering) -> Response:
    with desk.read() as session:
        rows = [_row(one) for one in users(session)]
    return list_answer(desk, COLUMNS, rows, title="Tài khoản", name="tai-khoan.xlsx", about="users", as_of=clock.now())


@router.get("/new")
def new(desk: Administering) -> HTMLResponse:
    return _form(desk, typed={}, error="", status=200)


@router.post("/new")
def create(
    desk: Administering,
    *,
    role: Typed = "",
    name: Typed = "",
    display_name: Typed = "",
    email: Typed = "",
    body: Typed = "",
) -> HTMLResponse:
    try:
        person = Person(display_name, email, _role(role), body)
        with desk.begin() as session:
            row, password = service.create_user(session, name, person, units=_units(desk), by=desk.by, now=clock.now())
            desk.record(session, Action.USER_CREATED, about=f"user:{row.id}", name=row.name, role=row.role)
    except RuleBroken as refused:
        typed = {"name": name, "display_name": display_name, "email": email, "role": role, "body": body}
        return _form(desk, typed=typed, error=str(refused), status=409)
    return desk.page("admin/first_password.html", user=row, password=password)


@router.get("/{user_id}")
def show(desk: Administering, user_id: int) -> HTMLResponse:
    return _user_page(desk, user_id, error="", status=200)


@router.post("/{user_id}")
def change(
    desk: Administering,
    user_id: int,
    *,
    role: Typed = "",
    display_name: Typed = "",
    email: Typed = "",
    body: Typed = "",
) -> Response:
    try:
        person = Person(display_name, email, _role(role), body)
        with desk.begin() as session:
            row = service.change_user(session, user_id, person, units=_units(desk), by=desk.by, now=clock.now())
            desk.record(session, Action.USER_CHANGED, about=f"user:{row.id}", role=row.role, body=row.body)
    except RuleBroken as refused:
        return _user_page(desk, user_id, error=str(refused), status=409)
    return desk.back(f"/admin/users/{user_id}", "Đã lưu thay đổi.")


@router.post("/{user_id}/close")
def close(desk: Administering, user_id: int) -> Response:
    with desk.begin() as session:
        row = service.close_user(session, user_id, by=desk.by, now=clock.now())
        desk.record(session, Action.USER_CLOSED, about=f"user:{row.id}")
    return desk.back(f"/admin/users/{user_id}", "Đã khóa tài khoản; mọi phiên đăng nhập của tài khoản đã đóng.")


@router.post("/{user_id}/reopen")
def reopen(desk: Administering, user_id: int) -> Response:
    with desk.begin() as session:
        row = service.reopen_user(session, user_id)
        desk.record(session, Action.USER_REOPENED, about=f"user:{row.id}")
    return desk.back(f"/admin/users/{user_id}", "Đã mở lại tài khoản.")


@router.post("/{user_id}/password")
def reset_password(desk: Administering, user_id: int) -> HTMLResponse:
    with desk.begin() as session:
        row, password = service.reset_password(session, user_id, by=desk.by, now=clock.now())
        desk.record(session, Action.PASSWORD_RESET, about=f"user:{row.id}")
    return desk.page("admin/first_password.html", user=row, password=password)


@router.post("/{user_id}/sessions/{session_id}/revoke")
def revoke(desk: Administering, user_id: int, session_id: int) -> Response:
    with desk.begin() as session:
        web_sessions.revoke(session, session_id, user_id=user_id, by=desk.by, now=clock.now())
        desk.record(session, Action.SESSION_REVOKED, about=f"user:{user_id}", browser=session_id)
    return desk.back(f"/admin/users/{user_id}", "Đã đóng phiên đăng nhập đó.")


def _form(desk: Desk, *, typed: Mapping[str, str], error: str, status: int) -> HTMLResponse:
    return desk.page(
        "admin/new_user.html", status=status, typed=typed, error=error, roles=ROLES, units=_named_units(desk)
    )


def _user_page(desk: Desk, user_id: int, *, error: str, status: int) -> HTMLResponse:
    with desk.read() as session:
        user: UserRow = find_user(session, user_id)
        sessions = open_sessions(session, user_id, now=clock.now())
    return desk.page(
        "admin/user.html",
        status=status,
        user=user,
        sessions=sessions,
        roles=ROLES,
        units=_named_units(desk),
        error=error,
    )


def _named_units(desk: Desk) -> list[tuple[str, str]]:
    if desk.found is None:
        return []
    with desk.read() as session:
        return [(unit.code, unit.name) for unit in units_of(session, desk.found.id)]


def _units(desk: Desk) -> frozenset[str]:
    return frozenset(code for code, _ in _named_units(desk))


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise RuleBroken("Hãy chọn vai trò trong danh sách.") from None


def _row(user: UserRow) -> list[object]:
    state = "đã khóa" if user.closed_at else "chưa đổi mật khẩu đầu" if user.must_change else "hoạt động"
    second = "bật" if user.totp_since else "chưa"
    return [
        user.display_name,
        user.name,
        user.email,
        ROLES[Role(user.role)][0],
        user.body,
        second,
        state,
        user.created_at,
    ]
