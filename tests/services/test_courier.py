from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.outbox import MessageState
from notifications.channels.protocol import AmbiguityPolicy
from notifications.outcome import Accepted, Ambiguous, Deferred, Outcome, Rejected, Scope
from services.courier import deliver_outbox, name_of
from tests.stories.lines import Line

if TYPE_CHECKING:
    from notifications.envelope import Envelope
    from tests.stories.story import Story


class Moody(Line):
    """Answers as it is told to, one answer for each message; then it accepts."""

    def __init__(self, *answers: Outcome) -> None:
        super().__init__()
        self._answers = list(answers)
        self.closed = 0

    def deliver(self, envelope: Envelope) -> Outcome:
        return self._answers.pop(0) if self._answers else super().deliver(envelope)

    def close(self) -> None:
        self.closed += 1


def delivered(story: Story, channel: Line, *, hour: time = time(10)) -> dict[str, int]:
    story.skip(to=date(2022, 6, 24))
    story.decide()
    return deliver_outbox(story.workplace.begin, story.campaign, {"email": channel}, owner="me", now=story.at(hour))


def test_run_tells_how_many_there_were_of_each_outcome(story: Story) -> None:
    refused = Rejected(Scope.RECIPIENT, "550", "unknown")
    later = Deferred(Scope.RECIPIENT, "451", "greylisted")

    tally = delivered(story, Moody(refused, later, Ambiguous("lost")))

    assert tally == {"rejected": 1, "deferred": 1, "unknown": 1, "accepted": 2}


def test_run_stops_at_a_channel_that_is_down_and_puts_the_rest_back(story: Story) -> None:
    channel = Moody(Accepted("1"), Deferred(Scope.CHANNEL, "421", "down"))

    tally = delivered(story, channel)

    assert tally == {"accepted": 1, "deferred": 1}
    assert [row.state for row in story.messages()] == [MessageState.ACCEPTED, *[MessageState.QUEUED] * 4]
    assert [row.attempts for row in story.messages()] == [1, 1, 0, 0, 0]


def test_run_stops_before_its_lease_is_over_and_the_next_one_goes_on(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))
    story.decide()
    channel = Moody()
    seconds = iter((0, 100, 299, 300))

    tally = deliver_outbox(
        story.workplace.begin,
        story.campaign,
        {"email": channel},
        owner="slow",
        now=story.at(),
        stopwatch=lambda: next(seconds),
    )

    assert tally == {"accepted": 3}
    assert [row.state for row in story.messages()] == [*[MessageState.ACCEPTED] * 3, *[MessageState.QUEUED] * 2]
    assert delivered(story, channel) == {"accepted": 2}


def test_run_closes_its_channels(story: Story) -> None:
    channel = Moody()

    delivered(story, channel)

    assert channel.closed == 1


def test_run_with_an_empty_outbox_tells_of_nothing(story: Story) -> None:
    channel = Moody()

    tally = deliver_outbox(story.workplace.begin, story.campaign, {"email": channel}, owner="me", now=story.at())

    assert tally == {}


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        (Accepted("1"), "accepted"),
        (Rejected(Scope.PAYLOAD, "552", "too large"), "rejected"),
        (Deferred(Scope.CHANNEL, "421", "down"), "deferred"),
        (Ambiguous("lost"), "unknown"),
    ],
)
def test_outcome_has_a_name(outcome: Outcome, name: str) -> None:
    assert name_of(outcome) == name


def test_run_takes_three_unclear_answers_in_a_row_for_a_line_that_is_down(story: Story) -> None:
    odd = Rejected(Scope.UNCLEAR, "550 5.7.1", "inside only")

    tally = delivered(story, Moody(odd, odd, Ambiguous("lost")))

    assert tally == {"rejected": 2, "unknown": 1}
    assert [row.attempts for row in story.messages()] == [1, 1, 1, 0, 0]


def test_run_after_an_unclear_one_tries_the_line_with_one_message(story: Story) -> None:
    odd = Rejected(Scope.UNCLEAR, "550 5.7.1", "inside only")
    delivered(story, Moody(odd, odd, odd))
    at_once = delivered(story, Moody())

    again = delivered(story, Moody(odd), hour=time(10, 1))

    assert at_once == {}

    assert again == {"rejected": 1}
    assert [row.attempts for row in story.messages()] == [1, 1, 1, 1, 0]


def test_run_keeps_the_pace_of_its_channel(story: Story) -> None:
    channel, waited = Moody(), list[float]()
    channel.rate_per_minute = 60.0
    story.skip(to=date(2022, 6, 24))
    story.decide()

    deliver_outbox(
        story.workplace.begin,
        story.campaign,
        {"email": channel},
        owner="me",
        now=story.at(),
        stopwatch=lambda: sum(waited),
        pause=waited.append,
    )

    assert waited == [1.0, 1.0, 1.0, 1.0]


def test_run_leaves_what_its_pace_does_not_allow_any_more_to_the_next_one(story: Story) -> None:
    channel = Moody()
    channel.rate_per_minute = 0.1

    first = delivered(story, channel)
    second = delivered(story, channel, hour=time(10, 10))

    assert (first, second) == ({"accepted": 1}, {"accepted": 1})
    assert [row.state for row in story.messages()].count(MessageState.QUEUED) == 3


class Remembering(Moody):
    """Loses its answers, and can tell afterwards what it took over."""

    def look_for(self, message_id: str) -> Accepted | None:
        return Accepted(f"found:{message_id}")


def test_message_that_is_found_again_does_not_go_a_second_time(story: Story) -> None:
    channel = Remembering(Ambiguous("lost"))
    delivered(story, channel)

    again = delivered(story, channel, hour=time(10, 1))

    row = story.messages()[0]
    assert again == {"accepted": 1}
    assert (row.state, row.provider_id) == (MessageState.ACCEPTED, f"found:{row.message_id}")
    assert row.key not in {envelope.key for envelope in channel.carried}


def test_copy_that_nobody_would_recognise_any_more_is_not_sent(story: Story) -> None:
    channel = Moody(Ambiguous("lost"))
    channel.ambiguity = AmbiguityPolicy.RESEND_SAME_DAY
    delivered(story, channel)
    story.skip(to=date(2022, 6, 27))

    tally = deliver_outbox(story.workplace.begin, story.campaign, {"email": channel}, owner="me", now=story.at())

    assert tally == {"unknown": 1}
    assert story.messages()[0].state == MessageState.UNKNOWN
    assert story.messages()[0].key not in {envelope.key for envelope in channel.carried}


def test_copy_that_is_still_recognised_today_is_sent_again(story: Story) -> None:
    channel = Moody(Ambiguous("lost"))
    channel.ambiguity = AmbiguityPolicy.RESEND_SAME_DAY
    delivered(story, channel)

    assert delivered(story, channel, hour=time(10, 1)) == {"accepted": 1}
