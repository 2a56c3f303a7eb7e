"""The first administrator: asked for when a service starts that nobody could look after."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from cli.printing import say
from cli.users import AT_THE_MACHINE
from config import clock
from database.queries.users import open_administrators
from domain.access import Role
from domain.audit_log import Action
from domain.errors import RuleBroken
from services.audit_log import Doer, write_entry
from services.users import Person, create_user

if TYPE_CHECKING:
    from config.wiring import Workplace

BY_COMMAND = (
    "Chưa có tài khoản quản trị nào, nên chưa ai trông coi được dịch vụ. Hãy lập một tài khoản trước: "
    'dondoc users add quantri --role administrator --name "HỌ TÊN"'
)


def see_to_an_administrator(place: Workplace) -> None:
    """Asks whoever sits at the machine; where nobody does, refuses and says which command makes one."""
    with place.read() as session:
        known = open_administrators(session, Role.ADMINISTRATOR)
    if known:
        return
    if not sys.stdin.isatty():
        raise RuleBroken(BY_COMMAND)
    say("Lần chạy đầu tiên: hãy lập tài khoản quản trị (người lập các tài khoản khác và trông coi dịch vụ).")
    while not _made(place, input("Tên đăng nhập, không dấu: "), input("Họ và tên: "), _password()):
        pass


def _password() -> str:
    """Asked for twice, never shown; nothing where the two differ."""
    first, second = getpass.getpass("Mật khẩu (từ 12 ký tự, một câu dễ nhớ): "), getpass.getpass("Nhập lại mật khẩu: ")
    return first if first == second else ""


def _made(place: Workplace, name: str, full_name: str, password: str) -> bool:
    if not password:
        say("Hai lần nhập mật khẩu không giống nhau; hãy nhập lại.")
        return False
    now = clock.now()
    try:
        with place.begin() as session:
            row, _ = create_user(
                session,
                name,
                Person(full_name, "", Role.ADMINISTRATOR),
                units=(),
                by=full_name,
                now=now,
                password=password,
            )
            write_entry(
                session,
                Doer(full_name, AT_THE_MACHINE),
                Action.USER_CREATED,
                about=f"user:{row.id}",
                now=now,
                detail={"name": row.name, "role": row.role},
            )
    except RuleBroken as refusal:
        say(f"{refusal}\nHãy nhập lại.")
        return False
    say(f"Đã lập tài khoản quản trị {row.name}.")
    return True
