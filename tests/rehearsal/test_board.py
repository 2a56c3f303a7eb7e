from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from config.day import run_day
from documents.package import UnreadableReport
from rehearsal.acting import Actors
from rehearsal.board import Verdict
from rehearsal.events import Events
from rehearsal.playing import play
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom, plain_reports, rehearse
from rehearsal.scenarios import SILENT, Behaviour, Conduct, ExemptionGrant, ExtensionGrant, Scenario
from services.campaigns import open_campaign
from tests.small_plan import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from rehearsal.acting import Report
    from rehearsal.board import Review
    from services.campaigns import Prepared
    from services.standings import Obligation
    from services.submissions import Handed

PUNCTUAL = Scenario("one", SILENT.default, {"X1": Behaviour(days=5)})  # hands in on Friday 22/7
EXTENSION = ExtensionGrant(
    on=date(2022, 8, 13), to=date(2022, 8, 31), approver="Thường trực Tỉnh ủy", document_number="812-CV/TU"
)
EXEMPTION = ExemptionGrant(on=date(2022, 7, 12), by="Ban Tuyên giáo", reason="Cấp trên báo cáo chung.")


@pytest.fixture
def room() -> Iterator[RehearsalRoom]:
    made = RehearsalRoom(RecordingChannel("email"))
    yield made
    made.close()


def events_of(
    room: RehearsalRoom, prepared: Prepared, *, report: Report | None = None, review: Review | None = None
) -> dict[date, Events]:
    """What happens on each day on which anything does, when X1 alone hands in."""
    with room.begin() as session:
        campaign = open_campaign(session, prepared, now=prepared.plan.calendar.opening(prepared.plan.opens))
    actors = Actors(campaign, PUNCTUAL, report or plain_reports(prepared.units), *([review] if review else []))
    played = play(room, campaign, actors, through=PLAN.closes, run_day=lambda now: run_day(room, campaign, now=now))
    return {one.day: one.events for one in played if any(one.events)}


def test_an_extended_unit_hands_in_by_its_new_day_and_is_told_of_it(prepared: Prepared) -> None:
    scenario = Scenario("one", SILENT.default, {"HU1": Behaviour(days=0)}, extensions={"HU1": EXTENSION})

    played = rehearse(prepared, scenario, through=date(2022, 8, 31))

    letters = [(one.message, one.at.date()) for one in played.messages if one.unit == "HU1"]
    # 13/8 is a Saturday, so the word is given on Monday.
    assert ("extended", date(2022, 8, 15)) in letters
    assert letters[-1] == ("receipt", date(2022, 8, 31))
    assert "urging" not in dict(letters)


def test_an_exempted_unit_is_told_so_and_never_written_to_again(prepared: Prepared) -> None:
    scenario = Scenario("one", SILENT.default, exemptions={"X1": EXEMPTION})

    played = rehearse(prepared, scenario)

    letters = [(one.message, one.at.date()) for one in played.messages if one.unit == "X1"]
    assert letters[-1] == ("exempted", date(2022, 7, 12))


def test_what_is_granted_to_a_unit_that_has_handed_in_changes_nothing(prepared: Prepared) -> None:
    granted = Scenario("one", SILENT.default, PUNCTUAL.units, {"X1": EXTENSION})

    assert rehearse(prepared, granted).messages == rehearse(prepared, PUNCTUAL).messages


def test_staff_read_a_report_a_few_days_later_and_once(room: RehearsalRoom, prepared: Prepared) -> None:
    def accept(_session: Session, _one: Obligation, _behaviour: Behaviour) -> Verdict:
        return Verdict(is_accepted=True)

    found = events_of(room, prepared, review=accept)

    assert found == {date(2022, 7, 22): Events(received=1), date(2022, 7, 26): Events(accepted=1)}


def test_whoever_gets_a_report_back_hands_in_again_in_time(room: RehearsalRoom, prepared: Prepared) -> None:
    def return_first(_session: Session, one: Obligation, _behaviour: Behaviour) -> Verdict:
        return Verdict(is_accepted=len(one.history.submissions) > 1, sections={"I": "Bổ sung số liệu."})

    found = events_of(room, prepared, review=return_first)

    assert list(found.values()) == [
        Events(received=1),
        Events(returned=1),
        Events(received=1),
        Events(accepted=1),
    ]
    # Returned on 26/7 with five working days to mend it: the last but one of them.
    assert list(found)[2] == date(2022, 8, 1)


def test_a_unit_whose_file_is_no_report_tries_again_on_the_next_working_day(
    room: RehearsalRoom, prepared: Prepared
) -> None:
    tries: list[date] = []
    sound = plain_reports(prepared.units)

    def damaged_at_first(session: Session, one: Obligation, number: int, day: date) -> Handed:
        tries.append(day)
        if len(tries) == 1:
            raise UnreadableReport("Tệp bị hỏng.")
        return sound(session, one, number, day)

    found = events_of(room, prepared, report=damaged_at_first)

    assert found == {date(2022, 7, 22): Events(refused=("X1",)), date(2022, 7, 25): Events(received=1)}


def test_returned_once_is_what_goes_back_without_a_word_from_staff(prepared: Prepared) -> None:
    careless = Scenario("one", SILENT.default, {"X1": Behaviour(conduct=Conduct.RETURNED_ONCE, days=5)})

    assert "returned" in {one.message for one in rehearse(prepared, careless).messages}
    assert "returned" not in {one.message for one in rehearse(prepared, PUNCTUAL).messages}
