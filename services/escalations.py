"""Escalations (báo cáo lên Văn phòng) as those above read them: what was told then, and how it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.acknowledgements import acknowledgements_of
from database.queries.escalations import escalation_told, escalations_told, units_behind
from database.queries.units import units_of
from domain.errors import RuleBroken
from services.rendering import Batch
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import OutboxRow
    from documents.escalation_list import EscalationEntry, EscalationList
    from domain.acknowledgements import Acknowledgement
    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.standings import Obligation

NOT_FOUND = "Không có báo cáo số {} lên Văn phòng trong đợt này. Xem các báo cáo trong trang Văn phòng."


@dataclass(frozen=True, slots=True)
class Told:
    """One list to one person of the Office. `at` is local; `units` how many it was decided for."""

    id: int
    at: datetime
    recipient_name: str
    units: int
    acknowledgements: tuple[Acknowledgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """One unit of a list: what was told of it then, and where the same duty stands now."""

    unit: Unit
    entry: EscalationEntry
    is_unreached: bool
    now: Obligation


@dataclass(frozen=True, slots=True)
class Escalated:
    """`listed` is the list as it stood when it was told, `text` the letter as it went (empty where none is kept)."""

    told: Told
    subject: str
    text: str
    listed: EscalationList | None
    units: tuple[Named, ...]

    @property
    def still_missing(self) -> int:
        return sum(one.now.standing.is_overdue for one in self.units)


def escalations(session: Session, campaign: Campaign, *, as_of: datetime) -> list[Told]:
    """Everything told by then, the newest first."""
    rows = escalations_told(session, campaign.id, as_of=as_of)
    counted = units_behind(session, [row.key for row in rows])
    said = acknowledgements_of(session, campaign, [row.id for row in rows], as_of=as_of)
    return [_told(row, campaign, units=counted.get(row.key, 0), said=said.get(row.id, ())) for row in rows]


def find_escalation(session: Session, campaign: Campaign, outbox_id: int, *, as_of: datetime) -> OutboxRow:
    found = escalation_told(session, campaign.id, outbox_id, as_of=as_of)
    if found is None:
        raise RuleBroken(NOT_FOUND.format(outbox_id))
    return found


def escalation(session: Session, campaign: Campaign, outbox_id: int, *, as_of: datetime) -> Escalated:
    """The list by name as it was told, and what became of each unit by `as_of`."""
    row = find_escalation(session, campaign, outbox_id, as_of=as_of)
    told_at = row.settled_at or row.moment
    listed = Batch(session, campaign, [row], now=told_at).escalation(row)
    said = acknowledgements_of(session, campaign, [row.id], as_of=as_of).get(row.id, ())
    units = {unit.name: unit for unit in units_of(session, campaign.id)}
    standing = _by_unit(session, campaign, as_of=as_of)
    named = [
        Named(units[entry.unit], entry, is_unreached=is_unreached, now=standing[units[entry.unit].code])
        for entries, is_unreached in (((listed.entries, False), (listed.unreached, True)) if listed else ())
        for entry in entries
    ]
    told = _told(row, campaign, units=len(named), said=said)
    return Escalated(told, row.subject, row.text, listed, tuple(named))


def _by_unit(session: Session, campaign: Campaign, *, as_of: datetime) -> dict[str, Obligation]:
    """A unit that owes under two duties is shown by the one that is overdue."""
    found = obligations_at(session, campaign, as_of=as_of)
    return {one.unit: one for one in sorted(found, key=lambda one: one.standing.is_overdue)}


def _told(row: OutboxRow, campaign: Campaign, *, units: int, said: Sequence[Acknowledgement]) -> Told:
    at = campaign.plan.calendar.local(row.settled_at or row.moment)
    return Told(row.id, at, row.recipient_name, units, tuple(said))
