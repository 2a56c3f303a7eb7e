from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import TYPE_CHECKING

from rehearsal.agenda import SENT
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import Rehearsal, RehearsalRoom, plain_reports, rehearse
from rehearsal.scenarios import PUNCTUAL, SILENT, Behaviour, Conduct, Scenario
from services.campaigns import open_campaign
from services.standings import obligations_at
from tests.small_plan import CALENDAR, PLAN

if TYPE_CHECKING:
    from services.campaigns import Prepared


def to_unit(played: Rehearsal, unit: str) -> list[tuple[str, str]]:
    """(day, message) of everything that a unit gets."""
    return [(f"{one.at:%d/%m}", one.message) for one in played.messages if one.unit == unit]


def test_rehearsal_twice_is_the_same(prepared: Prepared, silent: Rehearsal) -> None:
    assert rehearse(prepared, SILENT) == silent


def test_rehearsal_climbs_the_whole_ladder_for_a_silent_unit(silent: Rehearsal) -> None:
    assert to_unit(silent, "X1") == [
        ("24/06", "opening"),
        ("15/07", "reminder"),
        ("22/07", "reminder"),
        ("27/07", "reminder"),
        ("29/07", "last_reminder"),
        ("01/08", "urging"),
        ("12/08", "second_urging"),
        ("19/08", "second_urging"),
        ("26/08", "second_urging"),
        ("05/09", "second_urging"),
        ("09/09", "second_urging"),
        ("16/09", "second_urging"),
        ("23/09", "second_urging"),
        ("30/09", "second_urging"),
    ]


def test_rehearsal_speaks_on_working_days_at_eight(silent: Rehearsal) -> None:
    assert {one.at.time() for one in silent.messages} == {time(8)}
    assert all(CALENDAR.is_working_day(one.at.date()) for one in silent.messages)


def test_rehearsal_gives_a_person_one_message_a_day_unless_it_is_urgent(shipped_silent: Rehearsal) -> None:
    in_a_day = Counter(
        (one.to, one.at.date())
        for one in shipped_silent.messages
        if one.message not in ("last_reminder", "escalation_list")
    )

    assert max(in_a_day.values()) == 1


def test_rehearsal_of_punctual_units_never_urges(prepared: Prepared) -> None:
    played = rehearse(prepared, PUNCTUAL)

    assert {one.message for one in played.messages} == {"opening", "reminder", "receipt"}
    assert {one.outcome for one in played.decisions} == {SENT, "already_submitted"}


def test_rehearsal_through_a_day_is_the_beginning_of_the_whole(prepared: Prepared, silent: Rehearsal) -> None:
    last = date(2022, 8, 5)

    played = rehearse(prepared, SILENT, through=last)

    assert played.through == last
    assert played.messages == tuple(one for one in silent.messages if one.at.date() <= last)


def test_rehearsal_names_the_duty_of_a_letter(silent: Rehearsal) -> None:
    letters = {(one.unit, one.obligation, one.about) for one in silent.messages if one.message == "urging"}

    assert ("X1", "X1/commune", ("X1",)) in letters
    assert ("HU1", "HU1/district", ("HU1",)) in letters


def test_rehearsal_names_the_units_that_a_list_is_about(silent: Rehearsal) -> None:
    lists = {(one.unit, one.obligation, one.about) for one in silent.messages if one.message == "district_digest"}

    assert lists == {("HU1", "", ("X1", "X2")), ("HU2", "", ("X3",))}


def test_rehearsal_gives_a_reason_for_every_decision(silent: Rehearsal) -> None:
    assert all(one.reason for one in silent.decisions)
    assert all(one.reason and one.subject and one.text for one in silent.messages)


def test_rehearsal_finds_out_what_cannot_be_reached(prepared: Prepared) -> None:
    scenario = Scenario("gone", SILENT.default, {"HU2": Behaviour(conduct=Conduct.UNREACHABLE)})

    played = rehearse(prepared, scenario)

    assert to_unit(played, "HU2") == []
    outcomes = [one.outcome for one in played.decisions if (one.unit, one.recipient) == ("HU2", "hu2")]
    assert outcomes[0] == "failed"
    assert set(outcomes[1:]) == {"no_channel"}
    escalated = {one.outcome for one in played.decisions if (one.unit, one.recipient) == ("HU2", "vp")}
    assert escalated == {"unreached"}


def test_rehearsal_through_a_given_channel_uses_it(prepared: Prepared) -> None:
    nobody = RecordingChannel("email", refused=frozenset(one.address for one in prepared.contacts))

    played = rehearse(prepared, SILENT, through=PLAN.opens, channel=nobody)

    assert played.messages == ()
    assert {one.outcome for one in played.decisions} == {"failed"}


def test_rehearsal_room_keeps_nothing_on_disk() -> None:
    room = RehearsalRoom(RecordingChannel("email"))

    assert room.engine.url.database is None
    room.close()


def test_plain_reports_differ_by_unit_and_number(prepared: Prepared) -> None:
    room = RehearsalRoom(RecordingChannel("email"))
    opened = CALENDAR.opening(PLAN.opens)
    report = plain_reports(prepared.units)
    with room.begin() as session:
        campaign = open_campaign(session, prepared, now=opened)
        first, second = obligations_at(session, campaign, as_of=opened)[:2]
        reports = [report(session, one, number, PLAN.opens) for one, number in ((first, 1), (first, 2), (second, 1))]
    room.close()

    assert len({report.sha256 for report in reports}) == 3
    assert reports[1].document_number == "02-BC/ĐU"
