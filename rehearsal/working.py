"""The worker of rehearsals that pages ask for: claims one, plays it in memory, and keeps what it found out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from config import clock
from config.frozen_plan import plan_to_json
from config.plan_change_json import change_from_json
from database.queries.rehearsals import to_work_on
from database.queries.units import all_contacts, units_of
from domain.campaigns import Campaign
from domain.errors import RuleBroken
from domain.plan_changes import Word, changed_plan
from domain.rehearsals import RehearsalKind, RehearsalOvertaken
from domain.units import UnitTree
from rehearsal.asked_scenarios import asked_scenario
from rehearsal.changing import A_SECOND, NOBODYS_WORD, Outlook, look_ahead, what_changes
from rehearsal.comparison import compare
from rehearsal.kept_answers import Answer, answer_to_bytes
from rehearsal.rehearsing import rehearse
from rehearsal.scenarios import SILENT
from services import rehearsals
from services.campaigns import Prepared

if TYPE_CHECKING:
    from datetime import date, datetime

    from config.wiring import Workplace
    from domain.plan_changes import PlanChange
    from domain.plans import Plan
    from domain.rehearsals import AskedRehearsal
    from rehearsal.rehearsing import Rehearsal

BROKEN = "Không tính được vì lỗi của chương trình; hãy thử lại, nếu vẫn vậy thì báo người quản trị."
DAYS_BETWEEN_NOTES = 5


def work_once(place: Workplace, *, now: datetime) -> bool:
    """Claim one rehearsal and work on it to its end. Returns whether there was one."""
    with place.read() as session:
        if session.scalar(to_work_on(now=now)) is None:
            return False  # without taking a writer's place
    with place.begin() as session:
        claimed = rehearsals.claim(session, now=now)
    if claimed is None:
        return False
    try:
        answer = answer_to(place, claimed)
        sha256 = place.store.put(answer_to_bytes(answer))
        with place.begin() as session:
            rehearsals.finish(session, claimed, answer_sha256=sha256, now=clock.now())
    except RehearsalOvertaken:
        return True
    except RuleBroken as refusal:
        _give_up(place, claimed, str(refusal))
    except Exception:
        _give_up(place, claimed, BROKEN)
        raise
    return True


def answer_to(place: Workplace, claimed: AskedRehearsal) -> Answer:
    campaign = next(one for one in place.campaigns() if one.id == claimed.campaign_id)
    asked = claimed.question
    change = change_from_json(asked["change"]) if asked.get("change") else None
    with place.read() as session:
        units = [unit.code for unit in units_of(session, campaign.id)]
    scenario = asked_scenario(asked, units) if "scenario" in asked else SILENT
    word = Word(**asked["word"]) if asked.get("word") else NOBODYS_WORD
    outlook = Outlook(claimed.as_of, _last_day(campaign, claimed), scenario, change, word)
    if claimed.kind is RehearsalKind.WHAT_IF and asked.get("begins") == "opening":
        return _from_the_opening(place, campaign, outlook, _Progress(place, claimed))
    return _from_now_on(place, campaign, outlook, _Progress(place, claimed))


def _last_day(campaign: Campaign, claimed: AskedRehearsal) -> date:
    """To the closing, or so many `days` on as were asked for; what waits then may be past the closing."""
    days = claimed.question.get("days")
    return campaign.local_day(claimed.as_of) + timedelta(days=days - 1) if days else campaign.plan.closes


def _from_now_on(place: Workplace, campaign: Campaign, outlook: Outlook, progress: _Progress) -> Answer:
    """With a change, the days that are left are played once without it as well."""
    days = (outlook.through - campaign.local_day(outlook.since)).days + 1
    if outlook.change is None:
        progress.expect(days)
        return Answer(look_ahead(place, campaign, outlook, on_day=progress))
    changed_plan(campaign, outlook.change, now=outlook.since)  # refuses at once what makes no sense
    progress.expect(2 * days)
    without = replace(outlook, change=None)
    return Answer(*what_changes(place, campaign, without=without, with_change=outlook, on_day=progress))


def _from_the_opening(place: Workplace, campaign: Campaign, outlook: Outlook, progress: _Progress) -> Answer:
    """As though the campaign opened once more, with the units and contacts of today; with the change from the start."""
    prepared = _prepared(place, campaign)
    plays = 1 if outlook.change is None else 2
    progress.expect(plays * ((outlook.through - prepared.plan.opens).days + 1))

    def play(plan: Plan) -> Rehearsal:
        one = replace(prepared, plan=plan, frozen=plan_to_json(plan))
        return rehearse(one, outlook.scenario, through=outlook.through, on_day=progress)

    before = play(campaign.plan)
    if outlook.change is None:
        return Answer(before)
    after = play(_planned_anew(campaign.plan, outlook.change))
    return Answer(after, compare(before.messages, after.messages))


def _planned_anew(plan: Plan, change: PlanChange) -> Plan:
    opening = plan.calendar.opening(plan.opens)
    return changed_plan(Campaign(0, plan, opening), change, now=opening + A_SECOND)


def _prepared(place: Workplace, campaign: Campaign) -> Prepared:
    with place.read() as session:
        units = UnitTree(units_of(session, campaign.id))
        contacts = [one for people in all_contacts(session, campaign.id).values() for one in people]
    return Prepared(campaign.plan, units, contacts, plan_to_json(campaign.plan), "")


def _give_up(place: Workplace, claimed: AskedRehearsal, error: str) -> None:
    with place.begin() as session:
        rehearsals.fail(session, claimed, error=error, now=clock.now())


class _Progress:
    """Called once for each day that was played; writes every few days how far the work is."""

    def __init__(self, place: Workplace, claimed: AskedRehearsal) -> None:
        self._place, self._claimed = place, claimed
        self._done, self._total = 0, 0

    def expect(self, days: int) -> None:
        self._total = max(days, 1)
        self._note()

    def __call__(self) -> None:
        self._done = min(self._done + 1, self._total)
        if self._done % DAYS_BETWEEN_NOTES == 0 or self._done == self._total:
            self._note()

    def _note(self) -> None:
        with self._place.begin() as session:
            rehearsals.progress(session, self._claimed, done=self._done, total=self._total, now=clock.now())
