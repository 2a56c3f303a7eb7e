from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from config import consolidating
from config.frozen_plan import plan_to_json
from config.settings import Settings
from config.wiring import Workplace
from database.models import ConsolidationRow
from demo.sample_reports import SampleUnit, sample_report
from services import consolidation
from services.campaigns import Prepared, open_campaign
from services.standings import obligations_at
from services.submissions import Handed, submit
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from domain.campaigns import Campaign

OPENED = CALENDAR.at(PLAN.opens, CALENDAR.hours[0][0])
RECEIVED = CALENDAR.opening(date(2022, 7, 28))
NOW = CALENDAR.opening(date(2022, 8, 1))


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    found = Workplace(Settings(data=tmp_path / "du-lieu", _env_file=None))
    found.prepare()
    return found


@pytest.fixture
def campaign(place: Workplace) -> Campaign:
    with place.begin() as session:
        return open_campaign(session, Prepared(PLAN, UNITS, CONTACTS, plan_to_json(PLAN), "sha"), now=OPENED)


def hand_in(place: Workplace, campaign: Campaign, *, unit: str, content: bytes, name: str) -> None:
    handed = Handed(file_name=name, size=len(content), sha256=place.store.put(content), document_number="01-BC/ĐU")
    with place.begin() as session:
        owed = next(one for one in obligations_at(session, campaign, as_of=RECEIVED) if one.unit == unit)
        submit(session, campaign, owed.id, handed, received_at=RECEIVED, now=RECEIVED)


def report() -> bytes:
    unit = SampleUnit("Đảng ủy xã Hợp Lý", "xã", "Huyện ủy Lý Nhân", "01-BC/ĐU", "Hợp Lý", RECEIVED.date())
    return sample_report(unit, PLAN.outline, seed="hop-ly", sections=())


def requested(place: Workplace, campaign: Campaign, *, unit: str) -> int:
    with place.begin() as session:
        return consolidation.request(session, campaign, unit=unit, now=NOW)


def test_merge_writes_a_draft_for_people_and_keeps_it(place: Workplace, campaign: Campaign) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")
    hand_in(place, campaign, unit="X2", content=b"%PDF-1.4 quet", name="quet.pdf")
    run_id = requested(place, campaign, unit="HU1")

    draft = consolidating.merge(place, campaign, run_id=run_id, now=NOW)

    assert draft.path == place.settings.data / "tong-hop" / f"bao-cao-tong-hop-{run_id:03d}.docx"
    assert (draft.received, draft.missing) == (("Đảng ủy xã Hợp Lý",), ("Đảng ủy xã Nhân Mỹ",))
    assert draft.unreadable == ("Đảng ủy xã Nhân Mỹ",)
    with place.read() as session:
        row = session.get_one(ConsolidationRow, run_id)
        assert (row.state, row.note) == ("done", "1 đơn vị có báo cáo, 1 đơn vị chưa có")
        assert place.store.get(row.sha256) == draft.path.read_bytes()


def test_merge_of_the_same_reports_gives_the_same_bytes(place: Workplace, campaign: Campaign) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")

    runs = [requested(place, campaign, unit="HU1") for _ in range(2)]
    first, second = (consolidating.merge(place, campaign, run_id=run_id, now=NOW) for run_id in runs)

    assert first.path != second.path
    assert first.path.read_bytes() == second.path.read_bytes()


def test_claim_succeeds_once(place: Workplace, campaign: Campaign) -> None:
    run_id = requested(place, campaign, unit="HU1")

    assert [consolidating.claim(place, run_id) for _ in range(2)] == [True, False]
