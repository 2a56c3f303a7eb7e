"""That a remembered day is the lived one: what the other stories stand on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from sqlalchemy import event

from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    import sqlite3

    from domain.plans import Plan

SECONDS = re.compile(r",\d+\.\d+(?:e-\d+)?,")
THROUGH = date(2022, 6, 27)  # the opening, a week-end, and a day on which nothing is due


def begun(plan: Plan = PLAN) -> Story:
    return Story(RehearsalRoom(Line()), Prepared(plan, UNITS, CONTACTS, "{}", "sha"))


def database(story: Story) -> sqlite3.Connection:
    with story.workplace.engine.connect() as connection:
        return cast("sqlite3.Connection", connection.connection.driver_connection)


def rows(story: Story) -> list[str]:
    """All but how long the rounds of the auditor took."""
    return [SECONDS.sub(",…,", line) if "audit_rounds" in line else line for line in database(story).iterdump()]


def letters(story: Story) -> list[bytes | None]:
    return [one.payload for one in cast("Line", story.workplace.channels["email"]).carried]


def test_remembered_days_leave_the_very_rows_and_letters_of_lived_ones() -> None:
    begun().advance(to=THROUGH)  # whoever is the first lives them
    remembered, lived = begun(), begun(replace(PLAN))  # another plan, though an equal one, is never remembered
    before = database(remembered).total_changes

    days = remembered.advance(to=THROUGH), lived.advance(to=THROUGH)

    assert days[0] == days[1]
    assert database(remembered).total_changes == before < database(lived).total_changes
    assert rows(remembered) == rows(lived)
    assert letters(remembered) == letters(lived) != []


def test_a_day_that_somebody_watches_is_lived() -> None:
    begun().advance(to=THROUGH)
    asked: list[str] = []
    story = begun()
    event.listen(story.workplace.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    story.advance(to=THROUGH)

    assert len(asked) > 50


def test_after_anything_that_people_did_every_day_is_lived() -> None:
    begun().advance(to=THROUGH)
    story = begun()
    story.advance(to=date(2022, 6, 24))
    story.hand_in("X1")
    cast("Line", story.workplace.channels["email"]).is_down = True
    before = database(story).total_changes

    days = story.advance(to=THROUGH)

    assert database(story).total_changes > before
    assert any(day.deliveries.get("deferred") for day in days)
