"""Stories begin with a room in memory, a line that can go down, and the small plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from sqlalchemy.engine import make_url

from database.migrations.running import upgrade
from database.session import open_engine
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests import postgres
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.plans import Plan
    from domain.units import Contact, UnitTree


class OpenStory(Protocol):
    def __call__(
        self,
        *,
        plan: Plan = PLAN,
        units: UnitTree = UNITS,
        contacts: Sequence[Contact] = CONTACTS,
    ) -> Story: ...


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def open_story(line: Line) -> Iterator[OpenStory]:
    """Opens a campaign in a room of its own; all of them write over the same line. Each is proved when its story ends."""
    stories: list[Story] = []

    def open_one(
        *,
        plan: Plan = PLAN,
        units: UnitTree = UNITS,
        contacts: Sequence[Contact] = CONTACTS,
    ) -> Story:
        stories.append(Story(RehearsalRoom(line), Prepared(plan, units, contacts, "{}", "sha")))
        return stories[-1]

    yield open_one
    assert all(story.is_proved() for story in stories)


@pytest.fixture
def story(open_story: OpenStory) -> Story:
    """The small plan: communes X1, X2, X3 owe by 31/7, districts HU1, HU2 by 20/8/2022."""
    return open_story()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A server; its first database only has the tables, and serves as the model of all others (`rooms.new_database`)."""
    with postgres.server() as address:
        engine = open_engine(address)
        upgrade(engine)
        engine.dispose()
        yield make_url(address).set(database="template1").render_as_string(hide_password=False)
