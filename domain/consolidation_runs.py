"""The life of a consolidation run (lượt tổng hợp): what may be done to it in each state, and where that leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.consolidation import RunState
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from domain.consolidation import Preflight

    # Told how far the work is: the stage in Vietnamese, steps done, steps in all (0 where that is not known).
    # Raises RunCancelled where the work is to stop.
    Progress = Callable[[str, int, int], None]

# A worker writes its progress several times a minute; one that has been silent for so long is dead.
LEASE = timedelta(minutes=10)


class RunMove(StrEnum):
    """What is done to a run: by a worker (claim to fail), or by people (approve, cancel, resume).

    CANCEL ends a run that nobody works on; one that is worked on is asked to STOP, and stops by itself.
    """

    CLAIM = "claim"
    HOLD = "hold"
    FINISH = "finish"
    FAIL = "fail"
    STOP = "stop"
    APPROVE = "approve"
    CANCEL = "cancel"
    RESUME = "resume"


_RESUMED = frozenset({RunState.REQUESTED, RunState.WAITING, RunState.APPROVED})

# From where, by what, to where. A run is resumed where it got to, so several ends are possible.
MOVES: Mapping[RunState, Mapping[RunMove, frozenset[RunState]]] = MappingProxyType(
    {
        RunState.REQUESTED: {
            RunMove.CLAIM: frozenset({RunState.RUNNING}),
            RunMove.CANCEL: frozenset({RunState.CANCELLED}),
        },
        RunState.WAITING: {
            RunMove.APPROVE: frozenset({RunState.APPROVED}),
            RunMove.CANCEL: frozenset({RunState.CANCELLED}),
        },
        RunState.APPROVED: {
            RunMove.CLAIM: frozenset({RunState.RUNNING}),
            RunMove.CANCEL: frozenset({RunState.CANCELLED}),
        },
        RunState.RUNNING: {
            RunMove.HOLD: frozenset({RunState.WAITING}),
            RunMove.FINISH: frozenset({RunState.DONE}),
            RunMove.FAIL: frozenset({RunState.FAILED}),
            RunMove.STOP: frozenset({RunState.CANCELLED}),
            # Of a run whose worker is dead
            RunMove.CANCEL: frozenset({RunState.CANCELLED}),
            RunMove.RESUME: _RESUMED,
        },
        RunState.DONE: {},
        RunState.CANCELLED: {RunMove.RESUME: _RESUMED},
        RunState.FAILED: {RunMove.RESUME: _RESUMED},
    },
)

_WANTED = {
    RunMove.APPROVE: "phê duyệt",
    RunMove.CANCEL: "hủy",
    RunMove.RESUME: "chạy tiếp",
}
_STANDS = {
    RunState.REQUESTED: "lượt mới được yêu cầu, chưa kiểm tra trước",
    RunState.WAITING: "lượt đang chờ phê duyệt",
    RunState.APPROVED: "lượt đã được phê duyệt và đang chờ chạy",
    RunState.RUNNING: "lượt đang chạy",
    RunState.DONE: "lượt đã hoàn thành",
    RunState.CANCELLED: "lượt đã hủy",
    RunState.FAILED: "lượt đã dừng vì lỗi",
}
_WAYS_OUT = {
    RunState.REQUESTED: "Hãy chạy để lượt được kiểm tra trước: dondoc runs resume {}",
    RunState.WAITING: "Hãy phê duyệt kèm lý do (dondoc runs approve {}), hoặc hủy (dondoc runs cancel {}).",
    RunState.APPROVED: "Hãy chạy: dondoc runs resume {}",
    RunState.RUNNING: (
        "Hãy chờ lượt xong (theo dõi: dondoc runs show {}), hoặc hủy trước (dondoc runs cancel {}). Nếu máy chạy lượt này "
        "đã tắt, sau 10 phút có thể chạy tiếp: dondoc runs resume {}"
    ),
    RunState.DONE: "Xem kết quả: dondoc runs show {}. Muốn có dự thảo mới, hãy yêu cầu một lượt khác: dondoc consolidate",
    RunState.CANCELLED: "Hãy chạy tiếp (dondoc runs resume {}), hoặc yêu cầu một lượt khác: dondoc consolidate",
    RunState.FAILED: "Hãy chạy tiếp (dondoc runs resume {}), hoặc yêu cầu một lượt khác: dondoc consolidate",
}


class RunCancelled(RuleBroken):
    """The work is to stop: somebody asked for it, or another worker has taken the run over."""


class SourceNotes(StrEnum):
    """How the draft shows who wrote a passage."""

    COMMENTS = "comments"
    FOOTNOTES = "footnotes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What is wanted of a run. `onto` is the SHA-256 of an edited draft that new passages go into, "" for none."""

    sources: SourceNotes = SourceNotes.COMMENTS
    onto: str = ""
    onto_name: str = ""


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is. `total` is 0 where the number of steps is not known."""

    state: RunState
    stage: str
    done: int
    total: int
    is_cancel_requested: bool = False

    @property
    def is_halted(self) -> bool:
        """Whether nothing changes any more until a person does something."""
        return self.state in (RunState.WAITING, RunState.DONE, RunState.CANCELLED, RunState.FAILED)


@dataclass(frozen=True, slots=True)
class Run:
    """One run as it stands. Moments are local.

    `total` is 0 where the number of steps is not known, `outputs` the SHA-256 of each file by its name, `path` the folder
    in which they were last laid, and `previous` the run of the same unit that was finished before this one.
    """

    id: int
    unit: str
    name: str
    state: RunState
    as_of: datetime
    requested_at: datetime
    requested_by: str
    options: RunOptions = field(default_factory=RunOptions)
    preflight: Preflight | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    reason: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    progressed_at: datetime | None = None
    is_cancel_requested: bool = False
    finished_at: datetime | None = None
    error: str = ""
    note: str = ""
    path: str = ""
    outputs: Mapping[str, str] = field(default_factory=dict)
    previous: int | None = None

    @property
    def resumes_at(self) -> RunState:
        """Where the run goes on: with what was pinned, and never past an approval that nobody gave."""
        if self.preflight is None:
            return RunState.REQUESTED
        return RunState.APPROVED if self.preflight.is_complete or self.approved_at else RunState.WAITING

    def is_abandoned(self, now: datetime) -> bool:
        """Whether the worker of a running run is dead."""
        if self.state is not RunState.RUNNING:
            return False
        return self.progressed_at is None or now - self.progressed_at > LEASE

    def check_move(self, move: RunMove, *, now: datetime) -> None:
        """Refuse what people cannot do to the run as it stands, and say what they can."""
        is_worked_on = self.state is RunState.RUNNING and not self.is_abandoned(now)
        if move not in MOVES[self.state] or (is_worked_on and move is RunMove.RESUME):
            way_out = _WAYS_OUT[self.state].replace("{}", str(self.id))
            raise RuleBroken(f"Không thể {_WANTED[move]} lượt {self.id}: {_STANDS[self.state]}. {way_out}")
