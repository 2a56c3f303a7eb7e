"""`dondoc intake`: take in what lies in the mailbox for reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.logs import log_as_asked
from cli.moments import worked_at
from cli.options import AsJson, OnDay
from cli.printing import print_json, print_table, say
from config import clock
from config.intake import poll_mailbox
from config.wiring import workplace
from database.models import SubmissionRow
from domain.intake import STATE_NAMES, IntakeState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from database.models import IntakeRow


def intake(
    *,
    as_of: OnDay = "",
    retry: Annotated[
        bool, Parameter(name="--retry", help="Thử lại mật khẩu mà máy chủ thư đã từ chối một lần.")
    ] = False,
    since: Annotated[
        str,
        Parameter(
            name="--since",
            metavar="NGÀY",
            help="Sau khi khôi phục: xem lại cả những thư đã xử lý từ ngày này (2022-08-22); thư đã có trong sổ không ghi hai lần.",
        ),
    ] = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    log_as_asked(place)
    now = worked_at(as_of, place.campaigns()[0])
    poll = poll_mailbox(place, now=now, retry=retry, since=clock.day_of(since) if since else None)
    with place.read() as session:
        taken_in = [_told(session, row) for row in poll.taken_in]
    if json:
        print_json({"as_of": now, "taken_in": taken_in, "seen_before": poll.seen_before, "left": poll.left})
    else:
        _print(taken_in, left=poll.left)


def _told(session: Session, row: IntakeRow) -> dict[str, object]:
    submission = session.get(SubmissionRow, row.submission_id) if row.submission_id else None
    return {
        "intake": row.id,
        "sender": row.sender,
        "subject": row.subject,
        "state": row.state,
        "matched_by": row.matched_by,
        "unit": row.unit,
        "receipt": submission.receipt_number if submission else "",
        "why": row.why,
        "note": row.note,
    }


def _print(taken_in: Sequence[dict[str, object]], *, left: int) -> None:
    if not taken_in:
        say("Hộp thư: không có thư mới.")
        return
    rows = [
        (
            one["intake"],
            one["sender"],
            STATE_NAMES[IntakeState(str(one["state"]))],
            one["unit"],
            one["receipt"],
            one["note"],
        )
        for one in taken_in
    ]
    print_table(f"{len(taken_in)} thư mới", ("Số", "Người gửi", "Kết quả", "Đơn vị", "Phiếu", "Ghi chú"), rows)
    if any(one["state"] == IntakeState.TRIAGE for one in taken_in):
        say("Thư chờ phân loại: dondoc triage list")
    if left:
        say(f"Còn {left} thư trong hộp; hãy chạy lại để lấy tiếp.")
