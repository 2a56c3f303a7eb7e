"""Extensions (gia hạn): a later deadline, on somebody's word and under a document number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.obligations import histories
from domain.errors import RuleBroken
from domain.obligations import Cause, standing
from domain.vietnamese_dates import day_text
from services.versions import add_version

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.models import VersionRow
    from domain.campaigns import Campaign


def extend(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    day: date,
    approver: str,
    document_number: str,
    now: datetime,
) -> VersionRow:
    """Move the deadline of one obligation to `day`. The ladder is climbed anew, counted from the new date."""
    if not approver.strip() or not document_number.strip():
        raise RuleBroken("Gia hạn phải ghi rõ người quyết định và số văn bản.")
    history = histories(session, campaign, obligations=[obligation_id])[obligation_id]
    if standing(history.versions, history.submissions, as_of=now).state.is_received:
        raise RuleBroken("Đơn vị đã nộp báo cáo; không cần gia hạn.")
    if day < campaign.local_day(now):
        raise RuleBroken(f"Hạn mới {day_text(day)} đã qua; hãy chọn một ngày sau hôm nay.")
    return add_version(
        session,
        campaign,
        history,
        cause=Cause.EXTENDED,
        day=day,
        ladder=history.versions[-1].ladder,
        now=now,
        approver=approver,
        document_number=document_number,
    )
