"""Plans changed at random moments of random campaigns: the ledger still proves nothing lost and nothing doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable  # noqa: TC003 -- mypy alone reads it
from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from config.frozen_plan import plan_to_json
from domain.deadlines import Reading
from domain.errors import RuleBroken
from domain.plan_changes import DateChange, HolidayChange, LadderChange, PlanChange, Word
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from services.exemptions import exempt, reinstate
from services.plan_changes import change_plan
from services.reviews import withdraw
from tests.small_plan import COMMUNE, CONTACTS, LADDERS, PLAN, SUPERIOR, UNIT, UNITS, rung
from tests.stories.story import RUNS_AT, Story

WORD = Word("Lan", "Ngập lụt", "Ban Thường vụ", "31-CV/TU")
NEW_RUNGS = (
    rung("-5d", (UNIT, "reminder")),
    rung("-2wd", (UNIT, "reminder")),
    rung("+2wd", (UNIT, "urging"), (SUPERIOR, "district_digest")),
    rung("+1wd", (UNIT, "second_urging"), every=3),
)
SAME_EVERY_RUN = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # a failure is shown as it was found: making it smaller takes minutes
    suppress_health_check=list(HealthCheck),
)

units = st.sampled_from(("X1", "X2", "HU1"))
gaps = st.integers(0, 9)


@st.composite
def ladders(draw: st.DrawFn) -> LadderChange:
    """Some rungs fall away, some come in, the hour may be another."""
    old = LADDERS[draw(st.sampled_from(("commune", "commune", "district", "returned", "promise")))]
    kept = [one for one in old.rungs if draw(st.integers(0, 4))]
    added = [one for one in NEW_RUNGS if not draw(st.integers(0, 2))]
    return LadderChange(old.id, (*kept, *added), time(draw(st.sampled_from((8, 9, 14)))))


days_off = st.builds(
    lambda ahead, works: (ahead, HolidayChange(PLAN.opens, works=works, name="Nghỉ bão")), gaps, st.booleans()
)
dates = st.builds(
    lambda duty, ahead, reading, units_: (ahead, DateChange(duty, PLAN.opens, reading, units_)),
    st.sampled_from(("commune", "district")),
    st.integers(0, 30),
    st.sampled_from(Reading),
    st.sampled_from(((), (), ("X1",), ("X1", "X2"))),
)
acts = st.tuples(
    st.sampled_from(("hand_in", "give_back", "extend", "promise", "exempt", "reinstate", "withdraw")), units, gaps
)
happenings = st.lists(
    st.tuples(
        st.integers(0, 12),  # days that the pipeline runs on before it
        st.sampled_from((0, 0, 0, 2, 5)),  # days that it then misses
        st.sampled_from((time(7), time(8), time(10), time(16, 40), time(22))),
        st.one_of(acts, ladders().map(lambda change: (0, change)), days_off, dates),
    ),
    min_size=2,
    max_size=9,
)


def _open() -> Story:
    return Story(RehearsalRoom(RecordingChannel("email")), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))


def _change(story: Story, what: PlanChange, hour: time) -> None:
    with suppress(RuleBroken), story.workplace.begin() as session:
        story.campaign = change_plan(session, story.campaign, what, word=WORD, freeze=plan_to_json, now=story.at(hour))


def _act(story: Story, kind: str, unit: str, *, day: date, hour: time) -> None:
    now, about = story.at(hour), story.obligation(unit).id
    how: dict[str, Any] = {"reason": "Sáp nhập", "by": "Lan", "now": now}
    with suppress(RuleBroken):
        match kind:
            case "hand_in":
                story.hand_in(unit, hour=hour)
            case "give_back":
                story.give_back(unit, new_day=day, hour=hour)
            case "extend":
                story.extend(unit, day=day, hour=hour)
            case "promise":
                story.promise(unit, day=day, hour=hour)
            case _:
                works: dict[str, Callable[..., object]] = {
                    "exempt": exempt,
                    "reinstate": reinstate,
                    "withdraw": withdraw,
                }
                with story.workplace.begin() as session:
                    works[kind](session, story.campaign, about, **how)


def _happen(story: Story, what: tuple[Any, ...], hour: time) -> None:
    if hour < RUNS_AT:  # early on the next day, before its run
        story.skip(to=story.day + timedelta(days=1))
    if isinstance(what[0], str):
        kind, unit, ahead = what
        _act(story, kind, unit, day=story.day + timedelta(days=ahead), hour=hour)
        return
    ahead, change = what
    if not isinstance(change, LadderChange):
        change = replace(change, day=story.day + timedelta(days=ahead))
    _change(story, change, hour)


@settings(SAME_EVERY_RUN, max_examples=12)
@given(st.sampled_from((date(2022, 7, 5), date(2022, 7, 25), date(2022, 8, 8))), happenings)
def test_whatever_is_changed_nothing_is_lost_and_nothing_doubled(begins: date, script: list[Any]) -> None:
    story = _open()
    story.skip(to=begins)
    story.run()
    for runs, missed, hour, what in script:
        story.advance(to=story.day + timedelta(days=runs))
        story.skip(to=story.day + timedelta(days=missed))
        _happen(story, what, hour)
        assert story.is_proved()
    middle = story.at()
    story.advance(to=story.day + timedelta(days=20))
    assert story.is_proved()
    past = story.proof(as_of=middle)
    assert (past.lost_items, past.doubled_items) == ((), ())
    story.workplace.engine.dispose()


@settings(SAME_EVERY_RUN, max_examples=6)
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from((7, 10, 22)), days_off), min_size=2, max_size=7))
def test_however_days_off_come_and_go_a_silent_unit_hears_each_rung_once(script: list[Any]) -> None:
    """Told without the engine's own schedule: every rung of the ladder has fallen once by the end, in its own number."""
    story = _open()
    story.skip(to=date(2022, 7, 20))
    story.run()
    for gap, hour, what in script:
        story.advance(to=story.day + timedelta(days=gap))
        _happen(story, what, time(hour))
    story.advance(to=date(2022, 9, 12))

    fallen = Counter(one.decision.rung for one in story.decisions("X1") if one.decision.audience == UNIT)

    weekly = [int(key.partition("#")[2]) for key in fallen if "#" in key]
    assert set(fallen.values()) == {1}
    assert {key for key in fallen if "#" not in key} == _rungs_for_the_unit()
    assert sorted(weekly) == list(range(1, len(weekly) + 1))
    assert len(weekly) >= 4
    story.workplace.engine.dispose()


def _rungs_for_the_unit() -> set[str]:
    ones = [one for one in COMMUNE.rungs if not one.every_days]
    return {one.id for one in ones if any(notice.audience is UNIT for notice in one.notices)}
