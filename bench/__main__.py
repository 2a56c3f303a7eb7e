"""`python -m bench` prints what was measured, on which machine, and how long that took."""

from __future__ import annotations

import os
import platform
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console

from bench.figures import table
from bench.parts import measured

WIDTH = 140


def main() -> None:
    start = perf_counter()
    print(machine())
    with TemporaryDirectory(prefix="dondoc-bench-") as folder:
        figures = list(measured(Path(folder)))
    Console(width=WIDTH).print(table(figures))
    print(f"{perf_counter() - start:.0f} s in all")


def machine() -> str:
    load = "/".join(f"{average:.1f}" for average in os.getloadavg())
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, {python}, load {load}"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


if __name__ == "__main__":
    main()
