"""Services are asked about the small plan, lived through in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.flows.live import SECRET
from tests.post_office import Post
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def room(line: Line) -> RehearsalRoom:
    return RehearsalRoom(line)


@pytest.fixture
def story(room: RehearsalRoom) -> Story:
    """Opened on 24/6/2022 at 07:30, and nothing has run yet."""
    return Story(room, Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setenv("DONDOC_SECRET", SECRET)
    found = Post()
    yield found
    found.room.close()
