"""`dondoc users`: accounts for the web, from the machine itself; the first administrator is made here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.options import Actor, AsJson
from cli.printing import moment_text, print_json, print_table, say
from config import clock
from config.wiring import workplace
from database.queries.units import units_of
from database.queries.users import user_named, users
from domain.access import Role
from domain.audit_log import Action
from domain.errors import RuleBroken, UsageError
from domain.spelling import fold
from services import users as service
from services.audit_log import Doer, write_entry
from services.users import Person
from services.wording_of_roles import ROLES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from database.models import UserRow

AT_THE_MACHINE = "machine"  # the role under which the audit log knows whoever sits at the machine
Name = Annotated[str, Parameter(name="TÊN", help="Tên đăng nhập, không dấu: nguyen.lan.")]
RoleName = Annotated[
    str, Parameter(name="--role", metavar="VAI-TRÒ", help="Vai trò: administrator, board, viewer, office hoặc unit.")
]
FullName = Annotated[str, Parameter(name="--name", metavar="HỌ-TÊN", help="Họ tên, ghi vào nhật ký.")]
Email = Annotated[str, Parameter(name="--email", metavar="ĐỊA-CHỈ", help="Thư điện tử.")]
UnitCode = Annotated[str, Parameter(name="--unit", metavar="MÃ", help="Mã đơn vị, với vai trò unit.")]


def add(user: Name, *, role: RoleName, name: FullName, email: Email = "", unit: UnitCode = "", by: Actor = "") -> None:
    place, now = _ready(), clock.now()
    person = Person(name, email, _role(role), unit)
    with place.begin() as session:
        row, password = service.create_user(
            session, user, person, units=_units(session, place), by=actor(by, place), now=now
        )
        _log(session, place, by, action=Action.USER_CREATED, row=row)
    say(f"Đã lập tài khoản {row.name} ({ROLES[Role(row.role)][0]}).")
    _tell(password)


def list_users(*, json: AsJson = False) -> None:
    with _ready().read() as session:
        found = users(session)
    if json:
        print_json([_as_json(row) for row in found])
        return
    print_table(
        f"{len(found)} tài khoản",
        ("Tên đăng nhập", "Họ tên", "Vai trò", "Đơn vị", "Hai bước", "Tình trạng"),
        [
            (
                row.name,
                row.display_name,
                ROLES[Role(row.role)][0],
                row.body,
                "bật" if row.totp_since else "chưa",
                f"đã khóa từ {moment_text(clock.in_viet_nam(row.closed_at))}" if row.closed_at else "hoạt động",
            )
            for row in found
        ],
    )


def reset(user: Name, *, by: Actor = "") -> None:
    place, now = _ready(), clock.now()
    with place.begin() as session:
        row, password = service.reset_password(session, _find(session, user).id, by=actor(by, place), now=now)
        _log(session, place, by, action=Action.PASSWORD_RESET, row=row)
    say(f"Đã đặt lại mật khẩu của {row.name}; xác thực hai bước đã tắt, mọi trình duyệt đã đăng xuất.")
    _tell(password)


def close(user: Name, *, by: Actor = "") -> None:
    place, now = _ready(), clock.now()
    with place.begin() as session:
        row = service.close_user(session, _find(session, user).id, by=actor(by, place), now=now)
        _log(session, place, by, action=Action.USER_CLOSED, row=row)
    say(f"Đã khóa tài khoản {row.name}.")


def reopen(user: Name, *, by: Actor = "") -> None:
    place = _ready()
    with place.begin() as session:
        row = service.reopen_user(session, _find(session, user).id)
        _log(session, place, by, action=Action.USER_REOPENED, row=row)
    say(f"Đã mở lại tài khoản {row.name}.")


def _ready() -> Workplace:
    """An account can be made before anything is open: the administrator comes first."""
    place = workplace()
    place.prepare()
    return place


def _tell(password: str) -> None:
    """On its own line; nothing else of it is kept anywhere."""
    say("Mật khẩu đầu tiên, chỉ hiện một lần và phải đổi khi đăng nhập:")
    sys.stdout.write(f"  {password}\n")


def _find(session: Session, name: str) -> UserRow:
    row = user_named(session, fold(name))
    if row is None:
        raise RuleBroken(f"Không có tài khoản “{name}”. Xem danh sách: dondoc users list")
    return row


def _role(text: str) -> Role:
    if text not in set(Role):
        raise UsageError(f"Không có vai trò “{text}”; hãy chọn một trong: {', '.join(Role)}.")
    return Role(text)


def _units(session: Session, place: Workplace) -> frozenset[str]:
    try:
        campaign = place.campaign()
    except RuleBroken:
        return frozenset()
    return frozenset(unit.code for unit in units_of(session, campaign.id))


def _log(session: Session, place: Workplace, by: str, *, action: Action, row: UserRow) -> None:
    write_entry(
        session,
        Doer(actor(by, place), AT_THE_MACHINE),
        action,
        about=f"user:{row.id}",
        now=clock.now(),
        detail={"name": row.name, "role": row.role},
    )


def _as_json(row: UserRow) -> dict[str, object]:
    return {
        "name": row.name,
        "display_name": row.display_name,
        "email": row.email,
        "role": row.role,
        "unit": row.body,
        "has_second_factor": row.totp_since is not None,
        "must_change_password": row.must_change,
        "created_at": row.created_at,
        "closed_at": row.closed_at,
    }
