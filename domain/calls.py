"""Calls (cuộc gọi): whom to telephone at a moment and why, from what was written, promised and said so far.

The telephone is a channel whose transport is a person: it must suffice for a unit that has nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.ladder import Audience
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from domain.calendar import WorkingCalendar
    from domain.deadlines import Deadline
    from domain.ladder import Step
    from domain.obligations import Promise

ONE_DAY = timedelta(days=1)
TAKEN_FOR = timedelta(minutes=30)  # how long a unit is left to the person who took it, where nothing else is said
FOR_GOOD = datetime.max.replace(tzinfo=UTC)
# Past these a delay is told above: the second level of a ladder.
_ABOVE = (Audience.SUPERIOR, Audience.OFFICE)


class CallResult(StrEnum):
    """What one entry of the ledger says. The first two are no calls: they say that somebody should, or is about to."""

    WANTED = "wanted"
    TAKEN = "taken"
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    PROMISED = "promised"

    @property
    def is_spoken(self) -> bool:
        """Whether somebody of the unit was spoken to."""
        return self in (CallResult.REACHED, CallResult.PROMISED)

    @property
    def is_call(self) -> bool:
        return self not in (CallResult.WANTED, CallResult.TAKEN)


CALL_NAMES = {
    CallResult.WANTED: "đề nghị gọi",
    CallResult.TAKEN: "nhận gọi",
    CallResult.REACHED: "đã gặp",
    CallResult.NO_ANSWER: "không nghe máy",
    CallResult.WRONG_NUMBER: "sai số",
    CallResult.PROMISED: "hẹn ngày nộp",
}


# What people write for a result, without marks, besides its name in the code and in Vietnamese.
_ALIASES = {
    "gap": CallResult.REACHED,
    "khong nghe": CallResult.NO_ANSWER,
    "khong goi duoc": CallResult.NO_ANSWER,
    "sai": CallResult.WRONG_NUMBER,
    "hen": CallResult.PROMISED,
    "hen ngay": CallResult.PROMISED,
}


def call_result(text: str) -> CallResult | None:
    """The result of a call as somebody wrote it ("khong-nghe", "Đã gặp", "wrong_number"); None where it is none."""
    key = fold(text.replace("-", " ").replace("_", " "))
    names = {fold(name): result for result, name in CALL_NAMES.items()}
    codes = {result.value.replace("_", " "): result for result in CallResult}
    found = {**_ALIASES, **names, **codes}.get(key)
    return found if found is not None and found.is_call else None


@dataclass(frozen=True, slots=True)
class Call:
    """One entry. `until` is how long a taking holds, `day` the day promised, `contact` whose `number` was dialled."""

    at: datetime
    who: str
    result: CallResult
    contact: str = ""
    number: str = ""
    until: datetime | None = None
    day: date | None = None
    note: str = ""


class Ground(StrEnum):
    """Why a unit is to be called."""

    NO_CHANNEL = "no_channel"  # no electronic channel is left to write by
    NO_EVIDENCE = "no_evidence"  # the deadline is a working day away, and nothing is known to have reached the unit
    ESCALATED = "escalated"  # overdue, and those above are being told
    WANTED = "wanted"  # staff put it on the list


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of one duty. `steps` and `calls` are in the order of time; later ones than the moment asked about do no harm.

    `began` is when the deadline in force began to hold, `cut_off_since` when the last channel was lost (None where one
    is left), `was_written_to` whether a transport took over any message about the duty.
    """

    is_owed: bool
    deadline: Deadline
    began: datetime
    steps: Sequence[Step] = ()
    calls: Sequence[Call] = ()
    cut_off_since: datetime | None = None
    was_written_to: bool = False
    promise: Promise | None = None


@dataclass(frozen=True, slots=True)
class ToCall:
    """That the unit is to be called: on which grounds, and since when it has been its turn."""

    grounds: tuple[Ground, ...]
    since: datetime


def to_call(situation: Situation, *, as_of: datetime, calendar: WorkingCalendar) -> ToCall | None:
    """Whether the unit is on the phone list at that moment. Only a report, or an exemption, takes it off for good."""
    if not situation.is_owed:
        return None
    calls = [call for call in situation.calls if call.at <= as_of]
    found = dict(_grounds(situation, calls, as_of=as_of, calendar=calendar))
    grounds = {ground: since for ground, since in found.items() if since <= as_of}
    rest = max(_rests(situation, _since_wanted(calls), calendar), default=None)
    if not grounds or (rest is not None and rest > as_of):
        return None
    since = min(grounds.values())
    return ToCall(tuple(grounds), since if rest is None else max(since, rest))


def _grounds(
    situation: Situation, calls: Sequence[Call], *, as_of: datetime, calendar: WorkingCalendar
) -> Iterator[tuple[Ground, datetime]]:
    was_spoken_to = any(call.result.is_spoken for call in calls)
    if situation.cut_off_since is not None:
        yield Ground.NO_CHANNEL, situation.cut_off_since
    if not situation.was_written_to and not was_spoken_to:
        last_working_day = calendar.shift(situation.deadline.last_day, -1)
        yield Ground.NO_EVIDENCE, max(calendar.opening(last_working_day), situation.began)
    told_above = _told_above_at(situation)
    if told_above is not None and not situation.deadline.is_met_by(as_of):
        yield Ground.ESCALATED, told_above
    wanted = [call for call in _since_wanted(calls) if call.result is CallResult.WANTED]
    if wanted and not any(call.result.is_spoken for call in _since_wanted(calls)):
        yield Ground.WANTED, wanted[0].at


def _told_above_at(situation: Situation) -> datetime | None:
    """When the first rung after the deadline tells the superior or the Office."""
    return next(
        (
            step.moment
            for step in situation.steps
            if step.moment >= situation.deadline.end and any(one.audience in _ABOVE for one in step.rung.notices)
        ),
        None,
    )


def _since_wanted(calls: Sequence[Call]) -> Sequence[Call]:
    """From the last time on that staff asked for a call: what was said before it, they knew when they asked."""
    places = [place for place, call in enumerate(calls) if call.result is CallResult.WANTED]
    return calls[places[-1] :] if places else calls


def _rests(situation: Situation, calls: Sequence[Call], calendar: WorkingCalendar) -> Iterator[datetime]:
    """Until when the unit is left in peace, by each thing that earned it that."""
    wanted = next((call.at for call in calls if call.result is CallResult.WANTED), None)
    promise = situation.promise
    if promise is not None and (wanted is None or promise.made_at > wanted):
        yield calendar.at(promise.day + ONE_DAY, time.min)
    spoken = [call for call in calls if call.result.is_spoken]
    # A promise by telephone is a promise like any other: it holds through the day that was named.
    if spoken and spoken[-1].result is CallResult.REACHED:
        after = (step.moment for step in situation.steps if step.moment > spoken[-1].at)
        yield next(after, FOR_GOOD)
    unanswered = [call for call in calls if call.result is CallResult.NO_ANSWER]
    if unanswered:
        yield next_half_day(unanswered[-1].at, calendar)


def next_half_day(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """When the office opens next, be it after lunch."""
    here = calendar.local(moment)
    if calendar.is_working_day(here.date()):
        for start, _ in calendar.hours:
            if here.time() < start:
                return calendar.at(here.date(), start)
    return calendar.opening(calendar.on_or_after(here.date() + ONE_DAY))


def taken(calls: Sequence[Call], *, as_of: datetime) -> Call | None:
    """Who has the unit in hand at that moment: whoever took it last, until the time is up or something came of it."""
    known = [call for call in calls if call.at <= as_of]
    places = [place for place, call in enumerate(known) if call.result is CallResult.TAKEN]
    if not places:
        return None
    last = known[places[-1]]
    is_over = last.until is None or last.until <= as_of
    is_done = any(call.who == last.who for call in known[places[-1] + 1 :])
    return None if is_over or is_done else last


def wrong_numbers(calls: Iterable[Call]) -> frozenset[tuple[str, str]]:
    """The numbers, as (contact, number), at which somebody else answered; who was reached at one since, mends it."""
    wrong: set[tuple[str, str]] = set()
    for call in calls:
        if call.result is CallResult.WRONG_NUMBER:
            wrong.add((call.contact, call.number))
        elif call.result.is_spoken:
            wrong.discard((call.contact, call.number))
    return frozenset(wrong)


def unanswered(calls: Iterable[Call]) -> int:
    """How often nobody answered since the unit was last spoken to."""
    number = 0
    for call in calls:
        number = 0 if call.result.is_spoken else number + (call.result is CallResult.NO_ANSWER)
    return number


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number to dial: whose (code and name), of which unit. `is_own` where that is the unit itself, not its superior."""

    contact: str
    name: str
    role: str
    number: str
    unit: str
    is_own: bool = True
    is_wrong: bool = False


def number_to_dial(numbers: Sequence[PhoneNumber]) -> PhoneNumber | None:
    """The first that is not known to be wrong; None where another is to be found out first."""
    return next((one for one in numbers if not one.is_wrong), None)
