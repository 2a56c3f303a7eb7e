"""Printing: JSON with a stable shape, or a table for people."""

from __future__ import annotations

import json
import sys
import textwrap
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from domain import vietnamese_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

GAP, LEAST_WIDTH = 2, 8  # between two columns; of a column whose text is broken between words
LONGEST_PHRASE, LONGEST_WORD = 17, 32  # a cell up to this length (24/10/2022, 08:00) is not broken


def plain(value: object) -> object:
    """Dataclasses as objects, days and moments as ISO text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value


def print_json(value: object) -> None:
    json.dump(plain(value), sys.stdout, ensure_ascii=False, indent=2)
    print()  # noqa: T201 -- the terminal is the user


def say(text: str = "", *, to: TextIO | None = None, hang: int = 0, at_once: bool = False) -> None:
    """Print to a person; on a terminal, long lines are broken between words, the rest set in by `hang` more.

    `at_once` where the program goes on for long afterwards: who reads through a pipe is not to wait for its end.
    """
    stream = to or sys.stdout
    print(_fitted(text, hang) if stream.isatty() else text, file=stream, flush=at_once)


def _fitted(text: str, hang: int) -> str:
    width = get_terminal_size().columns
    return "\n".join(_wrapped(line, width, hang) if len(line) > width else line for line in text.split("\n"))


def _wrapped(line: str, width: int, hang: int) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(
        line.strip(),
        width,
        initial_indent=indent,
        subsequent_indent=indent + " " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()
) -> None:
    """A table that fits the terminal, between blank lines; the columns with the numbers `right` are set to the right."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 -- only where a table is shown
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    lines = [[str(cell) for cell in row] for row in rows]
    console = Console(highlight=False, markup=False, emoji=False)
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    cells = [[line[number] for line in lines] for number in range(len(columns))]
    for number, (head, width) in enumerate(zip(columns, _widths(columns, cells, within=console.width), strict=True)):
        table.add_column(
            textwrap.fill(head, width) if width else head,
            justify="right" if number in right else "left",
            no_wrap=bool(width),
            overflow="fold",
        )
    for line in lines:
        table.add_row(*map(Text, line))
    say(f"{title}\n")
    console.print(table)
    say()


def _widths(heads: Sequence[str], columns: Sequence[Sequence[str]], *, within: int) -> list[int]:
    """The widths of the columns that must not be broken, 0 for the others; all 0 where there is no room for that."""
    widths = [_unbroken(head, cells) for head, cells in zip(heads, columns, strict=True)]
    needed = sum((width or LEAST_WIDTH) + GAP for width in widths)
    return widths if needed <= within else [0] * len(widths)


def _unbroken(head: str, cells: Sequence[str]) -> int:
    """The width of a column whose cells stay on one line: days, codes, figures, addresses. 0 for running text."""
    lines = [line for cell in cells for line in cell.splitlines()]
    width = max(map(len, lines), default=LEAST_WIDTH)
    limit = LONGEST_WORD if all(" " not in line for line in lines) else LONGEST_PHRASE
    return max(width, *map(len, head.split(" "))) if width <= limit else 0


def day_text(day: date | None) -> str:
    return vietnamese_dates.day_text(day) if day else ""


def moment_text(moment: datetime | None) -> str:
    return f"{day_text(moment)}, {moment:%H:%M}" if moment else ""
