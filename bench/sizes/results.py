"""The figures as a file: which machine, which versions, how busy, what was measured and what failed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from bench.sizes.cells import Cell

if TYPE_CHECKING:
    from pathlib import Path

    from bench.sizes.cells import Cells


@dataclass(slots=True)
class Results:
    """`failed` says in words what became of a subject at a size, by "subject at size"."""

    machine: str = ""
    day: str = ""
    seconds: float = 0.0
    load: tuple[float, float] = (0.0, 0.0)  # of the least and the busiest minute of the run
    cells: Cells = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, number: int, found: dict[str, Cell]) -> None:
        for name, cell in found.items():
            self.cells.setdefault(name, {})[number] = cell

    def note_load(self, load: float) -> None:
        least, most = self.load
        self.load = (min(least or load, load), max(most, load))

    @property
    def sizes(self) -> list[int]:
        return sorted({number for found in self.cells.values() for number in found})


def keep(results: Results, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1), encoding="utf-8")


def kept(path: Path) -> Results:
    """What an earlier run left behind; nothing where there was none."""
    if not path.exists():
        return Results()
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    cells = {
        name: {int(number): Cell(**cell) for number, cell in row.items()} for name, row in found.pop("cells").items()
    }
    return Results(cells=cells, load=tuple(found.pop("load")), **found)
