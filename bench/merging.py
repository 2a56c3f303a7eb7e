"""Merging reports of twelve pages into one draft, against docxcompose, which puts the same files one behind the other.

`python -m bench.merging` is the long run: three thousand reports.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

import docx
from rich.console import Console

from bench.figures import Figure, Unit, table
from bench.measuring import cpu_seconds, peak_megabytes
from bench.report_files import HABITS, report_file
from documents.merging.draft import BODY_MARK, Draft
from documents.party_document import PartyDocument
from documents.reading import read_word

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORTS = 120
MOST_OF_DOCXCOMPOSE = 0.1
MOST_MEGABYTES = 150
SIZES = (300, 1_000)
LONG_SIZES = (300, 1_000, 3_000)
MOST_OVER_PROPORTION = 1.25
# The memory settles in a step of some twenty megabytes on the way; it must not go on from there.
MOST_GROWTH = 2
_SECTIONS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """The processor time that one draft took, the most memory that its process ever held, and its size."""

    reports: int
    seconds: float
    megabytes: float
    written: int


def measure(folder: Path, *, reports: int = REPORTS) -> list[Figure]:
    ours = _apart(_merge, folder, reports)
    theirs = _apart(_compose, folder, reports)
    return [
        Figure(
            f"merging {reports:,} reports",
            ours.seconds,
            "docxcompose",
            theirs.seconds,
            most_ratio=MOST_OF_DOCXCOMPOSE,
        ),
        Figure(
            f"memory to merge {reports:,} reports",
            ours.megabytes,
            "docxcompose",
            theirs.megabytes,
            Unit.MEGABYTES,
            most=MOST_MEGABYTES,
        ),
    ]


def measure_growth(folder: Path, *, sizes: tuple[int, ...] = SIZES) -> list[Figure]:
    """Each size in a process of its own; what one report costs, and what the process ever held."""
    least, *larger = [_apart(_merge, folder, size) for size in sizes]
    return [figure for run in larger for figure in _against(least, run)]


def _against(least: Run, run: Run) -> Iterator[Figure]:
    each, before = run.seconds / run.reports, least.seconds / least.reports
    what, against = f"one of {run.reports:,} reports merged", f"of {least.reports:,}"
    yield Figure(what, each, against, before, most_ratio=MOST_OVER_PROPORTION)
    what, against = f"memory to merge {run.reports:,} reports", f"{least.reports:,}"
    yield Figure(
        what, run.megabytes, against, least.megabytes, Unit.MEGABYTES, most=MOST_MEGABYTES, most_ratio=MOST_GROWTH
    )


def _apart(work: object, folder: Path, reports: int) -> Run:
    """In a process of its own: none pays for the memory of another."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, folder, reports).result()  # type: ignore[arg-type]


def _merge(folder: Path, reports: int) -> Run:
    with TemporaryDirectory(dir=folder) as work:
        draft, seconds = Draft(_skeleton(), Path(work), sources="none"), 0.0
        for number in range(reports):
            content = _report(number)
            start = process_time()
            _take_in(draft, number, content)
            seconds += process_time() - start
        target = Path(work) / "draft.docx"
        seconds += cpu_seconds(lambda: _write(draft, target))
        return Run(reports, seconds, peak_megabytes(), target.stat().st_size)


def _take_in(draft: Draft, number: int, content: bytes) -> None:
    word = read_word(content)
    route = {block.position: str(block.position % _SECTIONS) for block in word.report.blocks}
    draft.take_in(f"Xã {number}", word.report, word=word, route=route)


def _write(draft: Draft, target: Path) -> None:
    with draft.writing(target) as body:
        for section in range(_SECTIONS):
            body.paragraph(f"{section}.", style="heading 1")
            for passage in draft.passages(str(section)):
                body.passage(passage)


def _compose(folder: Path, reports: int) -> Run:
    composing = import_module("docxcompose.composer")
    target, contents = folder / "composed.docx", [_report(number) for number in range(reports)]

    def compose() -> None:
        composer = composing.Composer(docx.Document(BytesIO(contents[0])))
        for content in contents[1:]:
            composer.append(docx.Document(BytesIO(content)))
        composer.save(str(target))

    seconds = cpu_seconds(compose)
    size = target.stat().st_size
    target.unlink()
    return Run(reports, seconds, peak_megabytes(), size)


def _report(number: int) -> bytes:
    return report_file(HABITS[number % len(HABITS)], str(number))


def _skeleton() -> bytes:
    document = PartyDocument("Báo cáo")
    document.paragraph(BODY_MARK)
    return document.to_bytes()


if __name__ == "__main__":
    with TemporaryDirectory() as here:
        sizes = tuple(map(int, sys.argv[1:])) or LONG_SIZES
        Console().print(table(measure_growth(Path(here), sizes=sizes)))
