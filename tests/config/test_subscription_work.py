"""Changes of a campaign on their way to a server that stands on loopback and can be made to fail."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from config.subscription_work import make_next_call, write_down_calls
from database.models import DecisionRow, SubscriptionCallRow, SubscriptionRow
from domain.changes import ChangeKind, signature
from domain.errors import RuleBroken
from rehearsal.rehearsing import RehearsalRoom
from services.subscription_calls import claim_next
from services.subscriptions import end_subscription, find_subscription, queue_test, replay_call, subscribe
from tests.fakes.far_server import FarServer, Reply
from tests.flows.live import PREPARED
from tests.small_plan import PLAN
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

SECRET = "khóa ký của máy nhận"  # noqa: S105 -- signs nothing that leaves the tests


class Subscribed:
    """A campaign to which a server on loopback subscribes."""

    def __init__(self, story: Story, far: FarServer) -> None:
        self.story, self.far, self.place = story, far, story.workplace
        self.now = story.at()
        self.number = self.subscribe()

    def subscribe(self, *kinds: str, path: str = "/nhan") -> int:
        with self.place.begin() as session:
            return subscribe(
                session,
                self.story.campaign,
                self.far.url + path,
                kinds=kinds,
                secret=SECRET,
                cipher=self.place.cipher,
                by="Lan",
                now=self.now,
            ).id

    def work(self, *, now: datetime | None = None) -> None:
        """Until there is nothing more to do at that moment."""
        moment = now or self.story.at()
        write_down_calls(self.place, now=moment)
        while make_next_call(self.place, now=moment):
            pass

    @property
    def told(self) -> list[str]:
        return [call.json()["kind"] for call in self.far.calls]

    def calls(self) -> list[SubscriptionCallRow]:
        with self.place.read() as session:
            return list(session.scalars(select(SubscriptionCallRow).order_by(SubscriptionCallRow.id)))


@pytest.fixture
def story() -> Story:
    """On the day of the opening."""
    found = Story(RehearsalRoom(Line()), PREPARED)
    found.day = PLAN.opens
    return found


def _wake_on(story: Story, day: date) -> None:
    """Live through this day alone: what came due before it is decided then."""
    story.day = day - timedelta(days=1)
    story.advance(to=day)


@pytest.fixture
def subscribed(story: Story) -> Iterator[Subscribed]:
    with FarServer() as far:
        far.route("POST", "/.*", lambda _: Reply())
        yield Subscribed(story, far)


def test_what_happens_from_then_on_is_told_once_and_signed(subscribed: Subscribed) -> None:
    subscribed.story.hand_in("X1")

    subscribed.work()
    subscribed.work()

    (call,) = subscribed.far.calls
    told = call.json()
    assert (told["kind"], told["unit"], told["duty"], told["plan"]) == (
        "submitted",
        "X1",
        "commune",
        "ke-hoach-nho",
    )
    assert call.headers["dondoc-event-id"] == told["id"]
    assert call.headers["dondoc-signature"] == signature(call.body, secret=SECRET, at=subscribed.story.at())


def test_what_happened_before_is_not_told(story: Story) -> None:
    story.hand_in("X1")
    with FarServer() as far:
        subscribed = Subscribed(story, far)
        subscribed.work()

    assert subscribed.calls() == []


def test_only_the_kinds_that_were_asked_for_are_told(subscribed: Subscribed) -> None:
    subscribed.subscribe("extended", path="/gia-han")
    subscribed.story.hand_in("X1")
    subscribed.story.extend("X2", day=date(2022, 8, 15))

    subscribed.work()

    assert sorted(subscribed.told) == ["extended", "extended", "submitted"]
    assert [call.json()["kind"] for call in subscribed.far.calls if call.path == "/gia-han"] == ["extended"]


def test_overdue_units_and_those_told_to_the_office_are_told(subscribed: Subscribed) -> None:
    _wake_on(subscribed.story, PLAN.opens)  # only a unit that was reached is told to the Office
    subscribed.story.hand_in("HU1")
    _wake_on(subscribed.story, date(2022, 8, 24))

    subscribed.work()
    subscribed.work(now=subscribed.story.at() + timedelta(days=1))

    overdue = [call.json() for call in subscribed.far.calls if call.json()["kind"] == "overdue"]
    assert sorted(one["unit"] for one in overdue) == ["HU2", "X1", "X2", "X3"]
    escalated = [call.json()["unit"] for call in subscribed.far.calls if call.json()["kind"] == "escalated"]
    assert escalated == ["HU2"]


def test_a_lower_number_that_was_written_late_is_told_all_the_same(subscribed: Subscribed) -> None:
    _wake_on(subscribed.story, date(2022, 8, 24))
    with subscribed.place.begin() as session:
        escalation = select(DecisionRow.id).where(DecisionRow.audience == "office").limit(1).scalar_subquery()
        session.execute(update(DecisionRow).where(DecisionRow.id == escalation).values(outcome="held"))
    subscribed.work()
    before = subscribed.told.count("escalated")
    with subscribed.place.begin() as session:  # as if its transaction ended only now
        session.execute(update(DecisionRow).where(DecisionRow.outcome == "held").values(outcome="send"))

    subscribed.work()

    assert subscribed.told.count("escalated") == before + 1


@pytest.mark.parametrize("fault", ["drop", "drop_after", ("http", 503, b""), ("http", 302, b"")])
def test_a_call_that_failed_is_made_again_under_the_same_id(subscribed: Subscribed, fault: object) -> None:
    subscribed.far.fail("/nhan", fault)
    subscribed.story.hand_in("X1")

    subscribed.work()
    assert [(call.state, call.attempts) for call in subscribed.calls()] == [("queued", 1)]
    assert subscribed.calls()[0].note
    subscribed.work(now=subscribed.story.at() + timedelta(minutes=1))

    assert [call.state for call in subscribed.calls()] == ["delivered"]
    assert len({call.headers["dondoc-event-id"] for call in subscribed.far.calls}) == 1


def test_a_server_that_is_down_is_asked_once_a_round_and_holds_up_nobody(subscribed: Subscribed) -> None:
    subscribed.subscribe(path="/khac")
    subscribed.far.fail("/nhan", *[("http", 500, b"")] * 10)
    for unit in ("X1", "X2", "X3"):
        subscribed.story.hand_in(unit)

    subscribed.work()

    asked = [call.path for call in subscribed.far.calls]
    assert (asked.count("/nhan"), asked.count("/khac")) == (1, 3)


def test_after_three_days_a_call_is_given_up_and_can_be_replayed(subscribed: Subscribed) -> None:
    subscribed.far.fail("/nhan", *[("http", 500, b"")] * 20)
    subscribed.story.hand_in("X1")
    for hours in (*range(12), *range(12, 80, 12)):
        subscribed.work(now=subscribed.story.at() + timedelta(hours=hours))
    (call,) = subscribed.calls()
    assert (call.state, call.code) == ("failed", "500")
    subscribed.far._faults.clear()

    later = subscribed.story.at() + timedelta(days=5)
    with subscribed.place.begin() as session:
        row = find_subscription(session, subscribed.story.campaign, subscribed.number)
        replay_call(session, row, call.id, now=later)
    subscribed.work(now=later)

    assert [call.state for call in subscribed.calls()] == ["delivered"]


def test_a_server_that_wants_no_more_is_not_asked_again(subscribed: Subscribed) -> None:
    subscribed.far.fail("/nhan", ("http", 410, b""))
    subscribed.story.hand_in("X1")

    subscribed.work()

    assert [(call.state, call.code) for call in subscribed.calls()] == [("failed", "410")]


def test_a_call_whose_worker_died_is_made_again(subscribed: Subscribed) -> None:
    subscribed.story.hand_in("X1")
    now = subscribed.story.at()
    write_down_calls(subscribed.place, now=now)
    with subscribed.place.begin() as session:
        assert claim_next(session, cipher=subscribed.place.cipher, owner="chết", now=now) is not None

    assert make_next_call(subscribed.place, now=now + timedelta(minutes=1)) is False
    assert make_next_call(subscribed.place, now=now + timedelta(minutes=3)) is True
    assert subscribed.told == ["submitted"]


def test_two_workers_never_make_the_same_call(subscribed: Subscribed) -> None:
    subscribed.story.hand_in("X1")
    now = subscribed.story.at()
    write_down_calls(subscribed.place, now=now)

    with subscribed.place.begin() as session:
        claims = [claim_next(session, cipher=subscribed.place.cipher, owner=one, now=now) for one in ("a", "b")]

    assert [claim is None for claim in claims] == [False, True]


def test_subscription_that_ended_hears_nothing_more(subscribed: Subscribed) -> None:
    subscribed.story.hand_in("X1")
    now = subscribed.story.at()
    write_down_calls(subscribed.place, now=now)
    with subscribed.place.begin() as session:
        row = find_subscription(session, subscribed.story.campaign, subscribed.number)
        end_subscription(session, row, by="Lan", now=now)
    subscribed.story.hand_in("X2")

    subscribed.work()

    assert subscribed.told == []
    assert [(call.state, call.note) for call in subscribed.calls()] == [("failed", "Đăng ký đã ngừng.")]
    with pytest.raises(RuleBroken, match="đã ngừng"), subscribed.place.begin() as session:
        queue_test(session, subscribed.story.campaign, row, site="", now=now)


def test_each_test_call_is_a_new_one(subscribed: Subscribed) -> None:
    for _ in range(2):
        with subscribed.place.begin() as session:
            row = find_subscription(session, subscribed.story.campaign, subscribed.number)
            queue_test(session, subscribed.story.campaign, row, site="https://dondoc.example", now=subscribed.now)

    subscribed.work()

    assert subscribed.told == [ChangeKind.TEST, ChangeKind.TEST]
    assert len({call.headers["dondoc-event-id"] for call in subscribed.far.calls}) == 2


def test_database_holds_neither_address_nor_secret_in_clear(subscribed: Subscribed) -> None:
    with subscribed.place.read() as session:
        row = session.get_one(SubscriptionRow, subscribed.number)

    assert SECRET not in row.secret
    assert "nhan" not in row.url + row.shown
    assert row.shown == f"{subscribed.far.url}/…"
    assert json.loads(row.kinds) == []
    assert row.created_at == subscribed.story.at(time(10))
