"""Lives of obligations made up at random, beside a model of them that knows nothing of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from database.models import OutboxRow, VersionRow
from database.queries.events import events_of
from database.queries.submissions import submissions_of
from domain.deadlines import Deadline
from domain.errors import RuleBroken
from domain.ladder import steps
from domain.lifecycle import MOVES, Move, Stage
from domain.outbox import Priority
from services.audit import audit
from services.exemptions import exempt, reinstate
from services.extensions import extend
from services.promises import promise
from services.proving import prove
from services.reviews import accept, return_submission, withdraw
from services.standings import obligations_at
from services.submissions import Handed, submit
from tests.small_plan import CALENDAR, COMMUNE, DISTRICT, RETURNED
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from config.wiring import Workplace
    from services.campaigns import Prepared
    from services.standings import Obligation

BEGINS = date(2022, 7, 20)
LAST_MORNING = date(2022, 9, 20)
UNITS = ("X1", "X2", "HU1")
EVERYBODY = 5  # what the small plan expects of two tiers
LADDERS = {"X1": COMMUNE, "X2": COMMUNE, "HU1": DISTRICT}
DEADLINES = {"X1": date(2022, 7, 31), "X2": date(2022, 7, 31), "HU1": date(2022, 8, 20)}
LADDERS_END = date(2022, 12, 14)

# Written down once more, so that a slip in the engine's own table shows.
ALLOWED = {
    "open": {"submit", "extend", "promise", "exempt"},
    "received": {"submit", "accept", "return", "withdraw"},
    "accepted": {"submit", "return"},
    "returned": {"submit", "extend", "promise", "exempt"},
    "exempt": {"submit", "reinstate"},
}

units = st.sampled_from(UNITS)
days_ahead = st.integers(0, 20)


@dataclass
class Paper:
    """One version, as a clerk would note it."""

    file: str
    day: date
    accepted: bool = False
    returned: bool = False
    withdrawn: bool = False


@dataclass
class Clerk:
    """What a clerk with a pencil knows of one unit."""

    deadline: date
    papers: list[Paper] = field(default_factory=list)
    is_exempt: bool = False
    moves: int = 0
    returns: int = 0

    @property
    def last(self) -> Paper | None:
        return next((paper for paper in reversed(self.papers) if not paper.withdrawn), None)

    @property
    def stage(self) -> str:
        if self.last is not None and not self.last.returned:
            return "accepted" if self.last.accepted else "received"
        if self.is_exempt:
            return "exempt"
        return "open" if self.last is None else "returned"

    @property
    def owes(self) -> bool:
        return self.stage in ("open", "returned")


class Life(RuleBasedStateMachine):
    """Three units, every move in any order and twice, mornings in between on which the engine runs."""

    def __init__(self, room: Workplace, prepared: Prepared) -> None:
        super().__init__()
        self.story = Story(room, prepared)
        self.story.skip(to=BEGINS)
        self.story.run()
        self.clerks = {unit: Clerk(DEADLINES[unit]) for unit in UNITS}
        self.minutes = 0
        self.files = 0
        self.known: dict[datetime, dict[str, Obligation]] = {}
        self.seen: list[tuple[datetime, list[tuple[str, str, bool]]]] = []
        self.receipts: dict[str, list[tuple[int, str, str]]] = {unit: [] for unit in UNITS}

    # What people do

    @rule(unit=units, again=st.booleans())
    def submit(self, unit: str, again: bool) -> None:  # noqa: FBT001 -- what Hypothesis draws
        clerk = self.clerks[unit]
        is_known = again and clerk.last is not None
        file = clerk.last.file if is_known and clerk.last else self._new_file()
        handed = Handed(file_name="bao-cao.docx", size=1, sha256=file, document_number="7-BC", by=unit)
        refused = is_known and clerk.last is not None and not clerk.last.returned

        def work(owed: int, now: datetime) -> None:
            with self.story.workplace.begin() as session:
                submit(session, self.story.campaign, owed, handed, received_at=now, now=now)

        if self._attempt(unit, "submit", work, refused=refused):
            clerk.papers.append(Paper(file, self.story.day))

    @rule(unit=units)
    def accept(self, unit: str) -> None:
        def work(owed: int, now: datetime) -> None:
            with self.story.workplace.begin() as session:
                accept(session, self.story.campaign, owed, by="Ban Tuyên giáo", now=now)

        if self._attempt(unit, "accept", work):
            self._last(unit).accepted = True

    @rule(unit=units, ahead=days_ahead, section=st.sampled_from([None, "II", "IV"]))
    def give_back(self, unit: str, ahead: int, section: str | None) -> None:
        new_day = self._day(ahead)
        sections = {section: "Sơ sài."} if section else {}

        def work(owed: int, now: datetime) -> None:
            with self.story.workplace.begin() as session:
                return_submission(
                    session,
                    self.story.campaign,
                    owed,
                    reason="" if sections else "Sơ sài.",
                    new_day=new_day,
                    sections=sections,
                    by="Ban Tuyên giáo",
                    now=now,
                )

        if self._attempt(unit, "return", work):
            clerk = self.clerks[unit]
            self._last(unit).returned = True
            clerk.deadline, clerk.is_exempt, clerk.returns = new_day, False, clerk.returns + 1

    @rule(unit=units)
    def withdraw(self, unit: str) -> None:
        def work(owed: int, now: datetime) -> None:
            with self.story.workplace.begin() as session:
                withdraw(session, self.story.campaign, owed, reason="Gửi nhầm.", by=unit, now=now)

        if self._attempt(unit, "withdraw", work):
            self._last(unit).withdrawn = True

    @rule(unit=units, ahead=days_ahead)
    def extend(self, unit: str, ahead: int) -> None:
        day = self._day(ahead)

        def work(owed: int, now: datetime) -> None:
            with self.story.workplace.begin() as session:
                extend(
                    session,
                    self.story.campaign,
                    owed,
                    day=day,
                    approver="Thường trực Tỉnh ủy",
                    document_number="812-CV/TU",
                    now=now,
                )

        if self._attempt(unit, "extend", work, refused=day == self.clerks[unit].deadline):
            self.clerks[unit].deadline = day
            self._check_rearmed(unit, day)

    @rule(unit=units, ahead=days_ahead)
    def promise(self, unit: str, ahead: int) -> None:
        day = self._day(ahead)

        def work(owed: int, now: datetime) -> None:
            with self.story.workplace.begin() as session:
                promise(session, self.story.campaign, owed, day=day, made_by=unit, now=now)

        self._attempt(unit, "promise", work)

    @rule(unit=units)
    def exempt(self, unit: str) -> None:
        def work(owed: int, now: datetime) -> None:
            with self.story.workplace.begin() as session:
                exempt(session, self.story.campaign, owed, reason="Sáp nhập.", by="Ban Tuyên giáo", now=now)

        if self._attempt(unit, "exempt", work):
            self.clerks[unit].is_exempt = True

    @rule(unit=units)
    def reinstate(self, unit: str) -> None:
        def work(owed: int, now: datetime) -> None:
            with self.story.workplace.begin() as session:
                reinstate(session, self.story.campaign, owed, reason="Chưa sáp nhập.", by="Ban Tuyên giáo", now=now)

        if self._attempt(unit, "reinstate", work):
            self.clerks[unit].is_exempt = False

    @precondition(lambda self: self.story.day < LAST_MORNING)
    @rule(days=st.integers(1, 6))
    def mornings(self, days: int) -> None:
        """The engine runs every morning; nobody who owes nothing is written to about the duty."""
        before = {row.key for row in self._letters()}
        self.story.advance(to=self.story.day + timedelta(days=days))
        self.minutes, self.known = 0, {}
        fresh = [row for row in self._letters() if row.key not in before]
        spared = {unit for unit, clerk in self.clerks.items() if not clerk.owes}
        assert {row.unit for row in fresh} & spared == set()
        self._is_proved()

    def teardown(self) -> None:
        self._is_proved()

    # What must always hold

    @invariant()
    def stages_are_those_of_the_clerk(self) -> None:
        for unit, clerk in self.clerks.items():
            one = self._obligation(unit)
            assert one.history.stage() == clerk.stage
            assert one.standing.state.is_received == (clerk.stage in ("received", "accepted"))
            assert one.standing.is_overdue == (clerk.owes and self.story.day > clerk.deadline)

    @invariant()
    def every_open_obligation_has_a_next_decision(self) -> None:
        with self.story.workplace.read() as session:
            flaws = audit(session, self.story.campaign, now=self._now())
        assert [one for one in flaws if one.code in ("no_next_step", "undecided")] == []

    @invariant()
    def rates_stay_within_bounds(self) -> None:
        tiers = self.story.status(as_of=self._now()).tiers
        exempt_now = sum(clerk.stage == "exempt" for clerk in self.clerks.values())
        assert sum(tier.count.expected for tier in tiers) == EVERYBODY - exempt_now
        for tier in tiers:
            assert 0 <= tier.count.on_time <= tier.count.received <= tier.count.expected
            assert 0 <= tier.count.on_time_rate <= 1

    @invariant()
    def versions_are_only_ever_added(self) -> None:
        for unit in UNITS:
            with self.story.workplace.read() as session:
                rows = submissions_of(session, self._obligation(unit).id)
                found = [(row.number, row.receipt_number, row.sha256) for row in rows]
            known = self.receipts[unit]
            assert found[: len(known)] == known
            assert [number for number, _, _ in found] == list(range(1, len(found) + 1))
            self.receipts[unit] = found

    @invariant()
    def every_move_is_an_event_of_the_table(self) -> None:
        for unit, clerk in self.clerks.items():
            with self.story.workplace.read() as session:
                events = events_of(session, self._obligation(unit).id)
                assert len(events) == clerk.moves
                assert all(Stage(one.to_stage) in MOVES[Stage(one.from_stage)][Move(one.move)] for one in events)
                assert all(one.by for one in events)

    @invariant()
    def what_was_true_of_a_moment_stays_true_of_it(self) -> None:
        now = self._now()
        self.seen.append((now, self._states(now)))
        for as_of, states in self.seen[-4:-1:2]:
            assert self._states(as_of) == states

    # How it is done

    def _attempt(self, unit: str, move: str, work: Callable[[int, datetime], None], *, refused: bool = False) -> bool:
        """Whether it was done; it must be done exactly where the clerk says that it may."""
        self.minutes += 1
        clerk = self.clerks[unit]
        may = move in ALLOWED[clerk.stage] and not refused
        owed = self._obligation(unit).id
        self.known = {}
        try:
            work(owed, self._now())
        except RuleBroken:
            assert not may, (move, clerk.stage)
            return False
        assert may, (move, clerk.stage)
        clerk.moves += 1
        return True

    def _is_proved(self) -> None:
        """The count from the ledger alone: no rung without a decision, nothing twice."""
        for as_of in (self._now(), self.story.at(time(8)) - timedelta(days=3)):
            with self.story.workplace.read() as session:
                found = prove(session, self.story.campaign, as_of=as_of)
            assert (found.lost_items, found.doubled_items) == ((), ())

    def _check_rearmed(self, unit: str, day: date) -> None:
        """F8: what the ladder asks next is the first rung of the last date, and nothing asks besides it."""
        with self.story.workplace.read() as session:
            asking = session.scalars(
                select(VersionRow.next_step_at).where(
                    VersionRow.obligation_id == self._obligation(unit).id, VersionRow.next_step_at.is_not(None)
                )
            ).all()
        ladder = RETURNED if self.clerks[unit].stage == "returned" else LADDERS[unit]
        of_last = steps(
            ladder,
            Deadline(day),
            opened=self.story.campaign.opened_at,
            calendar=CALENDAR,
            until=CALENDAR.at(LADDERS_END, time(8)),
        )
        assert asking == [min(step.moment for step in of_last if step.moment >= self._now())]

    def _obligation(self, unit: str) -> Obligation:
        """Asked once for each moment: nothing happens twice in the same minute."""
        now = self._now()
        if now not in self.known:
            with self.story.workplace.read() as session:
                found = obligations_at(session, self.story.campaign, as_of=now)
            self.known = {now: {one.unit: one for one in found}}
        return self.known[now][unit]

    def _now(self) -> datetime:
        return self.story.at(time(9 + self.minutes // 60, self.minutes % 60))

    def _day(self, ahead: int) -> date:
        return self.story.day + timedelta(days=ahead)

    def _last(self, unit: str) -> Paper:
        last = self.clerks[unit].last
        assert last is not None
        return last

    def _new_file(self) -> str:
        self.files += 1
        return f"{self.files:064x}"

    def _letters(self) -> list[OutboxRow]:
        """What went out to units about their own duty, answers not counted."""
        return [
            row
            for row in self.story.messages()
            if row.campaign_id == self.story.campaign.id
            and row.priority != Priority.REPLY
            and row.sent_at is not None
            and row.thread.startswith(f"{row.unit}/")
        ]

    def _states(self, as_of: datetime) -> list[tuple[str, str, bool]]:
        with self.story.workplace.read() as session:
            found = obligations_at(session, self.story.campaign, as_of=as_of)
        return [(one.unit, one.standing.state.value, one.standing.is_overdue) for one in found]
