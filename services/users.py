"""Accounts (tài khoản): made, changed and closed by administrators. None is ever deleted: the log speaks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.models import UserRow
from database.queries.users import end_sessions, open_administrators, user_named
from domain.access import BOUND_TO_A_UNIT, Role
from domain.errors import RuleBroken
from domain.spelling import fold, has_control_characters, nfc
from services import passwords, second_factors

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,48}[a-z0-9]")
LONGEST = 120  # characters of a display name
LAST_ONE = "Đây là quản trị viên cuối cùng đang hoạt động; hãy lập một quản trị viên khác trước."


@dataclass(frozen=True, slots=True)
class Person:
    """What an administrator says of somebody. `body` is a unit's code, for roles that are bound to one."""

    display_name: str
    email: str
    role: Role
    body: str = ""


def create_user(
    session: Session, name: str, person: Person, *, units: Collection[str], by: str, now: datetime, password: str = ""
) -> tuple[UserRow, str]:
    """The account and its first password, which must be changed at the first sign-in."""
    known = fold(name)
    if not _NAME.fullmatch(known):
        raise RuleBroken("Tên đăng nhập gồm 3 đến 50 chữ cái không dấu, chữ số, dấu chấm hoặc gạch; ví dụ: nguyen.lan.")
    if user_named(session, known) is not None:
        raise RuleBroken(f"Đã có tài khoản “{known}”; hãy chọn tên khác, hoặc mở lại tài khoản ấy.")
    checked = _checked(person, units)
    given = password or passwords.first_password()
    if password:
        passwords.check_password(password, name=known)
    row = UserRow(
        name=known,
        display_name=checked.display_name,
        email=checked.email,
        role=checked.role,
        body=checked.body,
        password_hash=passwords.hashed(given),
        password_changed_at=now,
        must_change=not password,
        created_at=now,
        created_by=by,
    )
    session.add(row)
    session.flush()
    return row, given


def change_user(
    session: Session, user_id: int, person: Person, *, units: Collection[str], by: str, now: datetime
) -> UserRow:
    """Another role holds from the next page on; browsers that are signed in are ended."""
    row = find_user(session, user_id)
    checked = _checked(person, units)
    if row.role == Role.ADMINISTRATOR and checked.role is not Role.ADMINISTRATOR:
        _check_not_last(session, row)
    if (row.role, row.body) != (checked.role, checked.body):
        end_sessions(session, row.id, by=by, now=now)
    row.display_name, row.email, row.role, row.body = checked.display_name, checked.email, checked.role, checked.body
    return row


def close_user(session: Session, user_id: int, *, by: str, now: datetime) -> UserRow:
    row = find_user(session, user_id)
    if row.closed_at is None:
        _check_not_last(session, row)
        row.closed_at = now
        end_sessions(session, row.id, by=by, now=now)
    return row


def reopen_user(session: Session, user_id: int) -> UserRow:
    row = find_user(session, user_id)
    row.closed_at = None
    return row


def reset_password(session: Session, user_id: int, *, by: str, now: datetime) -> tuple[UserRow, str]:
    """A new first password; the second factor goes too, since a lost phone is why this is mostly asked for."""
    row = find_user(session, user_id)
    given = passwords.first_password()
    row.password_hash, row.password_changed_at, row.must_change = passwords.hashed(given), now, True
    second_factors.turn_off(row)
    end_sessions(session, row.id, by=by, now=now)
    return row, given


def find_user(session: Session, user_id: int) -> UserRow:
    row = session.get(UserRow, user_id)
    if row is None:
        raise RuleBroken("Không có tài khoản này.")
    return row


def _check_not_last(session: Session, row: UserRow) -> None:
    if row.role == Role.ADMINISTRATOR and row.closed_at is None and open_administrators(session, row.role) == 1:
        raise RuleBroken(LAST_ONE)


def _checked(person: Person, units: Collection[str]) -> Person:
    name, email = nfc(person.display_name.strip()), person.email.strip()
    if not name or len(name) > LONGEST or has_control_characters(name):
        raise RuleBroken(f"Hãy ghi họ tên, không quá {LONGEST} ký tự.")
    if email and ("@" not in email or len(email) > LONGEST or any(letter.isspace() for letter in email)):
        raise RuleBroken(f"“{email}” không phải là địa chỉ thư điện tử.")
    bound = person.role in BOUND_TO_A_UNIT
    if bound and person.body not in units:
        raise RuleBroken("Tài khoản của đơn vị phải ghi rõ đơn vị; hãy chọn trong danh sách.")
    return Person(name, email, person.role, person.body if bound else "")
