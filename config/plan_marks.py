"""Values that a new plan still has from its template: each carries a mark, so that none can slip into a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.yaml_file import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MARK = "(MẪU)"
MARKED_DOMAIN = "@mau.example"  # nothing sent there arrives anywhere
LONGEST_SHOWN = 70
# A comment may speak of the mark. In a list a line that is a comment begins with it.
_COMMENT = re.compile(r"(^|\s)#.*")


@dataclass(frozen=True, slots=True)
class Mark:
    """One line with values of the template in it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= LONGEST_SHOWN else f"{self.text[:LONGEST_SHOWN]}…"
        return f"{self.file}, dòng {self.line}: {shown}"


def marks_in(folder: Path, names: Iterable[str]) -> tuple[Mark, ...]:
    """Every line of these files that still has a value of the template, in the order of the files."""
    return tuple(mark for name in dict.fromkeys(names) for mark in _marks(folder / name))


def _marks(path: Path) -> Iterator[Mark]:
    for number, line in enumerate(read_text(path).splitlines(), 1):
        said = _COMMENT.sub("", line)
        if MARK in said or MARKED_DOMAIN in said:
            yield Mark(path.name, number, said.strip())
