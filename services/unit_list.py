"""The list of units as a workbook: every obligation with where it stands, and the figures by tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.outbox import settled
from database.queries.units import all_contacts, units_of
from documents.unit_list import TierRow, UnitRow, write_unit_list
from domain.ladder import Audience
from domain.outbox import MessageState
from domain.schedule import Scheduler
from domain.vietnamese_dates import day_text
from notifications.messages import MESSAGE_NAMES
from services.letters import URGINGS
from services.posting import thread_of
from services.standings import obligations_at
from services.wording import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from database.queries.outbox import Settled
    from domain.campaigns import Campaign
    from domain.units import Contact, Unit
    from services.standings import Obligation
    from services.status import Status, TierStatus, UnitStatus


def unit_list(session: Session, campaign: Campaign, found: Status) -> bytes:
    """An .xlsx of the status, the same bytes for the same status."""
    details = _Details(session, campaign, found)
    return write_unit_list(
        [_unit_row(one, details) for one in found.units],
        tiers=[_tier_row(one) for one in found.tiers],
        title=f"Tình hình nộp báo cáo theo Kế hoạch số {found.plan_number}",
        as_of=found.as_of.date(),
    )


class _Details:
    """What the list says of a unit beyond its status: who is above it, whom to telephone, what comes next."""

    def __init__(self, session: Session, campaign: Campaign, found: Status) -> None:
        self._units: Mapping[str, Unit] = {unit.code: unit for unit in units_of(session, campaign.id)}
        self._contacts: Mapping[str, Sequence[Contact]] = all_contacts(session, campaign.id)
        self._settled: Mapping[str, Sequence[Settled]] = settled(session, campaign.id, self._units, as_of=found.as_of)
        self._owed: Mapping[tuple[str, str], Obligation] = {
            (one.unit, one.duty.id): one for one in obligations_at(session, campaign, as_of=found.as_of)
        }
        self._scheduler, self._as_of = Scheduler(campaign.at(found.as_of)), found.as_of

    def superior(self, unit: str) -> str:
        above = self._units[unit].superior
        return self._units[above].name if above else ""

    def phone(self, unit: str) -> str:
        return next((contact.phone for contact in self._contacts.get(unit, ()) if contact.phone), "")

    def next_step(self, one: UnitStatus) -> str:
        """07/10/2022: Đôn đốc lần 10; nothing where nothing is to come."""
        return f"{day_text(one.next_step)}: {self._message(one)}" if one.next_step else ""

    def _message(self, one: UnitStatus) -> str:
        """To the unit itself where the step writes to it, else the list that goes to others."""
        owed = self._owed[one.unit, one.duty]
        step = self._scheduler.schedule(owed.version, promise=owed.promise).next_step(after=self._as_of, received=False)
        notices = step.rung.notices if step else ()
        messages = [notice.message for notice in sorted(notices, key=lambda notice: notice.audience != Audience.UNIT)]
        if messages and messages[0] in URGINGS:
            return f"Đôn đốc lần {self._urgings(one) + 1}"
        return MESSAGE_NAMES[messages[0]] if messages else ""

    def _urgings(self, one: UnitStatus) -> int:
        """How many went out about this duty: the next one is counted from them, as its own letter will be."""
        thread = thread_of(one.unit, one.duty)
        sent = (row for row in self._settled.get(one.unit, ()) if row.thread == thread)
        return sum(row.message in URGINGS and row.state == MessageState.ACCEPTED for row in sent)


def _unit_row(one: UnitStatus, details: _Details) -> UnitRow:
    return UnitRow(
        code=one.unit,
        unit=one.name,
        tier=one.tier_name,
        superior=details.superior(one.unit),
        deadline=one.deadline,
        status=STATES[one.state],
        submitted=one.received_at.date() if one.received_at else None,
        number=one.document_number,
        days_late=one.days_late if one.state.is_received or one.is_overdue else None,
        reminders=one.reminders,
        last_contact=one.last_contact.date() if one.last_contact else None,
        next_step=details.next_step(one),
        phone=details.phone(one.unit),
    )


def _tier_row(one: TierStatus) -> TierRow:
    count = one.count
    return TierRow(one.name, count.expected, count.received, count.on_time, count.late, count.overdue, count.returned)
