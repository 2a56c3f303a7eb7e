from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.consolidation import Absence, Absent, Preflight, RunState
from domain.consolidation_runs import LEASE, MOVES, Run, RunMove
from domain.errors import RuleBroken

NOW = datetime(2022, 8, 22, 1, tzinfo=UTC)
MISSING = Absent("HU2", "Huyện ủy Bình Lục", Absence.MISSING, date(2022, 8, 20), 2)
COMPLETE = Preflight("BTG", "Ban Tuyên giáo", NOW, (), ())
INCOMPLETE = replace(COMPLETE, absent=(MISSING,))
BY_PEOPLE = (RunMove.APPROVE, RunMove.CANCEL, RunMove.RESUME)


def run(state: RunState, *, preflight: Preflight | None = None, **changes: object) -> Run:
    found = Run(7, "BTG", "Ban Tuyên giáo", state, NOW, NOW, "Lan", preflight=preflight, progressed_at=NOW)
    return replace(found, **changes)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("state", RunState)
@pytest.mark.parametrize("move", BY_PEOPLE)
def test_what_the_table_does_not_know_is_refused_with_the_way_out(state: RunState, move: RunMove) -> None:
    is_allowed = move in MOVES[state] and (state, move) != (RunState.RUNNING, RunMove.RESUME)
    if is_allowed:
        run(state).check_move(move, now=NOW)
        return

    with pytest.raises(RuleBroken, match=r"^Không thể .+ lượt 7: .+\. .*dondoc (runs \w+ 7|consolidate)"):
        run(state).check_move(move, now=NOW)


def test_run_whose_worker_is_alive_cannot_be_resumed_and_one_left_alone_can() -> None:
    with pytest.raises(RuleBroken, match="lượt đang chạy"):
        run(RunState.RUNNING).check_move(RunMove.RESUME, now=NOW + LEASE)

    run(RunState.RUNNING).check_move(RunMove.RESUME, now=NOW + LEASE + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("preflight", "approved_at", "at"),
    [
        (None, None, RunState.REQUESTED),
        (COMPLETE, None, RunState.APPROVED),
        (INCOMPLETE, None, RunState.WAITING),
        (INCOMPLETE, NOW, RunState.APPROVED),
    ],
)
def test_run_goes_on_where_it_got_to_and_never_past_a_missing_approval(
    preflight: Preflight | None, approved_at: datetime | None, at: RunState
) -> None:
    assert run(RunState.CANCELLED, preflight=preflight, approved_at=approved_at).resumes_at is at


def test_only_a_running_run_can_be_abandoned() -> None:
    later = NOW + LEASE + timedelta(seconds=1)

    assert [state for state in RunState if run(state).is_abandoned(later)] == [RunState.RUNNING]
    assert run(RunState.RUNNING, progressed_at=None).is_abandoned(NOW)
