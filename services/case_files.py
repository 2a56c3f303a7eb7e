"""Case files (hồ sơ báo cáo): all that came from a unit under one duty, what it says, and what was done with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from database.queries.events import events_of
from database.queries.outline_checks import check_of
from database.queries.submissions import submissions_of
from database.queries.units import unit_names
from domain.lifecycle import Move, Stage
from domain.submissions import SendingWay, last_there
from services.standings import obligations_at

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.models import EventRow, SubmissionRow
    from domain.campaigns import Campaign
    from domain.obligations import State
    from domain.outline_check import OutlineCheck
    from domain.submissions import Submission
    from services.standings import Obligation


class Fate(StrEnum):
    """What became of one version."""

    STANDING = "standing"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class FiledVersion:
    """One version. Moments are local; `check` is None where the program could not read the file, or there is none."""

    number: int
    fate: Fate
    receipt: str
    received_at: datetime
    document_number: str
    file_name: str
    size: int
    sha256: str
    kind: str
    sending_way: SendingWay
    registered_by: str
    note: str
    check: OutlineCheck | None


@dataclass(frozen=True, slots=True)
class FiledEvent:
    at: datetime
    move: Move
    by: str
    reason: str
    document_number: str
    from_stage: Stage
    to_stage: Stage


@dataclass(frozen=True, slots=True)
class CaseFile:
    unit: str
    name: str
    duty: str
    duty_name: str
    stage: Stage
    state: State
    is_overdue: bool
    days_late: int
    deadline: date
    promised: date | None
    versions: tuple[FiledVersion, ...]
    events: tuple[FiledEvent, ...]


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A version that stands and that nobody has accepted or returned."""

    unit: str
    name: str
    tier: str
    duty: str
    version: FiledVersion
    days_late: int


def case_file(session: Session, campaign: Campaign, obligation_id: int, *, as_of: datetime) -> CaseFile:
    (one,) = obligations_at(session, campaign, as_of=as_of, only=[obligation_id])
    found = one.standing
    return CaseFile(
        unit=one.unit,
        name=unit_names(session, campaign.id, [one.unit])[one.unit],
        duty=one.duty.id,
        duty_name=one.duty.name,
        stage=one.history.stage(as_of),
        state=found.state,
        is_overdue=found.is_overdue,
        days_late=found.days_late,
        deadline=found.deadline.last_day,
        promised=one.promise.day if one.promise else None,
        versions=tuple(_versions(session, campaign, one, as_of=as_of)),
        events=tuple(_event(row, campaign) for row in events_of(session, one.id) if row.at <= as_of),
    )


def awaiting_review(session: Session, campaign: Campaign, *, as_of: datetime) -> list[Awaiting]:
    """What waits for a decision, the longest waiting first."""
    waiting = [
        one for one in obligations_at(session, campaign, as_of=as_of) if one.history.stage(as_of) is Stage.RECEIVED
    ]
    names = unit_names(session, campaign.id, {one.unit for one in waiting})
    found = [
        Awaiting(
            unit=one.unit,
            name=names[one.unit],
            tier=one.tier,
            duty=one.duty.id,
            version=_standing(session, campaign, one, as_of=as_of),
            days_late=one.standing.days_late,
        )
        for one in waiting
    ]
    return sorted(found, key=lambda one: one.version.received_at)


def _versions(session: Session, campaign: Campaign, one: Obligation, *, as_of: datetime) -> list[FiledVersion]:
    """Those that had come by then, withdrawn ones as well."""
    rows = {row.number: row for row in submissions_of(session, one.id)}
    last = last_there(one.history.submissions, as_of=as_of)
    return [
        _version(session, campaign, rows[each.number], _fate(each, last, as_of=as_of))
        for each in one.history.submissions
        if each.received_at <= as_of
    ]


def _standing(session: Session, campaign: Campaign, one: Obligation, *, as_of: datetime) -> FiledVersion:
    return next(each for each in _versions(session, campaign, one, as_of=as_of) if each.fate is Fate.STANDING)


def _fate(submission: Submission, last: Submission | None, *, as_of: datetime) -> Fate:
    if not submission.is_there(as_of):
        return Fate.WITHDRAWN
    if submission.is_returned(as_of):
        return Fate.RETURNED
    if submission is not last:
        return Fate.SUPERSEDED
    return Fate.ACCEPTED if submission.is_accepted(as_of) else Fate.STANDING


def _version(session: Session, campaign: Campaign, row: SubmissionRow, fate: Fate) -> FiledVersion:
    return FiledVersion(
        number=row.number,
        fate=fate,
        receipt=row.receipt_number,
        received_at=campaign.plan.calendar.local(row.received_at),
        document_number=row.document_number,
        file_name=row.file_name,
        size=row.size,
        sha256=row.sha256,
        kind=row.kind,
        sending_way=SendingWay(row.sending_way),
        registered_by=row.registered_by,
        note=row.note,
        check=check_of(session, row.id),
    )


def _event(row: EventRow, campaign: Campaign) -> FiledEvent:
    return FiledEvent(
        at=campaign.plan.calendar.local(row.at),
        move=Move(row.move),
        by=row.by,
        reason=row.reason,
        document_number=row.document_number,
        from_stage=Stage(row.from_stage),
        to_stage=Stage(row.to_stage),
    )
