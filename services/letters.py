"""What a letter to a unit says, from the facts at the moment of sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.deadlines import Reading
from domain.outbox import MessageState
from notifications.contexts import (
    DeadlineFacts,
    Duty,
    Earlier,
    LastReminder,
    Opening,
    PlanFacts,
    Reminder,
    SecondUrging,
    Urging,
)
from notifications.messages import MESSAGE_NAMES, SENT
from services.posting import thread_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from database.queries.outbox import Settled
    from domain.campaigns import Campaign
    from domain.deadlines import Deadline
    from notifications.contexts import Context
    from services.standings import Obligation

URGINGS = ("urging", "second_urging")
RESULTS = {
    MessageState.ACCEPTED: SENT,
    MessageState.FAILED: "bị từ chối",
    MessageState.UNKNOWN: "chưa rõ kết quả",
}


def plan_facts(campaign: Campaign, names: Mapping[str, str]) -> PlanFacts:
    identity = campaign.plan.identity
    return PlanFacts(
        number=identity.number,
        day=identity.day,
        title=identity.title,
        task=identity.task,
        issuer=identity.issuer,
        sender=names[campaign.plan.bodies.coordinator],
    )


def deadline_facts(deadline: Deadline) -> DeadlineFacts:
    return DeadlineFacts(
        last_day=deadline.last_day,
        clause=deadline.clause,
        quote=deadline.quote,
        whole_day_counts=deadline.reading is Reading.THROUGH,
        completion_month=deadline.completion_month,
        is_assumed=deadline.assumed,
    )


def letter(
    message: str,
    obligation: Obligation,
    campaign: Campaign,
    *,
    names: Mapping[str, str],
    earlier: Sequence[Settled],
    today: date,
) -> Context:
    """The context of a letter. `earlier` are the settled messages to the unit, in the order of time."""
    plan = plan_facts(campaign, names)
    duty = _duty(obligation, campaign, names)
    days_left = (obligation.standing.deadline.last_day - today).days
    if message == "opening":
        return Opening(plan, duty)
    if message == "reminder":
        return Reminder(plan, duty, today, days_left)
    if message == "last_reminder":
        return LastReminder(plan, duty, today, days_left)
    cited = _of_this_task(earlier, obligation)
    return _urging(plan, duty, obligation, cited, campaign=campaign, today=today)


def _urging(
    plan: PlanFacts,
    duty: Duty,
    obligation: Obligation,
    earlier: Sequence[Settled],
    *,
    campaign: Campaign,
    today: date,
) -> Urging | SecondUrging:
    """Whether it is the first or a later one depends on what really went out, not on what was meant to."""
    sent = [row for row in earlier if row.message in URGINGS and row.state == MessageState.ACCEPTED]
    cited = tuple(_earlier(row, campaign) for row in earlier)
    days_late = max(0, (today - obligation.standing.deadline.last_day).days)
    promised = obligation.promise.day if obligation.promise else None
    if not sent:
        return Urging(plan, duty, today, days_late, cited, promised)
    return SecondUrging(plan, duty, today, days_late, len(sent) + 1, cited, promised)


def _of_this_task(earlier: Sequence[Settled], obligation: Obligation) -> list[Settled]:
    thread = thread_of(obligation.unit, obligation.duty.id)
    return [row for row in earlier if row.thread == thread]


def _earlier(row: Settled, campaign: Campaign) -> Earlier:
    day = campaign.local_day(row.settled_at)
    return Earlier(day, MESSAGE_NAMES[row.message], RESULTS[row.state])


def _duty(obligation: Obligation, campaign: Campaign, names: Mapping[str, str]) -> Duty:
    duty = obligation.duty
    named = (campaign.plan.outline.section(section) for section in duty.sections)
    return Duty(
        unit=names[obligation.unit],
        deadline=deadline_facts(obligation.standing.deadline),
        addressee=names.get(obligation.superior or "", "") if duty.addressee == "superior" else duty.addressee,
        via=duty.via,
        sections=tuple(f"{section.id}. {section.title}" for section in named if section is not None),
    )
