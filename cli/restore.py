"""`dondoc restore`: put a backup back into an empty place, and say what people must do now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.options import Actor, AsJson
from cli.printing import moment_text, print_json, say
from config import clock
from config.wiring import workplace
from domain.errors import UsageError
from operation.restoring import restore as put_back
from services.restorations import ONLY

if TYPE_CHECKING:
    from operation.restoring import Restored

NEXT = (
    "Xem những thông báo có thể đã gửi, hỏi người nhận rồi ghi kết quả: dondoc messages list --state unknown",
    "Lấy lại báo cáo gửi qua thư từ ngày sao lưu: dondoc intake --since {day}",
    (
        "Ghi lại những việc đã làm sau lúc sao lưu mà bản sao lưu không có: báo cáo nộp trên trang web, xem xét, gia hạn, ngày hẹn, "
        "lệnh giữ thông báo, đầu mối mới."
    ),
    (
        "Thu hồi lại liên kết và mã truy cập API, khóa lại tài khoản nếu đã thu hồi hoặc khóa sau lúc sao lưu; nối lại Zalo nếu có dùng: "
        "dondoc zalo status"
    ),
    "Kiểm tra: dondoc prove và dondoc audit verify",
)


def restore(
    archive: Annotated[Path, Parameter(name="TỆP", help="Tệp sao lưu, dondoc-….tar.")],
    /,
    *,
    stopped: Annotated[
        str,
        Parameter(
            name="--stopped",
            metavar="THỜI-ĐIỂM",
            help="Hệ thống cũ ngừng chạy lúc nào (2022-08-22T10:00), nếu biết chắc; sau lúc đó không có gì đã gửi.",
        ),
    ] = "",
    last_receipt: Annotated[
        list[str] | None,
        Parameter(
            name="--last-receipt",
            metavar="SỐ",
            negative="",
            help="Số phiếu tiếp nhận cuối cùng đã cấp, nếu biết; nhiều đợt thì ghi KẾ-HOẠCH=SỐ. Bỏ trống thì chương trình bỏ qua "
            "một dãy số cho chắc chắn.",
        ),
    ] = None,
    by: Actor = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    now = place.now()
    stopped_at = clock.moment_of(stopped) if stopped else None
    done = put_back(
        place, archive, now=now, by=actor(by, place), stopped_at=stopped_at, last_given=_numbers(last_receipt or [])
    )
    if json:
        print_json(_as_json(done))
    else:
        _print(done)


def _numbers(given: list[str]) -> dict[str, int]:
    found = {}
    for one in given:
        plan, _, number = one.rpartition("=")
        if not number.isdecimal():
            raise UsageError(f"“{one}” không phải số phiếu tiếp nhận; hãy ghi như --last-receipt 57.")
        found[plan or ONLY] = int(number)
    return found


def _as_json(done: Restored) -> dict[str, object]:
    return {
        "taken_at": done.manifest.taken_at,
        "stopped_at": done.gap.stopped_at,
        "in_doubt": done.gone_on.in_doubt,
        "receipts_passed_over": {plan: [one.first, one.last] for plan, one in done.gone_on.receipts.items()},
        "signed_out": done.gone_on.signed_out,
        "came_from": done.came_from,
    }


def _print(done: Restored) -> None:
    taken = clock.in_viet_nam(done.gap.taken_at)
    say(f"Đã khôi phục hệ thống như lúc {moment_text(taken)}; mọi tệp đã được kiểm tra.")
    if done.came_from:
        say(f"Cơ sở dữ liệu trong bản sao lưu là của phiên bản cũ ({done.came_from}) và đã được chuyển sang dạng mới.")
    for plan, number in done.gone_on.in_doubt.items():
        say(f"Đợt {plan}: {number} thông báo có thể đã gửi sau lúc sao lưu; không gửi lại, chờ cán bộ hỏi người nhận.")
    for plan, one in done.gone_on.receipts.items():
        say(
            f"Đợt {plan}: phiếu tiếp nhận tiếp theo mang số {one.last + 1:04d}; các số từ {one.first:04d} đến {one.last:04d} có thể "
            "đã cấp nên không dùng lại."
        )
    say(f"Mọi phiên đăng nhập trên trang web đã đóng ({done.gone_on.signed_out}); mọi người đăng nhập lại.")
    say()
    say("Việc cần làm ngay, trước khi chạy lại dịch vụ:")
    for number, what in enumerate(NEXT, start=1):
        say(f"  {number}. {what.format(day=f'{taken:%Y-%m-%d}')}", hang=5)
