"""Stopwatch and scales. What is compared is measured in turn, so that a busy moment of the machine meets both."""

from __future__ import annotations

import gc
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PER_MEGABYTE = 1024 if sys.platform == "linux" else 1024 * 1024  # the unit of `ru_maxrss` differs


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work took on the clock, and of the processor of this process."""

    clock: float
    processor: float

    def over(self, number: int) -> Spent:
        return Spent(self.clock / number, self.processor / number)


def spent(work: Callable[[], object]) -> Spent:
    gc.collect()
    clock, processor = perf_counter(), process_time()
    work()
    return Spent(perf_counter() - clock, process_time() - processor)


def medians_spent(rounds: int, *timed: Callable[[], Spent]) -> list[Spent]:
    """Call each in turn, `rounds` times, and return the medians of each, of the clock and of the processor."""
    found = [[one() for one in timed] for _ in range(rounds)]
    return [median_spent(column) for column in zip(*found, strict=True)]


def median_spent(found: Iterable[Spent]) -> Spent:
    every = list(found)
    return Spent(median(one.clock for one in every), median(one.processor for one in every))


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def cpu_seconds(work: Callable[[], object]) -> float:
    """What the processor spent on it: for work of milliseconds in one thread, which waits for nothing but its turn."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def medians(rounds: int, *timed: Callable[[], float]) -> list[float]:
    """Call each in turn, `rounds` times, and return the median of the seconds that each reports."""
    found = [[one() for one in timed] for _ in range(rounds)]
    return [median(column) for column in zip(*found, strict=True)]


def best(rounds: int, *timed: Callable[[], float]) -> list[float]:
    """The same with the least instead of the median: for what only the machine itself can slow down."""
    found = [[one() for one in timed] for _ in range(rounds)]
    return [min(column) for column in zip(*found, strict=True)]


def peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PER_MEGABYTE


def resident_megabytes() -> float:
    """The memory that this process holds now; where the system does not tell, the most that it has held."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return peak_megabytes()
    return int(status.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1024 / 1024
