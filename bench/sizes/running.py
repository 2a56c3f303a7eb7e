"""The series, subject by subject and size by size, each in a process of its own: one that fails does not stop the others."""

from __future__ import annotations

import os
import shutil
import signal
import traceback
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from bench.sizes.cells import LINES, SUBJECTS
from bench.sizes.grounds import Ground

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from bench.sizes.cells import Cell
    from bench.sizes.results import Results

MODULES = {subject: subject.replace("-", "_") for subject in SUBJECTS}
LONGEST = 900.0  # seconds for one subject at one size, and for making the database of a size
ROUNDS = ((20_000, 3), (1_000_000, 2))  # up to so many obligations, so many rounds
SAMPLE, QUICK_SAMPLE = 500, 100  # messages


class FailedError(Exception):
    """Says in words what became of a process that measured."""


def run_series(
    results: Results,
    *,
    sizes: Iterable[int],
    subjects: Sequence[str] = SUBJECTS,
    tell: Callable[[str], None] = print,
    keep: Callable[[Results], None] = lambda _: None,
    resume: bool = False,
    quick: bool = False,
) -> None:
    """Fills `results` as it goes, and has them kept after each subject.

    With `resume`, what is there is not measured again; `quick` is one round of each.
    """
    start, before = perf_counter(), results.seconds
    for number in sorted(sizes):
        wanted = [one for one in subjects if not (resume and _is_known(results, one, number))]
        if not wanted:
            continue
        with TemporaryDirectory(prefix="dondoc-bench-") as folder:
            effort = (1, QUICK_SAMPLE) if quick else (_rounds(number), SAMPLE)
            ground = Ground(Path(folder), number, *effort)
            for told in _run_size(results, ground, wanted):
                results.seconds = before + perf_counter() - start
                keep(results)
                tell(f"{results.seconds:5.0f} s  {number:,} obligations: {told}")


def _run_size(results: Results, ground: Ground, subjects: Sequence[str]) -> Iterator[str]:
    """Says what comes next, and what failed."""
    yield "making the database"
    try:
        apart("grounds", "make", ground)
    except FailedError as failure:
        results.failed |= {_key(subject, ground): str(failure) for subject in subjects}
        yield f"FAILED, {failure}"
        return
    for subject in subjects:
        results.note_load(os.getloadavg()[0])
        yield f"{subject}, load {os.getloadavg()[0]:.1f}"
        results.failed.pop(_key(subject, ground), None)
        try:
            results.add(ground.number, apart(MODULES[subject], "measure", ground))
        except FailedError as failure:
            results.failed[_key(subject, ground)] = str(failure)
            yield f"{subject} FAILED, {failure}"
        _tidy(ground)
    results.note_load(os.getloadavg()[0])
    yield "done"


def _key(subject: str, ground: Ground) -> str:
    return f"{subject} at {ground.number:,}"


def _is_known(results: Results, subject: str, number: int) -> bool:
    names = [line.name for line in LINES if line.subject == subject]
    return all(number in results.cells.get(name, {}) for name in names)


def _rounds(number: int) -> int:
    return next(rounds for most, rounds in ROUNDS if number <= most)


def _tidy(ground: Ground) -> None:
    """Each subject leaves a copy or two of the database behind, and the largest has two hundred megabytes."""
    for path in ground.folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def apart(module: str, function: str, ground: Ground, *, longest: float = LONGEST) -> dict[str, Cell]:
    """In a process of its own, which pays for nobody else's memory. Raises FailedError, in words."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, module, function, ground))
    process.start()
    there.close()
    try:
        if not here.poll(longest):
            raise FailedError(f"not done after {longest:.0f} s")
        found, failure = here.recv()
    except EOFError:
        raise FailedError("its process died") from None
    finally:
        process.join(timeout=5)
        if process.is_alive() and process.pid is not None:
            os.killpg(process.pid, signal.SIGTERM)  # with the servers that it started
            process.join()
    if failure:
        raise FailedError(failure)
    measured: dict[str, Cell] = found
    return measured


def _work(line: Connection, module: str, function: str, ground: Ground) -> None:
    os.setpgid(0, 0)  # so that it can be ended together with what it started
    line.send(measured(module, function, ground))


def measured(module: str, function: str, ground: Ground) -> tuple[dict[str, Cell], str]:
    """The cells, and in words why there are none."""
    try:
        return getattr(import_module(f"bench.sizes.{module}"), function)(ground) or {}, ""
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others are measured
        traceback.print_exc()
        return {}, f"{type(error).__name__}: {error}".splitlines()[0][:200]
