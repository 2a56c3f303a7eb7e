"""Who plays what: the communes as a mixed crowd, the districts and provincial bodies by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rehearsal.scenarios import mixed, read_scenario

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.units import Unit
    from rehearsal.scenarios import Scenario

CAST = Path(__file__).parent / "cast.yaml"


def cast(units: Iterable[Unit]) -> Scenario:
    named = read_scenario(CAST)
    crowd = mixed(unit.code for unit in units if unit.code not in named.units)
    return replace(named, name="trình diễn", units=crowd.units | named.units)
