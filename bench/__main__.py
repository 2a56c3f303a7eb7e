"""`python -m bench`: seven subjects at four sizes, each against its baseline; a table, a file of figures and a picture.

With `--parts` only some of it; with `--detailed` the older parts, which look closer at one size.
"""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console

from bench.figures import table as table_of
from bench.machine import load, machine
from bench.parts import PARTS, measured, parts_named
from bench.sizes import picture, readme, table
from bench.sizes.cells import SUBJECTS
from bench.sizes.grounds import SIZES
from bench.sizes.results import Results, keep, kept
from bench.sizes.running import run_series
from config import clock

WIDTH = 220
ROOT = Path(__file__).parents[1]
RESULTS, README, PICTURE = ROOT / "var/bench/results.json", ROOT / "README.md", ROOT / "docs/bench.svg"


def main(words: list[str] | None = None) -> None:
    asked = _parser().parse_args(words)
    names = [*filter(None, asked.parts.split(","))]
    subjects = [name for name in names if name in SUBJECTS] if names else list(SUBJECTS)
    detailed = parts_named(name for name in names if name not in SUBJECTS) or (PARTS if asked.detailed else ())
    print(f"{machine()}, load {load()}", flush=True)
    if subjects and not (asked.detailed and not names):
        _series(asked, subjects)
    if detailed:
        _detailed(detailed)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m bench", description=__doc__)
    parts = f"of the series: {', '.join(SUBJECTS)}; or a detailed part: {', '.join(_modules())}"
    parser.add_argument("--parts", default="", metavar="NAMES", help=f"only these, with commas between; {parts}")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), metavar="NUMBERS", help="of obligations")
    parser.add_argument("--detailed", action="store_true", help="the older, detailed parts instead of the series")
    parser.add_argument("--quick", action="store_true", help="one round of each: a few minutes, and less to rely on")
    parser.add_argument("--resume", action="store_true", help="keep what var/bench/results.json has, measure the rest")
    parser.add_argument("--show", action="store_true", help="measure nothing: show (and write) what the file has")
    parser.add_argument("--write", action="store_true", help="write the table into README.md and docs/bench.svg")
    return parser


def _modules() -> list[str]:
    return list(dict.fromkeys(part.partition(":")[0] for part in PARTS))


def _series(asked: Namespace, subjects: list[str]) -> None:
    results = kept(RESULTS) if asked.resume or asked.show else Results()
    if not asked.show:
        results.machine, results.day = machine(), f"{clock.now():%d/%m/%Y}"
        sizes = [int(number) for number in asked.sizes.replace("_", "").split(",")]
        run_series(
            results,
            sizes=sizes,
            subjects=subjects,
            keep=lambda found: keep(found, RESULTS),
            resume=asked.resume,
            quick=asked.quick,
        )
    show(results)
    picture.write(RESULTS.with_name("bench.svg"), results)
    if asked.write:
        readme.write(README, results)
        picture.write(PICTURE, results)


def show(results: Results) -> None:
    console = Console(width=WIDTH)
    for rows in (table.costs(results), table.memory(results)):
        console.print(table.terminal(rows))
    least, most = results.load
    print(f"{readme.notes(results)}\n{results.seconds:.0f} s in all, load {least:.1f} to {most:.1f}")


def _detailed(parts: tuple[str, ...]) -> None:
    start = perf_counter()
    with TemporaryDirectory(prefix="dondoc-bench-") as folder:
        figures = list(measured(Path(folder), parts))
    Console(width=WIDTH).print(table_of(figures))
    print(f"{perf_counter() - start:.0f} s in all, load {load()}")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended, too
    main()
