from __future__ import annotations

import asyncio
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from demo.sample_reports import SampleUnit, sample_report
from documents.reading import read_report
from services import consolidation
from services.standings import obligations_at
from services.submissions import Handed, submit
from tasks.consolidation import claim_run, merge_reports
from tests.small_plan import CALENDAR, OUTLINE, PLAN

if TYPE_CHECKING:
    from config.wiring import Workplace

NAME = PLAN.identity.id
RECEIVED = CALENDAR.at(date(2022, 8, 18), time(9))
NOON = CALENDAR.at(date(2022, 8, 22), time(12))


def _hand_in(place: Workplace, unit: str) -> None:
    author = SampleUnit("Huyện ủy Lý Nhân", "Huyện ủy", "Tỉnh ủy", "05-BC/HU", "Hà Nam", date(2022, 8, 18))
    content = sample_report(author, OUTLINE, seed=unit)
    campaign = place.campaign(NAME)
    with place.begin() as session:
        owed = next(one for one in obligations_at(session, campaign, as_of=RECEIVED) if one.unit == unit)
        digest = place.store.put(content)
        handed = Handed(file_name="bc.docx", size=len(content), sha256=digest, document_number="05-BC/HU")
        submit(session, campaign, owed.id, handed, received_at=RECEIVED, now=RECEIVED)


def test_a_run_is_claimed_once_and_merges_what_stands(place: Workplace) -> None:
    _hand_in(place, "HU1")
    with place.begin() as session:
        run_id = consolidation.request(session, place.campaign(NAME), unit="BTG", now=NOON)

    claims = [asyncio.run(claim_run.fn(run_id)) for _ in range(2)]
    draft = asyncio.run(merge_reports.fn(NAME, run_id, NOON))

    assert claims == [True, False]
    assert (draft["received"], draft["missing"]) == (["Huyện ủy Lý Nhân"], ["Huyện ủy Bình Lục"])
    texts = [block.text for block in read_report(Path(str(draft["path"])).read_bytes()).headings]
    assert [text for text in texts if text.startswith(("I-", "II-", "IV-"))] == [
        "I- Tình hình quán triệt",
        "II- Kết quả",
        "IV- Đề xuất, kiến nghị",
    ]
