"""Review: staff accept what came in, send it back, or take a wrong registration off the record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from database.models import ReturnRow
from database.queries.submissions import last_submission
from domain.deadlines import Deadline
from domain.errors import RuleBroken
from domain.lifecycle import Move
from domain.obligations import Cause
from domain.schedule import RETURNED_LADDER
from domain.vietnamese_dates import day_text
from services.events import begin, record
from services.replies import Reply, queue_reply
from services.versions import add_version, wake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from domain.campaigns import Campaign


# How long a unit has to mend its report, where nobody says otherwise.
DAYS_TO_MEND = 5


def proposed_day(campaign: Campaign, *, now: datetime) -> date:
    """The working day by which a report that is returned now may be asked for again."""
    return campaign.plan.calendar.shift(campaign.local_day(now), DAYS_TO_MEND)


def accept(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    by: str,
    now: datetime,
    reason: str = "",
) -> SubmissionRow:
    """Accept the version that stands. The unit has heard of its receipt; nothing more is written to it."""
    history = begin(session, campaign, obligation_id, Move.ACCEPT)
    submission = _standing(session, obligation_id)
    record(session, campaign, history, Move.ACCEPT, by=by, now=now, reason=reason, submission_id=submission.id)
    return submission


def return_submission(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    reason: str,
    new_day: date,
    now: datetime,
    by: str = "",
    sections: Mapping[str, str] | None = None,
) -> ReturnRow:
    """Send the standing version back: the unit hands in again by `new_day`, on a clock and a ladder of its own.

    `sections` are the ids of the sections to be mended, each with its own reason (perhaps empty); none for the whole.
    """
    history = begin(session, campaign, obligation_id, Move.RETURN)
    _check_reasons(campaign, reason, sections or {})
    if new_day < campaign.local_day(now):
        raise RuleBroken(f"Ngày nộp lại {day_text(new_day)} đã qua; hãy chọn một ngày từ hôm nay trở đi.")
    submission = _standing(session, obligation_id)
    returned = ReturnRow(
        submission_id=submission.id,
        returned_at=now,
        reason=reason.strip(),
        new_day=new_day,
        sections=json.dumps(list((sections or {}).items()), ensure_ascii=False),
        returned_by=by,
    )
    session.add(returned)
    version = add_version(
        session,
        campaign,
        history,
        cause=Cause.RETURNED,
        deadline=Deadline(new_day, timezone=campaign.plan.timezone),
        ladder=RETURNED_LADDER,
        now=now,
    )
    log = told(reason, sections or {})
    record(session, campaign, history, Move.RETURN, by=by, now=now, reason=log, submission_id=submission.id)
    queue_reply(session, campaign, Reply.about(submission, "returned", version.id), now=now)
    return returned


def withdraw(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    reason: str,
    by: str,
    now: datetime,
) -> SubmissionRow:
    """Take the last version off: it was not meant to be sent, or was registered wrongly. What stood before stands again.

    Nothing is erased. Where nothing stands any more, the ladder goes on from here.
    """
    if not reason.strip():
        raise RuleBroken("Rút bản nộp phải ghi rõ lý do (--why).")
    history = begin(session, campaign, obligation_id, Move.WITHDRAW)
    submission = _standing(session, obligation_id)
    after = record(
        session, campaign, history, Move.WITHDRAW, by=by, now=now, reason=reason.strip(), submission_id=submission.id
    )
    wake(session, campaign, after, now=now)
    return submission


def told(reason: str, sections: Mapping[str, str]) -> str:
    """All the reasons in one line, for the log."""
    named = [f"mục {section}: {text}" if text else f"mục {section}" for section, text in sections.items()]
    return "; ".join(filter(None, (reason.strip(), *named)))


def _check_reasons(campaign: Campaign, reason: str, sections: Mapping[str, str]) -> None:
    unknown = [section for section in sections if campaign.plan.outline.section(section) is None]
    if unknown:
        known = ", ".join(leaf.id for leaf in campaign.plan.outline.leaves())
        named = ", ".join(f"“{section}”" for section in unknown)
        raise RuleBroken(f"Đề cương không có mục {named}. Các mục: {known}.")
    if not reason.strip() and not any(text.strip() for text in sections.values()):
        raise RuleBroken(
            'Trả lại báo cáo phải ghi rõ lý do: chung cho cả bài (--why), hoặc riêng từng mục (--section "II.2: lý do").'
        )


def _standing(session: Session, obligation_id: int) -> SubmissionRow:
    submission = last_submission(session, obligation_id)
    if submission is None:  # `begin` has refused it
        raise LookupError(obligation_id)
    return submission
