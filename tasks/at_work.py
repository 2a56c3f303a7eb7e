"""How a task gets at its work: in a thread, with a workplace of its own that is closed afterwards."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from config.wiring import workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.wiring import Workplace

Given = ParamSpec("Given")
Result = TypeVar("Result")


async def in_workplace(
    work: Callable[Concatenate[Workplace, Given], Result],
    *arguments: Given.args,
    **options: Given.kwargs,
) -> Result:
    """Do the work beside the event loop, which must go on beating while the database is busy."""

    def do() -> Result:
        with _opened() as place:
            return work(place, *arguments, **options)

    return await asyncio.to_thread(do)


@contextmanager
def _opened() -> Iterator[Workplace]:
    place = workplace()
    try:
        yield place
    finally:
        place.engine.dispose()
