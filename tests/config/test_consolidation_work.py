from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import consolidating
from config.consolidation_work import work_once
from domain.consolidation import RunState
from services import consolidation_runs
from tests.config.test_consolidating import NOW, campaign, hand_in, place, report, requested

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.campaigns import Campaign

__all__ = ["campaign", "place"]  # fixtures


def states(place: Workplace, campaign: Campaign, *runs: int) -> list[RunState]:
    return [consolidating.find(place, campaign, run).state for run in runs]


def approve(place: Workplace, campaign: Campaign, run: int) -> None:
    with place.begin() as session:
        consolidation_runs.approve(session, campaign, run, by="Lan", reason="Gấp.", now=NOW)


def test_nothing_is_done_where_nobody_asked(place: Workplace, campaign: Campaign) -> None:
    assert campaign.id
    assert not work_once(place, now=NOW)


def test_oldest_run_is_brought_to_its_next_halt_and_the_next_one_then(place: Workplace, campaign: Campaign) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")
    waits, other = requested(place, campaign, unit="HU1"), requested(place, campaign, unit="HU2")

    first = work_once(place, now=NOW)
    after_first = states(place, campaign, waits, other)
    second = work_once(place, now=NOW)
    nothing_left = work_once(place, now=NOW)

    assert (first, second, nothing_left) == (True, True, False)
    assert after_first == [RunState.WAITING, RunState.REQUESTED]
    assert states(place, campaign, waits, other) == [RunState.WAITING, RunState.WAITING]


def test_approved_run_is_finished(place: Workplace, campaign: Campaign) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")
    run = requested(place, campaign, unit="HU1")
    work_once(place, now=NOW)
    approve(place, campaign, run)

    assert work_once(place, now=NOW)
    assert states(place, campaign, run) == [RunState.DONE]


def test_run_that_fails_says_why_and_keeps_nobody_from_the_next(place: Workplace, campaign: Campaign) -> None:
    hand_in(place, campaign, unit="X1", content=report(), name="bao-cao.docx")
    run = requested(place, campaign, unit="HU1")
    work_once(place, now=NOW)
    approve(place, campaign, run)
    pinned = consolidating.find(place, campaign, run).preflight
    assert pinned
    place.store.path(pinned.inputs[0].sha256).unlink()
    # A folder stands where the draft is to be worked on
    (place.settings.data / "tong-hop").write_text("không phải thư mục", encoding="utf-8")
    other = requested(place, campaign, unit="HU2")

    assert work_once(place, now=NOW)
    assert work_once(place, now=NOW)
    assert states(place, campaign, run, other) == [RunState.FAILED, RunState.WAITING]
    assert consolidating.find(place, campaign, run).error


def test_what_is_asked_for_later_is_not_begun(place: Workplace, campaign: Campaign) -> None:
    run = requested(place, campaign, unit="HU1")

    assert not work_once(place, now=NOW - timedelta(minutes=1))
    assert states(place, campaign, run) == [RunState.REQUESTED]


def test_form_sent_twice_asks_for_one_run(place: Workplace, campaign: Campaign) -> None:
    def ask(key: str) -> int:
        with place.begin() as session:
            return consolidation_runs.request(session, campaign, unit="HU1", now=NOW, key=key)

    assert ask("k1") == ask("k1")
    assert ask("k2") != ask("k1")
    assert ask("") != ask("")
