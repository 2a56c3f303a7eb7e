"""Finding a unit by whatever a person typed: code, name, part of a name, with or without marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.units import units_called, units_of
from domain.errors import RuleBroken
from domain.spelling import fold
from domain.units import UnitTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.units import Unit

SUGGESTIONS = 5
LIKE_ENOUGH = 0.6  # of 1
NEARLY_AS_LIKE = 0.15  # what is further behind the best is not meant
ALL_UNITS = "Xem danh sách đơn vị: dondoc units"


def find_unit(session: Session, campaign: Campaign, name: str) -> Unit:
    """The one unit of the campaign that is meant."""
    exact = units_called(session, campaign.id, fold(name))
    return exact[0] if len(exact) == 1 else find_among(UnitTree(units_of(session, campaign.id)), name)


def find_among(tree: UnitTree, name: str) -> Unit:
    """The one unit that is meant. Refuses when none or several are, and names the nearest."""
    if not fold(name):
        raise RuleBroken(f"Chưa ghi tên đơn vị. {ALL_UNITS}")
    found = tree.called(name) or _abbreviated(name, tree) or _numbered(name, tree) or _under_named(name, tree)
    if len(found) == 1:
        return found[0]
    if found:
        raise RuleBroken(f"“{name}” có thể là nhiều đơn vị; hãy ghi rõ hơn hoặc dùng mã:\n{_listed(found, tree)}")
    nearest = _nearest(name, tuple(tree))
    hint = f"Có phải là:\n{_listed(nearest, tree)}" if nearest else ALL_UNITS
    raise RuleBroken(f"Không có đơn vị nào tên “{name}”. {hint}")


def _abbreviated(name: str, tree: UnitTree) -> tuple[Unit, ...]:
    """Units whose name begins with the words that their symbol stands for: "HU Lý Nhân", "ĐU xã Hợp Lý"."""
    key = fold(name)
    return tuple(unit for unit in tree if unit.symbol and key == fold(_short_name(unit)))


def _numbered(name: str, tree: UnitTree) -> tuple[Unit, ...]:
    """Units of the place that has this number in the list of administrative units."""
    return tuple(unit for unit in tree if unit.administrative_code and unit.administrative_code == name.strip())


def _under_named(name: str, tree: UnitTree) -> tuple[Unit, ...]:
    """Units called by their own name and then that of a superior: "Trần Hưng Đạo Lý Nhân"."""
    words = fold(name).split()
    found: dict[str, Unit] = {}
    for length in range(1, len(words)):
        own, above = " ".join(words[:length]), f" {' '.join(words[length:])} "
        for unit in tree.called(own):
            if any(above in f" {fold(superior.name)} " for superior in tree.superiors_of(unit.code)):
                found[unit.code] = unit
    return tuple(found.values())


def _short_name(unit: Unit) -> str:
    words = unit.name.split()
    initials = "".join(word[0] for word in words)
    length = len(unit.symbol)
    is_begun_by = fold(initials[:length]) == fold(unit.symbol)
    return " ".join((unit.symbol, *words[length:])) if is_begun_by else ""


def _nearest(name: str, units: Sequence[Unit]) -> list[Unit]:
    likeness = {unit.code: _likeness(fold(name), unit) for unit in units}
    least = max(LIKE_ENOUGH, max(likeness.values()) - NEARLY_AS_LIKE)
    close = [unit for unit in units if likeness[unit.code] >= least]
    return sorted(close, key=lambda unit: -likeness[unit.code])[:SUGGESTIONS]


def _likeness(wanted: str, unit: Unit) -> float:
    """How like what was typed is to the unit's code or to its name, which may be typed from any word on."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- only for a name that was not found

    words = fold(unit.name).split()
    endings = (" ".join(words[start:]) for start in range(len(words)))
    return max(Levenshtein.normalized_similarity(wanted, text) for text in (fold(unit.code), *endings))


def _listed(units: Sequence[Unit], tree: UnitTree) -> str:
    return "\n".join(f"  {unit.code:<10} {unit.name}{_under(unit, tree)}" for unit in units)


def _under(unit: Unit, tree: UnitTree) -> str:
    superior = tree.superior_of(unit.code)
    return f" ({superior.name})" if superior else ""
