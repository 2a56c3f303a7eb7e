"""The doctor's findings in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operation.results import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from operation.doctor import Examined

LEVELS = {
    Level.OK: "Tốt",
    Level.WARNING: "Lưu ý",
    Level.FAULT: "LỖI",
    Level.NOT_APPLICABLE: "Không áp dụng",
}


def summary(found: Iterable[Examined]) -> str:
    """How many findings there are of each kind, in one line."""
    levels = [one.level for each in found for one in each.results]
    return (
        f"{levels.count(Level.FAULT)} lỗi, {levels.count(Level.WARNING)} điều lưu ý, {levels.count(Level.OK)} mục tốt."
    )
