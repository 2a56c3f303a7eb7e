"""The provincial report (báo cáo của tỉnh) as those above wait for it: what was sent, with number and day, or when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.obligations import obligations_under
from database.queries.transmittals import transmitted
from services.standings import obligations_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from domain.campaigns import Campaign
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class Sent:
    """One version that left the house. `at` is local; `run` is the run whose draft it goes back to, None for none."""

    at: datetime
    row: SubmissionRow
    run: int | None


@dataclass(frozen=True, slots=True)
class ProvincialReport:
    """One duty of the coordinator, and every version that was sent, the newest first."""

    obligation: Obligation
    sent: tuple[Sent, ...]


def provincial_reports(session: Session, campaign: Campaign, *, as_of: datetime) -> list[ProvincialReport]:
    plan = campaign.plan
    duties = [duty.id for duty in plan.duties if plan.is_transmitted(plan.bodies.coordinator, duty)]
    own = [
        one.id for one in obligations_under(session, campaign.id, duties=duties) if one.unit == plan.bodies.coordinator
    ]
    local = plan.calendar.local
    found = transmitted(session, own, as_of=as_of)
    return [
        ProvincialReport(
            one, tuple(Sent(local(row.received_at), row, run) for row, run in found if row.obligation_id == one.id)
        )
        for one in obligations_at(session, campaign, as_of=as_of, only=own)
    ]
