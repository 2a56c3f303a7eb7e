"""A second opinion on the engine, slow and plain: dates, lists and loops, written from the rules in words alone.

A script goes in; out comes what has to be decided and what has to go out. The rules, as people say them:

- Rungs are counted from the last day of the deadline, in days (d) or working days (wd), and stand at eight o'clock.
  Before the deadline a rung on a day off moves earlier, after it later. `weekly` first comes a week after its mark.
- Of several rungs due at once each audience hears the latest; what was due before the version began is passed over.
  Who belongs to two audiences of one rung hears it once, as the first of them.
- A received report ends it: what was due is decided as already submitted, and nothing repeats any more.
- A promise spares the unit itself from urging until its day is over, and adds a ladder counted from that day, of which
  nothing comes before the deadline has passed.
- A new deadline makes a new version; what was due and undecided under the old one is passed over, and written down.
- The office hears only of units that were reached. Lists are one message a day for each kind and person.
- Sending: nothing that has lost its point, nothing outside working hours, and one message to an address a day unless
  it is urgent. What answers the unit itself goes at any hour.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from tests.stories.oracle_ladder import DAY, marks
from tests.stories.oracle_post import BOARD, OPENING, Course, Post

if TYPE_CHECKING:
    from tests.stories.oracle_ladder import Event, Mark, Person, Script, Task

OFFICE = "VP"
TIERS = ("commune", "district", "province")


@dataclass
class Ending:
    """What came of a script. A decision is (day, unit, version, rung, audience, person or "", outcome)."""

    decisions: Counter[tuple[date, str, int, str, str, str, str]] = field(default_factory=Counter)
    sent: Counter[tuple[date, str, str]] = field(default_factory=Counter)
    turned_away: list[Event] = field(default_factory=list)


class Oracle:
    def __init__(self, script: Script) -> None:
        self.script, self.now = script, script.opened
        self.until = max([event.at.date() for event in script.events], default=script.opened.date())
        self.courses = [self._course(task) for task in script.tasks]
        self.post = Post(script, self.courses)
        self.ending = Ending()

    def tell(self) -> Ending:
        """Live through the script, event by event."""
        for event in self.script.events:
            self.now = event.at
            if event.kind == "decide":
                self._decide()
            elif event.kind == "deliver":
                self.post.deliver(event.at)
            elif not self._happens(event):
                self.ending.turned_away.append(event)
        self.ending.sent = self.post.sent
        return self.ending

    def _course(self, task: Task) -> Course:
        last_day = task.day - DAY if task.is_before else task.day
        ahead = marks(self.script, task.ladder, last_day, until=self.until)
        return Course(task, last_day, self.script.opened, task.ladder, ahead)

    def _happens(self, event: Event) -> bool:
        """Whether it was let in: nothing can be asked of a report that came, nor for a day that is over."""
        course = next(one for one in self.courses if one.task.unit == event.unit)
        if event.kind == "hand_in":
            return self._hand_in(course, event)
        if (event.kind == "return") == (course.received is None) or event.day is None or event.day < self.now.date():
            return False
        if event.kind == "promise":
            self._promise(course, event.day)
            return True
        if event.kind == "extend" and event.day == course.last_day:
            return False
        course.received = None
        self._pass_over(course, is_return=event.kind == "return")
        self._begin(course, "returned" if event.kind == "return" else course.ladder, event.day)
        self._answer(course, "returned" if event.kind == "return" else "extended", self.now)
        return True

    def _pass_over(self, course: Course, *, is_return: bool) -> None:
        """What repeats had ended with the report that is returned now."""
        for one in course.ahead:
            if one.moment <= self.now and not (is_return and "weekly" in one.key):
                for audience in one.hears:
                    self._write_down(course, one, audience, ("", "superseded"))

    def _hand_in(self, course: Course, event: Event) -> bool:
        """A report registered later than it came names the day of its coming."""
        came = datetime.combine(event.day, OPENING) if event.day else self.now
        if came < (course.last_received or self.script.opened):
            return False
        course.received, course.last_received = course.received or came, came
        self._answer(course, "receipt", came)
        return True

    def _begin(self, course: Course, ladder: str, day: date) -> None:
        """A new version, asked after the older ones of its tier."""
        self.courses.remove(course)
        self.courses.append(course)
        course.version += 1
        course.last_day, course.ladder, course.begun = day, ladder, self.now
        course.ahead = [one for one in marks(self.script, ladder, day, until=self.until) if one.moment >= self.now]
        self._add_promise(course)

    def _promise(self, course: Course, day: date) -> None:
        """A second promise takes the place of the first."""
        course.promise = day
        course.ahead = [one for one in course.ahead if "@" not in one.key]
        self._add_promise(course)

    def _add_promise(self, course: Course) -> None:
        day = course.promise
        added = marks(self.script, "promise", day, until=self.until) if day else []
        for one in added:
            one.key += f"@{day:%Y-%m-%d}"
        ahead = [one for one in added if one.moment > self.now and one.moment.date() > course.last_day]
        course.ahead = sorted(course.ahead + ahead, key=lambda one: one.moment)

    def _decide(self) -> None:
        for course in sorted(self.courses, key=lambda one: TIERS.index(one.task.ladder)):
            due = self._due(course)
            highest = {audience: one for one in due if one.moment >= course.begun for audience in one.hears}
            for one in due:
                told: set[str] = set()
                for audience in one.hears:
                    self._decide_one(course, one, audience, told, is_highest=highest.get(audience) is one)

    def _due(self, course: Course) -> list[Mark]:
        """What is due and undecided; once a report came, nothing repeats."""
        due = [one for one in course.ahead if one.moment <= self.now]
        course.ahead = [one for one in course.ahead if one.moment > self.now]
        if course.received is None:
            return due
        return [one for one in due if "weekly" not in one.key or one.moment <= course.received]

    def _decide_one(self, course: Course, mark: Mark, audience: str, told: set[str], *, is_highest: bool) -> None:
        """For each person of the audience who was not `told` of the rung as one of another audience."""
        people = self._people(course, audience)
        refusal = self._refusal(course, mark, audience, is_highest=is_highest)
        for person in [one for one in people if one.code not in told]:
            told.add(person.code)
            outcome = refusal or ("no_channel" if person.address in self.post.broken else "send")
            self._write_down(course, mark, audience, (person.code, outcome))
            if outcome == "send":
                self.post.add(course, mark, audience, person, now=self.now)
        if not people:
            self._write_down(course, mark, audience, ("", refusal or "no_channel"))

    def _refusal(self, course: Course, mark: Mark, audience: str, *, is_highest: bool) -> str:
        """Why nobody of this audience hears of it, or nothing."""
        today = self.now.date()
        if course.received is not None:
            return "already_submitted"
        if not is_highest:
            return "superseded"
        if audience == "unit" and mark.key != "opening" and course.last_day < today <= (course.promise or date.min):
            return "promised"
        return "unreached" if audience == "office" and not self._was_reached(course.task.unit) else ""

    def _write_down(self, course: Course, mark: Mark, audience: str, answer: tuple[str, str]) -> None:
        self.ending.decisions[self.now.date(), course.task.unit, course.version, mark.key, audience, *answer] += 1

    def _people(self, course: Course, audience: str) -> list[Person]:
        unit = {"unit": course.task.unit, "superior": course.task.superior, "office": OFFICE}.get(audience, BOARD)
        people = [person for person in self.script.people if person.unit == unit]
        if audience == "office":
            return people
        return [person for person in people if person.is_leader == (audience == "leaders")]

    def _was_reached(self, unit: str) -> bool:
        own = [person for person in self.script.people if person.unit == unit and not person.is_leader]
        return unit in self.post.heard and any(person.address not in self.post.broken for person in own)

    def _answer(self, course: Course, kind: str, at: datetime) -> None:
        for person in self._people(course, "unit"):
            self.post.answer(course, kind, person, at=at)
