from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from config import clock, consolidating
from config.consolidating import Attempt, claim
from config.frozen_plan import plan_to_json
from config.settings import Settings
from config.wiring import Workplace
from demo.sample_reports import SampleUnit, sample_report
from domain.consolidation import RunState
from domain.consolidation_runs import RunCancelled
from domain.errors import RuleBroken
from domain.run_files import CARRIED_OVER, CHANGES, DRAFT, FILE_NAMES, MANIFEST
from services import consolidation_runs
from services.campaigns import Prepared, open_campaign
from services.consolidation import COMPARING, FINISHING, WRITING
from services.standings import obligations_at
from services.submissions import Handed, submit
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from domain.campaigns import Campaign
    from domain.consolidation_runs import Run

ONLY_OF_LATER_RUNS = (CARRIED_OVER, CHANGES)
# These tell of the run before as well, which the first run of a unit has not.
OF_TWO_RUNS = (CHANGES, MANIFEST)
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
        return consolidation_runs.request(session, campaign, unit=unit, now=NOW)


def ready(place: Workplace, campaign: Campaign, *, unit: str = "HU1") -> Attempt:
    """A run that was checked, approved where that was needed, and claimed."""
    run_id = requested(place, campaign, unit=unit)
    attempt = claim(place, run_id)
    assert attempt is not None
    if consolidating.check(place, campaign, attempt).state is RunState.RUNNING:
        return attempt
    with place.begin() as session:
        consolidation_runs.approve(session, campaign, run_id, by="Lan", reason="Gấp.", now=NOW)
    again = claim(place, run_id)
    assert again is not None
    return again


def test_merge_lays_the_files_for_people_and_keeps_them(place: Workplace, campaign: Campaign) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")
    hand_in(place, campaign, unit="X2", content=b"%PDF-1.4 quet", name="quet.pdf")

    run = consolidating.merge(place, campaign, ready(place, campaign))

    folder = place.settings.data / "tong-hop" / "luot-001"
    assert (run.state, run.path, run.note) == (RunState.DONE, str(folder), "1 đơn vị có báo cáo, 1 đơn vị chưa có")
    assert {name: place.store.get(sha256) for name, sha256 in run.outputs.items()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }
    assert list(run.outputs) == [name for name in FILE_NAMES if name not in ONLY_OF_LATER_RUNS]


def test_what_comes_in_after_the_preflight_does_not_get_into_the_run(place: Workplace, campaign: Campaign) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")
    before = ready(place, campaign)
    hand_in(place, campaign, unit="X2", content=report(), name="bao-cao.docx")

    pinned = consolidating.merge(place, campaign, before)
    newer = consolidating.merge(place, campaign, ready(place, campaign))

    assert [len(run.preflight.inputs) for run in (pinned, newer) if run.preflight] == [1, 2]
    assert pinned.outputs != newer.outputs
    assert newer.previous == pinned.id


def test_merge_of_the_same_reports_gives_the_same_bytes(place: Workplace, campaign: Campaign, tmp_path: Path) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")

    first, second = (
        consolidating.merge(place, campaign, ready(place, campaign), out=tmp_path / str(number)) for number in range(2)
    )

    assert _of_one_run(first) == _of_one_run(second)
    assert (tmp_path / "0" / DRAFT).read_bytes() == (tmp_path / "1" / DRAFT).read_bytes()


def test_stopped_run_leaves_no_file_and_gives_the_same_bytes_when_it_is_resumed(
    place: Workplace, campaign: Campaign
) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")
    unbroken = consolidating.merge(place, campaign, ready(place, campaign))
    attempt = ready(place, campaign)

    def stop(stage: str, _done: int, _total: int) -> None:
        if stage == "Đọc các báo cáo":
            with place.begin() as session:
                consolidation_runs.cancel(session, campaign, attempt.run_id, by="Lan", now=clock.now())

    with pytest.raises(RunCancelled):
        consolidating.merge(place, campaign, attempt, told=stop)
    stopped = consolidating.find(place, campaign, attempt.run_id)
    hand_in(place, campaign, unit="X2", content=report(), name="bao-cao.docx")
    with place.begin() as session:
        consolidation_runs.resume(session, campaign, attempt.run_id, now=clock.now())
    again = claim(place, attempt.run_id)
    assert again is not None

    assert (stopped.state, stopped.outputs) == (RunState.CANCELLED, {})
    assert not consolidating.usual_folder(place, attempt.run_id).exists()
    assert _of_one_run(consolidating.merge(place, campaign, again)) == _of_one_run(unbroken)


@pytest.mark.parametrize(
    ("failure", "ending"),
    [
        (KeyboardInterrupt(), (RunState.CANCELLED, "")),
        (OSError(28, "No space left", "/du-lieu/x"), (RunState.FAILED, consolidating.LOST.format("/du-lieu/x"))),
        (ZeroDivisionError(), (RunState.FAILED, consolidating.UNFORESEEN.format("ZeroDivisionError"))),
    ],
)
def test_however_the_work_breaks_off_the_run_says_so(
    place: Workplace, campaign: Campaign, failure: BaseException, ending: tuple[RunState, str]
) -> None:
    attempt = ready(place, campaign)

    def break_off(_stage: str, _done: int, _total: int) -> None:
        raise failure

    with pytest.raises(type(failure)):
        consolidating.merge(place, campaign, attempt, told=break_off)

    run = consolidating.find(place, campaign, attempt.run_id)
    assert (run.state, run.error) == ending


def test_file_that_is_gone_fails_the_run_with_its_name(place: Workplace, campaign: Campaign) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")
    attempt = ready(place, campaign)
    gone = place.store.path(hashlib.sha256(report()).hexdigest())
    gone.unlink()

    with pytest.raises(RuleBroken):
        consolidating.merge(place, campaign, attempt)

    error = consolidating.find(place, campaign, attempt.run_id).error
    assert error.startswith(f"Không còn tệp “bao-cao.docx” của Đảng ủy xã Hợp Lý trong kho (mã {gone.name[:12]}).")


def test_progress_is_in_the_row_for_whoever_follows(place: Workplace, campaign: Campaign) -> None:
    seen: list[tuple[str, int, int]] = []
    attempt = ready(place, campaign)

    def look(_stage: str, _done: int, _total: int) -> None:
        run = consolidating.find(place, campaign, attempt.run_id)
        seen.append((run.stage, run.done, run.total))

    consolidating.merge(place, campaign, attempt, told=look)

    assert list(dict.fromkeys(stage for stage, _, _ in seen)) == [WRITING, COMPARING, FINISHING]


def _of_one_run(run: Run) -> dict[str, str]:
    return {name: sha256 for name, sha256 in run.outputs.items() if name not in OF_TWO_RUNS}


def test_claim_succeeds_once(place: Workplace, campaign: Campaign) -> None:
    run_id = requested(place, campaign, unit="HU1")

    assert [claim(place, run_id) for _ in range(2)] == [Attempt(run_id, 1), None]


def test_run_that_was_not_checked_is_not_merged(place: Workplace, campaign: Campaign) -> None:
    attempt = claim(place, requested(place, campaign, unit="HU1"))
    assert attempt is not None

    with pytest.raises(RuleBroken, match="chưa được kiểm tra trước; hãy chạy tiếp: dondoc runs resume 1"):
        consolidating.merge(place, campaign, attempt)
