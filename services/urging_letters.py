"""The urging letter (công văn đôn đốc) from live data: who is overdue on a day, below whoever writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.letterhead import Letterhead, Signature, number_line
from documents.urging_letter import Term, TierCount, UrgedReport, UrgingLetter, subject
from domain.errors import RuleBroken
from domain.letterhead import UNKNOWN_SYMBOL, archive_of, heading_under, signing_of
from domain.obligations import State
from domain.vietnamese_dates import day_text, weekday_text
from notifications.messages import SENT
from notifications.wording import clause_name
from services.letters import written
from services.rendering import lists_at
from services.standings import count_tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.tiers import Tier
    from domain.units import Unit
    from services.digests import Lists
    from services.standings import Obligation

# Working days that a unit is given to answer, where nobody says otherwise.
DAYS_TO_ANSWER = 3


@dataclass(frozen=True, slots=True)
class UrgingOrder:
    """What is asked for. `issuer` is the code of who writes, empty for the board; `tier` and `units` narrow the list.

    `time` counts these letters from 1, `earlier` is the one before as people cite it; without `by_day` the answer is due
    after the usual working days.
    """

    issuer: str = ""
    tier: str = ""
    units: tuple[str, ...] = ()
    time: int = 1
    earlier: str = ""
    by_day: date | None = None


@dataclass(frozen=True, slots=True)
class Urged:
    """The letter; what it urges; and of the units asked for by name, those that it leaves out. `names` are by code."""

    letter: UrgingLetter
    overdue: tuple[Obligation, ...]
    left_out: tuple[Obligation, ...]
    names: Mapping[str, str]


def urging_letter(session: Session, campaign: Campaign, order: UrgingOrder, *, as_of: datetime) -> Urged | None:
    """The letter as of a moment; None where nobody who is meant is overdue.

    Refuses an issuer above nobody, and a day to answer by that is no working day to come.
    """
    lists = lists_at(session, campaign, now=as_of)
    issuer = lists.unit(order.issuer or campaign.plan.bodies.coordinator)
    below = _below(campaign, issuer, lists.obligations)
    if not below:
        raise RuleBroken(
            f"{issuer.name} không có đơn vị cấp dưới nào phải báo cáo trong kế hoạch {campaign.plan.identity.number}; "
            "--from là cấp trên trực tiếp của các đơn vị cần đôn đốc."
        )
    meant = [one for one in below if _is_meant(one, order)]
    overdue = [one for one in meant if one.standing.is_overdue]
    if not overdue:
        return None
    by_day = _by_day(campaign, order, day=campaign.local_day(as_of))
    letter = _letter(campaign, issuer, lists, below=below, overdue=overdue, order=order, by_day=by_day)
    left_out = tuple(one for one in meant if order.units and not one.standing.is_overdue)
    names = {one.unit: lists.name(one.unit) for one in (*overdue, *left_out)}
    return Urged(letter, tuple(overdue), left_out, names)


def _below(campaign: Campaign, issuer: Unit, obligations: Sequence[Obligation]) -> list[Obligation]:
    """The board follows everybody up but itself; any other body, those directly below it."""
    if issuer.code == campaign.plan.bodies.coordinator:
        return [one for one in obligations if one.unit != issuer.code]
    return [one for one in obligations if one.superior == issuer.code]


def _is_meant(one: Obligation, order: UrgingOrder) -> bool:
    return order.tier in ("", one.tier) and (not order.units or one.unit in order.units)


def _by_day(campaign: Campaign, order: UrgingOrder, *, day: date) -> date:
    calendar = campaign.plan.calendar
    if order.by_day is None:
        return calendar.shift(day, DAYS_TO_ANSWER)
    if order.by_day <= day or not calendar.is_working_day(order.by_day):
        after = max(order.by_day, calendar.shift(day, 1))
        raise RuleBroken(
            f"Ngày trả lời phải là ngày làm việc sau ngày {day_text(day)}; {weekday_text(order.by_day)} thì không. "
            f"Hãy chọn ngày khác, ví dụ --by-day {calendar.on_or_after(after)}."
        )
    return order.by_day


def _letter(
    campaign: Campaign,
    issuer: Unit,
    lists: Lists,
    *,
    below: Sequence[Obligation],
    overdue: Sequence[Obligation],
    order: UrgingOrder,
    by_day: date,
) -> UrgingLetter:
    plan, identity = campaign.plan, campaign.plan.identity
    wanted = {one.tier for one in overdue}
    tiers = sorted((tier for tier in plan.tiers if tier.id in wanted), key=lambda tier: tier.rank)
    notices = [_notified_days(one, lists, campaign) for one in overdue]
    return UrgingLetter(
        letterhead=_letterhead(campaign, issuer, lists, time=order.time),
        issuer=issuer.name,
        plan=identity.citation,
        task=identity.task,
        terms=_terms(overdue),
        as_of=lists.now.date(),
        counts=tuple(_count(tier, below, lists) for tier in tiers),
        reports=tuple(_report(one, lists, issuer) for one in overdue),
        notified=len({one.unit for one, days in zip(overdue, notices, strict=True) if days}),
        notified_days=tuple(sorted({day for days in notices for day in days})),
        purpose=f"tổng hợp, báo cáo {_reports_to(campaign, issuer, lists)}",
        destination=_destination(overdue, lists),
        by_day=by_day,
        signature=_signature(campaign, issuer, overdue, lists),
        time=order.time,
        earlier=order.earlier,
    )


def _letterhead(campaign: Campaign, issuer: Unit, lists: Lists, *, time: int) -> Letterhead:
    head = heading_under(campaign.plan, issuer, lists.unit(issuer.superior) if issuer.superior else None)
    return Letterhead(
        superior_line=head.superior,
        issuer_line=head.issuer,
        number_line=number_line(None, code=f"CV/{issuer.symbol or UNKNOWN_SYMBOL}"),
        place=head.place,
        day=lists.now.date(),
        abstract=subject(campaign.plan.identity.task, time=time),
    )


def _terms(overdue: Sequence[Obligation]) -> tuple[Term, ...]:
    """What the plan itself says; the deadline of a unit that was given more time stands beside its name."""
    duties = {one.duty.id: one.duty for one in overdue}
    return tuple(
        Term(
            duty=duty.name,
            clause=clause_name(duty.clause),
            quote=duty.deadline.quote,
            last_day=duty.deadline.last_day,
            is_assumed=duty.deadline.assumed,
        )
        for duty in duties.values()
    )


def _count(tier: Tier, below: Sequence[Obligation], lists: Lists) -> TierCount:
    alike = [one for one in below if one.tier == tier.id]
    named = {
        state: tuple(lists.name(one.unit) for one in alike if one.standing.state is state)
        for state in (State.ON_TIME, State.LATE)
    }
    return TierCount(tier.name, count_tier(alike, tier.id).expected, named[State.ON_TIME], named[State.LATE])


def _report(one: Obligation, lists: Lists, issuer: Unit) -> UrgedReport:
    """A unit that reports to somebody else than the writer is shown with whom it reports to."""
    name, standing = lists.name(one.unit), one.standing
    above = one.superior if one.duty.addressee == "superior" and one.superior != issuer.code else None
    aside = [*([f"thuộc {lists.name(above)}"] if above else []), *(f"mục {section}" for section in one.duty.sections)]
    return UrgedReport(
        unit=name,
        label=f"{name} ({', '.join(aside)})" if aside else name,
        last_day=standing.deadline.last_day,
        days_late=standing.days_late,
        last_contact=lists.last_contact(one),
        promised=one.promise.day if one.promise else None,
        is_returned=standing.state is State.RETURNED,
    )


def _notified_days(one: Obligation, lists: Lists, campaign: Campaign) -> set[date]:
    """The days on which something about this duty really went out to the unit."""
    return {each.day for each in written(lists.settled(one.unit), one, campaign) if each.result == SENT}


def _reports_to(campaign: Campaign, issuer: Unit, lists: Lists) -> str:
    """Whom the writer has to report to itself."""
    if issuer.code == campaign.plan.bodies.coordinator:
        return lists.name(campaign.plan.bodies.addressee)
    own = next((one.duty.addressee for one in lists.obligations if one.unit == issuer.code), "superior")
    above = lists.name(issuer.superior) if issuer.superior else "cấp trên"
    return above if own == "superior" else own


def _destination(overdue: Sequence[Obligation], lists: Lists) -> str:
    """Where the reports go; where each goes somewhere else, the words that hold for all."""
    places = dict.fromkeys(_place(one, lists) for one in overdue)
    return next(iter(places)) if len(places) == 1 else "đúng nơi nhận theo Kế hoạch"


def _place(one: Obligation, lists: Lists) -> str:
    if one.duty.addressee == "superior":
        return lists.name(one.superior) if one.superior else "cấp trên trực tiếp"
    return f"{one.duty.addressee} (qua {one.duty.via})" if one.duty.via else one.duty.addressee


def _signature(campaign: Campaign, issuer: Unit, overdue: Sequence[Obligation], lists: Lists) -> Signature:
    plan, signing = campaign.plan, signing_of(name=issuer.name, kind=issuer.kind)
    told: tuple[str, ...] = (f"{lists.name(plan.bodies.coordinator)} (để theo dõi)",)
    position = signing.position
    if issuer.code == plan.bodies.coordinator:
        above = dict.fromkeys(one.superior for one in overdue if one.superior and one.duty.addressee == "superior")
        helping = (f"{lists.name(superior)} (để phối hợp đôn đốc)" for superior in above)
        told = (f"{lists.name(plan.bodies.addressee)} (để báo cáo)", *helping)
        position = plan.bodies.position or position
    recipients = ("Như trên", *told, archive_of(name=issuer.name, kind=issuer.kind))
    return Signature(signing.authority, position, recipients=recipients)
