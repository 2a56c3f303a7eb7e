"""Commands in fresh processes: what the program loads before it answers, and what it asks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measuring import PER_MEGABYTE, Spent, medians_spent
from bench.nation import commune_code
from bench.sizes import launching
from bench.sizes.cells import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.sizes.grounds import Ground

MOMENT = ("--as-of", "2022-07-15")
COMMANDS = {
    "dondoc why, one unit": ("why", commune_code(3), *MOMENT),
    # Of the smallest tier: what is measured is to find out, not to print a line for each of a country.
    "dondoc status of a tier": ("status", "--tier", "province", *MOMENT),
}
LOADED = """
import contextlib, io, sys
before = set(sys.modules)
from cli.main import run
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    run({words})
own = {{"bench", "cli", "config", "database", "documents", "domain", "notifications", "operation", "services"}}
names = [name for name in sys.modules if name not in before and name.partition(".")[0] not in own]
print(" ".join(name for name in names if getattr(sys.modules[name], "__spec__", None)))
"""
IMPORT = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)"


def measure(ground: Ground) -> dict[str, Cell]:
    data = ground.morning("starting").path.parent
    found = {}
    for name, words in COMMANDS.items():
        libraries = _loaded(words, data)
        peaks: list[float] = []
        idles: list[float] = []
        ours, bare = medians_spent(
            ground.rounds,
            lambda words=words, peaks=peaks: _ran([_program(), *words], data, peaks),  # type: ignore[misc]  # what is bound
            lambda names=libraries, idles=idles: _ran([sys.executable, "-c", IMPORT, *names], data, idles),  # type: ignore[misc]  # the same
        )
        found[name] = Cell.of(ours, bare, peak=max(peaks), idle=max(idles))
    return found


def _program() -> str:
    return str(Path(sys.executable).with_name("dondoc"))


def _loaded(words: Sequence[str], data: Path) -> list[str]:
    """The modules of other people's libraries that the command has loaded when it is over."""
    code = LOADED.format(words=list(words))
    ran = subprocess.run(  # noqa: S603 -- a command of our own
        [sys.executable, "-c", code], env=_environment(data), check=True, capture_output=True, text=True
    )
    return ran.stdout.split()


def _ran(command: Sequence[str], data: Path, peaks: list[float]) -> Spent:
    launched = [sys.executable, "-I", "-S", launching.__file__, *command]
    ran = subprocess.run(launched, env=_environment(data), cwd=data, check=True, capture_output=True, text=True)  # noqa: S603 -- the same
    status, clock, processor, peak = map(float, ran.stdout.split())
    if status:
        raise RuntimeError(f"{command[:4]} ended with {status:.0f}: {ran.stderr[-500:]}")
    peaks.append(peak / PER_MEGABYTE)
    return Spent(clock, processor)


def _environment(data: Path) -> dict[str, str]:
    without = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**without, "DONDOC_DATA": str(data), "PYTHONPATH": str(Path(__file__).parents[2])}
