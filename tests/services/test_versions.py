from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import VersionRow

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_version_takes_the_place_of_the_one_before(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    owed = story.obligation("X1").id

    story.extend("X1", day=date(2022, 8, 15))
    story.extend("X1", day=date(2022, 8, 20), hour=time(11))

    with story.workplace.read() as session:
        query = select(VersionRow).where(VersionRow.obligation_id == owed).order_by(VersionRow.number)
        found = [(row.number, row.deadline_day, row.next_step_at) for row in session.scalars(query)]
    assert found == [
        (1, date(2022, 7, 31), None),
        (2, date(2022, 8, 15), None),
        (3, date(2022, 8, 20), story.calendar.at(date(2022, 8, 5), time(8))),
    ]


def test_version_leaves_alone_what_was_due_before_it_began(story: Story) -> None:
    story.advance(to=date(2022, 8, 3))

    story.extend("X1", day=date(2022, 8, 8))
    story.advance(to=date(2022, 8, 5))

    assert [one.decision.rung for one in story.decisions("X1") if one.version == 2] == ["extended#2", "-1wd"]
