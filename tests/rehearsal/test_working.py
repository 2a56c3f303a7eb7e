"""Rehearsals that pages ask for are played in memory, from the present or the opening, and touch nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from config.plan_change_json import change_to_json
from database.models import DecisionRow, OutboxRow
from database.queries.rehearsals import ledger_stamp
from domain.plan_changes import DateChange, HolidayChange
from domain.rehearsals import AskedRehearsal, RehearsalKind, RehearsalState
from rehearsal.kept_answers import Answer, answer_from_bytes
from rehearsal.working import work_once
from services import rehearsals
from tests.flows.live import open_small_campaign
from tests.stories.lines import Line

if TYPE_CHECKING:
    from pathlib import Path

    from config.wiring import Workplace
    from domain.campaigns import Campaign

REAL = datetime(2026, 11, 26, tzinfo=UTC)
NOW = datetime(2022, 7, 25, 3, tzinfo=UTC)  # 10:00 on a Monday
LATE = datetime(2022, 9, 19, 3, tzinfo=UTC)
LATER = change_to_json(DateChange("commune", date(2022, 8, 10)))


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Workplace, Campaign]:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
    return open_small_campaign()


def asked(
    opened: tuple[Workplace, Campaign], kind: RehearsalKind, *, at: datetime = NOW, **question: Any
) -> tuple[AskedRehearsal, Answer]:
    place, campaign = opened
    with place.begin() as session:
        stamp = ledger_stamp(session)
        number = rehearsals.request(session, campaign, kind, question=question, stamp=stamp, now=at, by="Lan")
    assert work_once(place, now=REAL)
    with place.read() as session:
        found = rehearsals.find_rehearsal(session, campaign, number)
    assert (found.state, found.error) == (RehearsalState.FINISHED, "")
    return found, answer_from_bytes(place.store.get(found.answer_sha256))


def test_what_is_still_to_come_is_played_from_the_present_and_nothing_is_touched(
    opened: tuple[Workplace, Campaign], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line()
    place, _ = opened
    monkeypatch.setitem(vars(place), "channels", {"email": line})

    found, answer = asked(opened, RehearsalKind.FORECAST, at=LATE)

    assert not line.sent
    with place.read() as session:
        left = [session.scalar(select(func.count()).select_from(row)) for row in (DecisionRow, OutboxRow)]
    assert left == [0, 0]
    assert found.done == found.total > 0
    assert answer.rehearsal.messages[0].at.date() >= date(2022, 9, 19)
    assert {one.message for one in answer.rehearsal.messages} >= {"second_urging", "board_digest"}


def test_a_change_is_shown_with_the_letters_that_it_brings_takes_and_moves(opened: tuple[Workplace, Campaign]) -> None:
    _, answer = asked(opened, RehearsalKind.CHANGE, change=LATER)

    compared = answer.compared
    assert compared is not None
    assert {one.message for one in compared.added} >= {"extended"}
    assert "10/8/2022" in next(one.text for one in compared.added if one.message == "extended")
    assert any(pair.after.at > pair.before.at for pair in compared.moved)
    assert len(answer.rehearsal.messages) == len(compared.added) + len(compared.moved) + compared.unchanged


def test_a_campaign_is_played_anew_with_units_that_hand_in_and_another_calendar(
    opened: tuple[Workplace, Campaign],
) -> None:
    off = change_to_json(HolidayChange(date(2022, 7, 29), works=False, name="Nghỉ bão"))

    _, answer = asked(
        opened, RehearsalKind.WHAT_IF, begins="opening", scenario="punctual", silent_units=["X1"], change=off
    )

    assert answer.rehearsal.opens == date(2022, 6, 24)
    assert {one.unit for one in answer.rehearsal.messages if one.message == "urging"} == {"X1"}
    assert answer.compared is not None
    assert (date(2022, 7, 29), date(2022, 7, 28)) in {
        (pair.before.at.date(), pair.after.at.date()) for pair in answer.compared.moved
    }


def test_what_makes_no_sense_is_given_up_with_a_sentence(opened: tuple[Workplace, Campaign]) -> None:
    place, campaign = opened
    over = change_to_json(DateChange("commune", date(2022, 7, 1)))
    with place.begin() as session:
        number = rehearsals.request(
            session, campaign, RehearsalKind.CHANGE, question={"change": over}, stamp="1", now=NOW, by="Lan"
        )

    assert work_once(place, now=REAL)

    with place.read() as session:
        found = rehearsals.find_rehearsal(session, campaign, number)
    assert found.state is RehearsalState.FAILED
    assert "đã qua" in found.error
    assert not work_once(place, now=REAL)
