"""Events: every move in the life of an obligation, with who, when and why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from database.models import EventRow
from database.queries.campaigns import hold
from database.queries.events import events_of
from database.queries.obligations import histories
from domain.errors import RuleBroken
from domain.lifecycle import check_move
from domain.vietnamese_dates import moment_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign
    from domain.lifecycle import Move

A_MINUTE = timedelta(minutes=1)


def begin(session: Session, campaign: Campaign, obligation_id: int, move: Move) -> History:
    """What happened so far. Refuses a move that the table of moves does not know from here.

    Others who want to move anything in the campaign wait until this transaction ends.
    """
    hold(session, campaign)
    history = history_of(session, campaign, obligation_id)
    check_move(history.stage(), move)
    return history


def record(  # noqa: PLR0913 -- what an event is made of
    session: Session,
    campaign: Campaign,
    before: History,
    move: Move,
    *,
    by: str,
    now: datetime,
    reason: str = "",
    submission_id: int | None = None,
    document_number: str = "",
) -> History:
    """Write the event down. Returns the history with the move in it.

    Refuses a moment before the opening or before the last event: who relives an old campaign must relive it in order.
    """
    _check_moment(session, campaign, before, now=now)
    event = EventRow(
        obligation_id=before.obligation_id,
        submission_id=submission_id,
        move=move.value,
        from_stage=before.stage().value,
        to_stage=before.stage().value,
        at=now,
        by=by,
        reason=reason,
        document_number=document_number,
    )
    session.add(event)
    session.flush()
    after = history_of(session, campaign, before.obligation_id)
    event.to_stage = after.stage().value
    return after


def _check_moment(session: Session, campaign: Campaign, before: History, *, now: datetime) -> None:
    local = campaign.plan.calendar.local
    if now < campaign.opened_at:
        raise RuleBroken(
            f"Lúc {moment_text(local(now))} đợt chưa mở (đợt mở lúc {moment_text(local(campaign.opened_at))}); "
            "hãy ghi đúng thời điểm.",
        )
    last = max((one.at for one in events_of(session, before.obligation_id)), default=now)
    if now < last:
        raise RuleBroken(
            f"Việc này được ghi lúc {moment_text(local(now))}, trước việc gần nhất của đơn vị (lúc "
            f"{moment_text(local(last))}). Hãy ghi thời điểm từ lúc đó trở đi, ví dụ {_next_minute(local(last))}; "
            f"xem các việc đã ghi: dondoc review show {before.unit}",
        )


def _next_minute(moment: datetime) -> str:
    """As it is typed, and not before that moment: 2022-08-22T08:01."""
    whole = moment.replace(second=0, microsecond=0)
    return f"{whole if whole == moment else whole + A_MINUTE:%Y-%m-%dT%H:%M}"


def history_of(session: Session, campaign: Campaign, obligation_id: int) -> History:
    return histories(session, campaign, obligations=[obligation_id])[obligation_id]
