"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter

AsOf = Annotated[
    str,
    Parameter(
        name="--as-of",
        metavar="NGÀY",
        help="Tính đến hết ngày nào (2022-08-22) hoặc thời điểm nào (2022-08-22T10:00); bỏ trống là bây giờ.",
    ),
]
OnDay = Annotated[
    str,
    Parameter(
        name="--as-of",
        metavar="NGÀY",
        help="Chạy như vào 8 giờ ngày nào (2022-08-22) hoặc thời điểm nào (2022-08-22T10:00); bỏ trống là bây giờ.",
    ),
]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="In dạng JSON.")]
PlanName = Annotated[str, Parameter(name="--plan", metavar="MÃ", help="Mã kế hoạch; chỉ cần khi có nhiều đợt cùng mở.")]
UnitName = Annotated[str, Parameter(name="ĐƠN-VỊ", help="Mã hoặc tên đơn vị, có dấu hay không dấu.")]
PlanFolder = Annotated[
    str,
    Parameter(name="KẾ-HOẠCH", help="Tên kế hoạch đi kèm chương trình (ke-hoach-15-kh-tu), hoặc đường dẫn thư mục."),
]
ActedOn = Annotated[
    str,
    Parameter(
        name="--as-of",
        metavar="NGÀY",
        help="Ghi như làm vào 8 giờ ngày nào (2022-08-22) hoặc thời điểm nào (2022-08-22T10:00); bỏ trống là bây giờ.",
    ),
]
DutyName = Annotated[
    str, Parameter(name="--duty", metavar="MÃ", help="Mã nhiệm vụ; chỉ cần khi đơn vị có nhiều nhiệm vụ.")
]
Actor = Annotated[
    str,
    Parameter(name="--by", metavar="NGƯỜI", help="Ai làm việc này; bỏ trống là DONDOC_STAFF hoặc tài khoản máy."),
]
Reason = Annotated[str, Parameter(name="--why", metavar="LÝ-DO", help="Lý do, ghi vào nhật ký.")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Circumstances:
    """What every command has that acts on one duty of one unit: which duty, who acts, when, in which campaign."""

    duty: DutyName = ""
    by: Actor = ""
    as_of: ActedOn = ""
    plan: PlanName = ""
    json: AsJson = False


USUAL = Circumstances()
