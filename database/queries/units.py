"""The units and contacts of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from database.models import ContactRow, UnitRow
from domain.units import Confirmation, Contact, ContactRole, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def units_of(session: Session, campaign_id: int) -> list[Unit]:
    return _units(session, UnitRow.campaign_id == campaign_id)


def in_order(session: Session, campaign_id: int, codes: Iterable[str]) -> list[str]:
    """These codes in the order of the list of units; each once."""
    found = select(UnitRow.code).where(UnitRow.campaign_id == campaign_id, UnitRow.code.in_(set(codes)))
    return list(session.scalars(found.order_by(UnitRow.id)))


def _units(session: Session, *conditions: ColumnElement[bool]) -> list[Unit]:
    rows = session.scalars(select(UnitRow).where(*conditions).order_by(UnitRow.id))
    return [
        Unit(
            code=row.code,
            name=row.name,
            tier=row.tier,
            superior=row.superior,
            kind=row.kind,
            symbol=row.symbol,
            administrative_code=row.administrative_code,
            confirmation=Confirmation(row.confirmation),
            note=row.note,
        )
        for row in rows
    ]


def unit_named(session: Session, campaign_id: int, code: str) -> Unit | None:
    return next(iter(_units(session, UnitRow.campaign_id == campaign_id, UnitRow.code == code)), None)


def unit_names(session: Session, campaign_id: int, codes: Iterable[str]) -> dict[str, str]:
    found = session.execute(
        select(UnitRow.code, UnitRow.name).where(UnitRow.campaign_id == campaign_id, UnitRow.code.in_(set(codes))),
    )
    return {code: name for code, name in found}  # noqa: C416 -- dict() of rows does not type


def contacts_of(session: Session, campaign_id: int, units: Iterable[str]) -> dict[str, list[Contact]]:
    """The contacts of these units, by unit."""
    return _by_unit(session, campaign_id, ContactRow.unit.in_(set(units)))


def all_contacts(session: Session, campaign_id: int) -> dict[str, list[Contact]]:
    return _by_unit(session, campaign_id, ContactRow.unit.is_not(None))


def _by_unit(session: Session, campaign_id: int, condition: ColumnElement[bool]) -> dict[str, list[Contact]]:
    found = session.execute(
        select(*CONTACT_COLUMNS).where(ContactRow.campaign_id == campaign_id, condition).order_by(ContactRow.id),
    )
    contacts: dict[str, list[Contact]] = {}
    for row in found:
        contacts.setdefault(row.unit, []).append(contact_value(row))
    return contacts


CONTACT_COLUMNS = (
    ContactRow.code,
    ContactRow.unit,
    ContactRow.name,
    ContactRow.role,
    ContactRow.channel,
    ContactRow.address,
    ContactRow.phone,
)


def contact_value(row: Any) -> Contact:  # noqa: ANN401 -- a row of CONTACT_COLUMNS
    code, unit, name, role, channel, address, phone = row
    return Contact(code, unit, name, ContactRole(role), channel, address, phone)
