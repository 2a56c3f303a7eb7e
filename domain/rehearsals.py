"""Rehearsals that pages ask for (diễn tập): what they are for, and the states that they go through."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# A worker writes its progress every few seconds; one that has been silent for so long is dead.
LEASE = timedelta(minutes=10)


class RehearsalKind(StrEnum):
    """What will go out as things stand; how a campaign goes if its units behave so; what a change of the plan changes."""

    FORECAST = "forecast"
    WHAT_IF = "what_if"
    CHANGE = "change"


class RehearsalState(StrEnum):
    REQUESTED = "requested"
    WORKING = "working"
    FINISHED = "finished"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in (RehearsalState.FINISHED, RehearsalState.FAILED)


class RehearsalOvertaken(RuleBroken):
    """Another worker has taken the rehearsal over: what this one found out counts no more."""


@dataclass(frozen=True, slots=True)
class AskedRehearsal:
    """A rehearsal as it stands. `answer_sha256` names the answer in the store; `error` says, in Vietnamese, why there is none."""

    id: int
    campaign_id: int
    kind: RehearsalKind
    stamp: str
    as_of: datetime
    requested_at: datetime
    requested_by: str
    state: RehearsalState
    attempt: int = 0
    done: int = 0
    total: int = 0
    finished_at: datetime | None = None
    answer_sha256: str = ""
    error: str = ""
    question: Mapping[str, Any] = field(default_factory=dict)
