"""Case files (hồ sơ báo cáo): all that came from a unit under one duty, what it says, and what was done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from database.queries.calls import calls_of
from database.queries.events import events_of
from database.queries.outline_checks import checks_of
from database.queries.submissions import submissions_of_all
from database.queries.units import unit_names
from database.queries.uploads import files_of_all
from domain.calls import CallResult
from domain.lifecycle import Move, Stage
from domain.obligations import Cause
from domain.submissions import SendingWay, last_there
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.models import EventRow, SubmissionRow
    from database.queries.obligations import History
    from domain.calls import Call
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
class Annex:
    """A file that came beside the report."""

    file_name: str
    size: int
    sha256: str


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
    annexes: tuple[Annex, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledEvent:
    """One move. `day` is the one that it names: the new deadline, or the day promised; None where it names none."""

    at: datetime
    move: Move
    by: str
    reason: str
    document_number: str
    from_stage: Stage
    to_stage: Stage
    day: date | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`calls` are those about the unit, whatever duty they were about. Their moments are local."""

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
    calls: tuple[Call, ...] = ()

    @property
    def counting(self) -> FiledVersion | None:
        """The version that counts: the latest that was not withdrawn, whether or not it was returned."""
        return next((one for one in reversed(self.versions) if one.fate is not Fate.WITHDRAWN), None)


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
        versions=tuple(_versions(session, campaign, [one], as_of=as_of)[one.id]),
        events=_events(session, campaign, one, as_of=as_of),
        calls=filed_calls(session, campaign, one.unit, as_of=as_of),
    )


def filed_calls(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> tuple[Call, ...]:
    """What the ledger of calls says of the unit by then, but for who was merely about to call."""
    local = campaign.plan.calendar.local
    found = calls_of(session, campaign.id, as_of=as_of, unit=unit).get(unit, ())
    return tuple(replace(call, at=local(call.at)) for call in found if call.result is not CallResult.TAKEN)


def awaiting_review(session: Session, campaign: Campaign, *, as_of: datetime) -> list[Awaiting]:
    """What waits for a decision, the longest waiting first."""
    waiting = [
        one for one in obligations_at(session, campaign, as_of=as_of) if one.history.stage(as_of) is Stage.RECEIVED
    ]
    names = unit_names(session, campaign.id, {one.unit for one in waiting})
    versions = _versions(session, campaign, waiting, as_of=as_of)
    found = [
        Awaiting(
            unit=one.unit,
            name=names[one.unit],
            tier=one.tier,
            duty=one.duty.id,
            version=next(each for each in versions[one.id] if each.fate is Fate.STANDING),
            days_late=one.standing.days_late,
        )
        for one in waiting
    ]
    return sorted(found, key=lambda one: one.version.received_at)


def _versions(
    session: Session, campaign: Campaign, obligations: Sequence[Obligation], *, as_of: datetime
) -> dict[int, list[FiledVersion]]:
    """Those that had come by then, withdrawn ones as well, by obligation."""
    rows = submissions_of_all(session, [one.id for one in obligations])
    checks = checks_of(session, [row.id for row in rows], as_of=as_of)
    beside = files_of_all(session, [row.id for row in rows])
    known = {(one.id, each.number): each for one in obligations for each in one.history.submissions}
    last = {one.id: last_there(one.history.submissions, as_of=as_of) for one in obligations}
    found: dict[int, list[FiledVersion]] = {one.id: [] for one in obligations}
    for row in rows:
        if row.received_at <= as_of:
            fate = _fate(known[row.obligation_id, row.number], last[row.obligation_id], as_of=as_of)
            filed = _version(row, fate, checks.get(row.id), campaign)
            annexes = tuple(Annex(one.file_name, one.size, one.sha256) for one in beside.get(row.id, ()))
            found[row.obligation_id].append(replace(filed, annexes=annexes))
    return found


def _fate(submission: Submission, last: Submission | None, *, as_of: datetime) -> Fate:
    if not submission.is_there(as_of):
        return Fate.WITHDRAWN
    if submission.is_returned(as_of):
        return Fate.RETURNED
    if submission is not last:
        return Fate.SUPERSEDED
    return Fate.ACCEPTED if submission.is_accepted(as_of) else Fate.STANDING


def _version(row: SubmissionRow, fate: Fate, check: OutlineCheck | None, campaign: Campaign) -> FiledVersion:
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
        check=check,
    )


def _events(session: Session, campaign: Campaign, one: Obligation, *, as_of: datetime) -> tuple[FiledEvent, ...]:
    days = _days_named(one.history)
    rows = events_of(session, one.id)
    found = [(row, next(days[move], None) if (move := Move(row.move)) in days else None) for row in rows]
    names = unit_names(
        session, campaign.id, {row.by for row in rows}
    )  # whom a unit's code stands for, people need not know
    return tuple(_event(row, day, campaign, by=names.get(row.by, row.by)) for row, day in found if row.at <= as_of)


def _days_named(history: History) -> dict[Move, Iterator[date]]:
    """The days that moves of a kind named, in the order in which they were made."""

    def deadlines(cause: Cause) -> Iterator[date]:
        return (version.deadline.last_day for version in history.versions if version.cause is cause)

    return {
        Move.EXTEND: deadlines(Cause.EXTENDED),
        Move.RETURN: deadlines(Cause.RETURNED),
        Move.PROMISE: (promise.day for promise in history.promises),
    }


def _event(row: EventRow, day: date | None, campaign: Campaign, *, by: str) -> FiledEvent:
    return FiledEvent(
        at=campaign.plan.calendar.local(row.at),
        move=Move(row.move),
        by=by,
        reason=row.reason,
        document_number=row.document_number,
        from_stage=Stage(row.from_stage),
        to_stage=Stage(row.to_stage),
        day=day,
    )
