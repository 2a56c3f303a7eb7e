from __future__ import annotations

import asyncio
from datetime import date, time
from typing import TYPE_CHECKING

import httpx
import pytest

from demo.mail_sink import MailSink
from flows.campaign_day import campaign_day
from flows.deliver_outbox import deliver_outbox
from tests.flows.live import PREFECT, SECRET, open_small_campaign
from tests.small_plan import CALENDAR, PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = PREFECT
MORNING = CALENDAR.at(date(2022, 6, 24), time(8))
NAME = PLAN.identity.id


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mails") as sink:
        monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
        monkeypatch.setenv("DONDOC_SECRET", SECRET)
        monkeypatch.setenv("DONDOC_MAIL_URL", sink.url(sender="board@hanam.example", name="Ban Tuyên giáo"))
        yield sink


@pytest.mark.usefixtures("prefect_api")
def test_a_day_collects_from_each_tier_and_sends(sink: MailSink) -> None:
    open_small_campaign()

    day = asyncio.run(campaign_day(NAME, MORNING))

    assert day["decisions"] == {"commune": {"send": 3}, "district": {"send": 2}, "province": {}}
    assert day["deliveries"] == {"accepted": 5}
    assert len(sink.messages) == 5


@pytest.mark.usefixtures("prefect_api")
def test_a_day_run_twice_sends_nothing_twice(sink: MailSink) -> None:
    open_small_campaign()
    asyncio.run(campaign_day(NAME, MORNING))

    again: object = asyncio.run(campaign_day(NAME, MORNING))

    assert again == {"decisions": {"commune": {}, "district": {}, "province": {}}, "deliveries": {}}
    assert len(sink.messages) == 5


@pytest.mark.usefixtures("sink")
def test_the_three_tiers_are_visible_in_prefect(prefect_api: str) -> None:
    open_small_campaign()

    asyncio.run(campaign_day(NAME, MORNING))

    body = {"flow_runs": {"tags": {"all_": [NAME, "2022-06-24"]}}, "limit": 50}
    runs = httpx.post(f"{prefect_api}/flow_runs/filter", json=body).raise_for_status().json()
    names = {run["name"].split()[0] for run in runs}
    assert {"commune", "district", "province"} <= names
    assert {run["state_name"] for run in runs} == {"Completed"}


def test_mail_that_waits_goes_out_with_the_next_delivery(
    sink: MailSink,
    prefect_api: str,  # noqa: ARG001 -- the server must run
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_small_campaign()
    url = sink.url(sender="board@hanam.example", name="Ban Tuyên giáo")
    monkeypatch.setenv("DONDOC_MAIL_URL", "")
    waiting = asyncio.run(campaign_day(NAME, MORNING))
    monkeypatch.setenv("DONDOC_MAIL_URL", url)

    later = asyncio.run(deliver_outbox(NAME, CALENDAR.at(date(2022, 6, 24), time(9))))

    assert waiting["deliveries"] == {"deferred": 1}
    assert later == {"accepted": 5}
