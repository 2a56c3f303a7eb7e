"""What the scripted units hand in: realistic reports on the outline; the province's own is the draft, completed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from demo.sample_reports import SampleUnit, person, sample_report
from documents.drafts import complete_draft
from documents.letterhead import place_and_day
from domain.letterhead import heading_of, report_number
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
NUMBERS_LATER = 3


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
            document_number=self._document_number(one.unit, number),
        )

    def _content(self, one: Obligation, number: int, day: date) -> bytes:
        if one.unit == self._campaign.plan.bodies.coordinator and self.draft is not None:
            return self._completed(self.draft.read_bytes(), one, number, day)
        return sample_report(
            self._author(one, number, day),
            self._campaign.plan.outline,
            sections=one.duty.sections or None,
            seed=one.unit,
            without=self._forgotten(one, number),
            thorough=number > 1,
        )

    def _author(self, one: Obligation, number: int, day: date) -> SampleUnit:
        unit = self._units[one.unit]
        superior = self._units.get(unit.superior or "")
        heading = heading_of(unit, superior, province=self._campaign.plan.identity.place)
        above = superior.name if superior and one.duty.addressee == "superior" else one.duty.addressee
        return SampleUnit(
            name=unit.name,
            kind=unit.kind,
            superior_name=heading.superior,
            issuer_name=heading.issuer,
            report_number=self._document_number(one.unit, number),
            place=heading.place,
            day=day,
            recipients=(f"{above} (để báo cáo)", *([f"{one.duty.via} (để tổng hợp)"] if one.duty.via else [])),
        )

    def _completed(self, draft: bytes, one: Obligation, number: int, day: date) -> bytes:
        """What the board's staff do to the draft before it leaves the house."""
        return complete_draft(
            draft,
            number=self._document_number(one.unit, number),
            place_and_day=place_and_day(self._campaign.plan.identity.place, day),
            signer=person(one.unit),
        )

    def _forgotten(self, one: Obligation, number: int) -> tuple[str, ...]:
        """The section that a hurried unit leaves out; nobody does so twice, nor when only one is owed."""
        owed = self._campaign.plan.outline.owed_by(one.unit, tier=one.tier, only=one.duty.sections)
        lot = _lot(one.unit)
        if number > 1 or len(owed) == 1 or lot % ONE_IN:
            return ()
        return (owed[lot % len(owed)].id,)

    def _document_number(self, unit: str, number: int) -> str:
        """Somewhere in the unit's own series; a report that is handed in again comes a few numbers later."""
        return report_number(self._units[unit], 10 + _lot(unit) % 200 + NUMBERS_LATER * (number - 1))


def _lot(unit: str) -> int:
    return int.from_bytes(hashlib.sha256(unit.encode()).digest()[:4])
