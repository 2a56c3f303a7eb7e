"""The phone list (danh sách gọi điện thoại): whom to call on any day, why, and what to say. Computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from database.queries.calls import calls_of, refusals, struck_numbers, unwritten, wanted_or_refused
from database.queries.outbox import refused_addresses, settled
from database.queries.units import all_contacts, units_of
from domain.calls import Ground, Situation, number_to_dial, taken, to_call, unanswered
from domain.outbox import MessageState
from domain.schedule import Scheduler
from domain.units import UnitTree
from notifications.wording import earlier_lines
from services.letters import written
from services.phone_numbers import numbers_of
from services.phone_scripts import script
from services.phone_wording import reasons
from services.posting import thread_of
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.calls import Refusal
    from database.queries.outbox import Settled
    from domain.calls import Call, PhoneNumber, ToCall
    from domain.campaigns import Campaign
    from domain.units import Contact
    from notifications.contexts import Earlier
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One unit to call about one duty. Moments are local.

    `call` is whom to call, None where another number is to be found out first; `numbers` are all on record, those of the
    superior last. `reasons` are in words; `no_answers` counts since the unit was last spoken to; `taken_by` has it in hand
    until `taken_until`.
    """

    unit: str
    name: str
    tier: str
    tier_name: str
    superior: str
    duty: str
    grounds: tuple[Ground, ...]
    reasons: tuple[str, ...]
    since: datetime
    call: PhoneNumber | None
    numbers: tuple[PhoneNumber, ...]
    deadline: date
    days_late: int
    promised: date | None
    sent: tuple[str, ...]
    calls: tuple[Call, ...]
    no_answers: int
    taken_by: str
    taken_until: datetime | None
    script: str


def phone_list(
    session: Session,
    campaign: Campaign,
    *,
    as_of: datetime,
    caller: str = "",
    intake: str = "",
) -> list[PhoneLine]:
    """Everybody to be called at that moment, tier by tier, the longest overdue first.

    `caller` is named in the script, `intake` the address that it gives for reports.
    """
    desk = Desk(session, campaign, as_of=as_of)
    ranks = {tier.id: tier.rank for tier in campaign.plan.tiers}
    lines = [desk.line(one, found, caller=caller, intake=intake) for one, found in desk.to_call()]
    return sorted(lines, key=lambda line: (ranks[line.tier], -line.days_late))


def not_called(
    session: Session, campaign: Campaign, *, as_of: datetime, refused: frozenset[str]
) -> list[tuple[str, datetime]]:
    """The units that can only be called, or that staff want called, and since when nobody has.

    Not those that letters do reach, and that are to be called about their delay besides. `refused` are the addresses that
    take nothing any more.
    """
    only = {
        *unwritten(session, campaign.id),
        *wanted_or_refused(session, campaign.id, refused=refused),
    }
    if not only:  # everybody was written to, as in most campaigns on most days: the auditor asks no further
        return []
    desk = Desk(session, campaign, as_of=as_of, only=only)
    wanted = [(one, found) for one, found in desk.to_call() if set(found.grounds) - {Ground.ESCALATED}]
    return [(one.unit, max(found.since, desk.last_call_at(one.unit) or found.since)) for one, found in wanted]


class Desk:
    """What the phone list needs to know, each thing asked of the database once."""

    def __init__(
        self, session: Session, campaign: Campaign, *, as_of: datetime, only: Iterable[int] | None = None
    ) -> None:
        self._session, self._campaign, self._as_of = session, campaign, as_of
        self._scheduler = Scheduler(campaign)
        self._obligations = [
            one
            for one in obligations_at(session, campaign, as_of=as_of, only=only)
            # The board does not ring itself up about its own report.
            if one.unit != campaign.plan.bodies.coordinator
        ]

    def to_call(self) -> list[tuple[Obligation, ToCall]]:
        calendar = self._campaign.plan.calendar
        asked = ((one, self.situation(one)) for one in self._obligations)
        found = ((one, to_call(situation, as_of=self._as_of, calendar=calendar)) for one, situation in asked)
        return [(one, called) for one, called in found if called is not None]

    def situation(self, one: Obligation) -> Situation:
        thread = thread_of(one.unit, one.duty.id)
        return Situation(
            is_owed=one.standing.state.is_owed and self._as_of >= self._campaign.opened_at,
            deadline=one.standing.deadline,
            began=one.version.effective_from,
            steps=self._scheduler.schedule(one.version, promise=one.promise).steps,
            calls=self._calls.get(one.unit, ()),
            cut_off_since=self._cut_off_since(one),
            was_written_to=any(
                row.state == MessageState.ACCEPTED and row.thread == thread for row in self._settled.get(one.unit, ())
            ),
            promise=one.promise,
        )

    def line(self, one: Obligation, found: ToCall, *, caller: str, intake: str) -> PhoneLine:
        local, unit = self._campaign.plan.calendar.local, self._units[one.unit]
        calls = self._calls.get(one.unit, [])
        numbers = self.numbers(one.unit)
        dialled = number_to_dial(numbers)
        holder = taken(calls, as_of=self._as_of)
        superior = self._units.superior_of(one.unit)
        return PhoneLine(
            unit=one.unit,
            name=unit.name,
            tier=one.tier,
            tier_name=self._campaign.plan.tier(one.tier).name,
            superior=superior.name if superior else "",
            duty=one.duty.id,
            grounds=found.grounds,
            reasons=reasons(
                found,
                one,
                calls=calls,
                refused=self._refused(one.unit),
                written=self._written(one),
                has_contact=bool(self._contacts.get(one.unit)),
                has_number=dialled is not None,
                calendar=self._campaign.plan.calendar,
            ),
            since=local(found.since),
            call=dialled,
            numbers=numbers,
            deadline=one.standing.deadline.last_day,
            days_late=one.standing.days_late,
            promised=one.promise.day if one.promise else None,
            sent=tuple(earlier_lines(self._written(one))),
            calls=tuple(self._local(call) for call in calls),
            no_answers=unanswered(calls),
            taken_by=holder.who if holder else "",
            taken_until=local(holder.until) if holder and holder.until else None,
            script=self.script(one, caller=caller, intake=intake),
        )

    def numbers(self, unit: str) -> tuple[PhoneNumber, ...]:
        """The superior is asked to pass the word on; not the bodies that the campaign itself reports to."""
        bodies = self._campaign.plan.bodies
        return numbers_of(
            self._units[unit],
            self._units,
            self._contacts,
            calls=self._calls.get(unit, ()),
            wrong=self._wrong,
            not_asked={bodies.coordinator, bodies.office, bodies.addressee},
        )

    def script(self, one: Obligation, *, caller: str, intake: str) -> str:
        return script(
            one,
            self._campaign,
            names=self._names,
            dialled=number_to_dial(self.numbers(one.unit)),
            contacts=self._contacts.get(one.unit, ()),
            caller=caller,
            intake=intake,
        )

    def _local(self, call: Call) -> Call:
        local = self._campaign.plan.calendar.local
        return replace(call, at=local(call.at), until=local(call.until) if call.until else None)

    def last_call_at(self, unit: str) -> datetime | None:
        return max((call.at for call in self._calls.get(unit, ()) if call.result.is_call), default=None)

    def _written(self, one: Obligation) -> list[Earlier]:
        return written(self._settled.get(one.unit, ()), one, self._campaign)

    def _cut_off_since(self, one: Obligation) -> datetime | None:
        """When the last address of the unit was refused; a unit without any was never to be written to."""
        people = self._contacts.get(one.unit, ())
        if not people:
            return self._campaign.opened_at
        refused = self._refused(one.unit)
        if len({person.address for person in people}) > len(refused):
            return None
        return max(refusal.first_at for refusal in refused.values())

    def _refused(self, unit: str) -> dict[str, Refusal]:
        """The addresses of the unit that take nothing any more, by then."""
        own = {person.address for person in self._contacts.get(unit, ())}
        return {address: self._refusals[address] for address in sorted(own & self._broken)}

    @cached_property
    def _broken(self) -> frozenset[str]:
        return refused_addresses(self._session, self._campaign.id) & self._refusals.keys()

    @cached_property
    def _refusals(self) -> dict[str, Refusal]:
        return refusals(self._session, self._campaign.id, as_of=self._as_of)

    @cached_property
    def _calls(self) -> dict[str, list[Call]]:
        return calls_of(self._session, self._campaign.id, as_of=self._as_of)

    @cached_property
    def _wrong(self) -> frozenset[tuple[str, str]]:
        """Over all units: a number found wrong is wrong whoever was asked about."""
        return struck_numbers(self._session, self._campaign.id, as_of=self._as_of)

    @cached_property
    def _settled(self) -> Mapping[str, Sequence[Settled]]:
        units = {one.unit for one in self._obligations}
        return settled(self._session, self._campaign.id, units, as_of=self._as_of)

    @cached_property
    def _contacts(self) -> Mapping[str, Sequence[Contact]]:
        return all_contacts(self._session, self._campaign.id)

    @cached_property
    def _units(self) -> UnitTree:
        return UnitTree(units_of(self._session, self._campaign.id))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {unit.code: unit.name for unit in self._units}
