"""`dondoc extend`: a later deadline for one unit."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from cli.acting import Deed, act
from cli.options import USUAL, Circumstances, Reason, UnitName
from config.clock import day_of
from domain.spelling import nfc
from services.extensions import extend as move_deadline


def extend(
    unit: UnitName,
    /,
    *,
    to: Annotated[str, Parameter(metavar="NGÀY", help="Hạn mới (2022-08-31), tính hết ngày.")],
    approver: Annotated[str, Parameter(metavar="AI", help="Người hoặc cơ quan quyết định gia hạn.")] = "",
    number: Annotated[str, Parameter(metavar="SỐ", help="Số văn bản gia hạn, ví dụ 812-CV/TU.")] = "",
    why: Reason = "",
    how: Circumstances = USUAL,
) -> None:
    day = day_of(to)

    def deed(one: Deed) -> None:
        move_deadline(
            one.session,
            one.campaign,
            one.obligation.id,
            day=day,
            approver=nfc(approver),
            document_number=nfc(number),
            reason=nfc(why),
            by=one.by,
            now=one.now,
        )

    act(unit, deed, how, done="Đã gia hạn", is_told=True)
