"""A list of units (danh sách đơn vị) as an office keeps it in a spreadsheet, read into what a plan needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.contact_addresses import checked_address, checked_phone
from domain.errors import RuleBroken
from domain.list_cells import A_CODE, Problem, cell_faults, trimmed
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.list_cells import Line
    from domain.tiers import Tier

# What each column may be called, as searched for (domain.spelling.fold).
COLUMNS = {
    "code": ("code", "ma", "ma don vi", "ma so"),
    "name": ("name", "ten", "don vi", "ten don vi", "ten co quan", "co quan, don vi"),
    "tier": ("tier", "cap", "cap don vi"),
    "superior": ("superior", "cap tren", "don vi cap tren", "cap tren truc tiep", "truc thuoc", "don vi chu quan"),
    "kind": ("kind", "loai", "loai hinh", "loai don vi"),
    "symbol": ("symbol", "ky hieu", "ky hieu van ban"),
    "administrative_code": ("administrative_code", "ma hanh chinh", "ma don vi hanh chinh"),
    "person": ("person", "dau moi", "dau moi lien he", "ho ten", "ho va ten", "nguoi lien he", "can bo dau moi"),
    "email": ("email", "e-mail", "thu dien tu", "dia chi thu", "dia chi email", "dia chi thu dien tu"),
    "phone": ("phone", "dien thoai", "so dien thoai", "sdt"),
    "note": ("note", "ghi chu"),
}
NUMBERED = "DV-{:03}"  # the code of a unit whose list has none
NO_NAMES = "thiếu cột “tên đơn vị”; các cột đọc được: mã, tên đơn vị, cấp, cấp trên, loại, ký hiệu, đầu mối, thư điện tử, điện thoại."
_UNREAD = ("", "stt", "tt", "so tt", "so thu tu")  # nobody misses these


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One unit with the person to write to; what the list does not say is empty. `superior` is a code."""

    code: str
    name: str
    tier: str
    superior: str
    kind: str
    symbol: str
    administrative_code: str
    note: str
    person: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says. With any problem in it, its units are not to be used. `unread` are columns of no use here."""

    units: tuple[ListedUnit, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Above:
    """What the list need not say: the tiers, the bodies that every plan has by code and name, and who is at the top."""

    tiers: tuple[Tier, ...]
    bodies: Mapping[str, str]
    top: str


def is_head(cells: Sequence[str]) -> bool:
    """Whether these cells name the columns: above the list there may be a title, and the name of the office."""
    keys = {_column(cell) for cell in cells}
    return "name" in keys and len(keys & set(COLUMNS)) > 1


def read_units(head: Line, lines: Sequence[Line], above: Above) -> Reading:
    """Every unit of the list, and every problem at once, in the order of the rows."""
    places, problems = _places(head)
    rows = [_Row(line, places) for line in lines if any(map(trimmed, line.cells))]
    if not rows:
        problems.append(Problem(head.number + 1, 1, "danh sách chưa có đơn vị nào."))
    codes = [_code(row, number, has_codes="code" in places) for number, row in enumerate(rows, 1)]
    _check_doubles(rows, codes, above)
    known = {**above.bodies, **{code: row["name"] for code, row in zip(codes, rows, strict=True)}}
    units = [_unit(row, code, known, above) for row, code in zip(rows, codes, strict=True)]
    problems += [problem for row in rows for problem in row.problems]
    problems.sort(key=lambda one: (one.line, one.column))
    unread = [trimmed(cell) for cell in head.cells if _column(cell) not in (*COLUMNS, *_UNREAD)]
    return Reading(tuple(units), tuple(problems), tuple(unread))


class _Row:
    """One row with the texts of its columns; what is wrong is kept beside it."""

    def __init__(self, line: Line, places: Mapping[str, int]) -> None:
        self.line, self._places = line, places
        self.problems: list[Problem] = []
        self._texts = {column: self._text(column, place) for column, place in places.items()}

    def __getitem__(self, column: str) -> str:
        return self._texts.get(column, "")

    def fault(self, column: str, text: str) -> str:
        """Notes it, once for each cell; for what the list has no column, at the name."""
        place = self._places.get(column, self._places["name"]) + 1
        if all(one.column != place for one in self.problems):
            self.problems.append(Problem(self.line.number, place, text))
        return ""

    def checked(self, column: str, check: Callable[[str], str]) -> str:
        try:
            return check(self[column]) if self[column] else ""
        except RuleBroken as refusal:
            return self.fault(column, str(refusal))

    def _text(self, column: str, place: int) -> str:
        text = trimmed(self.line.cells[place]) if place < len(self.line.cells) else ""
        for fault in cell_faults(text, is_phone=column == "phone"):
            self.problems.append(Problem(self.line.number, place + 1, fault))
        return text


def _column(cell: str) -> str:
    """Which column the cell names; the cell itself, folded, when none of ours."""
    key = fold(trimmed(cell))
    return next((column for column, names in COLUMNS.items() if key in names), key)


def _places(head: Line) -> tuple[dict[str, int], list[Problem]]:
    places: dict[str, int] = {}
    problems = []
    for place, cell in enumerate(head.cells):
        column = _column(cell)
        if column in places:
            fault = f"cột “{trimmed(cell)}” trùng nghĩa với cột {places[column] + 1}; hãy bỏ một cột."
            problems.append(Problem(head.number, place + 1, fault))
        elif column in COLUMNS:
            places[column] = place
    return places, problems


def _code(row: _Row, number: int, *, has_codes: bool) -> str:
    if not has_codes:
        return NUMBERED.format(number)
    code = row["code"]
    if not code:
        return row.fault("code", "thiếu mã đơn vị, ví dụ DU-01 (mỗi đơn vị một mã, không đổi); hoặc bỏ cả cột mã.")
    if not A_CODE.fullmatch(code):
        row.fault("code", f"mã “{code}” chỉ được gồm chữ cái không dấu, chữ số, dấu chấm và gạch ngang.")
    return code


def _check_doubles(rows: Sequence[_Row], codes: Sequence[str], above: Above) -> None:
    """A code is one unit's, and so is a name: in a letter nothing else tells two of them apart."""
    names = Counter(fold(row["name"]) for row in rows)
    first: dict[str, int] = {}
    for row, code in zip(rows, codes, strict=True):
        if code in above.bodies:
            row.fault("code", f"mã “{code}” là của {above.bodies[code]} trong tệp bodies.csv; hãy đặt mã khác.")
        elif code and first.setdefault(code, row.line.number) != row.line.number:
            row.fault("code", f"mã “{code}” đã có ở dòng {first[code]}.")
        if row["name"] and names[fold(row["name"])] > 1:
            row.fault("name", f"tên “{row['name']}” có ở {names[fold(row['name'])]} dòng; hãy ghi tên cho phân biệt.")


def _unit(row: _Row, code: str, known: Mapping[str, str], above: Above) -> ListedUnit:
    tier = _tier(row, above.tiers)
    return ListedUnit(
        code=code,
        name=row["name"] or row.fault("name", "thiếu tên đơn vị."),
        tier=tier,
        superior=_superior(row, tier, known, above),
        kind=row["kind"],
        symbol=row["symbol"],
        administrative_code=row["administrative_code"],
        note=row["note"],
        person=row["person"],
        email=row.checked("email", lambda text: checked_address("email", text)[1]),
        phone=row.checked("phone", checked_phone),
    )


def _tier(row: _Row, tiers: Sequence[Tier]) -> str:
    """By its code, its name or a word of it; where there is but one below the top, nothing need be said."""
    key = fold(row["tier"])
    lower = tiers[:-1]
    if not key and len(lower) == 1:
        return lower[0].id
    exact = [tier for tier in tiers if key in (fold(tier.id), fold(tier.name))]
    found = exact or [tier for tier in tiers if key and f" {key} " in f" {fold(tier.name)} "]
    if len(found) == 1:
        return found[0].id
    known = ", ".join(f"{tier.id} ({tier.name})" for tier in tiers)
    said = f"không rõ cấp “{row['tier']}”" if key else "thiếu cấp"
    return row.fault("tier", f"{said}; hãy ghi một trong các cấp: {known}.")


def _superior(row: _Row, tier: str, known: Mapping[str, str], above: Above) -> str:
    """By code or name, among the units of the list and the bodies that every plan has."""
    name = row["superior"]
    if not name:
        if tier == above.tiers[0].id and len(above.tiers) > 2:  # noqa: PLR2004 -- below the top and the middle
            return row.fault("superior", "thiếu cấp trên trực tiếp; hãy ghi mã hoặc tên của đơn vị cấp trên.")
        return above.top
    found = [code for code, called in known.items() if fold(name) in (fold(code), fold(called))]
    if len(found) == 1:
        return found[0]
    return row.fault("superior", f"không có đơn vị nào mang mã hoặc tên “{name}” trong danh sách.")
