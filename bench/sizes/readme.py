"""The table in the README, written between two marks and never by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.sizes import table
from bench.sizes.cells import LINES
from bench.sizes.grounds import SIZES

if TYPE_CHECKING:
    from pathlib import Path

    from bench.sizes.results import Results

BEGIN = "<!-- bench: begin; `python -m bench --write` writes what stands between -->"
END = "<!-- bench: end -->"


def write(readme: Path, results: Results) -> None:
    readme.write_text(with_block(readme.read_text(encoding="utf-8"), block(results)), encoding="utf-8")


def with_block(text: str, new: str) -> str:
    before, found, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"The marks are missing: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{new}\n\n{END}{after}"


def block(results: Results) -> str:
    least, most = results.load
    said = (
        f"{results.day}; {results.machine}; load {least:.1f} to {most:.1f}; {results.seconds / 60:.0f} minutes. "
        "In each cell the ratio to the baseline, then what it costs."
    )
    return "\n\n".join(
        part
        for part in (
            said,
            table.markdown(table.costs(results, sizes=SIZES)),
            table.markdown(table.memory(results, sizes=SIZES)),
            notes(results),
        )
        if part
    )


def notes(results: Results) -> str:
    """What was measured of a part only, and what failed."""
    samples = [
        f"{line.name} at {number:,}: {cell.sample}"
        for line in LINES
        for number, cell in sorted(results.cells.get(line.name, {}).items())
        if cell.sample
    ]
    failed = [f"{key} failed: {why}" for key, why in sorted(results.failed.items())]
    return f"Measured on samples: {'; '.join(samples)}." * bool(samples) + "".join(f" {one}." for one in failed)
