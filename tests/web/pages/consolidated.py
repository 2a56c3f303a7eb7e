"""The small campaign with reports, finished runs and lists that went up: made once, copied for each test."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from config.consolidation_work import work_once
from config.frozen_plan import plan_to_json
from config.wiring import workplace
from database.models import OutboxRow
from services import consolidation_runs
from services.campaigns import Prepared, open_campaign
from services.decisions import decide_tier
from services.standings import obligations_at
from services.submissions import submit
from tests.documents.examples import paragraph, word_file
from tests.flows.live import OPENED
from tests.services.test_transmittals import OWN
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS, plan_with
from tests.web.calls import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from config.wiring import Workplace
    from domain.campaigns import Campaign

RECEIVED = CALENDAR.opening(date(2022, 7, 28))
ASKED = CALENDAR.opening(date(2022, 8, 19))
ESCALATED = CALENDAR.at(date(2022, 8, 25), time(9))
TELLS = {
    "X1": "Đảng ủy xã Hợp Lý đã quán triệt Chỉ thị tới 100% chi bộ trong quý I năm 2022.",
    "X2": "Đảng ủy xã Nhân Mỹ mở chín hội nghị quán triệt cho cán bộ, đảng viên toàn xã.",
    "HU1": "Huyện ủy Lý Nhân chỉ đạo toàn bộ các xã sơ kết năm năm thực hiện Chỉ thị.",
}


def report_of(unit: str) -> bytes:
    """All that the outline of the small plan asks for."""
    return word_file(
        paragraph("I- Tình hình quán triệt", style="Heading1")
        + paragraph(TELLS[unit])
        + paragraph("II- Kết quả", style="Heading1")
        + paragraph(f"Kết quả của đơn vị: {TELLS[unit].lower()}")
        + paragraph("IV- Đề xuất, kiến nghị", style="Heading1")
        + paragraph("Không.")
    )


def hand_in(place: Workplace, campaign: Campaign, unit: str, *, content: bytes, at: datetime = RECEIVED) -> None:
    """Read and checked, as reports that come in are."""
    with place.read() as session:
        owed = next(one for one in obligations_at(session, campaign, as_of=at) if one.unit == unit)
    read = place.reader.hand(content, name="bao-cao.docx", plan=campaign.plan, unit=UNITS[unit], duty=owed.duty)
    with place.begin() as session:
        handed = replace(read, document_number=f"01-BC/{unit}")
        submit(session, campaign, owed.id, handed, received_at=at, now=at)


def request(place: Workplace, campaign: Campaign, unit: str) -> int:
    with place.begin() as session:
        return consolidation_runs.request(session, campaign, unit=unit, by="Lan", now=ASKED)


def finish(place: Workplace, campaign: Campaign, run: int) -> None:
    """Worked on to the end, whatever was missing."""
    work_once(place, now=ASKED)
    with place.begin() as session:
        consolidation_runs.approve(session, campaign, run, by="Lan", reason="Đến hạn trình.", now=ASKED)
    work_once(place, now=ASKED)


def write_to_districts(place: Workplace, campaign: Campaign, *, now: datetime) -> None:
    """What the ladder asks for goes out: in the end the list to the Office, of districts that were written to before."""
    with place.begin() as session:
        decide_tier(session, campaign, tier="district", now=now)
    with place.begin() as session:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.state == "queued")
            .values(
                state="accepted",
                sent_at=now + timedelta(minutes=5),
                settled_at=now + timedelta(minutes=5),
                subject="Danh sách đơn vị quá hạn",
                text="Kính gửi Văn phòng Tỉnh ủy: danh sách các đơn vị quá hạn.",
            )
        )


FIRST, SECOND = 1, 2  # the finished runs of Huyện ủy Lý Nhân; X2 came in between


@pytest.fixture(scope="session")
def ran_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tong-hop") / "du-lieu"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DONDOC_DATA", str(folder))
        place = workplace()
        place.prepare()
        plan = plan_with(duties=(*PLAN.duties, OWN))
        with place.begin() as session:
            opened = Prepared(plan, UNITS, CONTACTS, plan_to_json(plan), "sha256 of the files")
            campaign = open_campaign(session, opened, now=OPENED)
        hand_in(place, campaign, "X1", content=report_of("X1"))
        finish(place, campaign, request(place, campaign, "HU1"))
        hand_in(place, campaign, "X2", content=report_of("X2"))
        request(place, campaign, "HU1")
        work_once(place, now=ASKED)
        write_to_districts(place, campaign, now=OPENED + timedelta(hours=1))
        write_to_districts(place, campaign, now=ESCALATED)
        place.engine.dispose()
    return folder


@pytest.fixture
def place(ran_small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    monkeypatch.setenv("DONDOC_DATA", str(shutil.copytree(ran_small, tmp_path / "du-lieu")))
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    found = workplace()
    yield found
    found.engine.dispose()
    found.hasty_engine.dispose()
