"""Units by the name of their place, as a sentence lists them: "Lý Nhân, Kim Bảng"; in full where two would be one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from domain.letterhead import place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.units import Unit


def short_names(units: Iterable[Unit]) -> Mapping[str, str]:
    """By code, for units that are named side by side."""
    found = {unit.code: (place_name(unit.name), unit.name) for unit in units}
    counts = Counter(short for short, _ in found.values())
    return {code: short if counts[short] == 1 else name for code, (short, name) in found.items()}
