"""`dondoc zalo`: connect the Official Account, see how its right to send stands, and ask Zalo whether all is well."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson
from cli.printing import moment_text, print_json, say
from config import clock
from config.wiring import workplace
from config.zalo import take_code, take_tokens, without_template
from config.zalo_check import check_account
from database.queries.zalo_grants import grant_rows
from domain.errors import RuleBroken, UsageError
from domain.zalo_grants import GrantState
from notifications.messages import MESSAGE_NAMES
from services.zalo_grants import times_of

if TYPE_CHECKING:
    from config.zalo_check import Health
    from database.models import ZaloGrantRow

MOST_CHARACTERS = 20_000
WAY_OUT = "Cần cấp quyền lại: mở liên kết cấp quyền trên trang quản trị Zalo, rồi chạy dondoc zalo grant"


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """`state` is ok or needs_reconsent; `version` counts the pairs of tokens."""

    oa_id: str
    app_id: str
    state: GrantState
    version: int
    renewed_at: datetime
    access_expires_at: datetime
    note: str


def grant(
    *,
    code: Annotated[
        str, Parameter(metavar="MÃ", help="Mã cấp quyền trong địa chỉ mà Zalo chuyển về (code=…), dùng được 10 phút.")
    ] = "",
    tokens_file: Annotated[
        str, Parameter(metavar="TỆP", help="Tệp JSON có access_token và refresh_token; - để đọc từ đầu vào chuẩn.")
    ] = "",
    json: AsJson = False,
) -> None:
    if bool(code) == bool(tokens_file):
        raise UsageError("Hãy chọn một cách: --code MÃ, hoặc --tokens-file TỆP (không ghi token trên dòng lệnh).")
    place = workplace()
    version = take_code(place, code) if code else take_tokens(place, _content(tokens_file))
    if json:
        print_json({"version": version, "state": GrantState.OK})
        return
    say("Đã nối Official Account; cặp token được cất giữ có mã hóa và tự gia hạn.")
    if tokens_file not in ("", "-"):
        say(f"Hãy xóa tệp {tokens_file}: token trong đó không được mã hóa.")
    say("Kiểm tra với Zalo: dondoc zalo check")


def status(*, json: AsJson = False) -> None:
    place = workplace()
    place.prepare()
    now = clock.now()
    with place.read() as session:
        accounts = [_shown(row, now) for row in grant_rows(session)]
    missing = without_template(place)
    if json:
        print_json({"accounts": accounts, "missing_templates": missing})
        return
    if not accounts:
        say("Chưa nối Official Account Zalo nào. Cách nối: dondoc zalo grant --help")
    for account in accounts:
        _print(account)
    for channel, messages in missing.items():
        if messages:
            names = ", ".join(MESSAGE_NAMES[message] for message in messages)
            say(f"Kênh {channel} chưa có mẫu tin cho: {names}.", hang=2)


def check(*, json: AsJson = False) -> None:
    health = check_account(workplace())
    if json:
        print_json(health)
    else:
        _print_health(health)
    if any(one.faults for one in health.templates):
        raise RuleBroken("Có mẫu tin chưa dùng được; hãy sửa trên trang quản trị Zalo hoặc trong tệp mẫu tin.")


def _content(path: str) -> str:
    if path == "-":
        return sys.stdin.read(MOST_CHARACTERS)
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            return file.read(MOST_CHARACTERS)
    except (OSError, UnicodeDecodeError):
        raise RuleBroken(f"Không đọc được tệp {path}; hãy kiểm tra đường dẫn và quyền truy cập.") from None


def _shown(row: ZaloGrantRow, now: datetime) -> ShownAccount:
    state = GrantState.NEEDS_RECONSENT if times_of(row).needs_reconsent(now) else GrantState.OK
    renewed_at, ends_at = clock.in_viet_nam(row.refresh_issued_at), clock.in_viet_nam(row.access_expires_at)
    return ShownAccount(row.oa_id, row.app_id, state, row.version, renewed_at, ends_at, row.note)


def _print(account: ShownAccount) -> None:
    is_ok = account.state is GrantState.OK
    say(f"Official Account {account.oa_id}: {'gửi được' if is_ok else 'MẤT QUYỀN GỬI TIN'}")
    say(
        f"  Gia hạn lần cuối {moment_text(account.renewed_at)}; token hết hạn {moment_text(account.access_expires_at)}."
    )
    if account.note:
        say(f"  {account.note}", hang=2)
    if not is_ok:
        say(f"  {WAY_OUT}", hang=2)


def _print_health(health: Health) -> None:
    verified = "đã xác thực" if health.is_verified else "chưa xác thực"
    say(f"Official Account {health.oa_id}, {health.name}: {verified}, gói {health.package or 'không rõ'}.")
    say(f"Hạn mức tin theo số điện thoại còn lại trong ngày: {health.quota_left or 'không rõ'}.")
    for one in health.templates:
        say(f"Mẫu {one.template_id} ({MESSAGE_NAMES[one.message]}): {'dùng được' if not one.faults else ''}".rstrip())
        for fault in one.faults:
            say(f"  {fault}", hang=2)
