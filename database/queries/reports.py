"""The reports that came in, one for each duty: the version that counts, and what became of it by a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from database.models import EventRow, ObligationRow, OutlineCheckRow, ReturnRow, SubmissionRow, UnitRow
from database.queries.units import unit_names
from domain.lifecycle import Move
from domain.report_states import ReportState
from domain.spelling import fold

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

# How a kept check says, in JSON, that there is nothing in it to look at, and that a program could read the file.
_NO_FINDINGS = '"findings": []'
_NO_SECTIONS = '"sections": []'
_LACKING = ('"state": "missing"', '"state": "empty"')


@dataclass(frozen=True, slots=True)
class WantedReports:
    """What the list is narrowed to; empty is everything. `text` is part of a name, a code or a number, as it was typed."""

    state: ReportState = ReportState.WAITING
    tier: str = ""
    superior: str = ""
    text: str = ""
    with_faults: bool = False


@dataclass(frozen=True, slots=True)
class ListedReport:
    """The version that counts of one duty."""

    obligation_id: int
    duty: str
    tier: str
    unit: str
    name: str
    state: ReportState
    submission: SubmissionRow


def listed_reports(
    session: Session,
    campaign_id: int,
    wanted: WantedReports,
    *,
    as_of: datetime,
    limit: int | None = None,
    offset: int = 0,
) -> list[ListedReport]:
    """What waits comes with the longest waiting first, everything else with the latest first."""
    state = _state(as_of)
    rows = select(ObligationRow, state, SubmissionRow)
    first, second = SubmissionRow.received_at, SubmissionRow.id
    in_order = (first, second) if wanted.state is ReportState.WAITING else (first.desc(), second.desc())
    query = _narrowed(rows, campaign_id, wanted, as_of=as_of).order_by(*in_order).limit(limit).offset(offset)
    found = session.execute(query).all()
    names = unit_names(session, campaign_id, {owed.unit for owed, _, _ in found})
    return [
        ListedReport(owed.id, owed.duty, owed.tier, owed.unit, names[owed.unit], ReportState(state), submission)
        for owed, state, submission in found
    ]


def count_reports(
    session: Session, campaign_id: int, wanted: WantedReports, *, as_of: datetime
) -> dict[ReportState, int]:
    """How many there are in each state of what is wanted, whichever state that asks for."""
    anything = WantedReports(ReportState.ALL, wanted.tier, wanted.superior, wanted.text, wanted.with_faults)
    state = _state(as_of)
    rows = _narrowed(select(state, func.count()), campaign_id, anything, as_of=as_of).group_by(state)
    found = dict.fromkeys(ReportState, 0)
    for name, number in session.execute(rows):
        found[ReportState(name)] = number
    found[ReportState.ALL] = sum(found.values())
    return found


def superiors_of_reports(session: Session, campaign_id: int) -> list[tuple[str, str]]:
    """Code and name of every unit that others report to."""
    above = select(ObligationRow.superior).where(ObligationRow.campaign_id == campaign_id).distinct()
    found = session.execute(
        select(UnitRow.code, UnitRow.name)
        .where(UnitRow.campaign_id == campaign_id, UnitRow.code.in_(above))
        .order_by(UnitRow.id)
    )
    return [(code, name) for code, name in found]


def _narrowed(rows: Select[Any], campaign_id: int, wanted: WantedReports, *, as_of: datetime) -> Select[Any]:
    conditions = [ObligationRow.campaign_id == campaign_id, *_counts(as_of)]
    if wanted.state is not ReportState.ALL:
        conditions.append(_state(as_of) == wanted.state.value)
    if wanted.tier:
        conditions.append(ObligationRow.tier == wanted.tier)
    if wanted.superior:
        conditions.append(ObligationRow.superior == wanted.superior)
    if wanted.with_faults:
        conditions.append(~_is_flawless(as_of))
    query = rows.select_from(SubmissionRow).join(ObligationRow, SubmissionRow.obligation_id == ObligationRow.id)
    if text := wanted.text.strip():
        is_its_unit = and_(UnitRow.campaign_id == ObligationRow.campaign_id, UnitRow.code == ObligationRow.unit)
        query, conditions = query.join(UnitRow, is_its_unit), [*conditions, _names(text)]
    return query.where(*conditions)


def _counts(as_of: datetime) -> tuple[ColumnElement[bool], ...]:
    """It had come by then, was not taken back, and nothing came after it that was not taken back either."""
    newer = aliased(SubmissionRow)
    is_superseded = exists().where(
        newer.obligation_id == SubmissionRow.obligation_id,
        newer.number > SubmissionRow.number,
        newer.received_at <= as_of,
        ~_happened(newer, Move.WITHDRAW, as_of),
    )
    return SubmissionRow.received_at <= as_of, ~_happened(SubmissionRow, Move.WITHDRAW, as_of), ~is_superseded


def _state(as_of: datetime) -> ColumnElement[str]:
    returned = select(ReturnRow.submission_id).where(ReturnRow.returned_at <= as_of)
    return case(
        (SubmissionRow.id.in_(returned), ReportState.RETURNED.value),
        (_happened(SubmissionRow, Move.ACCEPT, as_of), ReportState.ACCEPTED.value),
        else_=ReportState.WAITING.value,
    )


def _happened(submission: type[SubmissionRow], move: Move, as_of: datetime) -> ColumnElement[bool]:
    """Asked once for all rows: a list of thousands would look into the events of each of them."""
    event = aliased(EventRow)
    those = select(event.submission_id).where(
        event.move == move.value, event.at <= as_of, event.submission_id.is_not(None)
    )
    return submission.id.in_(those)


def _names(text: str) -> ColumnElement[bool]:
    """What people type to find a report: part of the unit's name without marks, its code, a receipt, a number."""
    folded = fold(text)
    conditions = [
        func.lower(UnitRow.code) == text.lower(),
        SubmissionRow.receipt_number.icontains(text, autoescape=True),
        SubmissionRow.document_number.icontains(text, autoescape=True),
    ]
    return or_(*conditions, *([UnitRow.folded.contains(folded, autoescape=True)] if folded else []))


def _is_flawless(as_of: datetime) -> ColumnElement[bool]:
    """Whether the latest check by then found every section and nothing else; a report without a check must be read."""
    check, other = aliased(OutlineCheckRow), aliased(OutlineCheckRow)
    of_this = other.submission_id == SubmissionRow.id
    latest = select(func.max(other.id)).where(of_this, other.made_at <= as_of).correlate(SubmissionRow)
    first = select(func.min(other.id)).where(of_this).correlate(SubmissionRow)
    return exists().where(
        check.id == func.coalesce(latest.scalar_subquery(), first.scalar_subquery()),
        check.content.contains(_NO_FINDINGS),
        ~check.content.contains(_NO_SECTIONS),
        *(~check.content.contains(lacking) for lacking in _LACKING),
    )
