"""Questions are asked of a small campaign that was really lived through."""

from __future__ import annotations

from datetime import date

import pytest

from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def story(line: Line) -> Story:
    """15 July: everybody has had the opening, the communes their first reminder."""
    story = Story(RehearsalRoom(line), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    story.advance(to=date(2022, 7, 15))
    return story
