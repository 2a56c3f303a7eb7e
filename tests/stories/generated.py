"""Campaigns made up at random, and the engine playing them: what the oracle is compared with."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from sqlalchemy import select

from config.day import deliver, tiers_in_order
from config.plan_file import find_plan, load_ladders
from database.models import ObligationRow, OutboxRow
from database.queries.decisions import decided
from domain.calendar import WorkingCalendar
from domain.deadlines import Deadline, Reading
from domain.decisions import NOBODY
from domain.errors import RuleBroken
from domain.plans import Duty
from domain.units import Contact, ContactRole
from services.campaigns import Prepared, open_campaign
from services.decisions import decide_tier
from services.extensions import extend
from services.promises import promise
from services.proving import prove
from services.replies import REPLIES
from services.reviews import return_submission
from services.submissions import Handed, submit
from services.transmittals import transmit
from tests.small_plan import PLAN, UNITS, plan_with
from tests.stories.oracle import Ending
from tests.stories.oracle_ladder import DAY, Event, Person, Script, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy.orm import Session

    from domain.plans import Plan
    from rehearsal.rehearsing import RehearsalRoom
    from services.proving import Proof

    Begin = Callable[[], AbstractContextManager[Session]]

LADDERS = load_ladders(find_plan("ke-hoach-15-kh-tu") / "ladders.yaml")
FIRST, LAST = date(2021, 6, 1), date(2024, 6, 30)
TIERS = {"X1": "commune", "X2": "commune", "X3": "commune", "HU1": "district", "HU2": "district", "BTG": "province"}
OFFICES = ("BTG", "VP")
SHARED = "dung-chung@hanam.example"
HAPPENINGS = ("hand_in", "hand_in", "return", "extend", "extend", "promise")
NUMBERS = count(1)
# When the pipeline runs: usually as the rungs come due, at times before, later, or at night.
OPENS_AT = (time(7, 30), time(7, 30), time(8), time(10, 17), time(21, 17))
HOURS = (time(8), time(8), time(6), time(9, 30), time(15), time(21))


def _another_report() -> Handed:
    """No two are the same file."""
    return Handed(file_name="bao-cao.docx", size=3, sha256=f"{next(NUMBERS):064x}", document_number="01-BC")


@st.composite
def scripts(
    draw: st.DrawFn,
    *,
    most_tasks: int,
    length: int,
    with_delivery: bool,
    happenings: Sequence[str] = HAPPENINGS,
) -> Script:
    """A small campaign of up to `length` days. All that may come in a life comes in some of them."""
    opened = datetime.combine(date(2022, 1, 20) + DAY * draw(st.integers(0, 250)), draw(st.sampled_from(OPENS_AT)))
    units = draw(st.lists(st.sampled_from(sorted(TIERS)), min_size=1, max_size=most_tasks, unique=True))
    tasks = tuple(draw(_tasks(unit, opened.date())) for unit in sorted(units, key=list(TIERS).index))
    people = draw(_people(units))
    ticks = draw(_ticks(opened, length, with_delivery=with_delivery))
    one = _happenings(opened, units, length, kinds=happenings)
    happened = draw(st.lists(one, max_size=2 + 2 * len(units), unique_by=lambda event: event.at))
    events = [event for event in (*ticks, *_without_returns_of_the_promised(happened)) if event.at >= opened]
    addresses = sorted({person.address for person in people})
    return Script(
        opened=opened,
        days_off=draw(_days_off(opened.date())),
        tasks=tasks,
        people=people,
        events=tuple(sorted(events, key=lambda event: event.at)),
        refused=frozenset(draw(st.lists(st.sampled_from(addresses), max_size=2)) if addresses else ()),
    )


@st.composite
def _tasks(draw: st.DrawFn, unit: str, opened: date) -> Task:
    superior = UNITS[unit].superior if TIERS[unit] == "commune" else ""
    day = opened + DAY * draw(st.integers(-12, 45))
    return Task(unit, TIERS[unit], day, is_before=draw(st.booleans()), superior=superior or "")


@st.composite
def _people(draw: st.DrawFn, units: Sequence[str]) -> tuple[Person, ...]:
    """Nobody, one or two for each unit, some with an address in common, and one who leads the board."""
    superiors = [superior for unit in units if (superior := UNITS[unit].superior) in TIERS]
    people = [Person("btg-ld", "BTG", "btg-ld@hanam.example", is_leader=True)]
    for unit in dict.fromkeys((*units, *superiors, *OFFICES)):
        for number in range(draw(st.sampled_from((1, 1, 1, 0, 2)))):
            code = f"{unit.lower()}-{number}"
            is_shared = number == 0 and draw(st.sampled_from((False, False, False, True)))
            people.append(Person(code, unit, SHARED if is_shared else f"{code}@hanam.example"))
    return tuple(people)


@st.composite
def _days_off(draw: st.DrawFn, opened: date) -> frozenset[date]:
    """A few holidays, one as long as Tết among them."""
    blocks = draw(st.lists(st.tuples(st.integers(-30, 90), st.sampled_from((1, 1, 2, 4, 9))), max_size=4))
    return frozenset(opened + DAY * (start + day) for start, length in blocks for day in range(length))


@st.composite
def _ticks(draw: st.DrawFn, opened: datetime, length: int, *, with_delivery: bool) -> list[Event]:
    """The pipeline runs every day or every few days, at one hour, but for outages."""
    hour, pace = draw(st.sampled_from(HOURS)), draw(st.sampled_from((1, 1, 2, 3, 5, 9)))
    outages = draw(st.lists(st.tuples(st.integers(0, length), st.integers(1, 15)), max_size=2))
    down = {start + day for start, days in outages for day in range(days)}
    ticks = []
    for number in range(0, length, pace):
        at = datetime.combine(opened.date() + DAY * number, hour)
        ticks += [Event(at, "decide")] * (number not in down)
        ticks += [Event(at, "deliver")] * (with_delivery and number not in down)
    if with_delivery:
        later = draw(st.lists(st.integers(0, length), max_size=5))
        ticks += [Event(datetime.combine(opened.date() + DAY * day, time(16, 30)), "deliver") for day in later]
    return ticks


@st.composite
def _happenings(
    draw: st.DrawFn,
    opened: datetime,
    units: Sequence[str],
    length: int,
    *,
    kinds: Sequence[str],
) -> Event:
    """What a unit or the board does, never at the very moment of a run."""
    kind = draw(st.sampled_from(kinds))
    day = opened.date() + DAY * draw(st.integers(0, length))
    minute = timedelta(minutes=draw(st.integers(1, 1438)))
    at = datetime.combine(day, time()) + minute + timedelta(seconds=draw(st.integers(1, 59)))
    unit = draw(st.sampled_from(list(units)))
    if kind == "hand_in":
        days_ago = draw(st.sampled_from((0, 0, 1, 6)))
        return Event(at, kind, unit, day - DAY * days_ago if days_ago else None)
    return Event(at, kind, unit, day + DAY * draw(st.integers(-1, 25)))


def _without_returns_of_the_promised(events: Sequence[Event]) -> Iterator[Event]:
    """The rules do not say whether a promise outlives the report that kept it."""
    promised = {event.unit for event in events if event.kind == "promise"}
    return (event for event in events if event.kind != "return" or event.unit not in promised)


class Staging:
    """The engine playing a script, each event in a transaction of its own."""

    def __init__(self, room: RehearsalRoom, begin: Begin, script: Script) -> None:
        self._room, self._begin = room, begin
        self._turned_away: list[Event] = []
        self._plan = plan_of(script)
        contacts = [_contact(person) for person in script.people]
        with begin() as session:
            opened = self._moment(script.opened)
            self._campaign = open_campaign(session, Prepared(self._plan, UNITS, contacts, "{}", "sha"), now=opened)
            self._ids = dict(session.execute(select(ObligationRow.unit, ObligationRow.id)).tuples().all())

    def play(self, events: Iterable[Event]) -> Ending:
        for event in events:
            now = self._moment(event.at)
            if event.kind == "decide":
                self._decide(now)
            elif event.kind == "deliver":
                deliver(self._room, self._campaign, now=now)
            else:
                self._let(event, now)
        with self._begin() as session:
            return Ending(self._decisions(session), self._sent(session), self._turned_away)

    def proof(self, *, as_of: datetime) -> Proof:
        """The count from the ledger alone; `as_of` is local."""
        with self._begin() as session:
            return prove(session, self._campaign, as_of=self._moment(as_of))

    def _decide(self, now: datetime) -> None:
        for tier in tiers_in_order(self._campaign):
            with self._begin() as session:
                decide_tier(session, self._campaign, tier=tier, now=now)

    def _let(self, event: Event, now: datetime) -> None:
        try:
            with self._begin() as session:
                self._happen(session, event, now)
        except RuleBroken:
            self._turned_away.append(event)

    def _happen(self, session: Session, event: Event, now: datetime) -> None:
        campaign, one, day = self._campaign, self._ids[event.unit], event.day or event.at.date()
        if event.kind == "hand_in":
            came = self._moment(datetime.combine(event.day, time(7, 30))) if event.day else now
            self._hand_in(session, one, event.unit, came=came, now=now)
        elif event.kind == "return":
            return_submission(session, campaign, one, reason="Còn thiếu số liệu.", new_day=day, now=now)
        elif event.kind == "extend":
            extend(session, campaign, one, day=day, approver="Thường trực", document_number="7-CV/TU", now=now)
        else:
            promise(session, campaign, one, day=day, made_by="đơn vị", now=now)

    def _hand_in(self, session: Session, one: int, unit: str, *, came: datetime, now: datetime) -> None:
        """The board's own report is sent on, the others are handed in."""
        if unit == self._campaign.plan.bodies.coordinator:
            transmit(session, self._campaign, one, _another_report(), sent_at=came, now=now)
        else:
            submit(session, self._campaign, one, _another_report(), received_at=came, now=now)

    def _decisions(self, session: Session) -> Counter[tuple[date, str, int, str, str, str, str]]:
        return Counter(
            (
                self._campaign.local_day(one.decision.decided_at),
                one.unit,
                one.version,
                one.decision.rung,
                one.decision.audience,
                "" if one.decision.recipient.startswith(f"{NOBODY}/") else one.decision.recipient,
                one.decision.outcome,
            )
            for one in decided(session, self._campaign.id)
            if one.decision.message not in REPLIES
        )

    def _sent(self, session: Session) -> Counter[tuple[date, str, str]]:
        rows = session.execute(select(OutboxRow.sent_at, OutboxRow.message, OutboxRow.recipient)).tuples()
        return Counter((self._campaign.local_day(at), message, person) for at, message, person in rows if at)

    def _moment(self, local: datetime) -> datetime:
        return self._plan.calendar.at(local.date(), local.time())


def plan_of(script: Script) -> Plan:
    """The small plan with these tasks, the ladders that ship with the program, and these days off."""
    return plan_with(
        opens=script.opened.date(),
        closes=script.opened.date() + timedelta(days=200),
        tiers=tuple(tier for tier in PLAN.tiers if tier.id in {task.ladder for task in script.tasks}),
        duties=tuple(_duty(task) for task in script.tasks),
        ladders=LADDERS,
        calendar=WorkingCalendar(FIRST, LAST, dict.fromkeys(script.days_off, "Nghỉ")),
    )


def _duty(task: Task) -> Duty:
    return Duty(
        id=f"task-{task.unit}",
        tier=task.ladder,
        name="Báo cáo sơ kết",
        deadline=Deadline(task.day, Reading.BEFORE if task.is_before else Reading.THROUGH),
        ladder=task.ladder,
        addressee="superior" if task.superior else "Ban Thường vụ Tỉnh ủy",
        via="",
        clause="II.3",
        units=(task.unit,),
    )


def _contact(person: Person) -> Contact:
    role = ContactRole.LEADER if person.is_leader else ContactRole.FOCAL
    return Contact(person.code, person.unit, person.code, role, "email", person.address)
