"""What the auditor looks for in work under way: runs that stand still, reports that a unit believes to be in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from database.queries import work_flaws as ask
from domain.consolidation import RunState
from domain.contact_addresses import shown_address
from domain.flaws import Flaw
from domain.vietnamese_dates import day_text, moment_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

RUN_STANDS_AFTER = timedelta(hours=1)  # a worker looks for runs every few seconds, and writes several times a minute
SORTED_WITHIN = timedelta(hours=15)  # of work: two days in which staff say whose report a mail is
FINISHED_WITHIN = timedelta(days=2)  # whoever is cut off tries again the same day or the next

RUN_STANDS = {
    RunState.RUNNING: "Lượt tổng hợp số {} dừng giữa chừng từ {}. Hãy xem bộ xử lý còn chạy không: dondoc work",
    RunState.REQUESTED: "Lượt tổng hợp số {} được yêu cầu từ {} mà chưa nơi nào nhận làm. Hãy chạy: dondoc work",
}
HAND_IN = "Đơn vị đã tải tệp lên ngày {} nhưng chưa bấm nộp, có thể nghĩ là đã nộp. Hãy gọi cho đơn vị và nhắc bấm “Nộp báo cáo”."
MAIL = "Thư của {} đến ngày {} chưa rõ của đơn vị nào; người gửi nghĩ là đã nộp. Hãy phân loại: dondoc triage list"


def work_flaws(session: Session, campaign: Campaign, *, now: datetime) -> list[Flaw]:
    calendar = campaign.plan.calendar
    runs = ask.runs_standing_still(session, campaign.id, before=now - RUN_STANDS_AFTER)
    hand_ins = ask.hand_ins_left(session, campaign.id, before=now - FINISHED_WITHIN)
    mails = ask.mails_left(session, campaign.id, before=calendar.before_work(now, SORTED_WITHIN))
    return [
        *(
            Flaw(
                "run",
                f"run:{one.id}",
                _run_text(one.state).format(one.id, moment_text(calendar.local(one.since))),
                one.unit,
            )
            for one in runs
        ),
        *(
            Flaw("hand_in", f"hand_in:{one.id}", HAND_IN.format(day_text(campaign.local_day(one.begun_at))), one.unit)
            for one in hand_ins
        ),
        *(
            Flaw("mail", f"mail:{number}", MAIL.format(shown_address(sender), day_text(campaign.local_day(at))))
            for number, sender, at in mails
        ),
    ]


def _run_text(state: str) -> str:
    return RUN_STANDS[RunState.RUNNING if state == RunState.RUNNING else RunState.REQUESTED]
