"""What the scripted units hand in: realistic reports on the outline; the province's own is the consolidated draft."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from demo.sample_reports import SampleUnit, sample_report
from services.submissions import Handed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from sqlalchemy.orm import Session

    from database.store import Store
    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.standings import Obligation

# One report in so many leaves out a section, as happens in life.
ONE_IN = 9


class Desk:
    """Writes the report that a unit hands in, and keeps it in the store."""

    def __init__(self, campaign: Campaign, units: Mapping[str, Unit], store: Store) -> None:
        self._campaign, self._units, self._store = campaign, units, store
        self.draft: Path | None = None

    def report(self, _session: Session, one: Obligation, number: int, day: date) -> Handed:
        content = self._content(one, number, day)
        return Handed(
            file_name=f"Bao-cao-{one.unit}-lan-{number}.docx",
            size=len(content),
            sha256=self._store.put(content),
            document_number=self._document_number(one.unit),
        )

    def _content(self, one: Obligation, number: int, day: date) -> bytes:
        if one.unit == self._campaign.plan.bodies.coordinator and self.draft is not None:
            return self.draft.read_bytes()
        unit = self._units[one.unit]
        superior = self._units.get(unit.superior or "")
        author = SampleUnit(
            name=unit.name,
            kind=unit.kind,
            superior_name=superior.name if superior else "",
            report_number=self._document_number(one.unit),
            place=self._campaign.plan.identity.place,
            day=day,
        )
        return sample_report(
            author,
            self._campaign.plan.outline,
            sections=one.duty.sections or None,
            seed=f"{one.unit}/{number}",
            without=self._forgotten(one, number),
        )

    def _forgotten(self, one: Obligation, number: int) -> tuple[str, ...]:
        """The section that a hurried unit leaves out; nobody does so twice, nor when only one is owed."""
        owed = self._campaign.plan.outline.owed_by(one.unit, tier=one.tier, only=one.duty.sections)
        lot = _lot(one.unit)
        if number > 1 or len(owed) == 1 or lot % ONE_IN:
            return ()
        return (owed[lot % len(owed)].id,)

    def _document_number(self, unit: str) -> str:
        symbol = self._units[unit].symbol or unit
        return f"{10 + _lot(unit) % 200}-BC/{symbol}"


def _lot(unit: str) -> int:
    return int.from_bytes(hashlib.sha256(unit.encode()).digest()[:4])
