"""All that the page of one report shows: the case, the version that is looked at, its document, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import HTTPException

from database.queries.events import events_after, last_event
from database.queries.outline_checks import last_check
from database.queries.reports import WantedReports, listed_reports
from database.queries.submissions import return_of, submissions_of
from database.queries.uploads import files_of_all
from domain.errors import RuleBroken
from domain.lifecycle import MOVES, Move
from domain.outline_check import SectionState
from services.case_files import case_file
from services.reviews import proposed_day
from web.pages.report_files import check_owed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from database.models import EventRow, ReturnRow, SubmissionFileRow
    from documents.readable_pages import ReadablePages
    from domain.outline_check import SectionCheck
    from services.case_files import CaseFile, FiledVersion
    from web.desks import Desk

SUGGESTED = {SectionState.MISSING: "báo cáo chưa có mục này", SectionState.EMPTY: "mục này để trống"}
REVIEW = (Move.ACCEPT, Move.RETURN, Move.WITHDRAW)


@dataclass(frozen=True, slots=True)
class Mark:
    """To which section a heading of the document was matched; none for a heading outside the outline."""

    section: str
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into one of the forms, shown again when it was refused. `form` names which."""

    form: str = ""
    error: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)

    def of(self, form: str, name: str, usual: str = "") -> str:
        """What stood in a field of this form; `usual` where it was another form, or none."""
        return self.values.get(name, usual) if form == self.form else usual


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`seen` and `checked` are the latest event and check that the page shows, and `since` what came after an older page."""

    case: CaseFile
    version: FiledVersion | None
    returned: ReturnRow | None
    annexes: Sequence[SubmissionFileRow]
    seen: int
    checked: int
    since: Sequence[EventRow]
    moves: frozenset[Move]
    new_day: date | None
    next_waiting: int | None

    @property
    def forms(self) -> frozenset[str]:
        """Those that the page has."""
        return frozenset(move.value for move in self.moves) | ({"match"} if self.can_be_matched else frozenset())

    @property
    def can_be_matched(self) -> bool:
        return bool(self.headings) and self.is_counting

    @property
    def is_counting(self) -> bool:
        """Whether the version that is looked at is the one that everything is about."""
        return self.version is not None and self.version == self.case.counting

    @property
    def sections(self) -> tuple[SectionCheck, ...]:
        return self.version.check.sections if self.version and self.version.check else ()

    @property
    def marks(self) -> dict[tuple[int, str], Mark]:
        """By the place and the words of a heading: in a scan that a machine read, places may be others."""
        check = self.version.check if self.version else None
        if check is None:
            return {}
        placed = {
            (one.position, one.heading): Mark(one.number, one.is_corrected) for one in check.sections if one.position
        }
        extra = {where: Mark("") for where in zip(check.extra_positions, check.extra_headings, strict=False)}
        return {**extra, **placed}

    @property
    def headings(self) -> list[tuple[int, str, str]]:
        """Position, words and section of every heading that a person may put elsewhere, in the order of the file."""
        return sorted((position, words, mark.section) for (position, words), mark in self.marks.items())

    @property
    def suggested(self) -> dict[str, str]:
        """The sections that a return would ask for, with a reason to begin from."""
        return {one.number: SUGGESTED[one.state] for one in self.sections if one.state in SUGGESTED}


def reviewed(session: Session, desk: Desk, obligation_id: int, *, number: int = 0, seen: int | None = None) -> Reviewed:
    """`number` is the version to look at, 0 for the one that counts; `seen` what an older page of the same knew of."""
    check_owed(session, desk, obligation_id)
    case = case_file(session, desk.campaign, obligation_id, as_of=desk.as_of)
    shown = _shown(case, number)
    row = next((one for one in submissions_of(session, obligation_id) if shown and one.number == shown.number), None)
    waiting = listed_reports(session, desk.campaign.id, WantedReports(), as_of=desk.as_of, limit=2)
    return Reviewed(
        case=case,
        version=shown,
        returned=return_of(session, row.id) if row else None,
        annexes=files_of_all(session, [row.id]).get(row.id, []) if row else (),
        seen=last_event(session, obligation_id),
        checked=last_check(session, row.id) if row else 0,
        since=events_after(session, obligation_id, seen=seen) if seen is not None else (),
        moves=frozenset(move for move in REVIEW if move in MOVES[case.stage]),
        new_day=_proposed(desk),
        next_waiting=next((one.obligation_id for one in waiting if one.obligation_id != obligation_id), None),
    )


def readable(desk: Desk, version: FiledVersion | None) -> ReadablePages | None:
    if version is None or not version.sha256:
        return None
    return desk.place.readable.pages(version.sha256, name=version.file_name)


def _shown(case: CaseFile, number: int) -> FiledVersion | None:
    if not number:
        return case.counting or (case.versions[-1] if case.versions else None)
    found = next((one for one in case.versions if one.number == number), None)
    if found is None:
        raise HTTPException(404, detail=f"Chưa có bản nộp lần {number} của đơn vị này.")
    return found


def _proposed(desk: Desk) -> date | None:
    """None where the calendar of the plan does not reach so far: a person then names the day."""
    try:
        return proposed_day(desk.campaign, now=desk.now)
    except RuleBroken:
        return None
