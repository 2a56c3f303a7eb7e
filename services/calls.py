"""The ledger of calls: what was done about a unit on the telephone. Entries are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.models import CallRow
from database.queries.calls import calls_of, is_recorded
from database.queries.campaigns import hold
from domain.calls import TAKEN_FOR, CallResult, taken
from domain.errors import RuleBroken
from domain.vietnamese_dates import moment_text
from services.phone_numbers import checked_number
from services.promises import promise

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

    from sqlalchemy.orm import Session

    from domain.calls import Call
    from domain.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a call about a unit. `day` goes with a promise, and only with one.

    `contact` is the code of the person whose `number` was dialled; both are empty where nobody remembers. `obligation_id`
    is the duty that a promise is about.
    """

    unit: str
    result: CallResult
    contact: str = ""
    number: str = ""
    day: date | None = None
    note: str = ""
    obligation_id: int | None = None


def record_call(
    session: Session,
    campaign: Campaign,
    made: Made,
    *,
    who: str,
    now: datetime,
    anyway: bool = False,
) -> CallRow:
    """Write down what came of a call; a promised day becomes a promise of the duty in the same transaction.

    Refuses, unless `anyway`, where another person has the unit in hand: the two may not know of each other.
    """
    _check(made, campaign, now=now)
    hold(session, campaign)
    if not anyway:
        _check_free(session, campaign, made.unit, who=who, now=now, way_out="Nếu vẫn muốn ghi, hãy thêm --anyway.")
    if made.day is not None and made.obligation_id is not None:
        promise(
            session,
            campaign,
            made.obligation_id,
            day=made.day,
            made_by=who,
            now=now,
            reason=f"Hẹn qua điện thoại. {made.note}".strip(),
        )
    return _write(session, _row(campaign, made, who=who, now=now))


def record_once(session: Session, campaign: Campaign, made: Made, *, who: str, now: datetime) -> CallRow | None:
    """Like `record_call`, for lists that are read in again: an entry that the ledger has is left alone, and is None."""
    if is_recorded(session, _row(campaign, made, who=who, now=now)):
        return None
    return record_call(session, campaign, made, who=who, now=now, anyway=True)


def take(
    session: Session, campaign: Campaign, unit: str, *, who: str, now: datetime, duration: timedelta = TAKEN_FOR
) -> CallRow:
    """Say that one is about to call the unit, so that nobody else does for as long."""
    _check_moment(campaign, now)
    hold(session, campaign)
    _check_free(session, campaign, unit, who=who, now=now, way_out="Hãy gọi đơn vị khác, hoặc trao đổi với người đó.")
    row = _row(campaign, Made(unit, CallResult.TAKEN), who=who, now=now)
    row.until = now + duration
    return _write(session, row)


def put_on_list(session: Session, campaign: Campaign, unit: str, *, who: str, now: datetime, note: str = "") -> CallRow:
    """Staff want the unit called, whatever the ladder says; it stays on the list until somebody was spoken to."""
    _check_moment(campaign, now)
    return _write(session, _row(campaign, Made(unit, CallResult.WANTED, note=note), who=who, now=now))


def _row(campaign: Campaign, made: Made, *, who: str, now: datetime) -> CallRow:
    return CallRow(
        campaign_id=campaign.id,
        unit=made.unit,
        contact=made.contact,
        number=made.number,
        at=now,
        who=who,
        result=made.result.value,
        day=made.day,
        note=made.note,
    )


def _write(session: Session, row: CallRow) -> CallRow:
    session.add(row)
    session.flush()
    return row


def _check(made: Made, campaign: Campaign, *, now: datetime) -> None:
    _check_moment(campaign, now)
    if made.number:
        checked_number(made.number)
    if made.result is CallResult.PROMISED and made.day is None:
        raise RuleBroken("Hẹn ngày nộp thì phải ghi ngày hẹn, ví dụ --day 25/8.")
    if made.result is not CallResult.PROMISED and made.day is not None:
        raise RuleBroken("Chỉ kết quả “hẹn ngày nộp” mới có ngày hẹn; hãy ghi --result promised, hoặc bỏ --day.")
    if made.result is CallResult.WRONG_NUMBER and not made.number:
        raise RuleBroken("Hãy ghi số nào sai, ví dụ --number 0226.0000.011.")


def _check_moment(campaign: Campaign, now: datetime) -> None:
    if now < campaign.opened_at:
        opened = moment_text(campaign.plan.calendar.local(campaign.opened_at))
        raise RuleBroken(f"Đợt mở lúc {opened}; chưa ghi được cuộc gọi trước lúc đó. Hãy ghi đúng thời điểm.")


def _check_free(session: Session, campaign: Campaign, unit: str, *, who: str, now: datetime, way_out: str) -> None:
    holder = _holder(session, campaign, unit, now=now)
    if holder is not None and holder.who != who and holder.until is not None:
        until = moment_text(campaign.plan.calendar.local(holder.until))
        raise RuleBroken(f"{holder.who} đã nhận gọi đơn vị này, đến {until}. {way_out}")


def _holder(session: Session, campaign: Campaign, unit: str, *, now: datetime) -> Call | None:
    calls = calls_of(session, campaign.id, as_of=now, unit=unit).get(unit, [])
    return taken(calls, as_of=now)
