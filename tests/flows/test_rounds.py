"""The rounds that a service makes by itself, on a real Prefect server."""

from __future__ import annotations

import asyncio
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.schedules import CronSchedule
from prefect.states import Running, Scheduled

from config import clock
from config.wiring import workplace
from database.models import CampaignRow
from database.queries.ticks import ticks_since
from demo.mail_sink import MailSink
from flows.delivery_round import delivery_round
from flows.morning_round import morning_round
from flows.serving import DELIVERIES, ZONE, cancel_stale_runs, deployments
from tests.flows.live import PREFECT, SECRET, open_small_campaign
from tests.small_plan import CALENDAR, PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from prefect.client.schemas.objects import State

pytestmark = PREFECT
NAME = PLAN.identity.id
FRIDAY = date(2022, 6, 24)
HOUR = timedelta(hours=1)
SATURDAY = date(2022, 6, 25)


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mails") as sink:
        monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
        monkeypatch.setenv("DONDOC_SECRET", SECRET)
        monkeypatch.setenv("DONDOC_MAIL_URL", sink.url(sender="board@hanam.example", name="Ban Tuyên giáo"))
        yield sink


def ticks() -> list[tuple[str, str, str]]:
    place = workplace()
    with place.read() as session:
        found = [(one.kind, one.outcome, one.note) for one in ticks_since(session, CALENDAR.at(FRIDAY, time(0)))]
    place.engine.dispose()
    return found


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return CALENDAR.at(day, time(hour, minute))


@pytest.mark.usefixtures("prefect_api")
def test_a_morning_that_was_missed_is_made_up_once_by_the_next_delivery(sink: MailSink) -> None:
    open_small_campaign()[0].engine.dispose()

    asyncio.run(delivery_round(at(FRIDAY, 7)))  # before the offices open
    asyncio.run(delivery_round(at(FRIDAY, 9)))
    asyncio.run(delivery_round(at(FRIDAY, 9, 5)))
    asyncio.run(morning_round(at(FRIDAY, 9, 6)))

    assert len(sink.messages) == 5
    assert [kind for kind, _, _ in ticks()] == ["deliver", "day", "deliver", "deliver", "day"]
    assert {outcome for _, outcome, _ in ticks()} == {"done"}


@pytest.mark.usefixtures("prefect_api")
def test_what_comes_due_after_the_morning_round_is_decided_at_its_own_hour(sink: MailSink) -> None:
    """The offices open at half past seven, and the ladders of the plan send at eight."""
    open_small_campaign()[0].engine.dispose()

    asyncio.run(morning_round(at(FRIDAY, 7, 30)))
    before = len(sink.messages)
    asyncio.run(delivery_round(at(FRIDAY, 8)))
    asyncio.run(delivery_round(at(FRIDAY, 8, 5)))

    assert (before, len(sink.messages)) == (0, 5)
    assert [kind for kind, _, _ in ticks()] == ["day", "day", "deliver", "deliver"]


@pytest.mark.usefixtures("prefect_api")
def test_no_morning_is_made_up_on_a_day_off(sink: MailSink) -> None:
    open_small_campaign()[0].engine.dispose()

    asyncio.run(delivery_round(at(SATURDAY, 9)))

    assert len(sink.messages) == 0
    assert [kind for kind, _, _ in ticks()] == ["deliver"]


@pytest.mark.usefixtures("prefect_api")
def test_a_campaign_that_fails_keeps_no_other_from_its_morning(sink: MailSink) -> None:
    place, _ = open_small_campaign()
    with place.begin() as session:
        session.add(CampaignRow(plan_id="a-broken-one", opened_at=at(FRIDAY, 7), plan="{}", sha256=""))
    place.engine.dispose()

    with pytest.raises(ExceptionGroup):
        asyncio.run(morning_round(at(FRIDAY, 8)))

    assert len(sink.messages) == 5


@pytest.mark.usefixtures("prefect_api")
def test_a_campaign_that_is_long_over_is_left_alone(sink: MailSink) -> None:
    open_small_campaign()[0].engine.dispose()
    years_later = at(FRIDAY, 9) + timedelta(days=3650)

    assert asyncio.run(delivery_round(years_later)) == {}
    assert (ticks(), len(sink.messages)) == ([], 0)


@pytest.mark.usefixtures("prefect_api")
def test_what_goes_wrong_is_written_down(sink: MailSink, monkeypatch: pytest.MonkeyPatch) -> None:
    open_small_campaign()[0].engine.dispose()
    monkeypatch.setenv("DONDOC_CHANNELS", "khong-co-kenh://x")

    with pytest.raises(ExceptionGroup):
        asyncio.run(delivery_round(at(FRIDAY, 9)))

    assert [(kind, outcome) for kind, outcome, _ in ticks()] == [("day", "failed")]
    assert "DONDOC_CHANNELS" in ticks()[0][2]
    assert len(sink.messages) == 0


def test_the_schedules_go_by_the_hours_of_the_offices() -> None:
    found = {one.flow_name: one for one in asyncio.run(deployments([time(7, 0), time(7, 30)]))}

    lines = {name: [one.schedule for one in found[name].schedules or []] for name in found}
    crons = {name: [one.cron for one in lines[name] if isinstance(one, CronSchedule)] for name in lines}
    assert crons["morning-round"] == ["0 7 * * *", "30 7 * * *"]
    assert (crons["delivery-round"], crons["consolidate"]) == ([DELIVERIES], [])
    assert {one.timezone for of_one in lines.values() for one in of_one if isinstance(one, CronSchedule)} == {ZONE}


def test_runs_that_were_left_behind_are_cancelled_and_what_is_to_come_is_not(prefect_api: str) -> None:
    async def prepare() -> list[str]:
        async with get_client() as client:
            (_, deliveries, *_rest) = await deployments([time(7, 30)])
            deployment = await deliveries.aapply()
            states: list[State[None]] = [
                Running(),
                *(Scheduled(scheduled_time=clock.now() + far) for far in (-HOUR, HOUR)),
            ]
            runs = [await client.create_flow_run_from_deployment(deployment, state=one) for one in states]
            return [str(one.id) for one in runs]

    runs = asyncio.run(prepare())

    cancelled = asyncio.run(cancel_stale_runs())

    states = [httpx.get(f"{prefect_api}/flow_runs/{one}").raise_for_status().json()["state"]["type"] for one in runs]
    assert (cancelled, states) == (2, ["CANCELLED", "CANCELLED", "SCHEDULED"])
