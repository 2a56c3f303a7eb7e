"""How a unit heads and signs a report in the campaign, for the forms that units fill in and for consolidated drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.letterhead import Letterhead, Signature, number_line
from documents.state_letterhead import state_number_line
from domain.letterhead import heading_under, is_state_body, report_code, signing_of

if TYPE_CHECKING:
    from domain.plans import Plan
    from domain.units import Unit


def blank_letterhead(plan: Plan, unit: Unit, superior: Unit | None, *, year: int) -> Letterhead:
    """Its number and its day are left to people."""
    heading = heading_under(plan, unit, superior)
    blank = state_number_line if is_state_body(unit) else number_line
    return Letterhead(heading.superior, heading.issuer, blank(None, code=report_code(unit)), heading.place, None, year)


def report_signature(plan: Plan, unit: Unit, *, recipients: tuple[str, ...]) -> Signature:
    """`recipients` are where a report of this unit usually goes; the plan itself names those of the board."""
    signing, bodies = signing_of(name=unit.name, kind=unit.kind), plan.bodies
    if unit.code != bodies.coordinator:
        return Signature(signing.authority, signing.position, recipients=recipients)
    return Signature("", bodies.position or signing.position, recipients=bodies.recipients or recipients)
