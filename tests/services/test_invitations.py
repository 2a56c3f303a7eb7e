from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import OutboxRow
from database.queries.outbox import WAITING
from domain.outbox import MessageState
from services.campaigns import Prepared
from services.exemptions import exempt, reinstate
from services.rendering import Batch
from services.reviews import withdraw
from tests.small_plan import CONTACTS, PLAN, UNITS, contact
from tests.stories.story import Story

if TYPE_CHECKING:
    from notifications.envelope import Invitation
    from rehearsal.rehearsing import RehearsalRoom

ELEVEN, NOON = time(11), time(12)


def invited(story: Story, to: str = "x1", *, hour: time = ELEVEN) -> dict[str, Invitation | None]:
    """What the letters that now wait for this person would bring along, by their kind. Then they go out."""
    with story.workplace.begin() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.recipient == to, OutboxRow.state.in_(WAITING))).all()
        batch = Batch(session, story.campaign, rows, now=story.at(hour))
        found = {row.message: batch.rendered(row).invitation for row in rows if not batch.withdrawn(row)}
    story.deliver(hour)
    return found


def opened(story: Story) -> Invitation:
    story.skip(to=date(2022, 6, 24))
    story.decide()
    invitation = invited(story)["opening"]
    assert invitation is not None
    return invitation


def test_opening_invites_to_the_last_day_in_the_words_of_the_letter(story: Story) -> None:
    invitation = opened(story)

    assert invitation.day == date(2022, 7, 31)
    assert (invitation.sequence, invitation.is_cancelled) == (0, False)
    assert invitation.uid == "ke-hoach-nho.commune.X1.20220624T003000Z@dondoc"
    assert invitation.summary == "[15-KH/TU] Hạn gửi báo cáo – Đảng ủy xã Hợp Lý"
    assert "\n- Hạn gửi: Chủ nhật, ngày 31/7/2022 (tính hết ngày 31/7/2022).\n" in invitation.description
    assert "mục II.3 của Kế hoạch: “Hoàn thành báo cáo sơ kết trong tháng 7/2022.”" in invitation.description


def test_event_goes_through_all_changes_under_one_name(story: Story) -> None:
    found = [opened(story)]
    story.skip(to=date(2022, 7, 20))

    def then(message: str) -> None:
        invitation = invited(story)[message]
        assert invitation is not None
        found.append(invitation)

    story.extend("X1", day=date(2022, 8, 10))
    then("extended")
    story.skip(to=date(2022, 7, 21))
    story.hand_in("X1")
    then("receipt")
    story.skip(to=date(2022, 7, 22))
    story.give_back("X1", new_day=date(2022, 8, 2))
    then("returned")
    story.skip(to=date(2022, 7, 25))
    story.hand_in("X1")
    then("receipt")

    assert [(one.day, one.is_cancelled) for one in found] == [
        (date(2022, 7, 31), False),
        (date(2022, 8, 10), False),
        (date(2022, 8, 10), True),
        (date(2022, 8, 2), False),
        (date(2022, 8, 2), True),
    ]
    assert len({one.uid for one in found}) == 1
    assert all(earlier.sequence < later.sequence for earlier, later in pairwise(found))
    assert found[-1].summary.endswith("– Đảng ủy xã Hợp Lý (đã nộp)")


def test_exemption_cancels_and_the_next_reminder_restores(story: Story) -> None:
    first = opened(story)
    story.skip(to=date(2022, 7, 11))
    about = {"reason": "Sáp nhập.", "by": "Ban Tuyên giáo"}
    with story.workplace.begin() as session:
        exempt(session, story.campaign, story.obligation("X1").id, now=story.at(), **about)
    cancelled = invited(story)["exempted"]
    story.skip(to=date(2022, 7, 12))
    with story.workplace.begin() as session:
        reinstate(session, story.campaign, story.obligation("X1").id, now=story.at(), **about)
    story.skip(to=date(2022, 7, 18))
    story.decide()
    restored = invited(story)["reminder"]

    assert cancelled is not None
    assert restored is not None
    assert (cancelled.is_cancelled, restored.is_cancelled) == (True, False)
    assert first.sequence < cancelled.sequence < restored.sequence
    assert cancelled.summary.endswith("(được miễn báo cáo)")


def test_reminder_does_not_repeat_the_invitation(story: Story) -> None:
    opened(story)
    story.skip(to=date(2022, 7, 18))
    story.decide()

    assert invited(story) == {"reminder": None}


def test_reminder_invites_whom_no_letter_has_invited(story: Story) -> None:
    story.skip(to=date(2022, 7, 18))  # nobody ran the pipeline before, and a reminder takes the place of the opening
    story.decide()

    found = invited(story)

    assert list(found) == ["reminder"]
    assert found["reminder"] is not None
    assert found["reminder"].day == date(2022, 7, 31)


def test_reminder_by_mail_invites_whom_the_opening_reached_over_another_channel(story: Story) -> None:
    opened(story)
    with story.workplace.begin() as session:
        session.scalars(select(OutboxRow).where(OutboxRow.recipient == "x1")).one().channel = "zalobot"
    story.skip(to=date(2022, 7, 18))
    story.decide()

    assert invited(story)["reminder"] is not None


def test_reminder_invites_everybody_in_the_unit_whoever_got_it_first(room: RehearsalRoom) -> None:
    people = [*CONTACTS, contact("X1", suffix="-2")]
    story = Story(room, Prepared(PLAN, UNITS, people, "{}", "sha"))
    story.skip(to=date(2022, 7, 18))
    story.decide()

    invited(story, "x1")
    with story.workplace.begin() as session:
        later = session.scalars(select(OutboxRow).where(OutboxRow.recipient == "x1-2")).one()
        found = Batch(session, story.campaign, [later], now=story.at(ELEVEN)).rendered(later).invitation

    assert found is not None


def test_withdrawal_of_a_report_puts_the_day_back_with_the_next_reminder(story: Story) -> None:
    opened(story)
    story.skip(to=date(2022, 7, 12))
    story.hand_in("X1")
    cancelled = invited(story)["receipt"]
    with story.workplace.begin() as session:
        withdraw(session, story.campaign, story.obligation("X1").id, reason="Nhầm.", by="Ban", now=story.at(NOON))
    story.skip(to=date(2022, 7, 18))
    story.decide()
    restored = invited(story)["reminder"]

    assert cancelled is not None
    assert restored is not None
    assert restored.sequence > cancelled.sequence
    assert (restored.day, restored.is_cancelled) == (date(2022, 7, 31), False)


def test_receipt_cancels_nothing_that_was_never_sent(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))
    story.decide()
    story.hand_in("X1")

    assert invited(story)["receipt"] is None


def test_receipt_that_leaves_after_the_return_does_not_cancel_the_new_day(story: Story) -> None:
    opened(story)
    story.skip(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 7, 27), hour=time(10, 30))

    found = invited(story)

    returned = found["returned"]
    assert found["receipt"] is None
    assert returned is not None
    assert (returned.day, returned.is_cancelled) == (date(2022, 7, 27), False)


def test_opening_that_was_held_invites_to_the_day_that_holds_now(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))
    story.decide()
    story.extend("X1", day=date(2022, 8, 10))

    found = invited(story)

    assert {one.day for one in found.values() if one} == {date(2022, 8, 10)}
    assert {one.sequence for one in found.values() if one} == {1}


def test_lists_to_superiors_invite_to_nothing(story: Story) -> None:
    story.skip(to=date(2022, 8, 1))
    story.decide()

    assert invited(story, "hu1")["district_digest"] is None


def test_unknown_result_counts_as_an_invitation_that_may_be_there(story: Story) -> None:
    opened(story)
    with story.workplace.begin() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.recipient == "x1")).one()
        row.state = MessageState.UNKNOWN
    story.skip(to=date(2022, 7, 12))
    story.hand_in("X1")

    receipt = invited(story)["receipt"]

    assert receipt is not None
    assert receipt.is_cancelled
