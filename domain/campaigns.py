"""A campaign (đợt sơ kết): a plan that is running, as it was frozen when it opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
