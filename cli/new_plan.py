"""`dondoc plan new`: a plan folder to be filled in, from the template or from another plan."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.printing import say
from config import clock
from config.new_plan import TIERS, Wanted, copy_plan, write_new_plan
from config.plan_marks import MARK
from domain.duties import obligations_of
from domain.errors import UsageError
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from config.new_plan import Written

USUAL_TIERS = min(TIERS)


def new_plan(
    folder: Annotated[Path, Parameter(name="THƯ-MỤC", help="Thư mục sẽ được tạo; chưa có, hoặc còn trống.")],
    /,
    *,
    source: Annotated[
        str,
        Parameter(name="--from", metavar="KẾ-HOẠCH", help="Chép từ kế hoạch khác: ke-hoach-15-kh-tu, hoặc thư mục."),
    ] = "",
    tiers: Annotated[int, Parameter(metavar="SỐ", help="Mấy cấp nộp báo cáo: 2 (mặc định) hoặc 3.")] = USUAL_TIERS,
    units: Annotated[
        Path | None,
        Parameter(metavar="TỆP", help="Danh sách đơn vị của cơ quan, .xlsx hoặc .csv, thay cho các đơn vị mẫu."),
    ] = None,
    deadline: Annotated[
        str, Parameter(metavar="NGÀY", help="Hạn của cấp nộp đầu tiên (2027-01-29); bỏ trống là một tháng nữa.")
    ] = "",
) -> None:
    if tiers not in TIERS:
        raise UsageError(f"Mẫu có sẵn cho {' hoặc '.join(map(str, TIERS))} cấp, không có cho {tiers} cấp.")
    if source and (units or deadline or tiers != USUAL_TIERS):
        raise UsageError("--from chép nguyên một kế hoạch nên không đi cùng --tiers, --units, --deadline.")
    if source:
        written = copy_plan(folder, source)
    else:
        last = clock.day_of(deadline) if deadline else None
        wanted = Wanted(today=clock.now().date(), tiers=tiers, deadline=last, units=units)
        written = write_new_plan(folder, wanted)
    _tell(folder, written)


def _tell(folder: Path, written: Written) -> None:
    plan, path = written.plan.plan, shlex.quote(str(folder))
    say(f"Đã tạo {folder}: {len(written.plan.units)} đơn vị, {len(obligations_of(plan, written.plan.units))} báo cáo.")
    for duty in plan.duties:
        say(f"  {day_text(duty.deadline.day)}: {duty.name}")
    if written.unread:
        say(f"Không dùng đến các cột: {', '.join(written.unread)}.")
    say("\nViệc tiếp theo:")
    say(_to_edit(folder, written), hang=5)
    say(f"  2. Kiểm tra:    dondoc plan check {path}")
    say(f"  3. Diễn tập:    dondoc rehearse {path}")
    say(f"  4. Mở đợt:      dondoc plan open {path}")
    say("  5. Phục vụ:     dondoc serve")


def _to_edit(folder: Path, written: Written) -> str:
    """A copy has no marks: there is nothing in it that only its reader could find."""
    if written.plan.marks:
        return f"  1. Sửa các tệp trong {folder}: thay hết {len(written.plan.marks)} dòng mang dấu {MARK}, xem lại các ngày."
    return f"  1. Sửa các tệp trong {folder}: số, ngày, hạn, đơn vị và đầu mối là của kế hoạch được chép."
