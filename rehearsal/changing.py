"""What a change of a running plan changes: the days that are left are played twice, without it and with it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from config.frozen_plan import plan_to_json
from domain.plan_changes import Word
from rehearsal.comparison import compare
from rehearsal.present import PresentRoom, play_on
from rehearsal.scenarios import SILENT
from services.plan_changes import change_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from domain.plan_changes import PlanChange
    from rehearsal.comparison import Comparison
    from rehearsal.rehearsing import Rehearsal
    from rehearsal.scenarios import Scenario

# Whose word it will be is not known yet, and no message depends on it but for the number in the letter about a date.
NOBODYS_WORD = Word("diễn tập", "diễn tập", "(cơ quan quyết định)", "(số văn bản)")
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What goes out from now on, by one plan and one behaviour."""

    since: datetime
    through: date
    scenario: Scenario = SILENT
    change: PlanChange | None = None
    word: Word = NOBODYS_WORD


def look_ahead(place: Workplace, campaign: Campaign, outlook: Outlook, *, on_day: Callable[[], None]) -> Rehearsal:
    """Refuses a change that makes no sense."""
    with place.read() as session:
        room = PresentRoom(session, campaign, outlook.scenario)
    with closing(room):
        if outlook.change is not None:
            with room.begin() as session:
                campaign = change_plan(
                    session,
                    campaign,
                    outlook.change,
                    word=outlook.word,
                    freeze=plan_to_json,
                    now=outlook.since,
                )
        since = outlook.since + A_SECOND  # the run after the change
        return play_on(room, campaign, outlook.scenario, since=since, through=outlook.through, on_day=on_day)


def what_changes(
    place: Workplace,
    campaign: Campaign,
    *,
    without: Outlook,
    with_change: Outlook,
    on_day: Callable[[], None],
) -> tuple[Rehearsal, Comparison]:
    """The messages with the change, and how they differ from those without it."""
    before = look_ahead(place, campaign, without, on_day=on_day)
    after = look_ahead(place, campaign, with_change, on_day=on_day)
    return after, compare(before.messages, after.messages)
