"""Campaigns made up at random: the engine decides and sends exactly what the oracle says."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.ladder import steps
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from tests.stories.generated import Staging, plan_of, scripts
from tests.stories.oracle import Ending, Oracle
from tests.stories.oracle_ladder import marks

if TYPE_CHECKING:
    from tests.stories.oracle_ladder import Script

SAME_EVERY_RUN = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # a failure is shown as it was found: making it smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ROOM = RehearsalRoom(RecordingChannel("email"))


def _decided(script: Script) -> Ending:
    """What the engine decides. Nothing is sent, so that all happens in one transaction that is rolled back."""
    with ROOM.begin() as session:
        staging = Staging(ROOM, lambda: nullcontext(session), script)
        ending = staging.play(script.events)
        _is_proved(staging, script)
        session.rollback()
    return ending


def _lived(script: Script) -> Ending:
    """What the engine decides and sends, each step in a transaction of its own."""
    room = RehearsalRoom(RecordingChannel("email", refused=script.refused))
    staging = Staging(room, room.begin, script)
    ending = staging.play(script.events)
    _is_proved(staging, script)
    room.engine.dispose()
    return ending


def _is_proved(staging: Staging, script: Script) -> None:
    """From the ledger alone, at the end and in the middle: no rung without a decision, nothing twice, all accounted for."""
    end = max([event.at for event in script.events], default=script.opened)
    for as_of in (end, script.opened + (end - script.opened) / 2):
        found = staging.proof(as_of=as_of)
        assert (found.lost_items, found.doubled_items, found.unknown) == ((), (), ())
        assert found.rungs - found.undecided <= found.decisions


@settings(SAME_EVERY_RUN, max_examples=400)
@given(scripts(most_tasks=1, length=0, with_delivery=False), st.sampled_from(("", "returned", "promise")))
def test_rungs_stand_where_the_oracle_puts_them(script: Script, ladder: str) -> None:
    plan = plan_of(script)
    deadline, name = plan.duties[0].deadline, ladder or script.tasks[0].ladder
    until = script.opened.date() + timedelta(days=120)
    opened = plan.calendar.at(script.opened.date(), script.opened.time())
    horizon = plan.calendar.at(until, time())

    found = steps(plan.ladders[name], deadline, opened=opened, calendar=plan.calendar, until=horizon)

    expected = marks(script, name, deadline.last_day, until=until)
    assert [(step.key, step.moment.replace(tzinfo=None)) for step in found] == [
        (one.key, one.moment) for one in expected
    ]


@settings(SAME_EVERY_RUN, max_examples=45)
@given(scripts(most_tasks=2, length=60, with_delivery=False))
def test_engine_decides_what_the_oracle_says(script: Script) -> None:
    assert _told(_decided(script)) == _told(Oracle(script).tell())


@settings(SAME_EVERY_RUN, max_examples=15)
@given(scripts(most_tasks=4, length=50, with_delivery=True))
def test_engine_sends_what_the_oracle_says(script: Script) -> None:
    assert _told(_lived(script)) == _told(Oracle(script).tell())


@settings(SAME_EVERY_RUN, max_examples=28)
@given(scripts(most_tasks=1, length=60, with_delivery=False, happenings=("extend",)))
def test_any_row_of_extensions_leaves_the_rungs_of_the_last(script: Script) -> None:
    """Given one after another or the last one alone: from then on the same is decided on the same days."""
    given_all = _decided(script)
    extensions = [event for event in script.events if event.kind == "extend"]
    granted = [event for event in extensions if event not in given_all.turned_away]
    alone = replace(script, events=tuple(event for event in script.events if event not in granted[:-1]))

    last_version = len(granted) + 1

    assert _of_version(given_all, last_version) == _of_version(_decided(alone), min(last_version, 2))


def _told(ending: Ending) -> Ending:
    """Without what repeats and came due, in an outage, after the report: whether that is written down is left open."""
    kept = {one: number for one, number in ending.decisions.items() if not _rests(one[3], one[-1])}
    return replace(ending, decisions=Counter(kept))


def _rests(rung: str, outcome: str) -> bool:
    return "weekly" in rung and outcome == "already_submitted"


def _of_version(ending: Ending, version: int) -> Counter[tuple[object, ...]]:
    found = {decision: number for decision, number in ending.decisions.items() if decision[2] == version}
    return Counter({(day, unit, *rest): number for (day, unit, _, *rest), number in found.items()})
