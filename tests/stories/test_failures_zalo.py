"""F10 to F13 over Zalo: night, quota, an unknown number, a template that was taken away, and webhooks of every kind."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from config.hooks import keep, proven_zalo
from database.models import SignalRow
from services.audit import audit
from services.proving import prove
from tests.fakes import zalo_webhooks
from tests.fakes.zalo_phone import SEND
from tests.small_plan import PLAN
from tests.stories.bureau import Bureau, campaign_of
from tests.stories.far_sides import TEMPLATE, FarSides
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

CHAINS = {"H0": ("email",), "X0": ("zbs", "email"), "X1": ("zbs",)}


class Zalo:
    """The opening is decided, and X0 and X1 are written to by telephone number, X0 by mail after that."""

    def __init__(self, far: FarSides, folder: Path) -> None:
        self.far = far
        self.bureau = Bureau(f"sqlite:///{folder / 'dondoc.db'}", folder, far.wires)
        self.bureau.prepare()
        opening = PLAN.calendar.at(PLAN.opens, time(8))
        self.story = Story(self.bureau, campaign_of(far, CHAINS, now=opening))
        self.bureau.known = [self.story.campaign]
        self.bureau.connect(far, at=opening)
        self.story.skip(to=PLAN.opens)

    def run(self, hour: time, *, day: date = PLAN.opens) -> list[tuple[str, str]]:
        """The channels of X0's messages, and what became of each."""
        self.story.skip(to=day)
        self.bureau.moment = self.story.at(hour)
        self.far.set_clocks(self.bureau.moment)
        self.story.run(hour)
        return self.fates("x0")

    def fates(self, person: str) -> list[tuple[str, str]]:
        return [(row.channel, row.state) for row in self.story.messages(to=person)]

    def told(self, hour: time) -> set[tuple[str, str]]:
        with self.bureau.read() as session:
            return {(one.code, one.unit) for one in audit(session, self.story.campaign, now=self.story.at(hour))}

    def hears(self, event: dict[str, Any], *, at: datetime, **signed: Any) -> bool:
        """Whether the call is taken in as genuine."""
        headers, body = zalo_webhooks.signed(event, **signed)
        found = proven_zalo(self.bureau, body, {name.lower(): value for name, value in headers.items()}, now=at)
        if found is not None:
            keep(self.bureau, found)
        return found is not None

    def signals(self) -> Counter[str]:
        with self.bureau.read() as session:
            return Counter(session.scalars(select(SignalRow.kind)))

    def is_sound(self, hour: time) -> bool:
        with self.bureau.read() as session:
            return prove(session, self.story.campaign, as_of=self.story.at(hour)).is_sound


@pytest.fixture
def zalo(tmp_path: Path) -> Iterator[Zalo]:
    with FarSides(tmp_path / "far") as far:
        found = Zalo(far, tmp_path)
        yield found
        found.bureau.die()
        found.bureau.engine.dispose()


def test_quota_of_the_day_used_up_waits_for_tomorrow_and_meanwhile_the_next_channel_is_taken(zalo: Zalo) -> None:
    zalo.far.zalo.daily_quota = 0

    assert zalo.run(time(8)) == [("zbs", "superseded"), ("email", "accepted")]
    assert zalo.fates("x1") == [("zbs", "queued")]
    zalo.far.zalo.daily_quota = 500
    zalo.run(time(10))
    zalo.run(time(8), day=date(2022, 6, 27))  # the next working day

    assert zalo.fates("x1") == [("zbs", "accepted")]
    assert len(zalo.far.zalo.sent) == 1
    assert zalo.is_sound(time(9))


def test_number_without_zalo_takes_the_next_channel_and_is_a_task_for_staff(zalo: Zalo) -> None:
    zalo.far.zalo.phones.clear()

    assert zalo.run(time(8)) == [("zbs", "failed"), ("email", "accepted")]
    assert zalo.fates("x1") == [("zbs", "failed")]
    assert {("refused", "X0"), ("refused", "X1")} <= zalo.told(time(9))
    assert zalo.is_sound(time(9))


def test_template_that_was_taken_away_lets_the_mail_go(zalo: Zalo) -> None:
    zalo.far.zalo.templates[TEMPLATE].status = "DISABLE"

    assert zalo.run(time(8))[-1] == ("email", "accepted")
    assert zalo.far.zalo.sent == []
    assert zalo.is_sound(time(9))


def test_receipt_at_night_comes_out_in_the_morning_once(zalo: Zalo) -> None:
    zalo.run(time(8))
    zalo.story.hand_in("X1", hour=time(22, 25))
    zalo.run(time(22, 30))
    (_, receipt) = zalo.story.messages(to="x1")
    at_night = (receipt.state, receipt.code, len(zalo.far.zalo.sent))

    zalo.run(time(6, 4), day=date(2022, 6, 25))
    early = len(zalo.far.zalo.sent)
    zalo.run(time(6, 16), day=date(2022, 6, 25))
    zalo.run(time(6, 30), day=date(2022, 6, 25))

    assert at_night == ("queued", "-133", 2)
    assert PLAN.calendar.local(receipt.next_at).time() >= time(6, 5)
    assert (early, len(zalo.far.zalo.sent), zalo.fates("x1")[-1]) == (2, 3, ("zbs", "accepted"))
    assert zalo.is_sound(time(7))


def test_lost_answer_is_unknown_until_the_webhook_and_no_other_channel_is_taken(zalo: Zalo) -> None:
    zalo.far.zalo.fail(SEND, "drop_after", "drop_after")

    assert zalo.run(time(8)) == [("zbs", "unknown")]
    (sent, *_) = [one for one in zalo.far.zalo.sent if one.to.endswith("000")]
    at = zalo.story.at(time(8, 10))
    forged = zalo.hears(zalo_webhooks.delivered(sent, at=at), at=at, secret="somebody else's")  # noqa: S106 -- as it says
    for _ in range(5):
        assert zalo.hears(zalo_webhooks.delivered(sent, at=at), at=at)
    later = at + timedelta(minutes=5)
    assert zalo.hears(zalo_webhooks.seen(sent, at=later), at=later)
    assert zalo.hears(zalo_webhooks.received(sent, at=at), at=later)

    assert not forged
    assert zalo.run(time(8, 20)) == [("zbs", "accepted")]
    assert zalo.run(time(9)) == [("zbs", "accepted")]
    assert zalo.run(time(15)) == [("zbs", "accepted")]  # heard of: nobody waits for a word any more
    assert zalo.signals() == {"delivered": 1, "seen": 1}
    assert zalo.fates("x1") == [("zbs", "unknown")]  # of the other nothing was heard, and there is no other way
    assert len(zalo.far.zalo.sent) == 2
    assert zalo.is_sound(time(16))
