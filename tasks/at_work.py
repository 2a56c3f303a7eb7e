"""How a task gets at its work: in a thread, with a workplace of its own that is closed afterwards."""

from __future__ import annotations

import asyncio
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from config.log_facts import bound
from config.logs import set_up_logs
from config.wiring import workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.wiring import Workplace

# Set where a run has a process of its own, which Prefect started: there nobody else has set up our logs.
BY_RUNNER = "PREFECT__FLOW_RUN_ID"
Given = ParamSpec("Given")
Result = TypeVar("Result")


async def in_workplace(
    work: Callable[Concatenate[Workplace, Given], Result],
    *arguments: Given.args,
    **options: Given.kwargs,
) -> Result:
    """Do the work beside the event loop, which must go on beating while the database is busy."""

    def do() -> Result:
        with bound(), _opened() as place:
            return work(place, *arguments, **options)

    return await asyncio.to_thread(do)


@contextmanager
def _opened() -> Iterator[Workplace]:
    place = workplace()
    if os.environ.get(BY_RUNNER):
        set_up_logs(place.settings)
    try:
        yield place
    finally:
        place.engine.dispose()
