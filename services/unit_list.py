"""The list of units as a workbook: every obligation with where it stands, and the figures by tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.unit_list import TierRow, UnitRow, write_unit_list
from domain.vietnamese_dates import day_text
from services.wording import STATES

if TYPE_CHECKING:
    from services.status import Status, TierStatus, UnitStatus


def unit_list(found: Status) -> bytes:
    """An .xlsx of the status, the same bytes for the same status."""
    return write_unit_list(
        [_unit_row(one) for one in found.units],
        tiers=[_tier_row(one) for one in found.tiers],
        title=f"Tình hình nộp báo cáo theo Kế hoạch số {found.plan_number}",
        as_of=found.as_of.date(),
    )


def _unit_row(one: UnitStatus) -> UnitRow:
    return UnitRow(
        code=one.unit,
        unit=one.name,
        tier=one.tier_name,
        deadline=one.deadline,
        status=STATES[one.state],
        submitted=one.received_at.date() if one.received_at else None,
        number=one.document_number,
        days_late=one.days_late if one.state.is_received or one.is_overdue else None,
        reminders=one.reminders,
        last_contact=one.last_contact.date() if one.last_contact else None,
        next_step=f"{day_text(one.next_step)}" if one.next_step else "",
    )


def _tier_row(one: TierStatus) -> TierRow:
    count = one.count
    return TierRow(one.name, count.expected, count.received, count.on_time, count.late, count.overdue, count.returned)
