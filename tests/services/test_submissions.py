from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import SubmissionRow, VersionRow
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from tests.stories.story import Story


@pytest.fixture
def july(story: Story) -> Story:
    """20 July: the communes have been reminded once, and nothing has come in."""
    story.advance(to=date(2022, 7, 20))
    return story


def rows(story: Story) -> list[SubmissionRow]:
    with story.workplace.read() as session:
        found = list(session.scalars(select(SubmissionRow).order_by(SubmissionRow.id)))
        session.expunge_all()
    return found


def test_submission_gets_a_receipt_number_and_keeps_what_was_handed_in(july: Story) -> None:
    receipt = july.hand_in("X1")

    (row,) = rows(july)
    assert (row.receipt_number, receipt) == ("0001/TN-15-KH/TU",) * 2
    assert (row.number, row.file_name, row.size, row.document_number) == (1, "bao-cao.docx", 1, "7-BC/X1")
    assert row.received_at == row.registered_at == july.at()


def test_submission_after_another_leaves_the_first_as_it_was(july: Story) -> None:
    july.hand_in("X1", hour=time(9))
    first = rows(july)[0].received_at
    july.advance(to=date(2022, 8, 2))

    july.hand_in("X1")

    assert [(row.number, row.received_at) for row in rows(july)] == [(1, first), (2, july.at())]


def test_submission_of_an_empty_file_is_refused(july: Story) -> None:
    with pytest.raises(RuleBroken, match="một tệp trống không được tính là báo cáo"):
        july.hand_in("X1", size=0)

    assert rows(july) == []


def test_submission_from_before_the_campaign_is_refused(july: Story) -> None:
    with pytest.raises(RuleBroken, match="sớm hơn ngày mở đợt"):
        july.hand_in("X1", received=date(2022, 6, 20))


def test_submission_from_before_the_last_one_is_refused(july: Story) -> None:
    july.hand_in("X1")

    with pytest.raises(RuleBroken, match="không thể có ngày nhận sớm hơn"):
        july.hand_in("X1", received=date(2022, 7, 18))


def test_submission_lets_the_ladder_rest(july: Story) -> None:
    july.hand_in("X1")

    july.advance(to=date(2022, 9, 30))

    outcomes = {one.decision.outcome for one in july.decisions("X1") if one.decision.decided_at > july.at()}
    assert outcomes <= {"already_submitted"}
    assert july.status().units[0].next_step is None


def test_submission_by_post_does_not_wake_rungs_that_were_decided(july: Story) -> None:
    july.advance(to=date(2022, 8, 5))
    july.hand_in("X1", received=date(2022, 7, 29))

    july.advance(to=date(2022, 8, 19))

    rungs = [(one.decision.rung, one.decision.recipient) for one in july.decisions("X1")]
    assert len(rungs) == len(set(rungs))


def test_submission_after_a_return_stands(july: Story) -> None:
    july.hand_in("X1")
    july.give_back("X1", new_day=date(2022, 7, 26), hour=time(11))
    july.advance(to=date(2022, 7, 25))

    july.hand_in("X1")

    standing = july.obligation("X1").standing
    assert (standing.state, standing.days_late) == ("on_time", 0)


def test_submission_lets_the_ladder_rest_at_once(story: Story) -> None:
    """Once the report is in, what repeats is over, and the next look is at what does not."""
    story.advance(to=date(2022, 8, 10))
    story.hand_in("X1")
    owed = story.obligation("X1").id

    with story.workplace.read() as session:
        coming = session.scalar(select(VersionRow.next_step_at).where(VersionRow.obligation_id == owed))

    assert coming is None
