"""The units and contacts of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, or_, select

from database.models import ContactRow, UnitRow
from domain.spelling import fold
from domain.units import Confirmation, Contact, ContactRole, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from domain.report_numbers import UnitHints

UNIT_COLUMNS = (
    UnitRow.code,
    UnitRow.name,
    UnitRow.tier,
    UnitRow.superior,
    UnitRow.kind,
    UnitRow.symbol,
    UnitRow.administrative_code,
    UnitRow.confirmation,
    UnitRow.note,
)
CONFIRMATIONS = {one.value: one for one in Confirmation}


def units_of(session: Session, campaign_id: int) -> list[Unit]:
    return _units(session, UnitRow.campaign_id == campaign_id)


def in_order(session: Session, campaign_id: int, codes: Iterable[str]) -> list[str]:
    """These codes in the order of the list of units; each once."""
    found = select(UnitRow.code).where(UnitRow.campaign_id == campaign_id, UnitRow.code.in_(set(codes)))
    return list(session.scalars(found.order_by(UnitRow.id)))


def _units(session: Session, *conditions: ColumnElement[bool]) -> list[Unit]:
    """As plain rows: a country has so many that objects of the session would be most of what this costs."""
    rows = session.execute(select(*UNIT_COLUMNS).where(*conditions).order_by(UnitRow.id)).tuples()
    return [
        Unit(code, name, tier, superior, kind, symbol, administrative_code, CONFIRMATIONS[confirmation], note)
        for code, name, tier, superior, kind, symbol, administrative_code, confirmation, note in rows
    ]


def units_called(session: Session, campaign_id: int, key: str) -> list[Unit]:
    """Those whose code or whole name has this search key. A code has no letters that SQL could not fold."""
    is_called = or_(func.lower(UnitRow.code) == key, UnitRow.folded == key)
    return _units(session, UnitRow.campaign_id == campaign_id, is_called)


def units_hinted(session: Session, campaign_id: int, hints: UnitHints) -> list[Unit]:
    """All that a text with these hints names, and perhaps a few others: `units_named` tells which are meant."""
    conditions: list[ColumnElement[bool]] = [func.lower(UnitRow.code).in_(hints.codes)]
    if hints.symbol:
        here = select(UnitRow.symbol).where(UnitRow.campaign_id == campaign_id).distinct()
        is_alike = UnitRow.symbol.in_([one for one in session.scalars(here) if one and fold(one) == hints.symbol])
        # Whether others share the symbol must show, though their names are not in the text.
        two = select(UnitRow.id).where(UnitRow.campaign_id == campaign_id, is_alike).order_by(UnitRow.id).limit(2)
        conditions += [UnitRow.id.in_(two), and_(is_alike, literal(hints.text).contains(UnitRow.folded))]
    return _units(session, UnitRow.campaign_id == campaign_id, or_(*conditions))


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
