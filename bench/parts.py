"""The parts of the benchmark, each run in a process of its own: none pays for the memory of another."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.figures import Figure

# By name: a process begins with the memory of the one that started it, so none of them is loaded here.
PARTS = (
    "rehearsing:measure",
    "ticking:prepare",
    "ticking:measure",
    "proving:measure",
    "auditing:measure",
    "growing:measure_due",
    "growing:measure_size",
    "starting:measure",
    "pages:measure",
    "handing_over:measure",
    "delivering:measure",
    "reading:measure",
    "reading:measure_memory",
    "matching:measure",
    "matching:measure_time",
    "matching:measure_memory",
    "copying:measure",
    "copying:measure_time",
    "grouping:measure",
    "planted:measure",
    "carrying:measure",
    "consolidating:measure",
    "merging:measure",
    "merging:measure_growth",
)


def measured(folder: Path) -> Iterator[Figure]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for part in PARTS:
            yield from pool.submit(run, part, folder).result()


def run(part: str, folder: Path) -> list[Figure]:
    module, _, function = part.partition(":")
    found: list[Figure] = getattr(import_module(f"bench.{module}"), function)(folder)
    return found
