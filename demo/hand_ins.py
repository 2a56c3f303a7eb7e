"""What came in during a played campaign, and what was said of it: files, outline checks, returns, extensions, exemptions."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import EventRow, ObligationRow, ReturnRow, SubmissionRow, VersionRow
from database.queries.outline_checks import check_of
from database.queries.units import unit_names
from domain.lifecycle import Move
from domain.obligations import Cause
from domain.outline_check import SectionState
from domain.submissions import SendingWay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from demo.handing_in import Refused
    from domain.campaigns import Campaign
    from domain.outline_check import OutlineCheck


@dataclass(frozen=True, slots=True)
class ForReader:
    """A file that a person must read: whose, of what kind, and why."""

    unit: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class OnPaper:
    unit: str
    document_number: str


@dataclass(frozen=True, slots=True)
class SentBack:
    """A report that was returned, for these sections or (none named) as a whole; `again` when the unit handed in again."""

    unit: str
    sections: tuple[str, ...]
    again: date | None


@dataclass(frozen=True, slots=True)
class Prolonged:
    """An extension, and on which day the report came (None: it did not)."""

    unit: str
    old_day: date
    new_day: date
    approver: str
    document_number: str
    received: date | None


@dataclass(frozen=True, slots=True)
class Excused:
    unit: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that was kept and refused, what its unit was told, and on which day a sound one came."""

    unit: str
    day: date
    told: str
    again: date | None


@dataclass(frozen=True, slots=True)
class HandIns:
    """`kinds` counts files by kind; `complete` and `gaps` those whose check the program vouches for.

    `missing` counts, by the number of the section, reports that said nothing to it. `accepted` counts obligations.
    """

    units: int
    kinds: Mapping[str, int]
    complete: int
    gaps: int
    missing: Mapping[str, int]
    accepted: int
    for_reader: tuple[ForReader, ...] = ()
    on_paper: tuple[OnPaper, ...] = ()
    sent_back: tuple[SentBack, ...] = ()
    prolonged: tuple[Prolonged, ...] = ()
    excused: tuple[Excused, ...] = ()
    unusable: tuple[Unusable, ...] = ()

    @property
    def read(self) -> int:
        """Files that the program read and vouches for."""
        return self.complete + self.gaps


@dataclass(frozen=True, slots=True)
class _Came:
    """One version as it came in, with what the program made of it."""

    unit: str
    name: str
    day: date
    row: SubmissionRow
    check: OutlineCheck | None


def gather_hand_ins(session: Session, campaign: Campaign, refused: Sequence[Refused] = ()) -> HandIns:
    """`refused` are the files that left no version behind, as whoever handed them in remembers them."""
    came = _came(session, campaign)
    files = [one for one in came if one.row.size]
    vouched = [one.check for one in files if one.check and one.check.sections and not one.check.note]
    accepted = _events(session, campaign, Move.ACCEPT)
    return HandIns(
        units=len({one.unit for one in came}),
        kinds=Counter(one.row.kind for one in files),
        complete=sum(check.is_complete for check in vouched),
        gaps=sum(not check.is_complete for check in vouched),
        missing=Counter(
            number for check in vouched for number in check.numbers(SectionState.MISSING, SectionState.EMPTY)
        ),
        accepted=len({event.obligation_id for event, _ in accepted}),
        for_reader=tuple(
            ForReader(one.name, one.row.kind, one.check.note) for one in files if one.check and one.check.note
        ),
        on_paper=tuple(
            OnPaper(one.name, one.row.document_number) for one in came if one.row.sending_way == SendingWay.PAPER
        ),
        sent_back=tuple(_sent_back(session, came)),
        prolonged=tuple(_prolonged(session, campaign, came)),
        excused=tuple(_excused(session, campaign)),
        unusable=tuple(_unusable(session, campaign, refused, came)),
    )


def _came(session: Session, campaign: Campaign) -> list[_Came]:
    found = session.execute(
        select(ObligationRow.unit, SubmissionRow)
        .join(ObligationRow, SubmissionRow.obligation_id == ObligationRow.id)
        .where(SubmissionRow.campaign_id == campaign.id)
        .order_by(SubmissionRow.id),
    ).all()
    names = unit_names(session, campaign.id, {unit for unit, _ in found})
    return [
        _Came(unit, names[unit], campaign.local_day(row.received_at), row, check_of(session, row.id))
        for unit, row in found
    ]


def _sent_back(session: Session, came: Sequence[_Came]) -> list[SentBack]:
    days = {(one.row.obligation_id, one.row.number): one.day for one in came}
    sections = {row.submission_id: row.sections for row in session.scalars(select(ReturnRow))}
    return [
        SentBack(
            one.name,
            tuple(number for number, _ in json.loads(sections[one.row.id])),
            days.get((one.row.obligation_id, one.row.number + 1)),
        )
        for one in came
        if one.row.id in sections
    ]


def _prolonged(session: Session, campaign: Campaign, came: Sequence[_Came]) -> list[Prolonged]:
    found = session.execute(
        select(ObligationRow, VersionRow)
        .join(VersionRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign.id)
        .order_by(VersionRow.obligation_id, VersionRow.number),
    ).all()
    days = {(obligation.id, version.number): version.deadline_day for obligation, version in found}
    extended = [pair for pair in found if pair[1].cause == Cause.EXTENDED]
    names = unit_names(session, campaign.id, {obligation.unit for obligation, _ in extended})
    return [
        Prolonged(
            names[obligation.unit],
            days[obligation.id, version.number - 1],
            version.deadline_day,
            version.approver,
            version.document_number,
            next((one.day for one in came if one.row.obligation_id == obligation.id), None),
        )
        for obligation, version in extended
    ]


def _excused(session: Session, campaign: Campaign) -> list[Excused]:
    found = _events(session, campaign, Move.EXEMPT)
    names = unit_names(session, campaign.id, {unit for _, unit in found})
    return [Excused(names[unit], event.reason, event.by) for event, unit in found]


def _events(session: Session, campaign: Campaign, move: Move) -> list[tuple[EventRow, str]]:
    """Each with the unit that it is about."""
    found = session.execute(
        select(EventRow, ObligationRow.unit)
        .join(ObligationRow, EventRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign.id, EventRow.move == move.value)
        .order_by(EventRow.id),
    )
    return [(event, unit) for event, unit in found]


def _unusable(
    session: Session, campaign: Campaign, refused: Sequence[Refused], came: Sequence[_Came]
) -> list[Unusable]:
    names = unit_names(session, campaign.id, {one.unit for one in refused})
    return [
        Unusable(
            names[one.unit],
            one.day,
            one.told,
            min((other.day for other in came if other.unit == one.unit and other.day > one.day), default=None),
        )
        for one in refused
    ]
