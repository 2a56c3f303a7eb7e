"""Extensions (gia hạn): a later deadline, on somebody's word and under a document number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.deadlines import Deadline, Reading
from domain.errors import RuleBroken
from domain.lifecycle import Move
from domain.obligations import Cause
from domain.vietnamese_dates import day_text
from services.events import begin, record
from services.replies import Reply, queue_reply
from services.versions import add_version

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.models import VersionRow
    from domain.campaigns import Campaign


def extend(  # noqa: PLR0913 -- what an extension is made of
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    day: date,
    approver: str,
    document_number: str,
    now: datetime,
    by: str = "",
    reason: str = "",
    reading: Reading = Reading.THROUGH,
) -> VersionRow:
    """Move the deadline of one obligation to `day`, and tell the unit. The ladder is climbed anew from the new date."""
    deadline = Deadline(day=day, reading=reading, timezone=campaign.plan.timezone)
    if not approver.strip() or not document_number.strip():
        raise RuleBroken("Gia hạn phải ghi rõ người (cơ quan) quyết định và số văn bản (--approver, --number).")
    history = begin(session, campaign, obligation_id, Move.EXTEND)
    if deadline.last_day < campaign.local_day(now):
        raise RuleBroken(f"Hạn mới {day_text(day)} đã qua; hãy chọn một ngày từ hôm nay trở đi.")
    if deadline.last_day == history.versions[-1].deadline.last_day:
        raise RuleBroken(f"Hạn hiện nay đã là hết ngày {day_text(deadline.last_day)}; hãy ghi ngày khác.")
    version = add_version(
        session,
        campaign,
        history,
        cause=Cause.EXTENDED,
        deadline=deadline,
        ladder=history.versions[-1].ladder,
        now=now,
        approver=approver.strip(),
        document_number=document_number.strip(),
    )
    record(
        session,
        campaign,
        history,
        Move.EXTEND,
        by=by or approver.strip(),
        now=now,
        reason=reason.strip(),
        document_number=document_number.strip(),
    )
    queue_reply(session, campaign, Reply(obligation_id, "extended", version.number, version.id), now=now)
    return version
