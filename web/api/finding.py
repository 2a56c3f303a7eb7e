"""What an address names: units and their duties. What is not there is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import HTTPException
from sqlalchemy import select

from database.models import ObligationRow, UnitRow
from services.standings import obligations_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from services.standings import Obligation
    from web.desks import Desk

NO_UNIT = "Không có đơn vị mang mã “{}” trong đợt này."
NO_DUTY = "Đơn vị {} không có nhiệm vụ báo cáo này trong đợt."
WHICH_DUTY = "Đơn vị {} có nhiều nhiệm vụ; hãy nêu một nhiệm vụ bằng tham số duty: {}."


def unit_named(session: Session, desk: Desk, code: str) -> UnitRow:
    found = session.scalar(select(UnitRow).where(UnitRow.campaign_id == desk.campaign.id, UnitRow.code == code))
    if found is None:
        raise HTTPException(404, detail=NO_UNIT.format(code))
    return found


def duties_of(session: Session, desk: Desk, code: str, *, as_of: datetime) -> list[Obligation]:
    """All that the unit owes; none for one that owes nothing."""
    unit_named(session, desk, code)
    of_unit = (ObligationRow.campaign_id == desk.campaign.id, ObligationRow.unit == code)
    ids = list(session.scalars(select(ObligationRow.id).where(*of_unit)))
    return obligations_at(session, desk.campaign, as_of=as_of, only=ids)


def owed(session: Session, desk: Desk, code: str, *, duty: str, as_of: datetime) -> Obligation:
    """The unit's only duty, or the one that is named."""
    every = duties_of(session, desk, code, as_of=as_of)
    found = [one for one in every if duty in ("", one.duty.id)]
    if not found:
        raise HTTPException(404, detail=NO_DUTY.format(code))
    if len(found) > 1:
        raise HTTPException(422, detail=WHICH_DUTY.format(code, ", ".join(one.duty.id for one in found)))
    return found[0]
