from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from database.models import ContactRow, OutboxRow
from database.queries.attempts import attempts_of
from domain.errors import RuleBroken
from domain.outbox import MessageState
from notifications.channels.protocol import AmbiguityPolicy
from notifications.outcome import Accepted, Ambiguous, Deferred, Outcome, Rejected, Scope
from services import delivery, settling
from tests.stories.claiming import claim
from tests.stories.lines import Line

if TYPE_CHECKING:
    from notifications.envelope import Envelope, Rendered
    from tests.stories.story import Story

AGAIN, ASK = AmbiguityPolicy.RESEND_SAME_BYTES, AmbiguityPolicy.ASK_STAFF


class Particular(Line):
    """Knows an address that cannot be one."""

    def compose(self, rendered: Rendered, *, to_address: str, **rest: Any) -> Envelope:
        if "@" not in to_address:
            raise RuleBroken(f"“{to_address}” không phải là địa chỉ thư điện tử.")
        return super().compose(rendered, to_address=to_address, **rest)


@pytest.fixture
def queued(story: Story) -> Story:
    """The openings are decided and wait."""
    story.skip(to=date(2022, 6, 24))
    story.decide()
    return story


def alone(story: Story) -> None:
    """Only the first message still waits."""
    others = [row.id for row in story.messages()][1:]
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id.in_(others)).values(state=MessageState.FAILED))


def claimed(story: Story, *, limit: int = 1, hour: time = time(8)) -> list[delivery.Claimed]:
    with story.workplace.begin() as session:
        channels = story.workplace.channels
        return claim(session, story.campaign, channels, owner="me", now=story.at(hour), limit=limit)


def begun(story: Story, *, limit: int = 1) -> list[delivery.Claimed]:
    """Claimed, and about to be handed over."""
    found = claimed(story, limit=limit)
    for message in found:
        with story.workplace.begin() as session:
            assert delivery.begin(session, message, owner="me", now=story.at(time(8)))
    return found


def answered(story: Story, outcome: Outcome, *, policy: AmbiguityPolicy = AGAIN, hour: time = time(8)) -> OutboxRow:
    """The first message, claimed and answered so."""
    (message,) = claimed(story, hour=hour)
    with story.workplace.begin() as session:
        settling.record(
            session,
            message.outbox_id,
            outcome,
            owner="me",
            policy=policy,
            calendar=story.calendar,
            now=story.at(hour),
        )
    return row_of(story, message.outbox_id)


def row_of(story: Story, outbox_id: int) -> OutboxRow:
    return next(row for row in story.messages() if row.id == outbox_id)


def test_claim_takes_a_message_with_its_bytes_under_a_lease(queued: Story) -> None:
    (message,) = claimed(queued)

    row = row_of(queued, message.outbox_id)
    assert (row.state, row.lease_owner) == (MessageState.SENDING, "me")
    assert row.lease_until == queued.at(time(8)) + delivery.LEASE
    with queued.workplace.read() as session:
        assert session.scalar(select(OutboxRow.payload).where(OutboxRow.id == row.id)) == message.envelope.payload


def test_claim_of_an_impossible_address_fails_it_and_goes_on(queued: Story) -> None:
    with queued.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.code == "x1").values(address="không rõ"))
        found = claim(session, queued.campaign, {"email": Particular()}, owner="me", now=queued.at(time(8)))

    (failed,) = queued.messages(to="x1")
    assert len(found) == 4
    assert (failed.state, failed.scope, failed.code) == (MessageState.FAILED, "recipient", "address")


def test_claim_withdraws_what_is_for_somebody_who_left(queued: Story) -> None:
    with queued.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.code == "x1").values(code="x1-moi"))

    claimed(queued, limit=5)

    (row,) = queued.messages(to="x1")
    assert (row.state, row.note) == (MessageState.SUPERSEDED, "Đầu mối liên hệ này không còn trong danh sách.")


def test_record_of_an_accepted_message_keeps_the_transports_own_id(queued: Story) -> None:
    row = answered(queued, Accepted("4ABCDEF"))

    assert (row.state, row.provider_id, row.sent_at) == (MessageState.ACCEPTED, "4ABCDEF", queued.at(time(8)))


def test_record_of_a_refused_recipient_settles_it(queued: Story) -> None:
    row = answered(queued, Rejected(Scope.RECIPIENT, "550", "5.1.1 No such user"))

    assert (row.state, row.scope, row.code) == (MessageState.FAILED, "recipient", "550")
    assert row.note == "Máy chủ thư từ chối địa chỉ x1@hanam.example: 5.1.1 No such user"
    assert row.sent_at is None


@pytest.mark.parametrize(
    "outcome",
    [
        Rejected(Scope.CHANNEL, "535", "denied"),
        Rejected(Scope.UNCLEAR, "550 5.7.1", "no"),
        Deferred(Scope.RECIPIENT, "451", "later"),
    ],
)
def test_record_of_what_may_work_later_lets_the_message_wait(queued: Story, outcome: Outcome) -> None:
    row = answered(queued, outcome)

    assert row.state == MessageState.QUEUED
    assert row.next_at == queued.at(time(8)) + timedelta(minutes=1)


def test_record_waits_longer_each_time(queued: Story) -> None:
    alone(queued)
    later = Deferred(Scope.RECIPIENT, "451", "later")

    waits = []
    for hour in (time(8), time(9), time(10), time(11)):
        answered(queued, later, hour=hour)
        first = queued.messages(to="x1")[0]
        waits.append(first.next_at - queued.at(hour))

    assert waits == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)]


def test_record_of_an_unknown_result_is_tried_once_more_where_the_copy_is_recognisable(queued: Story) -> None:
    row = answered(queued, Ambiguous("lost"))

    assert (row.state, row.doubtful) == (MessageState.QUEUED, True)


def test_record_of_an_unknown_result_is_left_to_staff_where_it_is_not(queued: Story) -> None:
    row = answered(queued, Ambiguous("lost"), policy=ASK)

    assert (row.state, row.doubtful) == (MessageState.UNKNOWN, True)


def test_record_keeps_every_attempt(queued: Story) -> None:
    alone(queued)
    answered(queued, Deferred(Scope.RECIPIENT, "451", "later"))
    row = answered(queued, Accepted("4ABCDEF"), hour=time(9))

    with queued.workplace.read() as session:
        attempts = [(one.outcome, one.code) for one in attempts_of(session, row.id)]
    assert attempts == [("deferred", "451"), ("accepted", "")]


def test_recover_settles_what_a_broken_run_left_only_when_its_lease_is_over(queued: Story) -> None:
    begun(queued, limit=2)

    found = []
    for hour in (time(8, 9, 59), time(8, 10)):
        with queued.workplace.begin() as session:
            channels = queued.workplace.channels
            found.append(delivery.recover(session, queued.campaign, channels, now=queued.at(hour)))

    assert found == [0, 2]
    assert [row.doubtful for row in queued.messages()] == [True, True, False, False, False]


def test_recover_leaves_no_doubt_about_what_a_broken_run_never_came_to(queued: Story) -> None:
    first, *_ = claimed(queued, limit=3)
    with queued.workplace.begin() as session:
        delivery.begin(session, first, owner="me", now=queued.at(time(8)))

    with queued.workplace.begin() as session:
        delivery.recover(session, queued.campaign, queued.workplace.channels, now=queued.at(time(8, 10)))

    assert {(row.state, row.lease_owner) for row in queued.messages()} == {(MessageState.QUEUED, None)}
    assert [(row.doubtful, row.attempts) for row in queued.messages()] == [(True, 1), *[(False, 0)] * 4]


def test_put_back_leaves_no_doubt(queued: Story) -> None:
    found = claimed(queued, limit=2)

    with queued.workplace.begin() as session:
        delivery.put_back(session, [message.outbox_id for message in found], owner="me")

    assert {(row.state, row.doubtful, row.lease_owner) for row in queued.messages()} == {("queued", False, None)}


def overtaken(story: Story) -> int:
    """A message that a first run claimed and, being too slow, lost to a second one. Returns its id."""
    alone(story)
    begun(story)
    with story.workplace.begin() as session:
        delivery.recover(session, story.campaign, story.workplace.channels, now=story.at(time(8, 10)))
        channels = story.workplace.channels
        (second,) = claim(session, story.campaign, channels, owner="second", now=story.at(time(8, 10)), limit=1)
    return second.outbox_id


def recorded(story: Story, outbox_id: int, outcome: Outcome, *, owner: str) -> OutboxRow:
    with story.workplace.begin() as session:
        settling.record(
            session,
            outbox_id,
            outcome,
            owner=owner,
            policy=AGAIN,
            calendar=story.calendar,
            now=story.at(time(8, 11)),
        )
    return row_of(story, outbox_id)


def test_record_of_a_run_that_was_overtaken_does_not_queue_the_message_a_third_time(queued: Story) -> None:
    outbox_id = overtaken(queued)
    recorded(queued, outbox_id, Accepted("4ABCDEF"), owner="second")

    row = recorded(queued, outbox_id, Deferred(Scope.RECIPIENT, "451", "later"), owner="me")

    assert (row.state, row.provider_id, row.attempts) == (MessageState.ACCEPTED, "4ABCDEF", 3)


def test_record_of_a_run_that_was_overtaken_still_counts_as_evidence(queued: Story) -> None:
    outbox_id = overtaken(queued)

    row = recorded(queued, outbox_id, Accepted("4ABCDEF"), owner="me")

    assert (row.state, row.provider_id) == (MessageState.ACCEPTED, "4ABCDEF")


def test_put_back_leaves_alone_what_another_run_has_taken(queued: Story) -> None:
    outbox_id = overtaken(queued)

    with queued.workplace.begin() as session:
        delivery.put_back(session, [outbox_id], owner="me")

    assert (row_of(queued, outbox_id).state, row_of(queued, outbox_id).lease_owner) == ("sending", "second")


def test_claim_sends_the_older_letter_where_the_newer_one_has_lost_its_point(story: Story) -> None:
    for day in (date(2022, 6, 24), date(2022, 7, 15)):
        story.skip(to=day)
        story.decide()
    story.extend("X1", day=date(2022, 8, 31))

    story.deliver(time(10, 30))

    assert ("opening", "x1") in story.sent(date(2022, 7, 15))
    assert {row.message: row.state for row in story.messages(to="x1")}["reminder"] == MessageState.SUPERSEDED


def test_claim_counts_a_failed_letter_for_nobodys_successor(story: Story) -> None:
    """The reminder of 15 July failed for good; the opening, still waiting, is not replaced by it."""
    story.skip(to=date(2022, 6, 24))
    story.decide()
    story.skip(to=date(2022, 7, 15))
    story.decide()
    with story.workplace.begin() as session:
        failed = update(OutboxRow).where(OutboxRow.message == "reminder").values(state=MessageState.FAILED)
        session.execute(failed)

    story.deliver()

    assert ("opening", "x1") in story.sent(date(2022, 7, 15))


def test_claim_of_a_doubtful_letter_for_a_mended_address_is_written_anew(queued: Story) -> None:
    answered(queued, Ambiguous("lost"))
    with queued.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.code == "x1").values(address="moi@hanam.example"))

    queued.deliver(time(9))

    (opening,) = queued.messages(to="x1")
    assert (opening.address, opening.doubtful) == ("moi@hanam.example", False)


def test_claimed_letter_of_a_unit_that_has_handed_in_since_is_withdrawn(queued: Story) -> None:
    (message,) = claimed(queued)
    queued.hand_in("X1")

    with queued.workplace.begin() as session:
        right = delivery.begin(session, message, owner="me", now=queued.at())

    row = row_of(queued, message.outbox_id)
    assert (right, row.state) == (False, MessageState.SUPERSEDED)


def test_claimed_letter_that_another_run_took_over_is_left_to_it(queued: Story) -> None:
    overtaken(queued)
    row = queued.messages()[0]
    message = delivery.Claimed(row.id, None, None)  # type: ignore[arg-type]  # only its id is asked for

    with queued.workplace.begin() as session:
        assert not delivery.begin(session, message, owner="me", now=queued.at())


def test_letter_follows_the_first_that_really_went_out(story: Story, line: Line) -> None:
    line.refused.add("x2@hanam.example")
    story.advance(to=date(2022, 7, 14))
    line.refused.clear()
    with story.workplace.begin() as session:  # staff mend the address of X2, which has had no opening
        session.execute(update(ContactRow).where(ContactRow.code == "x2").values(address="x2-moi@hanam.example"))
    story.advance(to=date(2022, 7, 22))

    follows = {
        (row.recipient, f"{row.sent_at:%d/%m}"): line.follows[row.key] for row in story.messages() if row.sent_at
    }

    opening, *_ = story.messages(to="x1")
    reminder = next(row for row in story.messages(to="x2") if row.sent_at)
    assert [follows["x1", day] for day in ("24/06", "15/07", "22/07")] == ["", opening.message_id, opening.message_id]
    assert [follows["x2", day] for day in ("15/07", "22/07")] == ["", reminder.message_id]


def test_receipt_follows_nothing(story: Story, line: Line) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.deliver(time(11))

    (receipt,) = [row for row in story.messages() if row.message == "receipt"]
    assert line.follows[receipt.key] == ""
