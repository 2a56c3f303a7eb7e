"""The lists of a plan, units and contacts, from CSV; each fault with its file and line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.plan_errors import A_CODE, PlanError
from config.yaml_file import read_text
from domain.units import Confirmation, Contact, ContactRole, Unit, UnitTree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from enum import StrEnum
    from pathlib import Path

UNIT_COLUMNS = ("code", "name", "tier", "superior", "kind", "symbol", "administrative_code", "confirmation", "note")
CONTACT_COLUMNS = ("code", "unit", "name", "role", "channel", "address", "phone")
# The channels on which the program can write to people.
CHANNELS = ("email",)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list; `line` is where it ends in the file, counted from 1."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, text: str) -> str:
        return f"{self.file}, dòng {self.line}: {text}"


def read_units(paths: Sequence[Path], *, tiers: Collection[str]) -> UnitTree:
    rows = [row for path in paths for row in _rows(path, UNIT_COLUMNS)]
    problems = [problem for row in rows for problem in _unit_problems(row, tiers)]
    problems += _doubled(rows, key=("code",))
    problems += _unknown_superiors(rows)
    _stop_at(problems)
    _stop_at(_circles(rows))
    return UnitTree(_unit(row) for row in rows)


def read_contacts(path: Path, *, units: UnitTree) -> tuple[Contact, ...]:
    rows = _rows(path, CONTACT_COLUMNS)
    problems = [problem for row in rows for problem in _contact_problems(row, units)]
    problems += _doubled(rows, key=("code", "channel"))
    _stop_at(problems)
    return tuple(_contact(row) for row in rows)


def _stop_at(problems: list[str]) -> None:
    if problems:
        raise PlanError(problems)


def _rows(path: Path, columns: Sequence[str]) -> list[Row]:
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), restkey="")
    _stop_at(_header_problems(path.name, reader.fieldnames or (), columns))
    rows, problems = [], []
    for cells in reader:
        if "" in cells or None in cells.values():
            fault = f"số ô không khớp với {len(columns)} cột của dòng đầu; hãy kiểm tra dấu phẩy và dấu nháy kép."
            problems.append(f"{path.name}, dòng {reader.line_num}: {fault}")
            continue
        rows.append(Row(path.name, reader.line_num, {name: cell.strip() for name, cell in cells.items()}))
    _stop_at(problems)
    return rows


def _header_problems(file: str, found: Sequence[str], columns: Sequence[str]) -> list[str]:
    missing = [f"{file}, dòng 1: thiếu cột “{name}”." for name in columns if name not in found]
    extra = [f"{file}, dòng 1: không có cột nào tên “{name}”." for name in found if name not in columns]
    return missing + extra


def _unit_problems(row: Row, tiers: Collection[str]) -> Iterator[str]:
    yield from _code_problems(row)
    if not row["name"]:
        yield row.problem("thiếu tên đơn vị (cột “name”).")
    if row["tier"] not in tiers:
        yield row.problem(f"cấp “{row['tier']}” không có trong kế hoạch; các cấp là {_listed(tiers)}.")
    yield from _choice_problems(row, "confirmation", Confirmation)


def _contact_problems(row: Row, units: UnitTree) -> Iterator[str]:
    yield from _code_problems(row)
    if row["unit"] not in units:
        yield row.problem(f"không có đơn vị nào mang mã “{row['unit']}” (cột “unit”).")
    yield from _choice_problems(row, "role", ContactRole)
    if row["channel"] not in CHANNELS:
        yield row.problem(f"“channel” phải là {_listed(CHANNELS)}, không phải “{row['channel']}”.")
    elif not _ADDRESS.fullmatch(row["address"]):
        yield row.problem(f"địa chỉ thư điện tử “{row['address']}” không đúng dạng ten@coquan.vn.")


def _code_problems(row: Row) -> Iterator[str]:
    if not re.match(A_CODE, row["code"]):
        yield row.problem(f"mã “{row['code']}” chỉ được gồm chữ cái không dấu, chữ số, dấu chấm và gạch ngang.")


def _choice_problems(row: Row, column: str, kind: type[StrEnum]) -> Iterator[str]:
    choices = [choice.value for choice in kind]
    if row[column] not in choices:
        yield row.problem(f"“{column}” phải là {_listed(choices)}, không phải “{row[column]}”.")


def _doubled(rows: Sequence[Row], *, key: tuple[str, ...]) -> list[str]:
    first: dict[tuple[str, ...], Row] = {}
    problems = []
    for row in rows:
        earlier = first.setdefault(tuple(row[column] for column in key), row)
        if earlier is not row:
            problems.append(row.problem(f"mã “{row['code']}” đã có ở {earlier.file}, dòng {earlier.line}."))
    return problems


def _unknown_superiors(rows: Sequence[Row]) -> list[str]:
    codes = {"", *(row["code"] for row in rows)}
    return [
        row.problem(f"không có đơn vị nào mang mã “{row['superior']}” (cột “superior”).")
        for row in rows
        if row["superior"] not in codes
    ]


def _circles(rows: Sequence[Row]) -> list[str]:
    """One line for each circle of superiors, at the first of its units."""
    superior = {row["code"]: row["superior"] for row in rows}
    problems, told = [], set[str]()
    for row in rows:
        circle = _circle_from(row["code"], superior)
        if circle and not told.intersection(circle):
            told.update(circle)
            path = " → ".join((*circle, circle[0]))
            problems.append(row.problem(f"cấp trên bị khép vòng: {path}; hãy sửa cột “superior”."))
    return problems


def _circle_from(code: str, superior: Mapping[str, str]) -> tuple[str, ...]:
    """The way up from `code` when it comes back to `code`; empty when it ends, or circles elsewhere."""
    path = [code]
    while (above := superior[path[-1]]) and above not in path:
        path.append(above)
    return tuple(path) if above == code else ()


def _listed(choices: Collection[str]) -> str:
    return ", ".join(f"“{choice}”" for choice in choices)


def _unit(row: Row) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        tier=row["tier"],
        superior=row["superior"] or None,
        kind=row["kind"],
        symbol=row["symbol"],
        administrative_code=row["administrative_code"],
        confirmation=Confirmation(row["confirmation"]),
        note=row["note"],
    )


def _contact(row: Row) -> Contact:
    return Contact(
        code=row["code"],
        unit=row["unit"],
        name=row["name"],
        role=ContactRole(row["role"]),
        channel=row["channel"],
        address=row["address"],
        phone=row["phone"],
    )
