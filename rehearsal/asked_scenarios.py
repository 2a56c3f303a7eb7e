"""The behaviour of units as a page asks for it: a scenario by name, or shares of a hundred, and some who stay silent."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any

from domain.errors import RuleBroken
from rehearsal.scenarios import PUNCTUAL, SILENT, Behaviour, Conduct, Scenario, drawn, mixed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMED = ("silent", "punctual", "mixed")
SHARES = "shares"
EVERYBODY = 100
# What may be given in shares; whoever is left hands in on time.
SHARED = {
    "late": Conduct.LATE,
    "after_urgings": Conduct.AFTER_URGINGS,
    "returned": Conduct.RETURNED_ONCE,
    "promising": Conduct.PROMISING,
    "silent": Conduct.SILENT,
    "unreachable": Conduct.UNREACHABLE,
}


def asked_scenario(asked: Mapping[str, Any], units: Sequence[str]) -> Scenario:
    """`asked` holds `scenario`, `shares` (by the names above) and `silent_units` (codes)."""
    found = _scenario(asked, units)
    silent = tuple(asked.get("silent_units", ()))
    if unknown := sorted(set(silent) - set(units)):
        raise RuleBroken(f"Không có đơn vị: {', '.join(unknown)}; hãy ghi mã đơn vị như trong danh sách.")
    if not silent:
        return found
    quiet = dict.fromkeys(silent, Behaviour(conduct=Conduct.SILENT))
    return Scenario(found.name, found.default, found.units | quiet, found.extensions, found.exemptions)


def _scenario(asked: Mapping[str, Any], units: Sequence[str]) -> Scenario:
    match asked.get("scenario"):
        case "silent":
            return SILENT
        case "punctual":
            return PUNCTUAL
        case "mixed":
            return mixed(units)
        case "shares":
            return drawn(SHARES, _mix(asked.get("shares", {}), units), units)
        case other:
            raise RuleBroken(f"Không có kịch bản “{other}”; hãy chọn trong danh sách.")


def _mix(shares: Mapping[str, int], units: Sequence[str]) -> list[tuple[int, Behaviour]]:
    if any(not 0 <= share <= EVERYBODY for share in shares.values()) or sum(shares.values()) > EVERYBODY:
        raise RuleBroken("Các tỷ lệ phải từ 0 đến 100 và cộng lại không quá 100%.")
    return [
        (floor(len(units) * shares.get(name, 0) / EVERYBODY + 0.5), Behaviour(conduct=conduct))
        for name, conduct in SHARED.items()
    ]
