"""Changes to the plan of a running campaign (thay đổi kế hoạch): what may be changed, on whose word, and to what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.deadlines import Reading
from domain.errors import RuleBroken
from domain.ladder_changes import check_rungs, named_rungs
from domain.schedule import Scheduler, last_day
from domain.vietnamese_dates import day_text, weekday_text

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from domain.campaigns import Campaign
    from domain.deadlines import Deadline
    from domain.ladder import Rung
    from domain.plans import Duty, Plan

LONGEST_LINE = 300


class PlanChangeKind(StrEnum):
    DATE = "date"
    LADDER = "ladder"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class DateChange:
    """Another date of a duty, or another reading of it: for all who go by the plan's date, or for `units` alone."""

    duty: str
    day: date
    reading: Reading = Reading.THROUGH
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LadderChange:
    """The rungs of a ladder, all of them, as they shall be; `send_at` is the hour at which it sends."""

    ladder: str
    rungs: tuple[Rung, ...]
    send_at: time


@dataclass(frozen=True, slots=True)
class HolidayChange:
    """A day off that was not one, or a working day that was none; `name` says which it is."""

    day: date
    works: bool
    name: str


PlanChange = DateChange | LadderChange | HolidayChange


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word: who writes it down and why, who decided it, and under which document."""

    by: str
    reason: str
    approver: str = ""
    document_number: str = ""


def kind_of(change: PlanChange) -> PlanChangeKind:
    match change:
        case DateChange():
            return PlanChangeKind.DATE
        case LadderChange():
            return PlanChangeKind.LADDER
        case HolidayChange():
            return PlanChangeKind.HOLIDAY


def check_word(change: PlanChange, word: Word) -> None:
    """A date is somebody's decision, with a number; everything else at least has a reason."""
    if isinstance(change, DateChange) and not (word.approver.strip() and word.document_number.strip()):
        raise RuleBroken("Đổi hạn phải ghi rõ người (cơ quan) quyết định và số văn bản.")
    if not word.reason.strip():
        raise RuleBroken("Thay đổi kế hoạch phải ghi rõ lý do.")
    if max(len(text) for text in (word.reason, word.approver, word.document_number)) > LONGEST_LINE:
        raise RuleBroken(f"Lý do, cơ quan quyết định và số văn bản mỗi ô dài nhất {LONGEST_LINE} chữ.")


def changed_plan(campaign: Campaign, change: PlanChange, *, now: datetime) -> Plan:
    """The plan as it shall be. Refuses what makes no sense, or changes nothing."""
    if now <= campaign.opened_at or any(now <= one.until for one in campaign.earlier):
        raise RuleBroken("Thời điểm này chưa đến lúc mở đợt hoặc lần thay đổi gần nhất; hãy thực hiện muộn hơn.")
    match change:
        case DateChange():
            found = _with_date(campaign, change, campaign.local_day(now))
        case LadderChange():
            found = _with_ladder(campaign, change)
        case HolidayChange():
            found = _with_day(campaign, change, campaign.local_day(now))
    _check_ladders(replace(campaign, plan=found, earlier=()))
    return found


def _check_ladders(campaign: Campaign) -> None:
    """Every rung must fall on a day that the calendar knows, whatever the duty."""
    scheduler = Scheduler(campaign)
    for duty in campaign.plan.duties:
        scheduler.check(duty.ladder, duty.deadline)


def _with_date(campaign: Campaign, change: DateChange, today: date) -> Plan:
    plan = campaign.plan
    duty = find_duty(plan, change.duty)
    new = new_deadline(duty, change)
    _check_day(plan, duty, new, today)
    if change.units:
        return plan
    if (duty.deadline.day, duty.deadline.reading) == (change.day, change.reading):
        raise RuleBroken(f"Hạn của nhiệm vụ này đã là {deadline_text(duty.deadline)}; hãy ghi ngày khác.")
    duties = tuple(replace(one, deadline=new) if one.id == duty.id else one for one in plan.duties)
    return replace(plan, duties=duties, closes=max(plan.closes, new.last_day))


def new_deadline(duty: Duty, change: DateChange) -> Deadline:
    """The quote and the month of completion speak of the date that is over."""
    return replace(duty.deadline, day=change.day, reading=change.reading, quote="", completion_month="", assumed=False)


def find_duty(plan: Plan, duty_id: str) -> Duty:
    if duty_id not in {duty.id for duty in plan.duties}:
        raise RuleBroken(f"Kế hoạch không có nhiệm vụ “{duty_id}”; hãy chọn trong danh sách.")
    return plan.duty(duty_id)


def _check_day(plan: Plan, duty: Duty, new: Deadline, today: date) -> None:
    plan.calendar.check(new.day)
    if new.last_day < today:
        raise RuleBroken(f"Hạn mới {deadline_text(new)} đã qua; hãy chọn một ngày từ hôm nay trở đi.")
    if new.last_day < duty.deadline.last_day and new.last_day < plan.calendar.shift(today, 1):
        raise RuleBroken(
            f"Hạn mới {deadline_text(new)} sớm hơn hạn cũ mà đơn vị hôm nay mới được báo; phải để đơn vị còn ít nhất "
            f"đến hết {weekday_text(plan.calendar.shift(today, 1))}.",
        )


def _with_ladder(campaign: Campaign, change: LadderChange) -> Plan:
    plan = campaign.plan
    if change.ladder not in plan.ladders:
        raise RuleBroken(f"Kế hoạch không có thang nhắc việc “{change.ladder}”; hãy chọn trong danh sách.")
    old = plan.ladders[change.ladder]
    rungs = named_rungs(change.rungs, old)
    check_rungs(rungs, old)
    if not any(start <= change.send_at < end for start, end in plan.calendar.hours):
        raise RuleBroken(f"Giờ gửi {change.send_at:%H:%M} không nằm trong giờ làm việc; hãy chọn giờ khác.")
    new = replace(old, rungs=rungs, send_at=change.send_at)
    if new == old:
        raise RuleBroken("Thang nhắc việc này không có gì thay đổi; hãy sửa ít nhất một nấc.")
    return replace(plan, ladders=plan.ladders | {change.ladder: new})


def _with_day(campaign: Campaign, change: HolidayChange, today: date) -> Plan:
    plan, day, calendar = campaign.plan, change.day, campaign.plan.calendar
    if not change.name.strip():
        raise RuleBroken("Hãy ghi tên ngày nghỉ hoặc lý do làm việc, như trong văn bản.")
    if day < today:
        raise RuleBroken(f"Ngày {day_text(day)} đã qua; chỉ đổi được từ hôm nay trở đi.")
    if day > last_day(plan):
        raise RuleBroken(
            f"Ngày {day_text(day)} quá xa; các thang nhắc việc của đợt này chỉ tính đến ngày {day_text(last_day(plan))}.",
        )
    if calendar.is_working_day(day) == change.works:
        what = "ngày làm việc" if change.works else "ngày nghỉ"
        raise RuleBroken(f"{weekday_text(day).capitalize()} đã là {what}; không cần đổi.")
    days_off = {known: name for known, name in calendar.days_off.items() if known != day}
    weekends = calendar.working_weekends - {day}
    if change.works:
        weekends |= {day}
    else:
        days_off[day] = change.name.strip()
    new = replace(calendar, days_off=dict(sorted(days_off.items())), working_weekends=weekends)
    return replace(plan, calendar=new)


def deadline_text(deadline: Deadline) -> str:
    """Hết ngày 20/8/2022; trước ngày 20/8/2022."""
    how = "hết ngày" if deadline.reading is Reading.THROUGH else "trước ngày"
    return f"{how} {day_text(deadline.day)}"


def summary(plan: Plan, change: PlanChange, *, ladder_name: str = "") -> str:
    """The change in one line, before it is made: `plan` is the one that it changes."""
    match change:
        case DateChange():
            duty = find_duty(plan, change.duty)
            whose = f" của {len(change.units)} đơn vị" if change.units else ""
            new = deadline_text(new_deadline(duty, change))
            return f"Đổi hạn “{duty.name}” ({duty.clause}){whose}: từ {deadline_text(duty.deadline)} thành {new}"
        case LadderChange():
            return f"Đổi thang nhắc việc {ladder_name or change.ladder}"
        case HolidayChange():
            what = "thêm ngày làm việc" if change.works else "thêm ngày nghỉ"
            return f"Lịch làm việc: {what} {day_text(change.day)} ({change.name.strip()})"
