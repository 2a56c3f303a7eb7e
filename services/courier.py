"""The delivery run. It sends between transactions, so it is handed the means to begin them, and holds none open."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from time import monotonic, sleep
from typing import TYPE_CHECKING

from domain.answer_links import NO_LINKS
from domain.breakers import DOWN_AFTER, WHOLE_CHANNEL, Doors, Use
from notifications.channels.protocol import AmbiguityPolicy
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from services import delivery, settling
from services.breakers import breakers
from services.fallbacks import fall_back
from services.paces import take_turn
from services.restored_messages import found, to_look_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.answer_links import AnswerLinks
    from domain.campaigns import Campaign
    from notifications.channels.protocol import Channel
    from notifications.outcome import Outcome
    from services.delivery import Claimed

    Begin = Callable[[], AbstractContextManager[Session]]

MOST_BATCHES = 1_000  # a run always ends, whatever it finds
ANOTHER_DAY = "Đã sang ngày khác, tổng đài không còn nhận ra bản gửi lại; không gửi thêm."
LONGEST_RUN = delivery.LEASE / 2  # a run claims at the one moment it was given, so it must be over before that lease is


def deliver_outbox(
    begin: Begin,
    campaign: Campaign,
    channels: Mapping[str, Channel],
    *,
    owner: str,
    now: datetime,
    links: AnswerLinks = NO_LINKS,
    stopwatch: Callable[[], float] = monotonic,
    pause: Callable[[float], None] = sleep,
) -> dict[str, int]:
    """Send what is due: claim a batch, send it, record each answer. Returns how many there were of each outcome.

    When a channel as a whole does not answer, the run leaves the rest of that channel in the outbox for a later one and
    goes on with the others. What did not reach a person goes out on that person's next channel, in the same run.
    """
    run = _Run(begin, campaign, channels, owner=owner, now=now, links=links)
    run.measure_time(stopwatch, pause)
    run.recover()
    run.look_for_restored()
    run.send_all()
    if run.fall_back():
        run.send_all()
    for channel in channels.values():
        channel.close()
    return {outcome: number for outcome, number in run.tally.items() if number}


class _Run:
    """One delivery run. Its time is up when the stopwatch has gone on by LONGEST_RUN."""

    def __init__(
        self,
        begin: Begin,
        campaign: Campaign,
        channels: Mapping[str, Channel],
        *,
        owner: str,
        now: datetime,
        links: AnswerLinks,
    ) -> None:
        self._begin, self._campaign, self._channels = begin, campaign, channels
        self._owner, self._now, self._links = owner, now, links
        self._is_over = False
        self._doors = Doors()
        self._unclear: Counter[str] = Counter()
        self.tally: Counter[str] = Counter()

    def measure_time(self, stopwatch: Callable[[], float], pause: Callable[[float], None]) -> None:
        self._stopwatch, self._pause, self._started = stopwatch, pause, stopwatch()

    def recover(self) -> None:
        """Also find out how each channel may be used: one that was down is tried with one message, or not at all."""
        with self._begin() as session:
            calendar = self._campaign.plan.calendar
            found = breakers(session, self._channels, now=self._now, calendar=calendar)
            self.tally["recovered"] += delivery.recover(session, self._campaign, self._channels, now=self._now)
        self._unclear.update({name: one.unclear for name, one in found.items()})
        self._doors.closed |= {name for name, one in found.items() if one.use is Use.REST}
        self._doors.probing |= {name for name, one in found.items() if one.use is Use.PROBE}

    def look_for_restored(self) -> None:
        """What may have gone before a restoration is looked for, and not sent."""
        with self._begin() as session:
            sought = to_look_for(session, self._campaign, self._channels, now=self._now, links=self._links)
        for one in sought:
            proof = self._channels[one.channel].look_for(one.message_id)
            if proof is not None:
                with self._begin() as session:
                    self.tally["recovered"] += found(session, one.outbox_id, proof, now=self._now)

    def send_all(self) -> None:
        for _ in range(MOST_BATCHES):
            claimed, looked_at = self._claim()
            self._send(claimed)
            if self._is_over or looked_at == 0:
                return

    def fall_back(self) -> int:
        """Give what did not reach a person to that person's next channel. Returns how many messages that made."""
        if self._is_over:
            return 0
        with self._begin() as session:
            made = fall_back(session, self._campaign, self._channels, now=self._now)
        self.tally["fallen_back"] += made
        return made

    def _claim(self) -> tuple[list[Claimed], int]:
        """Two transactions: what must be done by one run after another is over before the letters are written."""
        campaign, owner, now, links = self._campaign, self._owner, self._now, self._links
        with self._begin() as session:
            taken, looked_at = delivery.take(session, campaign, owner=owner, now=now, doors=self._doors, links=links)
        if not taken:
            return [], looked_at
        with self._begin() as session:
            return delivery.write_out(
                session, campaign, self._channels, taken, owner=owner, now=now, links=links
            ), looked_at

    def _send(self, claimed: Sequence[Claimed]) -> None:
        """Send a batch, one after another. What is not tried because its channel or the time failed goes back."""
        untried = []
        for message in claimed:
            if self._is_over or message.envelope.channel in self._doors.closed:
                untried.append(message)
            elif not self._waits_for_its_turn(self._channels[message.envelope.channel]):
                self._doors.closed.add(message.envelope.channel)
                untried.append(message)
            elif self._begins(message):
                self._send_one(message)
            self._is_over = self._is_over or self._elapsed() >= LONGEST_RUN
        if untried:
            self._put_back(untried)

    def _look_at(self, name: str, outcome: Outcome) -> None:
        """Whether the channel still works, after what it said."""
        self._unclear[name] = self._unclear[name] + 1 if _is_unclear(outcome) else 0
        if _is_channel_down(outcome) or self._unclear[name] == DOWN_AFTER:
            self._doors.closed.add(name)
        elif isinstance(outcome, Accepted):
            self._doors.probing.discard(name)

    def _waits_for_its_turn(self, channel: Channel) -> bool:
        """Keep the pace that all processes keep together. False when the turn would come after this run is over."""
        if not channel.rate_per_minute:
            return True
        elapsed = self._elapsed()
        with self._begin() as session:
            wait = take_turn(
                session,
                channel.name,
                per_minute=channel.rate_per_minute,
                now=self._now + elapsed,
                longest=LONGEST_RUN - elapsed,
            )
        if wait:
            self._pause(wait.total_seconds())
        return wait is not None

    def _begins(self, message: Claimed) -> bool:
        """A batch takes a while, and somebody may have handed in since it was claimed."""
        with self._begin() as session:
            return delivery.begin(session, message, owner=self._owner, now=self._now)

    def _send_one(self, message: Claimed) -> None:
        channel = self._channels[message.envelope.channel]
        outcome = (
            self._found_again(message, channel)
            or self._no_longer_known_again(message, channel)
            or channel.deliver(message.envelope)
        )
        with self._begin() as session:
            settling.record(
                session,
                message.outbox_id,
                outcome,
                owner=self._owner,
                policy=channel.ambiguity,
                calendar=self._campaign.plan.calendar,
                now=self._now,
            )
        self.tally[name_of(outcome)] += 1
        self._look_at(channel.name, outcome)

    def _found_again(self, message: Claimed, channel: Channel) -> Accepted | None:
        """Of a message that may have gone already: the proof that it did, which spares the person a second one."""
        return channel.look_for(message.envelope.message_id) if message.is_doubtful else None

    def _no_longer_known_again(self, message: Claimed, channel: Channel) -> Ambiguous | None:
        """Of a message that may have gone on an earlier day: where a copy would be a second message, none is sent."""
        if not message.is_doubtful or channel.ambiguity is not AmbiguityPolicy.RESEND_SAME_DAY:
            return None
        with self._begin() as session:
            is_over = delivery.is_of_another_day(session, message, self._campaign, now=self._now)
        return Ambiguous(ANOTHER_DAY) if is_over else None

    def _put_back(self, untried: Sequence[Claimed]) -> None:
        with self._begin() as session:
            delivery.put_back(session, [message.outbox_id for message in untried], owner=self._owner)

    def _elapsed(self) -> timedelta:
        return timedelta(seconds=self._stopwatch() - self._started)


def name_of(outcome: Outcome) -> str:
    match outcome:
        case Accepted():
            return "accepted"
        case Rejected():
            return "rejected"
        case Deferred():
            return "deferred"
        case Ambiguous():
            return "unknown"


def _is_unclear(outcome: Outcome) -> bool:
    return isinstance(outcome, Ambiguous) or (
        isinstance(outcome, Deferred | Rejected) and outcome.scope is Scope.UNCLEAR
    )


def _is_channel_down(outcome: Outcome) -> bool:
    return isinstance(outcome, Deferred | Rejected) and outcome.scope.value in WHOLE_CHANNEL
