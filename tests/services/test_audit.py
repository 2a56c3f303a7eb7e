from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import ContactRow, OutboxRow, VersionRow
from domain.calls import CallResult
from domain.outbox import MessageState
from services.audit import audit
from services.calls import Made, record_call

if TYPE_CHECKING:
    from tests.stories.lines import Line
    from tests.stories.story import Story


def codes(story: Story) -> list[tuple[str, str]]:
    with story.workplace.read() as session:
        return [(flaw.code, flaw.subject) for flaw in audit(session, story.campaign, now=story.at())]


def test_audit_of_a_sound_campaign_finds_nothing(story: Story) -> None:
    story.advance(to=date(2022, 8, 24))

    assert codes(story) == []


def test_audit_finds_an_obligation_that_nobody_measures(story: Story) -> None:
    story.advance(to=date(2022, 7, 1))
    owed = story.obligation("X2").id
    with story.workplace.begin() as session:
        session.execute(update(VersionRow).where(VersionRow.obligation_id == owed).values(next_step_at=None))

    assert codes(story) == [("no_next_step", "X2")]


def test_audit_finds_a_returned_report_that_nobody_measures(story: Story) -> None:
    story.advance(to=date(2022, 7, 1))
    story.hand_in("X2", hour=time(9))
    story.give_back("X2", new_day=date(2022, 7, 8))
    owed = story.obligation("X2").id
    with story.workplace.begin() as session:
        session.execute(update(VersionRow).where(VersionRow.obligation_id == owed).values(next_step_at=None))

    assert codes(story) == [("no_next_step", "X2")]


def test_audit_leaves_a_unit_that_handed_in_alone(story: Story) -> None:
    story.advance(to=date(2022, 7, 1))
    story.hand_in("X2")

    story.advance(to=date(2022, 9, 30))

    assert ("no_next_step", "X2") not in codes(story)
    assert story.obligation("X2").standing.state == "on_time"


def test_audit_finds_rungs_that_nobody_decided_for_days(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    found = {}
    for day in (date(2022, 7, 18), date(2022, 7, 19), date(2022, 7, 20)):
        story.skip(to=day)
        found[day.day] = codes(story)

    assert found == {18: [], 19: [("undecided", "ke-hoach-nho")], 20: [("undecided", "ke-hoach-nho")]}


def test_audit_tells_of_a_channel_that_is_down_and_not_of_each_message_behind_it(story: Story, line: Line) -> None:
    line.is_down = True

    story.advance(to=date(2022, 6, 29))

    assert {code for code, _ in codes(story)} == {"channel_down"}


def test_audit_finds_an_address_that_was_refused_until_it_is_mended(story: Story, line: Line) -> None:
    line.refused |= {"x1@hanam.example"}
    story.advance(to=date(2022, 6, 24))
    found = codes(story)
    with story.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.unit == "X1").values(address="dung@hanam.example"))

    assert (found, codes(story)) == ([("refused", "X1")], [])


def test_audit_finds_messages_whose_end_nobody_knows(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    (opening,) = story.messages(to="x1")
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == opening.id).values(state=MessageState.UNKNOWN))

    assert codes(story) == [("unknown", opening.key)]


def test_audit_looks_at_the_last_version_that_was_handed_in(story: Story) -> None:
    story.advance(to=date(2022, 7, 1))
    story.hand_in("X2", hour=time(9))
    story.hand_in("X2", hour=time(9, 30))
    story.give_back("X2", new_day=date(2022, 7, 8))
    owed = story.obligation("X2").id
    with story.workplace.begin() as session:
        session.execute(update(VersionRow).where(VersionRow.obligation_id == owed).values(next_step_at=None))

    assert codes(story) == [("no_next_step", "X2")]


def test_audit_names_a_unit_that_can_only_be_called_and_that_nobody_called_for_two_working_days(
    story: Story, line: Line
) -> None:
    line.refused.add("x1@hanam.example")
    story.advance(to=date(2022, 6, 28))
    assert ("not_called", "X1") not in codes(story)

    story.advance(to=date(2022, 6, 29))
    assert ("not_called", "X1") in codes(story)

    with story.workplace.begin() as session:
        made = Made("X1", CallResult.NO_ANSWER, "x1", "0226.0000.001")
        record_call(session, story.campaign, made, who="Mai", now=story.at())
    assert ("not_called", "X1") not in codes(story)
