"""What a letter to a unit says, from the facts at the moment of sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.deadlines import Reading
from domain.outbox import MessageState
from domain.unit_links import UnitLink, last_day_of
from notifications.contexts import (
    DeadlineFacts,
    Duty,
    Earlier,
    LastReminder,
    Opening,
    PlanFacts,
    Reminder,
    SecondUrging,
    UnitPage,
    Urging,
)
from notifications.messages import MESSAGE_NAMES, SENT
from services.posting import thread_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from database.queries.outbox import Settled
    from domain.answer_links import AnswerLinks
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


def page_facts(campaign: Campaign, unit: str, links: AnswerLinks, *, series: int, day: date) -> UnitPage | None:
    """The link to the unit's pages in a message of that day; None where nobody could open it."""
    last_day = last_day_of(day)
    url = links.unit_page(UnitLink(campaign.id, unit, series, last_day))
    return UnitPage(url, last_day) if url else None


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
    duty = duty_facts(obligation, campaign, names)
    days_left = (obligation.standing.deadline.last_day - today).days
    match message:
        case "opening":
            return Opening(plan, duty)
        case "reminder":
            return Reminder(plan, duty, today, days_left)
        case "last_reminder":
            return LastReminder(plan, duty, today, days_left)
        case "urging" | "second_urging":
            # What went to a colleague a moment ago is this very letter, not one before it.
            cited = tuple(one for one in written(earlier, obligation, campaign) if one.day < today)
            return _urging(plan, duty, obligation, cited, today=today)
    raise NotImplementedError(f"nobody fills the letter {message!r}")


def _urging(
    plan: PlanFacts, duty: Duty, obligation: Obligation, earlier: tuple[Earlier, ...], *, today: date
) -> Urging | SecondUrging:
    """Whether it is the first or a later one depends on what really went out, not on what was meant to."""
    days_late = max(0, (today - obligation.standing.deadline.last_day).days)
    promised = obligation.promise.day if obligation.promise else None
    last = max(earlier, key=lambda one: one.round, default=None)
    if last is None or not last.round:
        return Urging(plan, duty, today, days_late, earlier, promised)
    return SecondUrging(plan, duty, today, days_late, last.round + 1, last.day, earlier, promised)


def written(settled: Sequence[Settled], obligation: Obligation, campaign: Campaign) -> list[Earlier]:
    """What was written about this task, each letter once however many people of the unit it went to.

    Urgings are numbered as they went out: one that nobody received is not counted.
    """
    thread = thread_of(obligation.unit, obligation.duty.id)
    found: dict[Earlier, None] = {}
    urged: list[date] = []
    for row in settled:
        if row.thread != thread:
            continue
        day = campaign.local_day(row.settled_at)
        is_urging = row.message in URGINGS
        if is_urging and row.state == MessageState.ACCEPTED and day not in urged:
            urged.append(day)
        number = len(urged) if is_urging and row.state == MessageState.ACCEPTED else 0
        name = MESSAGE_NAMES["urging" if is_urging else row.message]
        found[Earlier(day, name, RESULTS[row.state], number)] = None
    return list(found)


def letter_name(letter: Earlier) -> str:
    """Nhắc việc; Đôn đốc; Đôn đốc lần 2: what a list calls it, as its own subject does."""
    return f"{letter.kind} lần {letter.round}" if letter.round > 1 else letter.kind


def duty_facts(obligation: Obligation, campaign: Campaign, names: Mapping[str, str]) -> Duty:
    duty = obligation.duty
    named = (campaign.plan.outline.section(section) for section in duty.sections)
    return Duty(
        unit=names[obligation.unit],
        deadline=deadline_facts(obligation.standing.deadline),
        addressee=names.get(obligation.superior or "", "") if duty.addressee == "superior" else duty.addressee,
        via=duty.via,
        sections=tuple(f"{section.id}. {section.title}" for section in named if section is not None),
    )
