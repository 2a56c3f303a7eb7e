"""The plan (kế hoạch) as data: who owes what by when, to whom, and who hears when it does not come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from datetime import date

    from domain.calendar import WorkingCalendar
    from domain.deadlines import Deadline
    from domain.figures import Figure
    from domain.ladder import Ladder
    from domain.outline import Outline
    from domain.tiers import Tier


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document that the plan rests on: "07-CT/TW"."""

    number: str
    day: date
    issuer: str
    title: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What the plan is called. `task` is the thing owed, as it stands in a sentence: "báo cáo sơ kết 05 năm …"."""

    id: str
    number: str
    day: date
    title: str
    task: str
    issuer: str
    place: str
    legal_basis: tuple[LegalBasis, ...]
    distribution: tuple[str, ...]

    @property
    def citation(self) -> str:
        """As a sentence cites the plan: Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy Hà Nam."""
        return f"Kế hoạch số {self.number} ngày {day_text(self.day)} của {self.issuer}"


@dataclass(frozen=True, slots=True)
class Duty:
    """What a group of units owes: by which deadline, to whom, through which office, under which clause.

    `units` names the units; empty means every unit of the tier that no other duty names. `sections` names the outline
    sections owed; empty means the whole outline but for what is reserved to named owners. `addressee` is who the
    report is for and `via` the office it goes through, both in words as they stand in a letter; "superior" as
    addressee means the direct superior of each unit.
    """

    id: str
    tier: str
    name: str
    deadline: Deadline
    ladder: str
    addressee: str
    via: str
    clause: str
    units: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies with a part of their own, by unit code: the board that follows up, and the office told of delay.

    `letterhead` is how the board heads its documents, in two lines; `position` who signs them; `recipients` the
    places that its report goes to ("Nơi nhận"), which are not those of the plan.
    """

    coordinator: str
    office: str
    addressee: str
    letterhead: tuple[str, str] = ("", "")
    position: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a trap in the plan's text is read, and by whose word. `code` is that of the finding it answers."""

    code: str
    clause: str
    text: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a campaign freezes when it opens, but for its units and contacts, which have tables of their own.

    `ladders` holds one ladder for each duty, besides `returned` (the clock of a returned report) and `promise`
    (what happens when a promised day passes). `figures` are those that it declares, in the order of the plan.
    """

    identity: Identity
    timezone: str
    opens: date
    closes: date
    tiers: tuple[Tier, ...]
    duties: tuple[Duty, ...]
    bodies: Bodies
    outline: Outline
    ladders: dict[str, Ladder]
    rulings: tuple[Ruling, ...]
    calendar: WorkingCalendar
    figures: tuple[Figure, ...] = ()

    def tier(self, tier_id: str) -> Tier:
        return next(tier for tier in self.tiers if tier.id == tier_id)

    def duty(self, duty_id: str) -> Duty:
        return next(duty for duty in self.duties if duty.id == duty_id)

    @property
    def duties_to_superiors(self) -> tuple[str, ...]:
        """The duties whose reports go to the unit above, which puts them together."""
        return tuple(duty.id for duty in self.duties if duty.addressee == "superior")

    def is_transmitted(self, unit: str, duty: Duty) -> bool:
        """Whether this is the coordinator's own report: it is sent on by a letter with a number, and nobody hands it in."""
        return unit == self.bodies.coordinator and duty.addressee != "superior"
