from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from database.queries import obligations as ask
from domain.ladder import Audience

if TYPE_CHECKING:
    from tests.stories.story import Story

COMMUNES = "commune"


def test_due_are_the_versions_whose_moment_has_come(story: Story) -> None:
    due = []
    for day, hour in ((21, time(8)), (22, time(7, 59)), (22, time(8))):
        moment = story.calendar.at(date(2022, 7, day), hour)
        with story.workplace.read() as session:
            due.append([one.unit for one in ask.due_versions(session, story.campaign.id, tier=COMMUNES, now=moment)])

    assert due == [[], [], ["X1", "X2", "X3"]]


def test_due_belong_to_one_tier_of_one_campaign(story: Story) -> None:
    moment = story.calendar.at(date(2022, 7, 22), time(8))

    with story.workplace.read() as session:
        assert ask.due_versions(session, story.campaign.id, tier="district", now=moment) == []
        assert ask.due_versions(session, story.campaign.id + 1, tier=COMMUNES, now=moment) == []


def test_contacts_of_those_due_are_their_own_or_those_of_their_superiors(story: Story) -> None:
    moment = story.calendar.at(date(2022, 7, 22), time(8))

    with story.workplace.read() as session:
        found = {
            audience: [
                one.code
                for one in ask.contacts_due(session, story.campaign.id, tier=COMMUNES, now=moment, audience=audience)
            ]
            for audience in (Audience.UNIT, Audience.SUPERIOR)
        }

    assert found == {Audience.UNIT: ["x1", "x2", "x3"], Audience.SUPERIOR: ["hu1", "hu2"]}


def test_promise_that_counts_is_the_latest(story: Story) -> None:
    story.promise("X1", day=date(2022, 7, 25))
    story.promise("X1", day=date(2022, 7, 27), hour=time(11))
    moment = story.calendar.at(date(2022, 7, 22), time(8))

    with story.workplace.read() as session:
        found = ask.promises_due(session, story.campaign.id, tier=COMMUNES, now=moment)

    assert [promise.day for promise in found.values()] == [date(2022, 7, 27)]


def test_history_holds_all_that_happened_in_order(story: Story) -> None:
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 7, 22), hour=time(11))
    story.extend("X1", day=date(2022, 7, 29), hour=time(12))
    owed = story.obligation("X1").id

    with story.workplace.read() as session:
        found = ask.histories(session, story.campaign, obligations=[owed])

    history = found[owed]
    assert list(found) == [owed]
    assert [(version.cause, version.deadline.day) for version in history.versions] == [
        ("opened", date(2022, 7, 31)),
        ("returned", date(2022, 7, 22)),
        ("extended", date(2022, 7, 29)),
    ]
    assert [submission.returned_at for submission in history.submissions] == [story.at(time(11))]
