"""Obligations (nhiệm vụ báo cáo) and their standing, computed from what happened and a moment, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from domain.lifecycle import Stage, stage
from domain.submissions import last_there

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.deadlines import Deadline
    from domain.exemptions import Exemption
    from domain.submissions import Submission


class Cause(StrEnum):
    """Why an obligation has this version: a new deadline always makes a new one."""

    OPENED = "opened"
    EXTENDED = "extended"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Version:
    """An obligation under one deadline. `effective_from` is when this deadline began to hold."""

    number: int
    deadline: Deadline
    cause: Cause
    effective_from: datetime
    ladder: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A unit says on which day it will hand in (hẹn ngày nộp). It holds back urging, never the clock."""

    day: date
    made_at: datetime


class State(StrEnum):
    """Where one obligation stands at a moment."""

    EXPECTED = "expected"
    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"
    RETURNED = "returned"
    EXEMPT = "exempt"

    @property
    def is_received(self) -> bool:
        return self in (State.ON_TIME, State.LATE)

    @property
    def is_owed(self) -> bool:
        """Whether the unit still has to hand in."""
        return not self.is_received and self is not State.EXEMPT


@dataclass(frozen=True, slots=True)
class Standing:
    """`is_overdue` is told apart from the state because a returned report can be overdue as well."""

    state: State
    is_overdue: bool
    days_late: int
    deadline: Deadline
    submission: Submission | None
    is_accepted: bool = False


def promise_in_force(promise: Promise | None, *, found: Standing) -> Promise | None:
    """The promise, unless the report that kept it was returned since: that has a day of its own.

    One made at the very moment of the return was made after it: no promise is taken of a report that came.
    """
    if promise is None or found.state is not State.RETURNED or found.submission is None:
        return promise
    returned_at = found.submission.returned_at
    return None if returned_at is not None and returned_at > promise.made_at else promise


def version_in_force(versions: Sequence[Version], as_of: datetime) -> Version:
    """The latest version that had begun by then; before any began, the first."""
    begun = [version for version in versions if version.effective_from <= as_of]
    return begun[-1] if begun else versions[0]


def standing(
    versions: Sequence[Version],
    submissions: Sequence[Submission],
    exemptions: Sequence[Exemption] = (),
    *,
    as_of: datetime,
) -> Standing:
    """Where the obligation stands. All in the order in which they came."""
    version = version_in_force(versions, as_of)
    last = last_there(submissions, as_of=as_of)
    match stage(submissions, exemptions, as_of=as_of):
        case Stage.RECEIVED | Stage.ACCEPTED:
            return _received(versions, [one for one in submissions if one.is_there(as_of)], version, as_of=as_of)
        case Stage.EXEMPT:
            return Standing(State.EXEMPT, is_overdue=False, days_late=0, deadline=version.deadline, submission=last)
        case reached:
            return _awaited(reached, version, last, as_of=as_of)


def _awaited(reached: Stage, version: Version, last: Submission | None, *, as_of: datetime) -> Standing:
    is_overdue = not version.deadline.is_met_by(as_of)
    days_late = version.deadline.days_late(as_of) if is_overdue else 0
    if reached is Stage.RETURNED:
        return Standing(State.RETURNED, is_overdue, days_late, version.deadline, last)
    state = State.OVERDUE if is_overdue else State.EXPECTED
    return Standing(state, is_overdue, days_late, version.deadline, None)


def _received(
    versions: Sequence[Version], known: Sequence[Submission], version: Version, *, as_of: datetime
) -> Standing:
    """On time only when every report that was asked for met the deadline then in force.

    Asked for are the first, and the one after each return: a return forgives nothing, and a unit that mends its report
    of its own accord is not late for it.
    """
    lateness = [
        version_in_force(versions, submission.received_at).deadline.days_late(submission.received_at)
        for submission in _asked_for(known)
    ]
    days_late = max(lateness)
    state = State.LATE if days_late else State.ON_TIME
    return Standing(
        state,
        is_overdue=False,
        days_late=days_late,
        deadline=version.deadline,
        submission=known[-1],
        is_accepted=known[-1].is_accepted(as_of),
    )


def _asked_for(known: Sequence[Submission]) -> list[Submission]:
    after_return = [later for earlier, later in pairwise(known) if earlier.is_returned(later.received_at)]
    return [known[0], *after_return]


@dataclass(frozen=True, slots=True)
class Count:
    """How a tier stands. Rates are over `expected`: all units frozen with the campaign but for those exempt by then.

    Who was exempted and reports all the same is expected again, so that rates stay within [0, 1].
    """

    expected: int
    received: int
    on_time: int
    late: int
    overdue: int
    returned: int
    exempt: int = 0
    accepted: int = 0

    @property
    def on_time_rate(self) -> float:
        return self.on_time / self.expected if self.expected else 0.0


def count(standings: Sequence[Standing]) -> Count:
    states = [standing.state for standing in standings]
    on_time, late = states.count(State.ON_TIME), states.count(State.LATE)
    return Count(
        expected=len(standings) - states.count(State.EXEMPT),
        received=on_time + late,
        on_time=on_time,
        late=late,
        overdue=sum(standing.is_overdue for standing in standings),
        returned=states.count(State.RETURNED),
        exempt=states.count(State.EXEMPT),
        accepted=sum(standing.is_accepted for standing in standings),
    )
