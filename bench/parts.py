"""The parts of the benchmark, each run in a process of its own: none pays for the memory of another."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
    "workers:measure",
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


def parts_named(names: Iterable[str]) -> tuple[str, ...]:
    """All that the modules of these names measure, in the order above."""
    wanted = set(names)
    unknown = wanted - {part.partition(":")[0] for part in PARTS}
    if unknown:
        raise SystemExit(f"There is no part {', '.join(sorted(unknown))}; see python -m bench --help.")
    return tuple(part for part in PARTS if part.partition(":")[0] in wanted)


def measured(folder: Path, parts: Iterable[str] = PARTS) -> Iterator[Figure]:
    """One that fails is told, and the others go on."""
    for part in parts:
        print(f"{part}", flush=True)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            try:
                yield from pool.submit(run, part, folder).result()
            except Exception as error:  # noqa: BLE001 -- whatever it is
                print(f"{part} FAILED: {type(error).__name__}: {error}", flush=True)


def run(part: str, folder: Path) -> list[Figure]:
    module, _, function = part.partition(":")
    found: list[Figure] = getattr(import_module(f"bench.{module}"), function)(folder)
    return found
