from __future__ import annotations

import asyncio
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from config import clock
from demo.sample_reports import SampleUnit, sample_report
from domain.consolidation import RunState
from flows.consolidate import consolidate
from services import consolidation_runs
from services.exemptions import exempt
from services.standings import obligations_at
from services.submissions import Handed, submit
from tests.flows.live import PREFECT, open_small_campaign
from tests.small_plan import CALENDAR, OUTLINE, PLAN

if TYPE_CHECKING:
    from config.wiring import Workplace

pytestmark = PREFECT
NAME = PLAN.identity.id
RECEIVED = CALENDAR.at(date(2022, 8, 18), time(9))
NOON = CALENDAR.at(date(2022, 8, 22), time(12))
AUTHOR = SampleUnit("Huyện ủy Lý Nhân", "Huyện ủy", "Tỉnh ủy", "05-BC/HU", "Hà Nam", date(2022, 8, 18))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """One district has reported, the other has not."""
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
    place, campaign = open_small_campaign()
    content = sample_report(AUTHOR, OUTLINE, seed="HU1")
    handed = Handed(file_name="bc.docx", size=len(content), sha256=place.store.put(content))
    with place.begin() as session:
        owed = next(one.id for one in obligations_at(session, campaign, as_of=RECEIVED) if one.unit == "HU1")
        submit(session, campaign, owed, handed, received_at=RECEIVED, now=RECEIVED)
    return place


def asked(place: Workplace) -> int:
    with place.begin() as session:
        return consolidation_runs.request(session, place.campaign(NAME), unit="BTG", now=NOON)


def artifacts(api: str, run_id: int) -> dict[str, list[Any]]:
    """What Prefect shows of the run: the data of its artifacts, by the last part but one of their keys."""
    found = httpx.post(f"{api}/artifacts/filter", json={"sort": "CREATED_DESC", "limit": 50}).raise_for_status().json()
    ours = [one for one in found if one["key"].startswith(NAME) and one["key"].endswith(f"-{run_id}")]
    shown: dict[str, list[Any]] = {}
    for one in ours:
        shown.setdefault(one["key"].split("-")[-2], []).append(one["data"])
    return shown


def test_flow_stops_where_something_is_missing_and_goes_on_after_the_approval(
    place: Workplace, prefect_api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.consolidate.SECONDS_BETWEEN_LOOKS", 0.1)
    run_id = asked(place)

    waiting = asyncio.run(consolidate(NAME, run_id))
    nothing_to_do: object = asyncio.run(consolidate(NAME, run_id))
    with place.begin() as session:
        consolidation_runs.approve(session, place.campaign(NAME), run_id, by="Lan", reason="Gấp.", now=NOON)
    made = asyncio.run(consolidate(NAME, run_id))

    assert (waiting["state"], nothing_to_do, made["state"]) == ("waiting", {}, "done")
    assert Path(str(made["path"]), "bao-cao-tong-hop.docx").exists()
    shown = artifacts(prefect_api, run_id)
    assert shown["preflight"][-1] == (
        "Đơn vị có báo cáo: 1\n\nĐơn vị chưa có:\n- Huyện ủy Bình Lục: Chưa gửi báo cáo\n\nLượt chờ phê duyệt."
    )
    assert shown["progress"] == [100.0]
    assert shown["draft"][0].startswith(f"Các tệp trong `{made['path']}`:\n- `bao-cao-tong-hop.docx`\n")


def test_flow_goes_straight_on_where_nothing_is_missing(place: Workplace, prefect_api: str) -> None:  # noqa: ARG001 -- the server must run
    campaign = place.campaign(NAME)
    with place.begin() as session:
        owed = next(one.id for one in obligations_at(session, campaign, as_of=NOON) if one.unit == "HU2")
        exempt(session, campaign, owed, reason="Sáp nhập.", by="Lan", now=NOON)

    made = asyncio.run(consolidate(NAME, asked(place)))

    assert (made["state"], made["absent"]) == ("done", [])


@pytest.mark.usefixtures("prefect_api")
def test_flow_leaves_a_cancelled_run_alone(place: Workplace) -> None:
    run_id = asked(place)
    campaign = place.campaign(NAME)
    with place.begin() as session:
        consolidation_runs.cancel(session, campaign, run_id, by="Lan", now=clock.now())

    left: object = asyncio.run(consolidate(NAME, run_id))

    assert left == {}
    with place.read() as session:
        assert consolidation_runs.find_run(session, campaign, run_id).state is RunState.CANCELLED
