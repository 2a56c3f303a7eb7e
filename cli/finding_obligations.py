"""Finding what a command is about: the duty of a unit, at a moment, as people name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from cli.finding_units import find_unit
from domain.errors import RuleBroken
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.plans import Duty, Plan
    from domain.units import Unit
    from services.standings import Obligation


def find_obligation(
    session: Session, campaign: Campaign, name: str, *, duty: str, as_of: datetime
) -> tuple[Unit, Obligation]:
    """The unit, and its one duty or the one named."""
    unit = find_unit(session, campaign, name)
    owed = [one for one in obligations_at(session, campaign, as_of=as_of) if one.unit == unit.code]
    return unit, meant(owed, unit, duty=duty, plan=campaign.plan)


class HasDuty(Protocol):
    @property
    def duty(self) -> Duty: ...


Owing = TypeVar("Owing", bound=HasDuty)


def meant(owed: Sequence[Owing], unit: Unit, *, duty: str, plan: Plan) -> Owing:
    """Of what the unit owes the only one, or the one named."""
    if not owed:
        raise RuleBroken(f"{unit.name} không có nhiệm vụ báo cáo trong kế hoạch {plan.identity.number}.")
    found = [one for one in owed if duty in ("", one.duty.id)]
    if len(found) != 1:
        known = "\n".join(f"  {one.duty.id:<10} {one.duty.name}" for one in owed)
        raise RuleBroken(f"Hãy chọn một nhiệm vụ của {unit.name} bằng --duty:\n{known}")
    return found[0]
