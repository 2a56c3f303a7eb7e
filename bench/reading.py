"""Reading a report, against unpacking and parsing the same parts of the same file and doing nothing with them.

`python -m bench.reading` is the long run of the memory: ten thousand reports.
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from rich.console import Console

from bench.figures import Figure, Unit, table
from bench.measuring import best, cpu_seconds, resident_megabytes
from bench.report_files import HABITS, HEADINGS, NOTES, PICTURES, TABLES, report_file
from documents.blocks import Footnote, Image, Report, Table
from documents.reading import read_report

ROUNDS = 60
MOST_SECONDS = 0.015
MOST_OVER_PARSING = 2.5
UNREAD = "[Content_Types].xml"  # the reader follows relationships only
DIFFERENT = 20
SETTLED, READ = 200, 1_000
LONG_SETTLED, LONG_READ = 1_000, 10_000
MOST_GROWTH = 1.05


def measure(_folder: Path, *, rounds: int = ROUNDS) -> list[Figure]:
    """One figure for each habit of writing."""
    return [_of_habit(habit, rounds) for habit in HABITS]


def measure_memory(_folder: Path, *, settled: int = SETTLED, read: int = READ) -> list[Figure]:
    """What the process holds after many reports, against what it held after the first of them."""
    files = cycle(report_file(HABITS[n % len(HABITS)], str(n)) for n in range(DIFFERENT))
    for content in islice(files, settled):
        read_report(content)
    before = resident_megabytes()
    for content in islice(files, read - settled):
        read_report(content)
    what = f"memory after {read:,} reports read"
    return [Figure(what, resident_megabytes(), f"after {settled:,}", before, Unit.MEGABYTES, most_ratio=MOST_GROWTH)]


def _of_habit(habit: str, rounds: int) -> Figure:
    content = report_file(habit, "bench")
    _check(read_report(content))
    read, parsed = best(
        rounds,
        lambda: cpu_seconds(partial(read_report, content)),
        lambda: cpu_seconds(partial(_parse, content)),
    )
    return Figure(
        f"reading 12 pages, {habit}",
        read,
        "unzip and lxml parse",
        parsed,
        most=MOST_SECONDS,
        most_ratio=MOST_OVER_PARSING,
    )


def _parse(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")) and name != UNREAD:
                etree.fromstring(archive.read(name))


def _check(report: Report) -> None:
    assert len(report.headings) == HEADINGS
    for kind, number in ((Table, TABLES), (Image, PICTURES), (Footnote, NOTES)):
        assert sum(isinstance(block, kind) for block in report.blocks) == number


if __name__ == "__main__":
    Console().print(table(measure_memory(Path(), settled=LONG_SETTLED, read=LONG_READ)))
