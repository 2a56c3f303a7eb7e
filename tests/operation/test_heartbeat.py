"""The watch over the clockwork, with a real service that takes the alarms."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from config.wiring import workplace
from database.models import AlarmRow
from domain.alarms import AlarmKind, Watch
from domain.ticks import TickKind, TickOutcome
from operation.heartbeat import watch_once
from services.ticks import begin_tick, end_tick
from tests.flows.live import OPENED
from tests.operation.phone import told

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from config.wiring import Workplace
    from tests.fakes.far_server import FarServer

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SATURDAY = OPENED + timedelta(days=1)  # no morning round is due then: OPENED is a Friday


def ticked(place: Workplace, at: datetime, *, kind: TickKind = TickKind.DELIVER) -> None:
    with place.begin() as session:
        end_tick(session, begin_tick(session, kind, now=at, owner="a"), outcome=TickOutcome.DONE, now=at)


def watched(place: Workplace, watch: Watch, *, since: datetime, minutes: int) -> list[AlarmKind]:
    """A look every five minutes; what the last one saw."""
    seen: list[AlarmKind] = []
    for minute in range(0, minutes + 1, 5):
        seen = watch_once(place, now=since + MINUTE * minute, watch=watch)
    return seen


def alarms(place: Workplace) -> list[AlarmRow]:
    with place.read() as session:
        found = list(session.scalars(select(AlarmRow).order_by(AlarmRow.id)))
        session.expunge_all()
    return found


def test_a_clockwork_that_stands_still_is_told_once_and_again_when_it_goes(place: Workplace, phone: FarServer) -> None:
    watch = Watch()
    ticked(place, SATURDAY)

    before = watched(place, watch, since=SATURDAY, minutes=30)
    during = watched(place, watch, since=SATURDAY + 35 * MINUTE, minutes=55)
    once = told(phone)
    ticked(place, SATURDAY + 94 * MINUTE)
    after = watched(place, watch, since=SATURDAY + 95 * MINUTE, minutes=0)

    assert (before, during, after) == ([], [AlarmKind.DELIVER], [])
    assert len(once) == 1
    assert "lượt gửi của đợt ke-hoach-nho không chạy xong từ 07:30 ngày 25/6/2022" in once[0]
    assert "dondoc doctor" in once[0]
    assert ["đã hết báo động" in one for one in told(phone)] == [False, True]
    (row,) = alarms(place)
    assert (row.raised_at, row.ended_at) == (SATURDAY + 35 * MINUTE, SATURDAY + 95 * MINUTE)


def test_it_is_told_again_once_a_day_while_it_lasts(place: Workplace, phone: FarServer) -> None:
    watch = Watch()

    for day in range(3):
        watched(place, watch, since=SATURDAY + timedelta(days=day), minutes=45)

    assert len([one for one in told(phone) if "lượt gửi" in one]) == 3
    assert [row.kind for row in alarms(place)].count("deliver") == 1


def test_two_watches_tell_it_once(place: Workplace, phone: FarServer) -> None:
    first, second = Watch(), Watch()
    other = workplace()

    watched(place, first, since=SATURDAY, minutes=40)
    watched(other, second, since=SATURDAY, minutes=40)

    other.engine.dispose()
    other.hasty_engine.dispose()
    assert len(told(phone)) == 1


def test_a_machine_that_slept_for_days_raises_no_alarm(place: Workplace, phone: FarServer) -> None:
    watch = Watch()
    ticked(place, SATURDAY)
    watched(place, watch, since=SATURDAY, minutes=10)
    awake = SATURDAY + timedelta(days=1)

    seen = watched(place, watch, since=awake, minutes=5)
    ticked(place, awake + 6 * MINUTE)
    watched(place, watch, since=awake + 10 * MINUTE, minutes=25)

    assert seen == [AlarmKind.DELIVER]  # seen, and not told: the clockwork has its time to begin
    assert (told(phone), alarms(place)) == ([], [])


def test_a_clock_put_back_raises_no_alarm(place: Workplace, phone: FarServer) -> None:
    watch = Watch()
    ticked(place, SATURDAY + 3 * HOUR)
    watched(place, watch, since=SATURDAY + 3 * HOUR, minutes=0)

    watched(place, watch, since=SATURDAY, minutes=40)

    assert told(phone) == []


def test_a_morning_round_is_missed_on_a_working_day_only(place: Workplace, phone: FarServer) -> None:
    monday = OPENED + timedelta(days=3)
    for minute in range(0, 61, 20):
        ticked(place, SATURDAY + MINUTE * minute)
        ticked(place, monday + MINUTE * minute)

    at_the_week_end = watched(place, Watch(), since=SATURDAY, minutes=60)
    on_monday = watched(place, Watch(), since=monday, minutes=60)

    assert (at_the_week_end, on_monday) == ([], [AlarmKind.DAY])
    assert len(told(phone)) == 1
    assert "lượt buổi sáng" in told(phone)[0]


def test_a_database_that_cannot_be_read_is_an_alarm_too(place: Workplace, phone: FarServer, tmp_path: Path) -> None:
    watch = Watch()
    ticked(place, SATURDAY)
    place.engine.dispose()
    place.hasty_engine.dispose()
    file = tmp_path / "du-lieu" / "dondoc.db"
    file.rename(file.with_suffix(".away"))

    seen = watched(place, watch, since=SATURDAY, minutes=20)
    file.with_suffix(".away").rename(file)
    healed = watched(place, watch, since=SATURDAY + 25 * MINUTE, minutes=0)

    assert (seen, healed) == ([AlarmKind.DATABASE], [])
    assert ["không đọc được cơ sở dữ liệu" in one for one in told(phone)] == [True, True]
    (row,) = alarms(place)
    assert row.ended_at == SATURDAY + 25 * MINUTE
    assert not file.with_suffix(".db-journal").exists()


def test_an_alarm_that_does_not_get_out_is_tried_again_and_kept_in_the_book(
    place: Workplace, phone: FarServer, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch()
    phone.fail("/bao-dong", ("http", 403, b"no"))

    watched(place, watch, since=SATURDAY, minutes=30)
    (row,) = alarms(place)
    watched(place, watch, since=SATURDAY + 35 * MINUTE, minutes=10)

    assert row.told_at is None
    assert "chưa báo được" in row.note
    assert "did not get out" in caplog.text
    assert len(told(phone)) == 2  # the refused one, and one ten minutes later
    assert alarms(place)[0].told_at is not None


def test_a_rehearsal_instance_is_never_alarmed(
    place: Workplace, phone: FarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place.settings, "clock", "2022-06-25T07:30")

    assert watched(place, Watch(), since=SATURDAY, minutes=60) == []
    assert told(phone) == []
