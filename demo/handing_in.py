"""What the scripted units hand in: realistic reports on the outline; a consolidated draft, completed, where there is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from demo.filling_in import filled_in
from demo.habits import HABITS, written_in
from demo.sample_reports import SampleUnit, person, sample_report
from demo.ways import ENDINGS, Way, lot, sample_of, way_of
from documents.drafts import complete_draft
from documents.letterhead import place_and_day
from documents.package import UnreadableReport
from documents.report_form import write_report_form
from domain.duties import Owed
from domain.letterhead import heading_of, report_number, transmittal_number
from domain.submissions import SendingWay
from services.forms import report_form
from services.handing_in import Reader
from services.submissions import Handed

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sqlalchemy.orm import Session

    from database.store import Store
    from domain.campaigns import Campaign
    from domain.units import UnitTree
    from services.standings import Obligation

# One report in so many leaves out a section, as happens in life.
ONE_IN = 9
NUMBERS_LATER = 3


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was kept and does not count: from which unit, on which day, and what it was told."""

    unit: str
    day: date
    told: str


class Desk:
    """Writes the report that a unit hands in, and lets it be kept and read as any other is."""

    def __init__(self, campaign: Campaign, units: UnitTree, store: Store) -> None:
        self._campaign, self._units = campaign, units
        self._reader = Reader(store)
        self.names = {unit.code: unit.name for unit in units}
        self.drafts: dict[str, Path] = {}
        self.refused: list[Refused] = []

    def report(self, _session: Session, one: Obligation, number: int, day: date) -> Handed:
        """Raises UnreadableReport where the file is no report."""
        document_number = self._document_number(one.unit, number)
        way = self._way(one.unit, number)
        if way is Way.PAPER:
            return Handed(
                document_number=document_number, sending_way=SendingWay.PAPER, by=self._campaign.plan.bodies.coordinator
            )
        try:
            handed = self._reader.hand(
                self._file(one, number, day, way),
                name=f"Bao-cao-{one.unit}-lan-{number}{ENDINGS.get(way, '.docx')}",
                plan=self._campaign.plan,
                unit=self._units[one.unit],
                duty=one.duty,
            )
        except UnreadableReport as refusal:
            self.refused.append(Refused(one.unit, day, str(refusal)))
            raise
        if self._campaign.plan.is_transmitted(one.unit, one.duty):
            return replace(handed, document_number=self._letter_number(one.unit, number))
        return replace(handed, document_number=document_number)

    def content(self, one: Obligation, number: int, day: date) -> bytes:
        """What the unit has to say, as a plain .docx."""
        return sample_report(
            self._author(one, number, day),
            self._campaign.plan.outline,
            sections=one.duty.sections or None,
            seed=one.unit,
            without=self._forgotten(one, number),
            thorough=number > 1,
        )

    def _way(self, unit: str, number: int) -> Way:
        """What is handed in again is written in Word, whatever came first; so is what follows a damaged file."""
        way = way_of(unit)
        is_again = number > 1 or any(unit == each.unit for each in self.refused)
        return Way.BOLD if is_again and way not in HABITS else way

    def _file(self, one: Obligation, number: int, day: date, way: Way) -> bytes:
        if one.unit in self.drafts:
            return self._completed(self.drafts[one.unit].read_bytes(), one, number, day)
        if way in ENDINGS:
            return sample_of(one.unit).read_bytes()
        content = self.content(one, number, day)
        if way is Way.FORM:
            form = write_report_form(
                report_form(self._campaign.plan, self._units, Owed(self._units[one.unit], one.duty))
            )
            return self._completed(filled_in(form, content, self._campaign.plan.outline), one, number, day)
        return content[: len(content) // 2] if way is Way.DAMAGED else written_in(content, way)

    def _place(self, one: Obligation) -> str:
        superior = self._units.superior_of(one.unit)
        return heading_of(self._units[one.unit], superior, province=self._campaign.plan.identity.place).place

    def _author(self, one: Obligation, number: int, day: date) -> SampleUnit:
        unit = self._units[one.unit]
        superior = self._units.superior_of(one.unit)
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
        """What is done to a draft or a form by hand before it leaves the house."""
        return complete_draft(
            draft,
            number=self._document_number(one.unit, number),
            place_and_day=place_and_day(self._place(one), day),
            signer=person(one.unit),
        )

    def _forgotten(self, one: Obligation, number: int) -> tuple[str, ...]:
        """The section that a hurried unit leaves out; nobody does so twice, nor when only one is owed."""
        owed = self._campaign.plan.outline.owed_by(one.unit, tier=one.tier, only=one.duty.sections)
        drawn = lot(one.unit)
        if number > 1 or len(owed) == 1 or drawn % ONE_IN:
            return ()
        return (owed[drawn % len(owed)].id,)

    def _document_number(self, unit: str, number: int) -> str:
        """Somewhere in the unit's own series; a report that is handed in again comes a few numbers later."""
        return report_number(self._units[unit], 10 + lot(unit) % 200 + NUMBERS_LATER * (number - 1))

    def _letter_number(self, unit: str, number: int) -> str:
        """Of the letter that the province's report is sent on with."""
        return transmittal_number(self._units[unit], 40 + number)
