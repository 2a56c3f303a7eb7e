"""Who is written to: nobody but the unit's own people, those above it, and the bodies that the plan names."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from database.queries.decisions import decided
from domain.decisions import NOBODY
from domain.units import ContactRole, Unit, UnitTree
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared, open_campaign
from services.decisions import decide_tier
from tests.small_plan import BOARD_UNIT, CALENDAR, OFFICE_UNIT, PLAN, TOP, contact, duty, plan_with
from tests.stories.test_oracle import SAME_EVERY_RUN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OPENED = CALENDAR.at(PLAN.opens, time(7, 30))
LADDER_OF_TIER = {"commune": "commune", "district": "district", "province": "commune"}
ROOM = RehearsalRoom(RecordingChannel("email"))


@st.composite
def _trees(draw: st.DrawFn) -> UnitTree:
    """Any units of any tier, each below one that was there before it: the board and the Office may have some too."""
    units = [TOP, OFFICE_UNIT, BOARD_UNIT]
    for number in range(draw(st.integers(1, 7))):
        superior = draw(st.sampled_from(units)).code
        units.append(Unit(f"U{number}", f"Đơn vị số {number}", draw(st.sampled_from(sorted(LADDER_OF_TIER))), superior))
    return UnitTree(units)


@settings(SAME_EVERY_RUN, max_examples=25)
@given(_trees())
def test_only_own_people_superiors_and_named_bodies_are_written_to(units: UnitTree) -> None:
    with ROOM.begin() as session:
        written_to = _written_to(session, units)
        session.rollback()

    bodies = {BOARD_UNIT.code, OFFICE_UNIT.code}
    above = {unit.code: {one.code for one in units.superiors_of(unit.code)} for unit in units}
    assert [(unit, to) for unit, to in written_to if to not in {unit} | above[unit] | bodies] == []
    assert {unit for unit, to in written_to if unit == to} == {unit.code for unit in units}


def _written_to(session: Session, units: UnitTree) -> set[tuple[str, str]]:
    """(unit that owes, unit of a person written to) over a whole campaign in which nobody hands in."""
    duties = [
        duty(tier, tier, date(2022, 7, 31), ladder=ladder, addressee="superior")
        for tier, ladder in LADDER_OF_TIER.items()
    ]
    people = {
        one.code: one
        for unit in units
        for one in (contact(unit.code), contact(unit.code, role=ContactRole.LEADER, suffix="-ld"))
    }
    plan = plan_with(duties=tuple(duties))
    campaign = open_campaign(session, Prepared(plan, units, tuple(people.values()), "{}", "sha"), now=OPENED)
    for day in range(0, 60, 2):
        for tier in LADDER_OF_TIER:
            decide_tier(session, campaign, tier=tier, now=CALENDAR.at(PLAN.opens + timedelta(days=day), time(8)))
    found = [(one.unit, one.decision.recipient) for one in decided(session, campaign.id)]
    return {(unit, people[recipient].unit) for unit, recipient in found if not recipient.startswith(NOBODY)}
