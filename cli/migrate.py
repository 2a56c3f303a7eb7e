"""`dondoc migrate`: from the SQLite of one machine to a PostgreSQL, which several machines can share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson
from cli.printing import moment_text, print_json, say
from cli.showing_progress import ProgressLine
from config import clock
from config.wiring import workplace
from domain.errors import UsageError
from operation.moving import EXAMPLE, move, undo

if TYPE_CHECKING:
    from operation.moving import Move

To = Annotated[
    str,
    Parameter(
        name="--to",
        metavar="ĐỊA-CHỈ",
        help=f"Cơ sở dữ liệu PostgreSQL trống, dạng {EXAMPLE}; mật khẩu nên để trong tệp ~/.pgpass.",
    ),
]
Undo = Annotated[
    bool, Parameter(name="--undo", negative="", help="Bỏ dấu “đã chuyển” để làm việc lại với cơ sở dữ liệu SQLite cũ.")
]


def migrate(*, to: To = "", undo_move: Undo = False, json: AsJson = False) -> None:
    if bool(to) == undo_move:
        raise UsageError(f"Hãy nêu --to ĐỊA-CHỈ (dạng {EXAMPLE}), hoặc --undo.")
    if undo_move:
        _take_back(json=json)
        return
    place = workplace()
    line = ProgressLine()
    moved = move(place, to, now=clock.now(), tell=_silent if json else line)
    line.finish()
    if json:
        print_json(_as_json(moved))
    else:
        _show(moved)


def _take_back(*, json: bool) -> None:
    moved = undo(workplace())
    if json:
        print_json({"undone": True, "was_moved_to": moved.to_address, "was_moved_at": moved.at})
        return
    say(
        f"Đã bỏ dấu “đã chuyển” (sang {moved.to_address}, {moment_text(clock.in_viet_nam(moved.at))}). Cơ sở dữ liệu SQLite "
        "lại dùng được."
    )
    say(
        "Lưu ý: những gì đã ghi và đã gửi ở PostgreSQL từ lúc đó không có ở đây; nếu đã gửi thông báo thì chúng có thể bị gửi "
        "lần nữa. Hãy xóa DONDOC_DATABASE_URL trong .env và dừng mọi tiến trình đang dùng PostgreSQL trước khi chạy tiếp."
    )


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Who reads JSON sees no progress."""


def _as_json(moved: Move) -> dict[str, object]:
    return {
        "target": moved.target,
        "rows": moved.rows,
        "tables": [{"table": one.table, "rows": one.rows, "digest": f"{one.digest:032x}"} for one in moved.tables],
        "audit_entries": moved.audit_entries,
        "is_chain_whole": moved.is_chain_whole,
        "mended_texts": moved.mended,
        "old_database": moved.old_database,
        "files": moved.files,
    }


def _show(moved: Move) -> None:
    filled = sum(1 for one in moved.tables if one.rows)
    say(f"Đã chuyển {moved.rows:,} dòng của {filled} bảng sang {moved.target}.".replace(",", "."))
    say("Số dòng và mã băm nội dung của từng bảng ở hai bên giống nhau.")
    if moved.is_chain_whole:
        say(f"Chuỗi nhật ký nguyên vẹn: {moved.audit_entries} mục.")
    else:
        say("Chuỗi nhật ký đã đứt từ trước khi chuyển và được giữ nguyên như vậy; hãy xem: dondoc audit verify.")
    if moved.mended:
        say(f"{moved.mended} dòng có ký tự NUL, PostgreSQL không lưu được; mỗi ký tự được thay bằng “␀”.")
    say()
    say("Việc cần làm tiếp:")
    say(f"  1. Trong tệp .env đặt DONDOC_DATABASE_URL={moved.target} (thay *** bằng mật khẩu, nếu có).", hang=3)
    say(f"  2. Các tệp đã nhận vẫn ở {moved.files}. Chạy trên nhiều máy thì mọi máy dùng chung thư mục đó.", hang=3)
    say("  3. Chạy thử dondoc status và dondoc audit verify, rồi mở lại dondoc serve.", hang=3)
    say(
        f"Cơ sở dữ liệu cũ {moved.old_database} còn nguyên nhưng đã khóa, để không ai làm tiếp ở đó do nhầm. "
        "Mở khóa: dondoc migrate --undo."
    )
