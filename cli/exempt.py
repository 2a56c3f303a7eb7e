"""`dondoc exempt`: a unit need not report, or owes its report again."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from cli.acting import Deed, act
from cli.options import USUAL, Circumstances, Reason, UnitName
from domain.spelling import nfc
from services.exemptions import exempt as let_off
from services.exemptions import reinstate


def exempt(
    unit: UnitName,
    /,
    *,
    why: Reason = "",
    number: Annotated[str, Parameter(metavar="SỐ", help="Số văn bản cho miễn (hoặc bỏ miễn), nếu có.")] = "",
    lift: Annotated[bool, Parameter(negative="", help="Bỏ miễn: đơn vị lại phải báo cáo như trước.")] = False,
    how: Circumstances = USUAL,
) -> None:
    def deed(one: Deed) -> None:
        act_on = (one.session, one.campaign, one.obligation.id)
        if lift:
            reinstate(*act_on, reason=nfc(why), document_number=nfc(number), by=one.by, now=one.now)
        else:
            let_off(*act_on, reason=nfc(why), document_number=nfc(number), by=one.by, now=one.now)

    done = "Đã bỏ miễn báo cáo" if lift else "Đã miễn báo cáo"
    act(unit, deed, how, done=done, is_told=not lift)
