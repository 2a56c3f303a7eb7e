"""The calendar that the board's staff subscribe to: one event for each day and matter, with the units by name inside."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, TypeVar

from database.queries.units import unit_names
from domain.invitations import uid_of
from domain.ladder import Audience
from domain.obligations import Cause, State, version_in_force
from domain.schedule import Scheduler
from domain.vietnamese_dates import day_text
from notifications.calendar_file import Entry, Feed
from notifications.messages import MESSAGE_NAMES
from services.standings import obligations_at
from services.unit_calendars import changed_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.ladder import Notice
    from services.standings import Obligation

Key = TypeVar("Key")

MOST_NAMES = 200  # a description of thousands of names is read by nobody, and some programs cut it off
MISSING = (State.EXPECTED, State.OVERDUE)


def staff_feed(session: Session, campaign: Campaign, *, as_of: datetime) -> Feed:
    """The deadlines of every tier, reports to be handed in again, promised days, and what the ladder does next."""
    obligations = obligations_at(session, campaign, as_of=as_of)
    calendar = _Calendar(campaign, unit_names(session, campaign.id, {one.unit for one in obligations}), as_of)
    entries = (
        *calendar.deadlines(obligations),
        *calendar.returned(obligations),
        *calendar.promised(obligations),
        *calendar.coming(obligations),
    )
    name = f"Theo dõi báo cáo {campaign.plan.identity.number}"
    return Feed(name, tuple(sorted(entries, key=lambda entry: (entry.day, entry.uid))))


@dataclass(frozen=True, slots=True)
class _Calendar:
    campaign: Campaign
    names: Mapping[str, str]
    as_of: datetime

    def deadlines(self, obligations: Sequence[Obligation]) -> list[Entry]:
        """By tier and day. A returned report was handed in by this day; the one to be handed in again has its own."""
        expected = [one for one in obligations if one.standing.state is not State.EXEMPT]
        found = _grouped(expected, lambda one: (one.tier, _day_of_its_own(one, self.as_of)))
        return [self._deadline(tier, day, units) for (tier, day), units in found.items()]

    def _deadline(self, tier: str, day: date, units: Sequence[Obligation]) -> Entry:
        missing = [one for one in units if one.standing.state in MISSING]
        who = self.names[units[0].unit] if len(units) == 1 else self.campaign.plan.tier(tier).name
        if not missing:
            state = "đã nộp" if len(units) == 1 else f"đã nộp đủ {len(units)} đơn vị"
        else:
            state = "chưa nộp" if len(units) == 1 else f"chưa nộp {len(missing)}/{len(units)} đơn vị"
        return self._entry(("deadline", tier), day, f"Hạn gửi báo cáo – {who}: {state}", units, named=missing)

    def returned(self, obligations: Sequence[Obligation]) -> list[Entry]:
        back = [one for one in obligations if one.standing.state is State.RETURNED]
        return [
            self._entry(("returned",), day, f"Hạn nộp lại: {len(units)} đơn vị", units)
            for day, units in _grouped(back, lambda one: one.standing.deadline.last_day).items()
        ]

    def promised(self, obligations: Sequence[Obligation]) -> list[Entry]:
        found: dict[date, list[Obligation]] = {}
        for one in obligations:
            if one.promise is not None and one.standing.state.is_owed:
                found.setdefault(one.promise.day, []).append(one)
        return [
            self._entry(("promise",), day, f"Ngày hẹn nộp: {len(units)} đơn vị", units) for day, units in found.items()
        ]

    def coming(self, obligations: Sequence[Obligation]) -> list[Entry]:
        """The next step of each ladder, for whoever owes a report still on that day."""
        scheduler = Scheduler(self.campaign)
        found: dict[tuple[date, Notice], list[Obligation]] = {}
        for one in obligations:
            step = scheduler.schedule(one.version, promise=one.promise).next_step(after=self.as_of, received=False)
            if step is None or not one.standing.state.is_owed:
                continue
            day = self.campaign.local_day(step.moment)
            for notice in step.rung.notices:
                found.setdefault((day, notice), []).append(one)
        return [self._step(day, notice, units) for (day, notice), units in found.items()]

    def _step(self, day: date, notice: Notice, units: Sequence[Obligation]) -> Entry:
        about = "" if notice.audience is Audience.UNIT else "về "
        what = f"{MESSAGE_NAMES[notice.message]}: {about}{len(units)} đơn vị"
        return self._entry(("step", notice.audience.value, notice.message), day, what, units, note=_AS_LONG_AS)

    def _entry(
        self,
        kind: tuple[str, ...],
        day: date,
        what: str,
        units: Sequence[Obligation],
        *,
        named: Sequence[Obligation] | None = None,
        note: str = "",
    ) -> Entry:
        """One event. `named` are the units to name, where that is not all of them."""
        lines = _listed([self.names[one.unit] for one in (units if named is None else named)])
        return Entry(
            uid=uid_of(self.campaign, "staff", *kind, day.isoformat()),
            day=day,
            summary=f"[{self.campaign.plan.identity.number}] {what}",
            description="\n".join([f"{what}, ngày {day_text(day)}.", *filter(None, [note]), *lines]),
            stamped_at=max(changed_at(one.history, self.campaign, as_of=self.as_of) for one in units),
        )


_AS_LONG_AS = "Theo thang nhắc việc; chỉ gửi khi đến lúc đó đơn vị vẫn chưa nộp."


def _day_of_its_own(one: Obligation, as_of: datetime) -> date:
    """The last day by the plan or by an extension, whatever came of the report since it was handed in."""
    until_returned = list(takewhile(lambda version: version.cause is not Cause.RETURNED, one.history.versions))
    return version_in_force(until_returned, as_of).deadline.last_day


def _grouped(obligations: Iterable[Obligation], key: Callable[[Obligation], Key]) -> dict[Key, list[Obligation]]:
    found: dict[Key, list[Obligation]] = {}
    for one in obligations:
        found.setdefault(key(one), []).append(one)
    return found


def _listed(names: Sequence[str]) -> list[str]:
    more = len(names) - MOST_NAMES
    rest = [f"… và {more} đơn vị khác; xem đủ bằng lệnh: dondoc status"] if more > 0 else []
    return [*(f"- {name}" for name in names[:MOST_NAMES]), *rest]
