"""A campaign (đợt sơ kết): a plan that is running, as it was frozen when it opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.plans import Plan


@dataclass(frozen=True, slots=True)
class Campaign:
    id: int
    plan: Plan
    opened_at: datetime

    def local_day(self, moment: datetime) -> date:
        return self.plan.calendar.local(moment).date()


def check_opening(plan: Plan, day: date) -> None:
    """A campaign begins when there is a plan, and while somebody can still be on time."""
    issued, last = plan.identity.day, min(plan.closes, max(duty.deadline.last_day for duty in plan.duties))
    if day < issued:
        raise RuleBroken(
            f"Ngày mở đợt {day_text(day)} sớm hơn ngày ban hành kế hoạch {day_text(issued)}; hãy chọn ngày khác bằng --on.",
        )
    if day > last:
        raise RuleBroken(
            f"Ngày mở đợt {day_text(day)} đã quá hạn cuối cùng hoặc ngày kết thúc của kế hoạch ({day_text(last)}); "
            "hãy ghi ngày mở thực tế bằng --on, hoặc sửa hạn trong tệp kế hoạch.",
        )
