from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from database.queries.receipts import next_receipt
from database.queries.submissions import last_submission, return_of, standing_submissions

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_standing_is_the_latest_version_that_was_not_returned(story: Story) -> None:
    story.hand_in("X1", hour=time(9))
    story.hand_in("X1", hour=time(10))
    story.give_back("X1", new_day=date(2022, 7, 22), hour=time(11))

    found = []
    for hour in (time(8), time(9, 30), time(10, 30), time(11, 30)):
        with story.workplace.read() as session:
            standing = standing_submissions(session, story.campaign.id, units=["X1"], as_of=story.at(hour))
            found.append([(unit, row.number) for unit, row in standing])

    assert found == [[], [("X1", 1)], [("X1", 2)], []]


def test_last_submission_is_the_one_with_the_highest_number(story: Story) -> None:
    owed = story.obligation("X1").id
    story.hand_in("X1", hour=time(9))
    story.hand_in("X1", hour=time(10))

    with story.workplace.read() as session:
        last = last_submission(session, owed)
        assert last is not None
        assert (last.number, return_of(session, last.id)) == (2, None)
        assert next_receipt(session, story.campaign.id) == 3
