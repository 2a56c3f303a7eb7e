"""Opening a campaign: the plan, its units and its contacts are frozen as they are on that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert

from database.models import CampaignRow, ContactRow, ObligationRow, UnitRow, VersionRow
from database.queries.campaigns import campaign_row
from domain.campaigns import Campaign
from domain.duties import obligations_of
from domain.errors import RuleBroken
from domain.obligations import Cause, Version
from domain.schedule import Scheduler
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.duties import Owed
    from domain.plans import Plan
    from domain.units import Contact, Unit, UnitTree


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan ready to open. `frozen` is the plan as text, from which the same plan can be had again."""

    plan: Plan
    units: UnitTree
    contacts: Sequence[Contact]
    frozen: str
    sha256: str


def open_campaign(session: Session, prepared: Prepared, *, now: datetime) -> Campaign:
    """Open the plan: from now on `now` is when it began, and only its own frozen copy counts."""
    plan = prepared.plan
    if campaign_row(session, plan.identity.id) is not None:
        raise RuleBroken(f"Đợt “{plan.identity.id}” đã được mở; mỗi kế hoạch chỉ mở một lần.")
    row = CampaignRow(plan_id=plan.identity.id, opened_at=now, plan=prepared.frozen, sha256=prepared.sha256)
    session.add(row)
    session.flush()
    campaign = Campaign(row.id, plan, now)
    _freeze_units(session, campaign, prepared.units)
    _freeze_contacts(session, campaign, prepared.contacts)
    _open_obligations(session, campaign, obligations_of(plan, prepared.units))
    return campaign


def _freeze_units(session: Session, campaign: Campaign, units: UnitTree) -> None:
    session.execute(insert(UnitRow), [_unit_values(campaign, unit) for unit in units])


def _unit_values(campaign: Campaign, unit: Unit) -> dict[str, object]:
    return {
        "campaign_id": campaign.id,
        "code": unit.code,
        "name": unit.name,
        "folded": fold(unit.name),
        "tier": unit.tier,
        "superior": unit.superior,
        "kind": unit.kind,
        "symbol": unit.symbol,
        "administrative_code": unit.administrative_code,
        "confirmation": unit.confirmation.value,
        "note": unit.note,
    }


def _freeze_contacts(session: Session, campaign: Campaign, contacts: Sequence[Contact]) -> None:
    values = [
        {
            "campaign_id": campaign.id,
            "unit": contact.unit,
            "code": contact.code,
            "name": contact.name,
            "role": contact.role.value,
            "channel": contact.channel,
            "address": contact.address,
            "phone": contact.phone,
        }
        for contact in contacts
    ]
    if values:
        session.execute(insert(ContactRow), values)


def _open_obligations(session: Session, campaign: Campaign, owed: Sequence[Owed]) -> None:
    scheduler = Scheduler(campaign)
    ids = session.scalars(
        insert(ObligationRow).returning(ObligationRow.id, sort_by_parameter_order=True),
        [
            {
                "campaign_id": campaign.id,
                "unit": one.unit.code,
                "superior": one.unit.superior,
                "duty": one.duty.id,
                "tier": one.duty.tier,
            }
            for one in owed
        ],
    ).all()
    session.execute(
        insert(VersionRow),
        [_first_version(scheduler, campaign, one, obligation_id) for one, obligation_id in zip(owed, ids, strict=True)],
    )


def _first_version(scheduler: Scheduler, campaign: Campaign, owed: Owed, obligation_id: int) -> dict[str, object]:
    duty = owed.duty
    version = Version(1, duty.deadline, Cause.OPENED, campaign.opened_at, duty.ladder)
    return {
        "obligation_id": obligation_id,
        "tier": duty.tier,
        "number": 1,
        "cause": Cause.OPENED.value,
        "deadline_day": duty.deadline.day,
        "reading": duty.deadline.reading.value,
        "effective_from": campaign.opened_at,
        "ladder": duty.ladder,
        "next_step_at": scheduler.schedule(version).first_moment(version),
    }
