"""Turns of phrase that several letters share, and what a letter picks out of its context."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.spelling import fold, nfc
from domain.vietnamese_dates import day_text, weekday_text
from notifications.messages import MESSAGE_NAMES, REMINDERS, SENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from notifications.contexts import DeadlineFacts, Duty, Earlier, Line, PlanFacts, TierFigures

_SECTION_OF_THE_PLAN = re.compile(r"[IVX]+(\.\d+)*")
_SATURDAY = 5
STAFF = "Bộ phận theo dõi"  # those of the board who follow a plan up
_BEFORE_A_DAY = "trước ngày"


def citation(plan: PlanFacts) -> str:
    """Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy."""
    return f"Kế hoạch số {plan.number} ngày {day_text(plan.day)} của {plan.issuer}"


def clause_name(clause: str) -> str:
    """mục III.1 của Kế hoạch; a clause that is already in words stays as it is."""
    return f"mục {clause} của Kế hoạch" if _SECTION_OF_THE_PLAN.fullmatch(clause) else clause


def destination(duty: Duty) -> str:
    """Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy)."""
    return f"{duty.addressee} (qua {duty.via})" if duty.via else duty.addressee


def writer(plan: PlanFacts, duty: Duty) -> str:
    """Who writes: the board, but to itself only its staff, who follow its own report up as well."""
    return STAFF if _is_its_own(duty, plan) else plan.sender


def signature(plan: PlanFacts, duty: Duty) -> str:
    """The same, under the letter."""
    return f"{writer(plan, duty)} Kế hoạch số {plan.number}" if _is_its_own(duty, plan) else plan.sender


def addressed(duty: Duty, plan: PlanFacts) -> str:
    """Who is asked to act: the unit; in the board's own house the person in charge."""
    return "đồng chí phụ trách" if _is_its_own(duty, plan) else duty.unit


def acknowledgement(plan: PlanFacts, duty: Duty) -> str:
    """That a report came. The board takes in only what is sent to it or through it; of the rest it keeps a record."""
    report = f"{plan.task} của {duty.unit}"
    if _is_its_own(duty, plan):
        return f"{writer(plan, duty)} đã ghi nhận {report} gửi {destination(duty)}"
    if _comes_to_the_board(duty, plan):
        return f"{plan.sender} đã tiếp nhận {report}"
    return f"Hệ thống theo dõi của {plan.sender} đã ghi nhận {report} gửi {destination(duty)}"


def _is_its_own(duty: Duty, plan: PlanFacts) -> bool:
    return fold(duty.unit) == fold(plan.sender)


def _comes_to_the_board(duty: Duty, plan: PlanFacts) -> bool:
    """A clause leaves out the name of the province where the list of units has it."""
    return f"{fold(plan.sender)} ".startswith(f"{fold(duty.via or duty.addressee)} ")


def time_limit(deadline: DeadlineFacts) -> str:
    """The last day that counts, with its weekday and the reading applied to the clause."""
    last_day = deadline.last_day
    if deadline.whole_day_counts:
        return f"{weekday_text(last_day)} (tính hết ngày {day_text(last_day)})"
    excluded = day_text(last_day + timedelta(days=1))
    return f"{weekday_text(last_day)} (trước ngày {excluded}, không tính ngày {excluded})"


def reading_text(deadline: DeadlineFacts) -> str:
    """How "trước ngày" in the clause is read, where its own day still counts: the letter names that day as in time."""
    if not deadline.whole_day_counts or _BEFORE_A_DAY not in nfc(deadline.quote).lower():
        return ""
    return f" (được hiểu là chậm nhất hết ngày {day_text(deadline.last_day)})"


def days_left_text(days_left: int) -> str:
    return f"còn {days_left} ngày" if days_left > 0 else "hôm nay là ngày cuối"


def figures_text(figures: TierFigures) -> str:
    """Those on time first. The parts that are nought stay out, but never the number that is overdue."""
    came = f"đã nhận {figures.received}/{figures.expected} báo cáo"
    came += f" (đúng hạn {figures.on_time}, chậm {figures.late})"
    among = f", trong đó {figures.unreached} đơn vị chưa liên lạc được" if figures.unreached else ""
    parts = [came, f"quá hạn {figures.overdue}{among}"]
    if figures.returned:
        parts.append(f"đã trả lại để bổ sung {figures.returned}")
    return "; ".join(parts)


def falls_on_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def headline(overdue: Sequence[Line], unreached: Sequence[Line]) -> str:
    """2 đơn vị quá hạn, 1 đơn vị chưa liên lạc được: the lists that follow, without those that are empty."""
    counts = ((len(overdue), "quá hạn"), (len(unreached), "chưa liên lạc được"))
    return ", ".join(f"{number} đơn vị {what}" for number, what in counts if number)


def by_superior(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Units under the name of their superior; first those under none, which rank above them."""
    groups: dict[str, list[Line]] = {"": []}
    for line in lines:
        groups.setdefault(line.superior, []).append(line)
    return [(superior, found) for superior, found in groups.items() if found]


def earlier_lines(earlier: Sequence[Earlier]) -> list[str]:
    """The letters so far, a line for each kind: after many weeks the letter still fits on a page."""
    days: dict[str, list[str]] = {}
    for one in earlier:
        kind = MESSAGE_NAMES["reminder"] if one.kind in REMINDERS else one.kind
        days.setdefault(kind, []).append(_day_of(one))
    return [f"{kind}: {', '.join(found)}" for kind, found in days.items()]


def _day_of(one: Earlier) -> str:
    number = f"lần {one.round} " if one.round else ""
    return f"{number}ngày {day_text(one.day)}" + ("" if one.result == SENT else f" ({one.result})")
