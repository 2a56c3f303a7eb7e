"""Consolidation runs (lượt tổng hợp): what goes in, what is missing, and the states that a run passes through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.outline_check import SectionState


class RunState(StrEnum):
    """REQUESTED → RUNNING the pre-flight → WAITING for approval, or straight on → APPROVED → RUNNING → DONE.

    CANCELLED and FAILED runs may be resumed: they go back to APPROVED with the inputs that were pinned.
    """

    REQUESTED = "requested"
    WAITING = "waiting"
    APPROVED = "approved"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Absence(StrEnum):
    """Why an expected report is not in: nothing came; it was returned; the program cannot read it; it came on paper."""

    MISSING = "missing"
    RETURNED = "returned"
    UNREADABLE = "unreadable"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class RunInput:
    """One version that goes in, pinned. `received_at` is local; `days_late` is 0 for one that came in time.

    `corrections` are the matches that people made: position of a heading, section or None.
    """

    unit: str
    name: str
    version: int
    document_number: str
    received_at: datetime
    days_late: int
    sha256: str
    file_name: str
    kind: str
    corrections: tuple[tuple[int, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """An expected unit that is not in, and when it was last spoken to; moments are local, `promised` the day it named."""

    unit: str
    name: str
    reason: Absence
    deadline: date
    days_late: int
    last_contact: datetime | None = None
    promised: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A section that a unit owes and that its report leaves EMPTY or MISSING."""

    unit: str
    name: str
    section: str
    state: SectionState


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a run would take in at `as_of` (local): shown before anything is merged. Units in the order of the plan."""

    unit: str
    name: str
    as_of: datetime
    inputs: tuple[RunInput, ...]
    absent: tuple[Absent, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nobody is missing and no section has a gap, so that nothing needs approval."""
        return not self.absent and not self.gaps

    def without(self, unread: Sequence[Absent]) -> Preflight:
        """As it is when these inputs cannot be read after all; they come first among those that are not in."""
        units = {one.unit for one in unread}
        return replace(
            self,
            inputs=tuple(one for one in self.inputs if one.unit not in units),
            absent=(*unread, *self.absent),
            gaps=tuple(gap for gap in self.gaps if gap.unit not in units),
        )
