"""`dondoc promise`: the day on which a unit says that it will hand in."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from cli.acting import Deed, act
from cli.options import USUAL, Circumstances, UnitName
from config.clock import day_of
from domain.spelling import nfc
from services.promises import promise as note_promise


def promise(
    unit: UnitName,
    /,
    *,
    day: Annotated[str, Parameter(metavar="NGÀY", help="Ngày đơn vị hẹn nộp (2022-08-25).")],
    why: Annotated[str, Parameter(metavar="GHI-CHÚ", help="Ai hẹn, hẹn bằng cách nào, vì sao.")] = "",
    how: Circumstances = USUAL,
) -> None:
    promised = day_of(day)

    def deed(one: Deed) -> None:
        note_promise(
            one.session, one.campaign, one.obligation.id, day=promised, made_by=one.by, reason=nfc(why), now=one.now
        )

    act(unit, deed, how, done="Đã ghi ngày hẹn nộp")
