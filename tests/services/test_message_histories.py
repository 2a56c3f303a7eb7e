from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import AttemptRow, OutboxRow
from domain.outbox import MessageState
from domain.signals import Fate, SignalKind
from services.message_histories import counts, message_histories
from services.signals import hear
from tests.services.test_proving import send_over_zalo
from tests.small_plan import PLAN

if TYPE_CHECKING:
    from datetime import datetime

    from services.message_histories import MessageHistory
    from tests.stories.lines import Line
    from tests.stories.story import Story


def told(story: Story, *, as_of: datetime | None = None, unit: str = "X1") -> list[MessageHistory]:
    with story.workplace.read() as session:
        return message_histories(session, story.campaign, as_of=as_of or story.at(), unit=unit)


def steps(found: MessageHistory) -> list[tuple[str, str]]:
    return [(one.what, one.text) for one in found.steps]


def test_history_of_a_sent_message_names_its_rung_and_the_id_that_the_transport_gave(story: Story) -> None:
    story.advance(to=PLAN.opens)

    (found,) = told(story)

    assert (found.name, found.rung, found.channel, found.address) == (
        "Đảng ủy xã Hợp Lý",
        "opening",
        "email",
        "x1@hanam.example",
    )
    assert (found.fate, found.transport_id) == (Fate.SENT, f"rehearsal:{found.key}")
    assert steps(found) == [("queued", "Đến mốc của thang nhắc việc."), ("sent", found.transport_id)]


def test_history_tells_of_what_was_held_and_of_what_took_its_place(story: Story) -> None:
    story.advance(to=date(2022, 7, 28))
    story.skip(to=date(2022, 7, 29))
    story.run(time(19))
    story.advance(to=date(2022, 8, 1))

    last_reminder = next(one for one in told(story) if one.message == "last_reminder")

    assert last_reminder.fate is Fate.SUPERSEDED
    assert steps(last_reminder)[1:] == [
        ("held", "Ngoài giờ làm việc; gửi khi vào giờ làm việc."),
        ("superseded", "Đã có thông báo mới hơn về cùng việc này thay thế."),
    ]


def test_history_follows_a_message_through_everything_that_is_heard_of_it(story: Story) -> None:
    story.advance(to=PLAN.opens)
    (row,) = story.messages(to="x1")
    with story.workplace.begin() as session:
        for minute, kind in enumerate((SignalKind.SEEN, SignalKind.DELIVERED, SignalKind.ANSWERED)):
            at = story.at(time(8, 30 + minute))
            hear(session, session.get_one(OutboxRow, row.id), kind, at=at, event_key=kind.value)

    fates = [told(story, as_of=story.at(time(8, minute)))[0].fate for minute in (29, 30, 31, 32)]

    assert fates == [Fate.SENT, Fate.SEEN, Fate.SEEN, Fate.ANSWERED]
    assert [what for what, _ in steps(told(story)[0])] == ["queued", "sent", "seen", "delivered", "answered"]


def test_history_of_an_earlier_moment_knows_nothing_of_what_came_after(story: Story, line: Line) -> None:
    line.is_down = True
    story.advance(to=PLAN.opens)
    line.is_down = False
    story.run(time(9))

    early, later = (told(story, as_of=story.at(hour))[0] for hour in (time(8, 30), time(9, 30)))

    assert (early.fate, early.transport_id, later.fate) == (Fate.QUEUED, "", Fate.SENT)
    assert told(story, as_of=story.campaign.opened_at - timedelta(days=1)) == []


def test_history_says_why_a_message_was_refused(story: Story, line: Line) -> None:
    line.refused.add("x1@hanam.example")
    story.advance(to=PLAN.opens)

    (found,) = told(story)

    assert found.fate is Fate.REFUSED
    assert (found.steps[-1].what, found.steps[-1].code) == ("refused", "550")
    assert "5.1.1" in found.steps[-1].text


def test_history_names_the_next_channel_both_ways_with_the_reason(story: Story) -> None:
    story.advance(to=PLAN.opens)
    (first,) = story.messages(to="x1")
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == first.id).values(state=MessageState.FAILED))
        send_over_zalo(session, first, follows=True, at=story.at(time(9)))

    before, after = told(story)

    assert (before.replaced_by, after.replaces) == (after.key, before.key)
    assert steps(before)[-1] == ("replaced", "Đến mốc của thang nhắc việc.")
    assert told(story, as_of=story.at(time(8, 30)))[0].replaced_by == ""


def test_histories_are_counted_by_how_far_they_came(story: Story, line: Line) -> None:
    line.refused.add("x1@hanam.example")
    story.advance(to=PLAN.opens)

    assert counts(told(story, unit="")) == {Fate.SENT: 4, Fate.REFUSED: 1}


def test_message_that_may_have_come_twice_says_so(story: Story) -> None:
    story.advance(to=PLAN.opens)
    (row,) = story.messages(to="x1")
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(doubtful=True))
        session.add(
            AttemptRow(outbox_id=row.id, at=story.at(time(8)), outcome="ambiguous", scope="", code="", detail="")
        )

    assert told(story)[0].is_doubtful
