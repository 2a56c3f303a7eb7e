from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import OutboxRow
from database.queries import outbox as ask
from domain.outbox import MessageState, Priority

if TYPE_CHECKING:
    from tests.stories.lines import Line
    from tests.stories.story import Story


def test_claim_is_for_the_first_who_asks(story: Story) -> None:
    story.skip(to=date(2022, 7, 22))
    story.decide()
    row = next(row for row in story.messages(to="x1") if row.state == "queued")

    with story.workplace.begin() as session:
        until = story.at() + timedelta(minutes=10)
        claims = [ask.claim(session, [row.id], owner=owner, until=until) for owner in ("first", "second")]

    assert claims == [{row.id}, set()]


def test_stuck_is_what_was_claimed_and_whose_lease_is_over(story: Story) -> None:
    story.skip(to=date(2022, 7, 22))
    story.decide()
    row = next(row for row in story.messages(to="x1") if row.state == "queued")

    with story.workplace.begin() as session:
        ask.claim(session, [row.id], owner="me", until=story.at(time(9)))
        found = [ask.stuck(session, story.campaign.id, now=story.at(hour)) for hour in (time(8, 59), time(9))]

    assert [[one.key for one in rows] for rows in found] == [[], [row.key]]


def test_message_of_today_counts_whoever_the_campaign(story: Story) -> None:
    morning = story.calendar.at(story.day, time(0))

    with story.workplace.read() as session:
        people = [(0, "somebody", "x1@hanam.example"), (0, "another", "hu1@hanam.example")]
        found = ask.had_messages(session, people, since=morning, until=morning + timedelta(days=1))

    assert {one.address for one in found} == {"x1@hanam.example"}


def test_message_of_today_counts_for_the_person_whatever_the_address(story: Story) -> None:
    morning = story.calendar.at(story.day, time(0))

    with story.workplace.read() as session:
        people = [(story.campaign.id, "x1", "84912000001"), (0, "x2", "84912000002")]
        found = ask.had_messages(session, people, since=morning, until=morning + timedelta(days=1))

    assert {one.recipient for one in found} == {"x1"}


def test_refused_are_the_addresses_that_failed_for_good(story: Story, line: Line) -> None:
    line.refused.add("x2@hanam.example")
    story.advance(to=date(2022, 7, 22))

    with story.workplace.read() as session:
        assert ask.refused_addresses(session, story.campaign.id) == {"x2@hanam.example"}


def test_waiting_is_what_has_not_come_to_an_end(story: Story, line: Line) -> None:
    line.is_down = True
    story.advance(to=date(2022, 7, 22))

    with story.workplace.read() as session:
        assert {row.recipient for row in ask.waiting(session, story.campaign.id)} == {"x1", "x2", "x3"}
        assert ask.counts_by_message(session, story.campaign.id) == {
            ("opening", "accepted"): 5,
            ("reminder", "accepted"): 3,
            ("reminder", "queued"): 3,
        }


def test_last_sent_tells_when_and_how_often(story: Story) -> None:
    with story.workplace.read() as session:
        found = ask.last_sent(session, story.campaign.id, as_of=story.at())

    assert found["X1/commune"] == (story.at(time(8)), 2)
    assert found["HU1/district"][1] == 1


def test_message_of_today_counts_what_may_have_gone(story: Story) -> None:
    morning = story.calendar.at(story.day, time(0))
    with story.workplace.begin() as session:
        unknown = update(OutboxRow).values(state=MessageState.UNKNOWN, sent_at=None, settled_at=story.at())
        session.execute(unknown)

    with story.workplace.read() as session:
        people = [(0, "somebody", "x1@hanam.example")]
        found = ask.had_messages(session, people, since=morning, until=morning + timedelta(days=1))

    assert {one.address for one in found} == {"x1@hanam.example"}


def test_ready_puts_what_failed_behind_what_was_never_tried(story: Story) -> None:
    story.skip(to=date(2022, 7, 22))
    story.decide()
    first = next(row for row in story.messages(to="x1") if row.state == "queued")
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == first.id).values(attempts=1))

    with story.workplace.read() as session:
        found = [row.id for row in ask.ready(session, story.campaign.id, now=story.at(), limit=10)]

    assert (len(found), found[-1]) == (3, first.id)


def test_urgent_message_is_no_longer_held_for_the_next_day(story: Story) -> None:
    story.skip(to=date(2022, 7, 22))
    story.decide()
    row = next(row for row in story.messages(to="x1") if row.state == "queued")
    with story.workplace.begin() as session:
        tomorrow = story.at() + timedelta(days=1)
        session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(next_at=tomorrow, state="held"))
        ask.make_urgent(session, [row.key], now=story.at())

    (found,) = [one for one in story.messages(to="x1") if one.id == row.id]
    assert (found.next_at, found.priority) == (story.at(), Priority.URGENT)
