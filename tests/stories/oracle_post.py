"""The oracle's outbox: a list that is gone through from its start whenever the post leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from tests.stories.oracle_ladder import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.stories.oracle_ladder import Mark, Person, Script, Task

BOARD = "BTG"
HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
OPENING = HOURS[0][0]
REPLY, URGENT, LETTER, LIST = range(4)


@dataclass(eq=False)
class Course:
    """What has become of one task so far. `received` is when the report first came, empty again once it was returned."""

    task: Task
    last_day: date
    begun: datetime
    ladder: str
    ahead: list[Mark]
    version: int = 1
    received: datetime | None = None
    last_received: datetime | None = None
    promise: date | None = None

    def is_overdue(self, now: datetime) -> bool:
        return self.received is None and now.date() > self.last_day


@dataclass(eq=False)
class Message:
    """`rank` orders what waits; after `last_day` it reminds of nothing; `version` is that of a letter to a unit."""

    kind: str
    person: Person
    thread: str
    rank: int
    moment: datetime
    posted: date
    about: list[Course]
    version: int = 0
    last_day: date = date.max
    wait_until: datetime | None = None
    state: str = "waiting"


class Post:
    def __init__(self, script: Script, courses: Sequence[Course]) -> None:
        self.script, self.courses = script, courses
        self.messages: list[Message] = []
        self.sent: Counter[tuple[date, str, str]] = Counter()
        self.broken: set[str] = set()
        self.heard: set[str] = set()
        self.had: set[tuple[str, date]] = set()

    def answer(self, course: Course, kind: str, person: Person, *, at: datetime) -> None:
        thread = f"{kind} {course.task.unit}" if kind == "extended" else f"{kind} {at}"
        self.messages.append(Message(kind, person, thread, REPLY, at, at.date(), [course]))

    def add(self, course: Course, mark: Mark, audience: str, person: Person, *, now: datetime) -> None:
        kind = mark.hears[audience]
        if audience == "unit":
            letter = Message(kind, person, course.task.unit, LETTER, mark.moment, now.date(), [course], course.version)
            letter.last_day = course.last_day if mark.is_before else date.max
            self.messages.append(letter)
        else:
            letter = self._list(kind, person, mark, now)
            letter.about.append(course)
        if mark.is_urgent:
            letter.rank = URGENT

    def _list(self, kind: str, person: Person, mark: Mark, now: datetime) -> Message:
        """The list of this day that waits for this person, or a new one."""
        for one in self.messages:
            if (one.kind, one.person, one.posted, one.state) == (kind, person, now.date(), "waiting"):
                return one
        self.messages.append(Message(kind, person, kind, LIST, mark.moment, now.date(), []))
        return self.messages[-1]

    def deliver(self, now: datetime) -> None:
        ready = [one for one in self.messages if one.state == "waiting" and (one.wait_until or now) <= now]
        for one in sorted(ready, key=lambda one: (one.rank, one.moment)):
            if self._is_pointless(one, now) if one.rank != REPLY else self._is_no_news(one):
                one.state = "withdrawn"
                continue
            one.wait_until = self._leaves_at(one, now)
            if one.wait_until == now:
                self._send(one, now)

    def _is_pointless(self, message: Message, now: datetime) -> bool:
        if (newer := self._newer(message)) is not None:
            newer.about.extend(message.about)  # a list also names whom the list that it replaces would have named
            return True
        if now.date() > message.last_day:
            return True
        if message.version:
            course = message.about[0]
            return course.received is not None or (message.version != course.version and message.kind != "opening")
        return not any(one.is_overdue(now) for one in self._could_name(message))

    def _is_no_news(self, answer: Message) -> bool:
        """A new date is none once there is a newer one, or once the report came."""
        return answer.kind == "extended" and (self._newer(answer) is not None or answer.about[0].received is not None)

    def _could_name(self, message: Message) -> Sequence[Course]:
        if message.kind == "district_digest":
            return [one for one in self.courses if one.task.superior == message.person.unit]
        if message.kind == "board_digest":
            return [one for one in self.courses if one.task.unit != BOARD]
        return message.about

    def _newer(self, message: Message) -> Message | None:
        """The last message of the same thread to the same person, if it comes after this one and is not dead."""
        same = [one for one in self.messages if (one.person, one.thread) == (message.person, message.thread)]
        alive = [one for one in same if one is message or one.state in {"waiting", "sent"}]
        last = max(reversed(alive), key=lambda one: one.moment)
        return None if last is message else last

    def _leaves_at(self, message: Message, now: datetime) -> datetime:
        if message.rank == REPLY:
            return now
        opens = self._next_working_hour(now)
        if opens > now or message.rank == URGENT or (message.person.address, now.date()) not in self.had:
            return opens
        return self._next_morning(now)

    def _next_working_hour(self, now: datetime) -> datetime:
        hours = HOURS if self.script.works(now.date()) else ()
        for start, end in hours:
            if now.time() < end:
                return max(now, datetime.combine(now.date(), start))
        return self._next_morning(now)

    def _next_morning(self, now: datetime) -> datetime:
        return datetime.combine(self.script.working(now.date() + DAY, DAY), OPENING)

    def _send(self, message: Message, now: datetime) -> None:
        person = message.person
        if person.address in self.script.refused:
            message.state = "failed"
            self.broken.add(person.address)
            return
        message.state = "sent"
        self.sent[now.date(), message.kind, person.code] += 1
        self.heard.add(person.unit)
        if message.rank != REPLY:
            self.had.add((person.address, now.date()))
