"""A consolidation run: claimed, read and merged, and laid where staff find it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from prefect import task

from config import consolidating
from tasks.at_work import in_workplace

if TYPE_CHECKING:
    from config.wiring import Workplace


@task(name="claim-run")
async def claim_run(run_id: int) -> bool:
    """Whether the run is ours; another worker may have been quicker."""

    def work(place: Workplace) -> bool:
        return consolidating.claim(place, run_id)

    return await in_workplace(work)


@task(name="merge-reports")
async def merge_reports(plan: str, run_id: int, now: datetime) -> dict[str, str | list[str]]:
    """Where the draft lies (`path`), and the names of the units `received`, `missing` and `unreadable`."""

    def work(place: Workplace) -> dict[str, str | list[str]]:
        draft = consolidating.merge(place, place.campaign(plan), run_id=run_id, now=now)
        return {
            "path": str(draft.path),
            "received": list(draft.received),
            "missing": list(draft.missing),
            "unreadable": list(draft.unreadable),
        }

    return await in_workplace(work)
