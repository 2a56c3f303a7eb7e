"""A campaign (đợt sơ kết): a plan that is running, as it was frozen when it opened and changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.plans import Plan


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """The plan that was in force until a change took its place at the moment `until`."""

    plan: Plan
    until: datetime


@dataclass(frozen=True, slots=True)
class Campaign:
    """`plan` is the one in force now, `earlier` those before it, in order; `change` the number of the last change."""

    id: int
    plan: Plan
    opened_at: datetime
    earlier: tuple[EarlierPlan, ...] = ()
    change: int = 0

    def local_day(self, moment: datetime) -> date:
        return self.plan.calendar.local(moment).date()

    def plan_at(self, moment: datetime) -> Plan:
        return next((one.plan for one in self.earlier if moment < one.until), self.plan)

    def plans_since(self, moment: datetime) -> tuple[EarlierPlan, ...]:
        """The plans that were replaced after that moment; the first of them was in force then."""
        return tuple(one for one in self.earlier if moment < one.until)

    def at(self, moment: datetime) -> Campaign:
        """The campaign as it was at that moment, for whoever looks back."""
        past = tuple(one for one in self.earlier if one.until <= moment)
        return self if len(past) == len(self.earlier) else replace(self, plan=self.plan_at(moment), earlier=past)


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
