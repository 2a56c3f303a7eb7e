from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaigns import Campaign
from domain.deadlines import Deadline
from domain.decisions import Case, Decision, Outcome, decide
from domain.ladder import Audience, Ladder, Step
from domain.obligations import Cause, Promise, Version, standing
from domain.schedule import Scheduler
from domain.submissions import Submission
from domain.units import ContactRole
from tests.small_plan import (
    BOARD,
    CALENDAR,
    LADDERS,
    LEADERS,
    OFFICE,
    PLAN,
    SUPERIOR,
    UNIT,
    contact,
    plan_with,
    rung,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.units import Contact

OPENED = CALENDAR.at(date(2022, 6, 24), time(7, 30))
CAMPAIGN = Campaign(1, PLAN, OPENED)
COMMUNE = Version(1, Deadline(date(2022, 7, 31)), Cause.OPENED, OPENED, "commune")
DISTRICT = Version(1, Deadline(date(2022, 8, 20)), Cause.OPENED, OPENED, "district")
PEOPLE: dict[Audience, Sequence[Contact]] = {
    UNIT: [contact("X1")],
    SUPERIOR: [contact("HU1")],
    BOARD: [contact("BTG")],
    LEADERS: [contact("BTG", role=ContactRole.LEADER, suffix="-ld")],
    OFFICE: [contact("VP")],
}


def _at(month: int, day: int, hour: int = 8) -> datetime:
    return CALENDAR.at(date(2022, month, day), time(hour))


def _case(version: Version = COMMUNE, *, now: datetime, submissions: Sequence[Submission] = ()) -> Case:
    return Case(version, standing((version,), submissions, as_of=now), PEOPLE)


def _decide(case: Case, *, since: datetime, now: datetime, campaign: Campaign = CAMPAIGN) -> list[Decision]:
    due = Scheduler(campaign).schedule(case.version, promise=case.promise).due(since=since, now=now)
    return list(decide(case, due, now=now, today=now.date()))


def _outcomes(decisions: Sequence[Decision]) -> dict[tuple[str, str], str]:
    return {(one.rung, one.recipient): one.outcome.value for one in decisions}


def test_nothing_due_decides_nothing() -> None:
    assert decide(_case(now=OPENED), (), now=OPENED, today=OPENED.date()) == ()


def test_rung_that_is_due_is_sent_to_each_audience() -> None:
    now = _at(8, 1)

    decided = _decide(_case(now=now), since=now, now=now)

    assert _outcomes(decided) == {("+1wd", "x1"): "send", ("+1wd", "hu1"): "send"}
    assert [one.message for one in decided] == ["urging", "district_digest"]
    assert {one.moment for one in decided} == {now}


def test_every_contact_of_an_audience_hears() -> None:
    now = _at(7, 15)
    case = replace(_case(now=now), recipients={UNIT: [contact("X1"), contact("X1", suffix="-2")]})

    assert _outcomes(_decide(case, since=now, now=now)) == {("-14d", "x1"): "send", ("-14d", "x1-2"): "send"}


def test_after_an_outage_each_audience_hears_the_highest_rung_once() -> None:
    decided = _decide(_case(now=_at(8, 8)), since=_at(7, 27), now=_at(8, 8))

    assert _outcomes(decided) == {
        ("-3wd", "x1"): "superseded",
        ("-1wd", "x1"): "superseded",
        ("+1wd", "x1"): "send",
        ("+1wd", "hu1"): "send",
        ("+3wd", "btg"): "send",
        ("+5wd", "btg-ld"): "send",
    }


def test_rung_passed_over_names_the_one_that_took_its_place() -> None:
    first, *_ = _decide(_case(now=_at(7, 27)), since=_at(7, 22), now=_at(7, 27))

    assert (first.rung, first.reason) == (
        "-7d",
        "Mốc trước hạn 3 ngày làm việc cũng đã đến; chỉ gửi thông báo của mốc sau cùng.",
    )


def test_rungs_before_a_late_opening_are_passed_over() -> None:
    opened = _at(7, 25, 9)
    late = Campaign(1, PLAN, opened)
    version = replace(COMMUNE, effective_from=opened)

    decided = _decide(_case(version, now=_at(7, 26)), since=OPENED, now=_at(7, 26), campaign=late)

    assert _outcomes(decided) == {
        ("-14d", "x1"): "superseded",
        ("-7d", "x1"): "superseded",
        ("opening", "x1"): "send",
    }


def test_received_report_answers_every_audience() -> None:
    now = _at(8, 12)
    case = _case(now=now, submissions=[Submission(1, _at(8, 11, 17), "12-BC/ĐU")])

    decided = _decide(case, since=_at(8, 3), now=now)

    assert {one.outcome for one in decided} == {Outcome.ALREADY_SUBMITTED}
    assert {one.reason for one in decided} == {"Đơn vị đã nộp báo cáo ngày 11/8/2022, số 12-BC/ĐU."}


def test_returned_report_is_urged_again() -> None:
    now = _at(8, 1)
    returned = Submission(1, _at(7, 29), returned_at=_at(7, 30))

    decided = _decide(_case(now=now, submissions=[returned]), since=now, now=now)

    assert {one.outcome for one in decided} == {Outcome.SEND}


@pytest.mark.parametrize(
    ("promised", "unit"),
    [(date(2022, 8, 1), "promised"), (date(2022, 8, 9), "promised"), (date(2022, 7, 28), "send")],
)
def test_promise_spares_the_unit_until_its_day_is_over(promised: date, unit: str) -> None:
    now = _at(8, 1)
    case = replace(_case(now=now), promise=Promise(promised, _at(7, 27)))

    outcomes = _outcomes(_decide(case, since=now, now=now))

    assert (outcomes["+1wd", "x1"], outcomes["+1wd", "hu1"]) == (unit, "send")


def test_promise_does_not_hold_a_reminder() -> None:
    now = _at(7, 29)
    case = replace(_case(now=now), promise=Promise(date(2022, 8, 9), _at(7, 28)))

    assert _outcomes(_decide(case, since=now, now=now)) == {("-1wd", "x1"): "send"}


def test_broken_promise_puts_the_unit_back_on_the_ladder() -> None:
    now = _at(8, 10)
    case = replace(_case(now=now), promise=Promise(date(2022, 8, 9), _at(8, 2)))

    decided = _decide(case, since=now, now=now)

    assert _outcomes(decided) == {("promise+1wd@2022-08-09", "x1"): "send"}


def test_unit_without_contact_is_recorded_once_for_each_rung() -> None:
    now = _at(8, 1)
    case = replace(_case(now=now), recipients={SUPERIOR: PEOPLE[SUPERIOR]})

    assert _outcomes(_decide(case, since=now, now=now)) == {("+1wd", "-/unit"): "no_channel", ("+1wd", "hu1"): "send"}


def test_refused_address_is_written_to_no_more() -> None:
    now = _at(8, 1)
    case = replace(_case(now=now), broken=frozenset({contact("X1").address}))

    assert _outcomes(_decide(case, since=now, now=now)) == {("+1wd", "x1"): "no_channel", ("+1wd", "hu1"): "send"}


@pytest.mark.parametrize(("was_reached", "office"), [(True, "send"), (False, "unreached")])
def test_office_hears_only_of_units_that_were_reached(was_reached: bool, office: str) -> None:  # noqa: FBT001
    now = _at(8, 24)
    case = replace(_case(DISTRICT, now=now), was_reached=was_reached)

    assert _outcomes(_decide(case, since=now, now=now)) == {("+3wd", "x1"): "send", ("+3wd", "vp"): office}


def test_person_of_two_audiences_hears_a_rung_once() -> None:
    now = _at(8, 12)
    case = replace(_case(now=now), recipients={SUPERIOR: [contact("BTG")], BOARD: [contact("BTG")]})

    decided = _decide(case, since=now, now=now)

    assert [(one.recipient, one.message) for one in decided] == [
        ("-/unit", "second_urging"),
        ("btg", "district_digest"),
    ]


def test_reminder_expires_with_its_deadline_and_urging_never() -> None:
    reminder, *_ = _decide(_case(now=_at(7, 27)), since=_at(7, 27), now=_at(7, 27))
    urging, digest = _decide(_case(now=_at(8, 1)), since=_at(8, 1), now=_at(8, 1))

    assert reminder.expires_at == COMMUNE.deadline.end
    assert (urging.expires_at, digest.expires_at) == (None, None)


def test_last_reminder_and_escalation_are_urgent() -> None:
    last = _decide(_case(now=_at(7, 29)), since=_at(7, 29), now=_at(7, 29))
    escalation = _decide(_case(DISTRICT, now=_at(8, 24)), since=_at(8, 24), now=_at(8, 24))
    weekly = _decide(_case(DISTRICT, now=_at(8, 31)), since=_at(8, 31), now=_at(8, 31))

    assert [{one.urgent for one in each} for each in (last, escalation, weekly)] == [{True}, {True}, {False}]


MARKS = ("-7d", "-3wd", "-1wd", "+1wd", "+3wd", "+5wd")
RUNGS = st.lists(
    st.tuples(st.sampled_from(MARKS), st.lists(st.sampled_from(Audience), min_size=1, unique=True)),
    min_size=1,
    unique_by=lambda one: one[0],
)


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Case, tuple[Step, ...], datetime]:
    """Any ladder, any people, any moment, and anything that may have come in or been promised."""
    ladder = Ladder("one", tuple(rung(mark, *((one, "urging") for one in hears)) for mark, hears in draw(RUNGS)))
    campaign = Campaign(1, plan_with(ladders={"one": ladder, "promise": LADDERS["promise"]}), OPENED)
    version = replace(COMMUNE, ladder="one", effective_from=OPENED + timedelta(days=draw(st.integers(0, 40))))
    now = OPENED + timedelta(hours=draw(st.integers(0, 1500)))
    came = draw(st.none() | st.integers(0, 1500).map(lambda hours: OPENED + timedelta(hours=hours)))
    submissions = [Submission(1, came)] if came else []
    case = Case(
        version=version,
        standing=standing((version,), submissions, as_of=now),
        recipients={one: draw(st.lists(_CONTACTS, max_size=3, unique_by=lambda one: one.code)) for one in Audience},
        broken=frozenset(draw(st.lists(_CONTACTS.map(lambda one: one.address)))),
        was_reached=draw(st.booleans()),
        promise=draw(st.none() | st.integers(0, 60).map(lambda days: Promise(OPENED.date() + timedelta(days), OPENED))),
    )
    return case, Scheduler(campaign).schedule(version, promise=case.promise).due(since=OPENED, now=now), now


_CONTACTS = st.sampled_from(
    [contact(unit, suffix=suffix) for unit in ("X1", "HU1", "BTG", "VP") for suffix in ("", "-2")]
)


def _all_decided(made: tuple[Case, tuple[Step, ...], datetime]) -> tuple[Case, tuple[Decision, ...]]:
    case, due, now = made
    return case, decide(case, due, now=now, today=CALENDAR.local(now).date())


@given(_cases())
def test_decisions_have_keys_of_their_own(made: tuple[Case, tuple[Step, ...], datetime]) -> None:
    _, decided = _all_decided(made)

    keys = [(one.rung, one.recipient, one.channel) for one in decided]
    assert len(keys) == len(set(keys))


@given(_cases())
def test_every_due_rung_is_decided_with_a_reason(made: tuple[Case, tuple[Step, ...], datetime]) -> None:
    _, decided = _all_decided(made)

    assert {one.rung for one in decided} == {step.key for step in made[1]}
    assert all(one.reason for one in decided)


@given(_cases())
def test_message_goes_only_to_the_people_of_its_audience(made: tuple[Case, tuple[Step, ...], datetime]) -> None:
    case, decided = _all_decided(made)

    for one in decided:
        if one.outcome is Outcome.SEND:
            person = next(each for each in case.recipients[one.audience] if each.code == one.recipient)
            assert person.address not in case.broken
            assert not case.standing.state.is_received
            assert one.audience is not OFFICE or case.was_reached


@given(_cases())
def test_no_audience_is_sent_two_rungs_at_once(made: tuple[Case, tuple[Step, ...], datetime]) -> None:
    _, decided = _all_decided(made)

    sent = {(one.audience, one.rung) for one in decided if one.outcome is Outcome.SEND}
    assert len(sent) == len({audience for audience, _ in sent})
