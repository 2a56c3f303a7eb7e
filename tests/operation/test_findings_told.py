"""New findings of a morning, told once over the channel of alarms, with a real service that takes them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr
from sqlalchemy import select

from database.models import AlarmRow
from domain.alarms import Watch
from domain.flaws import Flaw
from operation.findings_told import NAMED, tell_findings
from services.alarms import claim_telling, raise_alarm
from services.audit_rounds import record_round
from tests.flows.live import OPENED
from tests.operation.phone import told

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from tests.fakes.far_server import FarServer

PLAN = "ke-hoach-nho"
KIND = f"findings/{PLAN}"
MINUTE = timedelta(minutes=1)
MORNING = OPENED + timedelta(hours=1)


def flaws(*numbers: int) -> list[Flaw]:
    return [Flaw("rung-undecided", f"u{number}", f"Xã số {number} còn mốc chưa được xét.") for number in numbers]


def found(place: Workplace, at: datetime, *numbers: int) -> None:
    with place.begin() as session:
        record_round(session, place.campaign(PLAN), flaws(*numbers), now=at, seconds=0.1)


def alarms(place: Workplace) -> list[tuple[str, bool, bool]]:
    """Kind, whether it was told, whether it is over."""
    with place.read() as session:
        rows = session.scalars(select(AlarmRow).order_by(AlarmRow.id))
        return [(row.kind, row.told_at is not None, row.ended_at is not None) for row in rows]


def test_what_is_new_is_told_once_and_what_lasts_is_not_told_again(place: Workplace, phone: FarServer) -> None:
    watch, next_day = Watch(), MORNING + timedelta(days=3)
    found(place, MORNING, 1, 2)

    counts = [tell_findings(place, watch, now=MORNING + MINUTE * minute) for minute in range(3)]
    found(place, MORNING + timedelta(hours=2), 1, 2)  # somebody looks again on the same day
    counts.append(tell_findings(place, watch, now=MORNING + timedelta(hours=2)))
    found(place, next_day, 1, 2, 3)
    counts.append(tell_findings(place, watch, now=next_day))

    assert counts == [2, 0, 0, 0, 1]
    first, second = told(phone)
    assert "2 điều mới cần xem: Xã số 1 còn mốc chưa được xét; Xã số 2 còn mốc chưa được xét." in first
    assert "1 điều mới cần xem: Xã số 3" in second
    assert alarms(place) == [(KIND, True, True)] * 2


def test_many_are_counted_and_a_few_named(place: Workplace, phone: FarServer) -> None:
    found(place, MORNING, *range(1, NAMED + 4))

    tell_findings(place, Watch(), now=MORNING)

    (text,) = told(phone)
    assert f"Xã số {NAMED} còn" in text
    assert f"Xã số {NAMED + 1} còn" not in text
    assert "và 3 điều khác" in text


def test_nothing_new_and_no_channel_say_nothing(place: Workplace, phone: FarServer) -> None:
    found(place, MORNING)
    silent = tell_findings(place, Watch(), now=MORNING)
    found(place, MORNING + MINUTE, 1)
    place.settings.alarm_url = SecretStr(" ")

    assert (silent, tell_findings(place, Watch(), now=MORNING + MINUTE)) == (0, 0)
    assert (told(phone), alarms(place)) == ([], [])


def unheard(place: Workplace, watch: Watch, phone: FarServer) -> None:
    """A morning whose finding nobody took down."""
    found(place, MORNING, 1)
    phone.fail("/bao-dong", ("http", 403, b"no"))
    tell_findings(place, watch, now=MORNING)
    phone.calls.clear()


def test_what_does_not_get_out_is_tried_again_after_a_while(place: Workplace, phone: FarServer) -> None:
    watch = Watch()
    found(place, MORNING, 1)
    phone.fail("/bao-dong", ("http", 403, b"no"))

    refused = tell_findings(place, watch, now=MORNING)
    open_one = alarms(place)
    at_once = tell_findings(place, watch, now=MORNING + MINUTE)
    later = tell_findings(place, watch, now=MORNING + 10 * MINUTE)

    assert (refused, at_once, later) == (0, 0, 1)
    assert open_one == [(KIND, False, False)]
    assert alarms(place) == [(KIND, True, True)]


def test_what_could_not_be_told_on_its_day_is_told_on_the_next(place: Workplace, phone: FarServer) -> None:
    watch, next_day = Watch(), MORNING + timedelta(days=3)
    unheard(place, watch, phone)

    found(place, next_day, 1, 2)
    late = [tell_findings(place, watch, now=next_day + MINUTE * minute) for minute in range(3)]

    assert late == [2, 0, 0]
    assert alarms(place) == [(KIND, True, True)]


def test_what_is_gone_before_it_could_be_told_leaves_no_alarm_open(place: Workplace, phone: FarServer) -> None:
    watch, next_day = Watch(), MORNING + timedelta(days=3)
    unheard(place, watch, phone)

    found(place, next_day)
    tell_findings(place, watch, now=next_day)

    assert told(phone) == []
    assert alarms(place) == [(KIND, False, True)]


def test_two_watches_tell_it_once(place: Workplace, phone: FarServer) -> None:
    found(place, MORNING, 1)

    counts = [tell_findings(place, Watch(), now=MORNING) for _ in range(2)]

    assert counts == [1, 0]
    assert len(told(phone)) == 1


def test_one_whose_teller_died_is_closed_and_not_told_again(place: Workplace, phone: FarServer) -> None:
    found(place, MORNING, 1)
    with place.begin() as session:
        claim_telling(session, raise_alarm(session, KIND, note="x", now=MORNING).id, now=MORNING)

    for minute in (1, 11, 12):
        tell_findings(place, Watch(), now=MORNING + MINUTE * minute)

    assert told(phone) == []
    assert alarms(place) == [(KIND, True, True)]
