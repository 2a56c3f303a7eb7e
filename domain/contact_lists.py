"""A list of contacts (danh sách đầu mối) as people type it: each row checked, each fault with its place and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.contact_addresses import channel_named, checked_address, checked_phone
from domain.errors import RuleBroken
from domain.list_cells import A_CODE, Problem, cell_faults, trimmed
from domain.spelling import fold
from domain.units import Contact, ContactRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from domain.list_cells import Line
    from domain.units import UnitTree

# What each column may be called, as searched for (domain.spelling.fold). The first is what the plan's own list calls it.
COLUMNS = {
    "code": ("code", "ma", "ma dau moi", "ma lien he", "ma nguoi"),
    "unit": ("unit", "don vi", "ma don vi", "ten don vi"),
    "name": ("name", "ho ten", "ho va ten", "ten", "ten dau moi"),
    "role": ("role", "vai tro"),
    "channel": ("channel", "kenh", "kenh lien lac", "kenh lien he"),
    "address": ("address", "dia chi", "dia chi lien lac", "dia chi lien he"),
    "phone": ("phone", "dien thoai", "so dien thoai", "sdt"),
}
CALLED = {
    "code": "mã",
    "unit": "đơn vị",
    "name": "họ tên",
    "role": "vai trò",
    "channel": "kênh",
    "address": "địa chỉ",
    "phone": "điện thoại",
}
NEEDED = ("code", "unit", "name", "address")
# For people alone: the program does not read them.
IGNORED = ("", "stt", "tt", "so thu tu", "ghi chu", "note")
ROLES = {
    "focal": ContactRole.FOCAL,
    "dau moi": ContactRole.FOCAL,
    "": ContactRole.FOCAL,
    "staff": ContactRole.STAFF,
    "chuyen vien": ContactRole.STAFF,
    "can bo": ContactRole.STAFF,
    "can bo theo doi": ContactRole.STAFF,
    "leader": ContactRole.LEADER,
    "lanh dao": ContactRole.LEADER,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says. With any problem in it, its contacts are not to be used."""

    contacts: tuple[Contact, ...]
    problems: tuple[Problem, ...]


def is_head(cells: Sequence[str]) -> bool:
    """Whether these cells name the columns: above the list there may be a title, and the name of the office."""
    keys = {_column(cell) for cell in cells}
    return "unit" in keys and len(keys & set(COLUMNS)) > 1


def read_contacts(head: Line, lines: Sequence[Line], *, units: UnitTree) -> Reading:
    """Every contact of the list, and every problem at once, in the order of the rows."""
    problems = list(_head_problems(head))
    if problems:
        return Reading((), tuple(problems))
    rows = [_Row(line, _places(head), units) for line in lines if any(map(trimmed, line.cells))]
    contacts = [row.contact() for row in rows]
    seen: dict[tuple[str, str], tuple[_Row, Contact]] = {}
    for row, contact in zip(rows, contacts, strict=True):
        problems += row.problems
        problems += [] if contact is None else _doubled(row, contact, seen)
    if not rows:
        problems.append(Problem(head.number + 1, 1, "danh sách chưa có đầu mối nào."))
    problems.sort(key=lambda one: (one.line, one.column))
    return Reading(tuple(filter(None, contacts)), tuple(problems))


class _Row:
    """One row, read cell by cell; what is wrong is kept beside it."""

    def __init__(self, line: Line, places: Mapping[str, int], units: UnitTree) -> None:
        self.line, self._places, self._units = line, places, units
        self.problems: list[Problem] = []
        self._texts = {column: self._text(column) for column in COLUMNS}

    def contact(self) -> Contact | None:
        """None when anything in the row is wrong."""
        channel, address = self._channel_and_address()
        contact = Contact(
            code=self._code(),
            unit=self._unit(),
            name=self._texts["name"] or self._fault("name", "thiếu họ tên hoặc chức danh của đầu mối."),
            role=self._role(),
            channel=channel,
            address=address,
            phone=self._checked("phone", checked_phone),
        )
        return None if self.problems else contact

    def _has_fault(self, column: str) -> bool:
        """Whether the cell as such is wrong already: nothing more need be said of it."""
        return any(one.column == self._places.get(column, 0) + 1 for one in self.problems)

    def fault(self, column: str, text: str) -> Problem:
        return Problem(self.line.number, self._places.get(column, 0) + 1, text)

    def _text(self, column: str) -> str:
        place = self._places.get(column, len(self.line.cells))
        text = trimmed(self.line.cells[place]) if place < len(self.line.cells) else ""
        self.problems += [self.fault(column, fault) for fault in cell_faults(text, is_phone=column == "phone")]
        return text

    def _code(self) -> str:
        code = self._texts["code"]
        if not code:
            return self._fault("code", "thiếu mã của đầu mối, ví dụ HU-353 (mỗi người một mã, không đổi).")
        if not A_CODE.fullmatch(code):
            return self._fault("code", f"mã “{code}” chỉ được gồm chữ cái không dấu, chữ số, dấu chấm và gạch ngang.")
        return code

    def _unit(self) -> str:
        name = self._texts["unit"]
        if not name:
            return self._fault("unit", "thiếu đơn vị; hãy ghi mã hoặc tên đầy đủ của đơn vị.")
        if name in self._units:
            return name
        found = [unit.code for unit in self._units if fold(name) in (fold(unit.code), fold(unit.name))]
        if len(found) == 1:
            return found[0]
        if found:
            return self._fault("unit", f"“{name}” là tên của nhiều đơn vị ({', '.join(found)}); hãy ghi mã.")
        return self._fault("unit", f"không có đơn vị nào mang mã hoặc tên “{name}”; xem mã đúng: dondoc units")

    def _role(self) -> ContactRole:
        found = ROLES.get(fold(self._texts["role"]))
        if found is None:
            self._fault(
                "role", f"vai trò phải là đầu mối, chuyên viên hoặc lãnh đạo, không phải “{self._texts['role']}”."
            )
        return found or ContactRole.FOCAL

    def _channel_and_address(self) -> tuple[str, str]:
        if self._has_fault("address"):
            return "", ""
        try:
            channel = channel_named(self._texts["channel"]) if self._texts["channel"] else ""
        except RuleBroken as refusal:
            return self._fault("channel", str(refusal)), ""
        try:
            return checked_address(channel, self._texts["address"])
        except RuleBroken as refusal:
            is_channel = not channel and self._texts["address"] and "://" not in self._texts["address"]
            return self._fault("channel" if is_channel else "address", str(refusal)), ""

    def _checked(self, column: str, check: Callable[[str], str]) -> str:
        if self._has_fault(column):
            return ""
        try:
            return check(self._texts[column])
        except RuleBroken as refusal:
            return self._fault(column, str(refusal))

    def _fault(self, column: str, text: str) -> str:
        self.problems.append(self.fault(column, text))
        return ""


def _column(cell: str) -> str:
    """Which column the cell names; the cell itself, folded, when none of ours."""
    key = fold(trimmed(cell))
    return next((column for column, names in COLUMNS.items() if key in names), key)


def _places(head: Line) -> dict[str, int]:
    return {_column(cell): place for place, cell in enumerate(head.cells) if _column(cell) in COLUMNS}


def _head_problems(head: Line) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, cell in enumerate(head.cells, 1):
        column = _column(cell)
        if column in seen:
            yield Problem(head.number, number, f"cột “{trimmed(cell)}” đã có ở phía trước; hãy bỏ một cột.")
        elif column in COLUMNS:
            seen.add(column)
        elif column not in IGNORED:
            yield Problem(
                head.number, number, f"không rõ cột “{trimmed(cell)}”; các cột là: {', '.join(CALLED.values())}."
            )
    missing = [CALLED[column] for column in NEEDED if column not in seen]
    if missing:
        yield Problem(head.number, 1, f"thiếu cột {', '.join(missing)}; dòng đầu cần: {', '.join(CALLED.values())}.")


def _doubled(row: _Row, contact: Contact, seen: dict[tuple[str, str], tuple[_Row, Contact]]) -> Iterator[Problem]:
    """The same person twice on a channel, or in two units. `seen` holds the rows before, by person, and by channel."""
    first, known = seen.setdefault((contact.code, ""), (row, contact))
    if known.unit != contact.unit:
        text = f"mã “{contact.code}” ở dòng {first.line.number} thuộc đơn vị {known.unit}; một mã chỉ thuộc một đơn vị."
        yield row.fault("unit", text)
    earlier, _ = seen.setdefault((contact.code, contact.channel), (row, contact))
    if earlier is not row:
        text = f"mã “{contact.code}” đã có kênh này ở dòng {earlier.line.number}; mỗi người mỗi kênh một dòng."
        yield row.fault("code", text)
