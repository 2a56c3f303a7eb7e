"""A list is as urgent as the most urgent decision that it tells of, whenever that one joins."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import OutboxRow
from domain.outbox import Priority
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, UNITS, duty, plan_with
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.plans import Duty

# On 15/6 the first district's list is due for the week, and the second one's for the first time, which is urgent.
WEEKLY = duty("first", "district", date(2022, 7, 22), ladder="district", units=["HU1"])
FIRST = duty("second", "district", date(2022, 7, 29), ladder="district", units=["HU2"])


def _priority(duties: Sequence[Duty], *, day: date) -> int:
    room = RehearsalRoom(Line())
    story = Story(room, Prepared(plan_with(duties=tuple(duties)), UNITS, CONTACTS, "{}", "sha"))
    story.advance(to=day)
    with room.read() as session:
        lists = select(OutboxRow.priority).where(OutboxRow.message == "escalation_list").order_by(OutboxRow.id.desc())
        return session.scalars(lists).first() or 0


def test_an_urgent_decision_makes_the_whole_list_urgent() -> None:
    assert _priority([WEEKLY, FIRST], day=date(2022, 8, 3)) == Priority.URGENT


def test_a_weekly_list_alone_is_not_urgent() -> None:
    assert _priority([WEEKLY], day=date(2022, 8, 3)) == Priority.DIGEST
