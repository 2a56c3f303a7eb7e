"""A consolidation run: claimed, checked, read and merged, and laid where staff find it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from prefect import task

from config import consolidating
from config.consolidating import Attempt
from documents.absences import ABSENCES
from domain.consolidation import RunState
from domain.consolidation_runs import RunCancelled
from tasks.at_work import in_workplace

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.consolidation_runs import Run

# What a flow is told of a run: `state`, `received` (how many), `absent` (name and reason of each), `gaps` (how many
# reports have some), `stage`, `done`, `total`, `path` and `files`.
Told = dict[str, str | int | list[str]]


@task(name="claim-run")
async def claim_run(run_id: int) -> int | None:
    """The number of our attempt; None where there is nothing to be done, or another worker was quicker."""

    def work(place: Workplace) -> int | None:
        attempt = consolidating.claim(place, run_id)
        return attempt.number if attempt else None

    return await in_workplace(work)


@task(name="check-run")
async def check_run(plan: str, run_id: int, attempt: int) -> Told:
    """The pre-flight. The run then waits for approval, or is still ours (`state`)."""

    def work(place: Workplace) -> Told:
        return _told(consolidating.check(place, place.campaign(plan), Attempt(run_id, attempt)))

    return await in_workplace(work)


@task(name="merge-reports")
async def merge_reports(plan: str, run_id: int, attempt: int) -> Told:
    """The files laid where staff find them. A run that was told to stop is no failure: its `state` says what became of it."""

    def work(place: Workplace) -> Told:
        campaign = place.campaign(plan)
        with suppress(RunCancelled):
            consolidating.merge(place, campaign, Attempt(run_id, attempt))
        return _told(consolidating.find(place, campaign, run_id))

    return await in_workplace(work)


async def progress_of(plan: str, run_id: int) -> Told:
    """How far the run is. A look, and no task: it is asked for every second."""

    def work(place: Workplace) -> Told:
        return _told(consolidating.find(place, place.campaign(plan), run_id))

    return await in_workplace(work)


def _told(run: Run) -> Told:
    found = run.preflight
    return {
        "state": run.state.value,
        "received": len(found.inputs) if found else 0,
        "absent": [f"{one.name}: {ABSENCES[one.reason]}" for one in found.absent] if found else [],
        "gaps": len({one.unit for one in found.gaps}) if found else 0,
        "stage": run.stage,
        "done": run.done,
        "total": run.total,
        "path": run.path if run.state is RunState.DONE else "",
        "files": list(run.outputs),
    }
