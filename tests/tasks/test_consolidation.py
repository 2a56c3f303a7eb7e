from __future__ import annotations

import asyncio
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from config import clock
from demo.sample_reports import SampleUnit, sample_report
from documents.reading import read_report
from domain.run_files import CARRIED_OVER, CHANGES, FILE_NAMES, LETTER
from services import consolidation_runs
from services.standings import obligations_at
from services.submissions import Handed, submit
from tasks.consolidation import check_run, claim_run, merge_reports, progress_of
from tests.small_plan import CALENDAR, OUTLINE, PLAN

if TYPE_CHECKING:
    from config.wiring import Workplace

# The small plan asks the board for no report of its own, and nobody edited a draft.
NOT_OF_THIS_RUN = (CARRIED_OVER, CHANGES, LETTER)
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


def _asked(place: Workplace) -> int:
    with place.begin() as session:
        return consolidation_runs.request(session, place.campaign(NAME), unit="BTG", now=NOON)


def test_run_is_claimed_once_waits_and_merges_what_was_pinned(place: Workplace) -> None:
    _hand_in(place, "HU1")
    run_id = _asked(place)

    claims = [asyncio.run(claim_run.fn(run_id)) for _ in range(2)]
    waiting = asyncio.run(check_run.fn(NAME, run_id, 1))
    with place.begin() as session:
        consolidation_runs.approve(session, place.campaign(NAME), run_id, by="Lan", reason="Gấp.", now=NOON)
    again = asyncio.run(claim_run.fn(run_id))
    made = asyncio.run(merge_reports.fn(NAME, run_id, 2))

    assert (claims, again) == ([1, None], 2)
    assert (waiting["state"], waiting["received"], waiting["absent"]) == (
        "waiting",
        1,
        ["Huyện ủy Bình Lục: Chưa gửi báo cáo"],
    )
    assert (made["state"], made["files"]) == ("done", [name for name in FILE_NAMES if name not in NOT_OF_THIS_RUN])
    assert asyncio.run(progress_of(NAME, run_id)) == made
    texts = [one.text for one in read_report(Path(str(made["path"]), "bao-cao-tong-hop.docx").read_bytes()).headings]
    assert [text for text in texts if text.startswith(("I-", "II-", "IV-"))] == [
        "I- Tình hình quán triệt",
        "II- Kết quả",
        "IV- Đề xuất, kiến nghị",
    ]


def test_run_that_was_told_to_stop_is_no_failure_of_the_task(place: Workplace) -> None:
    run_id = _asked(place)
    asyncio.run(claim_run.fn(run_id))
    asyncio.run(check_run.fn(NAME, run_id, 1))
    with place.begin() as session:
        campaign = place.campaign(NAME)
        consolidation_runs.approve(session, campaign, run_id, by="Lan", reason="Gấp.", now=NOON)
    asyncio.run(claim_run.fn(run_id))
    with place.begin() as session:
        consolidation_runs.cancel(session, campaign, run_id, by="Lan", now=clock.now())

    made = asyncio.run(merge_reports.fn(NAME, run_id, 2))

    assert (made["state"], made["path"], made["files"]) == ("cancelled", "", [])
