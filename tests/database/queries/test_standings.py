"""What the database works out is what the rules say, whatever happened and whenever it is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from database.models import EventRow, ObligationRow, ReturnRow, SubmissionRow, VersionRow
from database.queries.standings import asked, standings
from database.queries.tallies import tallies
from domain.deadlines import Deadline, Reading
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared, open_campaign
from services.standings import obligations_at
from tests import postgres
from tests.small_plan import CONTACTS, PLAN, UNITS, plan_with
from tests.stories.rooms import RoomAt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from domain.campaigns import Campaign

OPENED = datetime(2022, 6, 24, 0, 30, tzinfo=UTC)
NUMBERS = count(1)
# The clocks of the last two change in March and at the end of October, within the days that are drawn.
ZONES = ("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York")
MOST_HOURS = 24 * 160

hours = st.integers(0, MOST_HOURS)
moments = st.builds(
    lambda hour, second: OPENED + timedelta(hours=hour, seconds=second), hours, st.sampled_from((0, 0, 1, 1799))
)
days = st.integers(0, 160).map(lambda number: date(2022, 6, 20) + timedelta(days=number))
readings = st.sampled_from(list(Reading))


@st.composite
def lives(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """All that is on record of one obligation; more than the rules would let happen, and in the order of its moments."""
    versions = [
        {
            "number": number,
            "cause": draw(st.sampled_from(("extended", "returned", "opened"))),
            "deadline_day": draw(days),
            "reading": draw(readings).value,
            "effective_from": at,
        }
        for number, at in enumerate(sorted(draw(st.lists(moments, max_size=3))), start=2)
    ]
    came = sorted(draw(st.lists(moments, max_size=4)))
    submissions = [draw(_submissions(number, at)) for number, at in enumerate(came, start=1)]
    return {"versions": versions, "submissions": submissions, "exemptions": draw(_exemptions())}


@st.composite
def _exemptions(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Nothing is lifted twice."""
    found: list[dict[str, Any]] = []
    for at in sorted(draw(st.lists(moments, max_size=4))):
        is_held = bool(found) and found[-1]["move"] == "exempt"
        move = draw(st.sampled_from(("exempt", "reinstate"))) if is_held else "exempt"
        found.append({"move": move, "at": at})
    return found


@st.composite
def _submissions(draw: st.DrawFn, number: int, at: datetime) -> dict[str, Any]:
    later = st.none() | hours.map(lambda hour: at + timedelta(hours=hour // 8))
    return {
        "number": number,
        "received_at": at,
        "accepted_at": draw(later),
        "returned_at": draw(later),
        "withdrawn_at": draw(later),
    }


@st.composite
def campaigns(draw: st.DrawFn) -> Prepared:
    zone = draw(st.sampled_from(ZONES))
    duties = tuple(replace(duty, deadline=Deadline(draw(days), draw(readings), timezone=zone)) for duty in PLAN.duties)
    identity = replace(PLAN.identity, id=f"ke-hoach-{next(NUMBERS)}")
    plan = plan_with(
        identity=identity,
        timezone=zone,
        duties=duties,
        calendar=replace(PLAN.calendar, timezone=zone),
    )
    return Prepared(plan, UNITS, CONTACTS, "{}", "sha")


def _write(session: Session, campaign: Campaign, owed: tuple[int, str], life: dict[str, Any]) -> None:
    obligation, tier = owed
    for version in life["versions"]:
        session.add(VersionRow(obligation_id=obligation, tier=tier, ladder=tier, next_step_at=None, **version))
    for one in life["submissions"]:
        row = _submission(campaign, obligation, one)
        session.add(row)
        session.flush()
        for move in ("accept", "withdraw"):
            if (at := one["accepted_at" if move == "accept" else "withdrawn_at"]) is not None:
                session.add(_event(obligation, move, at, submission_id=row.id))
        if one["returned_at"] is not None:
            session.add(
                ReturnRow(submission_id=row.id, returned_at=one["returned_at"], reason="", new_day=OPENED.date())
            )
    for one in life["exemptions"]:
        session.add(_event(obligation, one["move"], one["at"]))
        session.flush()


def _submission(campaign: Campaign, obligation: int, one: dict[str, Any]) -> SubmissionRow:
    return SubmissionRow(
        campaign_id=campaign.id,
        obligation_id=obligation,
        number=one["number"],
        received_at=one["received_at"],
        registered_at=one["received_at"],
        receipt_number=f"{next(NUMBERS)}/TN",
        document_number="7-BC",
        file_name="",
        sha256="",
        size=0,
    )


def _event(obligation: int, move: str, at: datetime, *, submission_id: int | None = None) -> EventRow:
    return EventRow(
        obligation_id=obligation,
        submission_id=submission_id,
        move=move,
        from_stage="open",
        to_stage="open",
        at=at,
        by="",
        reason="",
        document_number="",
    )


def _live(place: Workplace, prepared: Prepared, found: list[dict[str, Any]]) -> Campaign:
    with place.begin() as session:
        campaign = open_campaign(session, prepared, now=OPENED)
        owed = session.execute(
            select(ObligationRow.id, ObligationRow.tier).where(ObligationRow.campaign_id == campaign.id)
        )
        for row, life in zip(owed.tuples().all(), found, strict=False):
            _write(session, campaign, row, life)
    return campaign


def _moments_of(found: list[dict[str, Any]], campaign: Campaign) -> list[datetime]:
    """Those at which something happened, the last moments before them, and midnights."""
    happened = [
        at
        for life in found
        for rows in life.values()
        for row in rows
        for at in row.values()
        if isinstance(at, datetime)
    ]
    ends = [duty.deadline.end.astimezone(UTC) for duty in campaign.plan.duties]
    chosen = sorted({*happened, *ends})
    step = max(1, len(chosen) // 10)
    return [moment - less for moment in chosen[::step] for less in (timedelta(0), timedelta(microseconds=1))]


def check_equal(place: Workplace, campaign: Campaign, at: list[datetime]) -> None:
    with place.read() as session:
        for as_of in at:
            local = campaign.plan.calendar.local
            by_rules = {
                one.id: (
                    one.standing.state.value,
                    one.standing.is_overdue,
                    one.standing.days_late,
                    one.standing.is_accepted,
                    one.standing.deadline.last_day,
                    local(one.standing.submission.received_at).date()
                    if one.standing.submission and one.standing.state.is_received
                    else None,
                )
                for one in obligations_at(session, campaign, as_of=as_of)
            }
            by_database = {
                row.id: (
                    row.state,
                    bool(row.is_overdue),
                    row.days_late,
                    bool(row.is_accepted),
                    row.last_day,
                    row.received_day,
                )
                for row in session.execute(select(standings(campaign)), asked(campaign, as_of=as_of))
            }
            assert by_database == by_rules, as_of
            tiers = session.execute(select(ObligationRow.id, ObligationRow.tier)).tuples()
            alike = Counter((tier, *_alike(by_rules[one])) for one, tier in tiers if one in by_rules)
            assert {one[:-1]: one.number for one in tallies(session, campaign, as_of=as_of)} == alike, as_of


def _alike(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What the tallies tell apart of what `check_equal` looks at."""
    state, is_overdue, _, is_accepted, _, received_day = row
    return state, is_overdue, is_accepted, received_day


def chosen(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        phases=(
            Phase.explicit,
            Phase.generate,
        ),  # what differs names its obligation and moment; making it smaller takes minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )


@pytest.fixture(scope="module")
def room() -> Iterator[RehearsalRoom]:
    found = RehearsalRoom(RecordingChannel("email"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def postgres_room() -> Iterator[RoomAt]:
    with postgres.server() as address:
        found = RoomAt(address, RecordingChannel("email"))
        yield found
        found.close()


@given(prepared=campaigns(), found=st.lists(lives(), min_size=5, max_size=5))
@chosen(12)
def test_the_database_and_the_rules_agree(room: RehearsalRoom, prepared: Prepared, found: list[dict[str, Any]]) -> None:
    campaign = _live(room, prepared, found)

    check_equal(room, campaign, _moments_of(found, campaign))


@pytest.mark.xdist_group("postgres")
@given(prepared=campaigns(), found=st.lists(lives(), min_size=5, max_size=5))
@chosen(3)
def test_they_agree_on_postgresql(postgres_room: RoomAt, prepared: Prepared, found: list[dict[str, Any]]) -> None:
    campaign = _live(postgres_room, prepared, found)

    check_equal(postgres_room, campaign, _moments_of(found, campaign))
