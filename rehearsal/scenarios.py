"""Scenarios: how the units of a campaign behave when it is played in virtual time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from config.plan_errors import PlanError
from config.plan_schema import Day  # noqa: TC001 -- Pydantic reads it when the class is made
from config.yaml_file import YamlFile
from domain.duties import obligations_of
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from services.campaigns import Prepared

T = TypeVar("T")


class Conduct(StrEnum):
    """What a unit does."""

    PUNCTUAL = "punctual"  # hands in `days` working days before the last day
    LATE = "late"  # hands in `days` working days after it
    AFTER_URGINGS = "after_urgings"  # hands in on the working day after `urgings` urgings have reached it
    PROMISING = "promising"  # answers its first urging with a day, `days` working days ahead; keeps it when reminded
    RETURNED_ONCE = "returned_once"  # hands in on time, gets the report back, hands in again by the new day
    SILENT = "silent"  # never hands in
    UNREACHABLE = "unreachable"  # its address is refused; it knows of nothing and hands in nothing


class Behaviour(BaseModel):
    """One unit's part. `days` are working days."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    conduct: Annotated[Conduct, Field(strict=False)] = Conduct.PUNCTUAL
    days: int = Field(default=2, ge=0, le=60)
    urgings: int = Field(default=3, ge=1, le=20)


class Grant(BaseModel):
    """What those above decide for one unit that still owes its report, early on the working day `on` or the next one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    on: Day
    reason: str = ""
    document_number: str = ""


class ExtensionGrant(Grant):
    """The deadline moves to the day `to`."""

    to: Day
    approver: str


class ExemptionGrant(Grant):
    """The unit need not report."""

    by: str


class ScenarioFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    default: Behaviour = Behaviour()
    units: dict[str, Behaviour] = {}
    extensions: dict[str, ExtensionGrant] = {}
    exemptions: dict[str, ExemptionGrant] = {}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A behaviour for every unit: its own where one is given, otherwise the default; and what some are granted."""

    name: str
    default: Behaviour
    units: dict[str, Behaviour] = field(default_factory=dict)
    extensions: dict[str, ExtensionGrant] = field(default_factory=dict)
    exemptions: dict[str, ExemptionGrant] = field(default_factory=dict)

    def of(self, unit: str) -> Behaviour:
        return self.units.get(unit, self.default)

    def is_idle(self) -> bool:
        """Whether nobody ever hands in or is granted anything, so that nobody need be asked."""
        parts = (self.default, *self.units.values())
        is_silent = all(part.conduct in (Conduct.SILENT, Conduct.UNREACHABLE) for part in parts)
        return is_silent and not self.extensions and not self.exemptions

    def unreachable(self, owing: Iterable[str]) -> frozenset[str]:
        """Whom nobody can write to. A default speaks of those who owe a report; another body only when it is named."""
        return frozenset(unit for unit in (*owing, *self.units) if self.of(unit).conduct is Conduct.UNREACHABLE)


SILENT = Scenario("silent", Behaviour(conduct=Conduct.SILENT))
PUNCTUAL = Scenario("punctual", Behaviour(conduct=Conduct.PUNCTUAL))

# In a hundred units of a mixed scenario so many behave in each way; the rest is punctual.
MIX = (
    (5, Behaviour(conduct=Conduct.SILENT)),
    (2, Behaviour(conduct=Conduct.UNREACHABLE)),
    (6, Behaviour(conduct=Conduct.AFTER_URGINGS)),
    (7, Behaviour(conduct=Conduct.RETURNED_ONCE)),
    (15, Behaviour(conduct=Conduct.LATE)),
    (3, Behaviour(conduct=Conduct.PROMISING)),
)


def mixed(units: Iterable[str], *, seed: str = "mixed") -> Scenario:
    """Every behaviour is there; who behaves how depends on the codes and the seed alone."""
    known = list(units)
    return drawn("mixed", [(ceil(len(known) * share / 100), behaviour) for share, behaviour in MIX], known, seed=seed)


def drawn(name: str, mix: Iterable[tuple[int, Behaviour]], units: Iterable[str], *, seed: str = "mixed") -> Scenario:
    """So many units behave in each way, and the rest is punctual; by lot, which falls the same every time."""
    lots = sorted(units, key=lambda unit: _lot(unit, seed))
    parts: dict[str, Behaviour] = {}
    taken = 0
    for number, behaviour in mix:
        for unit in lots[taken : taken + number]:
            parts[unit] = behaviour.model_copy(update={"days": 1 + _lot(unit, seed)[0] % 8})
        taken += number
    rest = {unit: Behaviour(days=_lot(unit, seed)[0] % 8) for unit in lots[taken:]}
    return Scenario(name, Behaviour(), parts | rest)


def _lot(unit: str, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}/{unit}".encode()).digest()


def unreachable_addresses(prepared: Prepared, scenario: Scenario) -> frozenset[str]:
    """The addresses of those whom nobody can write to."""
    unreachable = scenario.unreachable(one.unit.code for one in obligations_of(prepared.plan, prepared.units))
    return frozenset(contact.address for contact in prepared.contacts if contact.unit in unreachable)


def read_scenario(path: Path, *, find: Callable[[str], str] = str) -> Scenario:
    """A scenario from a YAML file: `default:` and `units:`, each a behaviour; `extensions:` and `exemptions:`.

    `find` gives the code of a unit as the file names it. Faults are told as those of a plan's files, with their place.
    """
    if not path.is_file():
        raise RuleBroken(
            f"Không có tệp kịch bản {path}. Có thể dùng: silent, punctual, mixed hoặc đường dẫn một tệp YAML."
        )
    file = YamlFile(path)
    found = ScenarioFile() if file.data is None else file.read(ScenarioFile)
    return Scenario(
        path.stem,
        found.default,
        _by_code(file, "units", found.units, find),
        _by_code(file, "extensions", found.extensions, find),
        _by_code(file, "exemptions", found.exemptions, find),
    )


def _by_code(file: YamlFile, part: str, named: Mapping[str, T], find: Callable[[str], str]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, value in named.items():
        try:
            code = find(name)
        except RuleBroken as refusal:
            raise PlanError([file.problem((part, name), str(refusal), at_key=True)]) from None
        if code in found:
            raise PlanError([file.problem((part, name), f"đơn vị {code} đã có ở phía trên.", at_key=True)])
        found[code] = value
    return found
