"""Units (đơn vị), who is above whom, and the people to write to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Confirmation(StrEnum):
    """Whether the board has confirmed that this body exists under this name and owes what the list says."""

    YES = "yes"
    DERIVED = "derived"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `symbol` is what stands after the type in its document numbers: "HU" in 123-BC/HU."""

    code: str
    name: str
    tier: str
    superior: str | None
    kind: str = ""
    symbol: str = ""
    administrative_code: str = ""
    confirmation: Confirmation = Confirmation.YES
    note: str = ""


class ContactRole(StrEnum):
    """What the person is to the unit: the one to write to, staff of the board, or its leaders."""

    FOCAL = "focal"
    STAFF = "staff"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Contact:
    """One person of a unit, with one address on one channel."""

    code: str
    unit: str
    name: str
    role: ContactRole
    channel: str
    address: str
    phone: str = ""


class UnitTree:
    """The units of a plan. Refuses a doubled code, an unknown superior and a cycle of superiors."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units: dict[str, Unit] = {}
        for unit in units:
            if unit.code in self._units:
                raise RuleBroken(f"Mã đơn vị “{unit.code}” xuất hiện hai lần; mỗi đơn vị chỉ được một dòng.")
            self._units[unit.code] = unit
        self._below: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            if unit.superior is not None:
                self._below.setdefault(unit.superior, []).append(unit)
        for unit in self._units.values():
            self.superiors_of(unit.code)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def __contains__(self, code: object) -> bool:
        return code in self._units

    def __getitem__(self, code: str) -> Unit:
        return self._units[code]

    def superiors_of(self, code: str) -> tuple[Unit, ...]:
        """From the direct superior up to the top."""
        above: list[Unit] = []
        path = [code]
        superior = self._units[code].superior
        while superior is not None:
            if superior not in self._units:
                raise RuleBroken(
                    f"Đơn vị “{path[-1]}” ghi cấp trên là “{superior}” nhưng không có đơn vị nào mang mã này.",
                )
            if superior in path:
                circle = " → ".join([*path, superior])
                raise RuleBroken(
                    f"Cấp trên bị khép vòng: {circle}. Hãy sửa cột “superior” của một trong các đơn vị này."
                )
            path.append(superior)
            above.append(self._units[superior])
            superior = self._units[superior].superior
        return tuple(above)

    def superior_of(self, code: str) -> Unit | None:
        superior = self._units[code].superior
        return None if superior is None else self._units[superior]

    def subordinates_of(self, code: str) -> tuple[Unit, ...]:
        return tuple(self._below.get(code, ()))

    def called(self, name: str) -> tuple[Unit, ...]:
        """Every unit that goes by this code or name, however it is spelt; an exact name wins over a part of one."""
        key = fold(name)
        exact = tuple(u for u in self._units.values() if key in (fold(u.code), fold(u.name)))
        return exact or tuple(u for u in self._units.values() if f" {key} " in f" {fold(u.name)} ")
