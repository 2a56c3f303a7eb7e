"""Transmittals (gửi báo cáo lên trên): the coordinator's own report leaves the house with a number and a day.

Only that stops the coordinator's clock. It is a version with a receipt and an event, as any other report is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import ObligationRow, TransmittalRow
from domain.consolidation import RunState
from domain.errors import RuleBroken
from domain.run_files import CLEAN, DRAFT
from domain.vietnamese_dates import day_text
from services.consolidation_runs import find_run
from services.submissions import register

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from domain.campaigns import Campaign
    from domain.consolidation_runs import Run
    from services.submissions import Handed

NO_NUMBER = "Thiếu số của tờ trình hoặc công văn gửi đi; chưa có số thì báo cáo chưa được tính là đã gửi."


def transmit(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    handed: Handed,
    *,
    sent_at: datetime,
    now: datetime,
    run_id: int | None = None,
) -> SubmissionRow:
    """Register that the report was sent; `handed.document_number` is that of the letter, `run_id` where its draft is from."""
    if not handed.document_number.strip():
        raise RuleBroken(NO_NUMBER)
    obligation = session.get_one(ObligationRow, obligation_id)
    if not campaign.plan.is_transmitted(obligation.unit, campaign.plan.duty(obligation.duty)):
        raise RuleBroken("Chỉ báo cáo của cơ quan tổng hợp mới ghi nhận như vậy; đơn vị khác dùng: dondoc submit")
    if run_id is not None:
        _check_inputs(sendable(session, campaign, run_id, unit=obligation.unit), campaign, sent_at=sent_at)
    row = register(session, campaign, obligation_id, handed, received_at=sent_at, now=now)
    session.add(TransmittalRow(submission_id=row.id, run_id=run_id))
    session.flush()
    return row


def sendable(session: Session, campaign: Campaign, run_id: int, *, unit: str) -> Run:
    """The run, if it is finished and of this unit."""
    run = find_run(session, campaign, run_id)
    if run.unit != unit:
        raise RuleBroken(f"Lượt {run_id} là của {run.name}, không phải báo cáo này. Xem các lượt: dondoc runs list")
    if run.state is not RunState.DONE:
        raise RuleBroken(
            f"Lượt {run_id} chưa hoàn thành nên chưa có dự thảo nào để gửi. Xem: dondoc runs show {run_id}"
        )
    return run


def draft_of(run: Run) -> tuple[str, str]:
    """Name and SHA-256 of what is sent when nobody edited it: the clean copy, if there is one."""
    name = CLEAN if CLEAN in run.outputs else DRAFT
    return name, run.outputs[name]


def _check_inputs(run: Run, campaign: Campaign, *, sent_at: datetime) -> None:
    received = [one.received_at.date() for one in run.preflight.inputs] if run.preflight else []
    last, day = max(received, default=None), campaign.local_day(sent_at)
    if last is not None and day < last:
        raise RuleBroken(
            f"Ngày gửi {day_text(day)} sớm hơn ngày {day_text(last)} nhận báo cáo gần nhất có trong lượt {run.id}; "
            "hãy ghi đúng ngày của tờ trình (--on) hoặc chọn đúng lượt (--run).",
        )
