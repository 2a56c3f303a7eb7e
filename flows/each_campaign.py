"""The same piece of the pipeline for one campaign after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tasks.ticks import is_running, list_plans

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

Result = TypeVar("Result")


async def for_each_campaign(work: Callable[[str], Awaitable[Result]], *, now: datetime) -> dict[str, Result]:
    """What came of each, by plan. One that fails keeps no other from its turn; what failed is raised at the end."""
    found: dict[str, Result] = {}
    failures: list[Exception] = []
    for plan in await list_plans():
        try:
            if await is_running(plan, now):
                found[plan] = await work(plan)
        except Exception as failure:  # noqa: BLE001 -- whatever it is, it is raised below
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some campaigns failed", failures)
    return found
