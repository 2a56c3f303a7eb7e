"""The lists of a plan, units and contacts, from CSV; each fault with its file and line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.plan_errors import A_CODE, PlanError
from config.yaml_file import read_text
from domain.contact_addresses import CHANNELS, checked_address
from domain.errors import RuleBroken
from domain.spelling import has_control_characters
from domain.units import Confirmation, Contact, ContactRole, Unit, UnitTree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from enum import StrEnum
    from pathlib import Path

UNIT_COLUMNS = ("code", "name", "tier", "superior", "kind", "symbol", "administrative_code", "confirmation", "note")
CONTACT_COLUMNS = ("code", "unit", "name", "role", "channel", "address", "phone")
COMMENT = "#"  # no code begins so


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list; `line` is where it begins in the file, counted from 1."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, column: str, text: str) -> str:
        return _at(self.file, self.line, list(self.cells).index(column) + 1, text)


def read_units(paths: Sequence[Path], *, tiers: Mapping[str, int]) -> UnitTree:
    """The units of all these lists together. `tiers` gives each tier's rank."""
    rows = [row for path in paths for row in _unit_rows(path)]
    problems = [problem for row in rows for problem in _unit_problems(row, tiers)]
    problems += _doubled(rows, key=("code",))
    problems += _unknown_superiors(rows)
    _stop_at(problems)
    _stop_at(_circles(rows))
    _stop_at(_superiors_below(rows, tiers))
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


def _at(file: str, line: int, column: int, text: str) -> str:
    """`column` counts cells, as a spreadsheet does."""
    return f"{file}, dòng {line}, cột {column}: {text}"


def _unit_rows(path: Path) -> list[Row]:
    rows = _rows(path, UNIT_COLUMNS)
    if not rows:  # said here: otherwise every contact of a missing unit would be blamed instead
        raise PlanError(
            [_at(path.name, 2, 1, "danh sách chưa có đơn vị nào; hãy bổ sung, hoặc bỏ tệp này khỏi kế hoạch.")]
        )
    return rows


def _rows(path: Path, columns: Sequence[str]) -> list[Row]:
    lines = _lines(path)
    first, cells = lines[0] if lines else (1, [])
    header = [cell.strip() for cell in cells]
    _stop_at(_header_problems(path.name, first, header, columns))
    problems = [problem for line, cells in lines[1:] for problem in _cell_problems(path.name, line, cells, header)]
    _stop_at(problems)
    return [
        Row(path.name, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
        for line, cells in lines[1:]
    ]


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """The cells of each line that has any, with the number of the line on which they begin; comments begin with #."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    found, line = [], 1
    try:
        for cells in reader:
            found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        fault = "không đọc được thành các ô; hãy kiểm tra dấu nháy kép ở dòng này và các dòng trước."
        raise PlanError([_at(path.name, line, 1, fault)]) from None
    return [(line, cells) for line, cells in found if cells and not cells[0].lstrip().startswith(COMMENT)]


def _cell_problems(file: str, line: int, cells: Sequence[str], header: Sequence[str]) -> Iterator[str]:
    for number, cell in enumerate(cells, 1):
        if has_control_characters(cell.strip()):
            fault = "ô này có xuống dòng hoặc ký tự điều khiển; hãy bỏ đi, và kiểm tra dấu nháy kép."
            yield _at(file, line, number, fault)
            return
    if len(cells) != len(header):
        fault = f"số ô không khớp với {len(header)} cột của dòng đầu; hãy kiểm tra dấu phẩy và dấu nháy kép."
        yield _at(file, line, min(len(cells), len(header)) + 1, fault)


def _header_problems(file: str, line: int, found: Sequence[str], columns: Sequence[str]) -> list[str]:
    if not found:
        return [_at(file, line, 1, f"tệp trống; dòng đầu phải là: {','.join(columns)}")]
    missing = [
        _at(file, line, number, f"thiếu cột “{name}”.") for number, name in enumerate(columns, 1) if name not in found
    ]
    extra = [
        _at(file, line, number, f"không có cột nào tên “{name}”.")
        for number, name in enumerate(found, 1)
        if name not in columns
    ]
    doubled = [
        _at(file, line, number, f"cột “{name}” đã có ở phía trước.")
        for number, name in enumerate(found, 1)
        if name in found[: number - 1]
    ]
    return missing + extra + doubled


def _unit_problems(row: Row, tiers: Collection[str]) -> Iterator[str]:
    yield from _code_problems(row)
    if not row["name"]:
        yield row.problem("name", "thiếu tên đơn vị (cột “name”).")
    if row["tier"] not in tiers:
        yield row.problem("tier", f"cấp “{row['tier']}” không có trong kế hoạch; các cấp là {_listed(tiers)}.")
    yield from _choice_problems(row, "confirmation", Confirmation)


def _contact_problems(row: Row, units: UnitTree) -> Iterator[str]:
    yield from _code_problems(row)
    if row["unit"] not in units:
        yield row.problem("unit", f"không có đơn vị nào mang mã “{row['unit']}” (cột “unit”).")
    yield from _choice_problems(row, "role", ContactRole)
    if row["channel"] not in CHANNELS:
        yield row.problem("channel", f"“channel” phải là {_listed(CHANNELS)}, không phải “{row['channel']}”.")
        return
    try:
        checked_address(row["channel"], row["address"])
    except RuleBroken as refusal:
        yield row.problem("address", str(refusal))


def _code_problems(row: Row) -> Iterator[str]:
    if not re.match(A_CODE, row["code"]):
        yield row.problem("code", f"mã “{row['code']}” chỉ được gồm chữ cái không dấu, chữ số, dấu chấm và gạch ngang.")


def _choice_problems(row: Row, column: str, kind: type[StrEnum]) -> Iterator[str]:
    choices = [choice.value for choice in kind]
    if row[column] not in choices:
        yield row.problem(column, f"“{column}” phải là {_listed(choices)}, không phải “{row[column]}”.")


def _doubled(rows: Sequence[Row], *, key: tuple[str, ...]) -> list[str]:
    first: dict[tuple[str, ...], Row] = {}
    problems = []
    for row in rows:
        earlier = first.setdefault(tuple(row[column] for column in key), row)
        if earlier is not row:
            problems.append(row.problem("code", f"mã “{row['code']}” đã có ở {earlier.file}, dòng {earlier.line}."))
    return problems


def _unknown_superiors(rows: Sequence[Row]) -> list[str]:
    codes = {"", *(row["code"] for row in rows)}
    return [
        row.problem("superior", f"không có đơn vị nào mang mã “{row['superior']}” (cột “superior”).")
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
            problems.append(row.problem("superior", f"cấp trên bị khép vòng: {path}; hãy sửa cột “superior”."))
    return problems


def _superiors_below(rows: Sequence[Row], tiers: Mapping[str, int]) -> list[str]:
    """A superior may be of the same tier (a department under a committee), never of a lower one."""
    tier = {row["code"]: row["tier"] for row in rows}
    return [
        row.problem(
            "superior",
            f"cấp trên “{row['superior']}” thuộc cấp “{tier[row['superior']]}”, thấp hơn cấp “{row['tier']}”.",
        )
        for row in rows
        if row["superior"] and tiers[tier[row["superior"]]] < tiers[row["tier"]]
    ]


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
    channel, address = checked_address(row["channel"], row["address"])
    return Contact(
        code=row["code"],
        unit=row["unit"],
        name=row["name"],
        role=ContactRole(row["role"]),
        channel=channel,
        address=address,
        phone=row["phone"],
    )
