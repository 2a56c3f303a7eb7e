from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import AttemptRow, OutboxRow
from domain.outbox import MessageState
from domain.signals import SignalKind
from services.explanations import explain
from services.signals import hear

if TYPE_CHECKING:
    from services.explanations import Explanation
    from tests.stories.lines import Line
    from tests.stories.story import Story


def why(story: Story, unit: str, *, hour: time = time(10)) -> Explanation:
    with story.workplace.read() as session:
        (found,) = explain(session, story.campaign, unit, as_of=story.at(hour))
    return found


def test_explanation_tells_of_every_decision_with_its_reason(story: Story) -> None:
    story.skip(to=date(2022, 7, 28))
    story.advance(to=date(2022, 7, 29))

    found = why(story, "X1").decisions

    assert [(one.rung, one.outcome) for one in found] == [
        ("opening", "superseded"),
        ("-14d", "superseded"),
        ("-7d", "superseded"),
        ("-3wd", "superseded"),
        ("-1wd", "sent"),
    ]
    assert all(one.reason and one.clause == "II.3" for one in found)


def test_explanation_follows_a_message_to_its_end(story: Story, line: Line) -> None:
    line.refused.add("x1@hanam.example")

    story.advance(to=date(2022, 6, 24))

    (opening,) = why(story, "X1").decisions
    assert (opening.outcome, opening.reason) == (
        "failed",
        "Máy chủ thư từ chối địa chỉ x1@hanam.example: 5.1.1 No such user here",
    )


def test_explanation_of_an_earlier_moment_knows_nothing_of_what_came_after(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))
    story.decide()
    story.deliver(time(9))

    outcomes = [why(story, "X1", hour=hour).decisions[0].outcome for hour in (time(8, 30), time(9, 30))]

    assert outcomes == ["queued", "sent"]


def test_explanation_tells_what_is_still_to_come(story: Story) -> None:
    story.advance(to=date(2022, 7, 27))

    coming = why(story, "X1").next

    assert [(one.at.date(), one.rung, one.audience) for one in coming[:3]] == [
        (date(2022, 7, 29), "-1wd", "unit"),
        (date(2022, 8, 1), "+1wd", "unit"),
        (date(2022, 8, 1), "+1wd", "superior"),
    ]


def test_explanation_after_a_report_has_nothing_to_come(story: Story) -> None:
    story.advance(to=date(2022, 7, 27))
    story.hand_in("X1")

    assert why(story, "X1").next == ()


def test_explanation_of_an_unknown_unit_is_empty(story: Story) -> None:
    with story.workplace.read() as session:
        assert explain(session, story.campaign, "X77", as_of=story.at()) == []


def test_explanation_tells_since_when_and_why_a_message_was_held(story: Story) -> None:
    """The district hears of its own duty on 12/8; the list of its communes waits for the next working day."""
    story.advance(to=date(2022, 8, 15))

    def list_of_12_august(day: date) -> tuple[str, str, date | None]:
        story.skip(to=day)
        found = [one for one in why(story, "X1", hour=time(23)).decisions if one.message == "district_digest"]
        last = found[-1]
        return last.outcome, last.reason, last.sent_at.date() if last.sent_at else None

    held = "Người nhận đã có một thông báo trong ngày; gửi vào ngày làm việc sau."
    assert list_of_12_august(date(2022, 8, 12)) == ("held", held, None)
    outcome, reason, sent_on = list_of_12_august(date(2022, 8, 15))
    assert (outcome, sent_on) == ("sent", date(2022, 8, 15))
    assert reason.endswith(held)


def test_explanation_says_that_what_bounced_later_had_been_sent(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    (row,) = story.messages(to="x1")
    with story.workplace.begin() as session:
        opening = session.get_one(OutboxRow, row.id)
        hear(session, opening, SignalKind.BOUNCED, at=story.at(), event_key="dsn", detail="5.1.1", code="5.1.1")

    before, after = (why(story, "X1", hour=hour).decisions[0] for hour in (time(9), time(11)))

    assert (before.outcome, before.fate, before.reason) == ("sent", "sent", "Đến mốc của thang nhắc việc.")
    assert (after.outcome, after.fate, after.reason) == ("failed", "refused", "5.1.1")


def test_explanation_says_that_what_a_person_confirmed_later_had_been_unknown(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    (row,) = story.messages(to="x1")
    with story.workplace.begin() as session:
        opening = session.get_one(OutboxRow, row.id)
        opening.state, opening.sent_at = MessageState.UNKNOWN, None
        session.execute(update(AttemptRow).where(AttemptRow.outbox_id == row.id).values(outcome="ambiguous"))
        hear(session, opening, SignalKind.CONFIRMED, at=story.at(), event_key="asked", detail="Đã gọi.")

    before, after = (why(story, "X1", hour=hour).decisions[0] for hour in (time(9), time(11)))

    assert (before.outcome, before.fate) == ("unknown", "unknown")
    assert before.reason.startswith("Chưa rõ thông báo đã đến hay chưa")
    assert (after.outcome, after.fate) == ("sent", "sent")


def test_explanation_tells_how_far_a_message_came(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    (row,) = story.messages(to="x1")
    with story.workplace.begin() as session:
        hear(session, session.get_one(OutboxRow, row.id), SignalKind.SEEN, at=story.at(), event_key="seen")

    fates = [why(story, "X1", hour=hour).decisions[0].fate for hour in (time(9), time(11))]

    assert fates == ["sent", "seen"]
