"""Turns of phrase that several letters share, and what a letter picks out of its context."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.vietnamese_dates import day_text, weekday_text
from notifications.messages import MESSAGE_NAMES, SENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from notifications.contexts import DeadlineFacts, Duty, Earlier, PlanFacts, TierFigures

_SECTION_OF_THE_PLAN = re.compile(r"[IVX]+(\.\d+)*")
_SATURDAY = 5
_URGINGS = (MESSAGE_NAMES["urging"], MESSAGE_NAMES["second_urging"])


def citation(plan: PlanFacts) -> str:
    """Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy."""
    return f"Kế hoạch số {plan.number} ngày {day_text(plan.day)} của {plan.issuer}"


def clause_name(clause: str) -> str:
    """mục III.1 của Kế hoạch; a clause that is already in words stays as it is."""
    return f"mục {clause} của Kế hoạch" if _SECTION_OF_THE_PLAN.fullmatch(clause) else clause


def destination(duty: Duty) -> str:
    """Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy)."""
    return f"{duty.addressee} (qua {duty.via})" if duty.via else duty.addressee


def time_limit(deadline: DeadlineFacts) -> str:
    """The last day that counts, with its weekday and the reading applied to the clause."""
    last_day = deadline.last_day
    if deadline.whole_day_counts:
        return f"{weekday_text(last_day)} (tính hết ngày {day_text(last_day)})"
    excluded = day_text(last_day + timedelta(days=1))
    return f"{weekday_text(last_day)} (trước ngày {excluded}, không tính ngày {excluded})"


def days_left_text(days_left: int) -> str:
    return f"còn {days_left} ngày" if days_left > 0 else "hôm nay là ngày cuối"


def figures_text(figures: TierFigures) -> str:
    """Those on time first. The parts that are nought stay out, but never the number that is overdue."""
    came = f"đã nhận {figures.received}/{figures.expected} báo cáo"
    came += f" (đúng hạn {figures.on_time}, chậm {figures.late})"
    parts = [came, f"quá hạn {figures.overdue}"]
    if figures.returned:
        parts.append(f"đã trả lại để bổ sung {figures.returned}")
    return "; ".join(parts)


def falls_on_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def first_urging_day(earlier: Sequence[Earlier]) -> date | None:
    """The day of the first urging that really went out."""
    return next((one.day for one in earlier if one.kind in _URGINGS and one.result == SENT), None)
