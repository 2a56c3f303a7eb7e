"""The proof of a campaign from its ledger alone: every rung that came due with its decision, every message with its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from database.queries import proof as ask
from database.queries.holds import orders_in_force
from database.queries.units import unit_names
from domain.decisions import Outcome
from domain.outbox import MessageState
from services.proving_dwell import Dwell, dwell
from services.proving_messages import Messages
from services.proving_rungs import Rungs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.proof import DecidedRow, MessageRow
    from domain.campaigns import Campaign
    from domain.holds import HoldOrder


@dataclass(frozen=True, slots=True)
class LostItem:
    """What is wanting in the ledger. `why` is no_decision, no_message, without_decision or no_evidence.

    `due` is local. `rung` is empty for a message, `key` for a rung without a message.
    """

    unit: str
    name: str
    rung: str
    audience: str
    message: str
    due: datetime
    why: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class MessageItem:
    """A message by name; `since` is when it was last tried, local."""

    unit: str
    name: str
    message: str
    channel: str
    recipient: str
    since: datetime
    key: str


@dataclass(frozen=True, slots=True)
class HoldItem:
    """An order of staff in force: of one `unit` or of all (empty). `since` is local; `messages` wait because of it."""

    unit: str
    name: str
    by: str
    reason: str
    since: datetime
    until: date | None
    messages: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The count. `undecided` rungs are among `rungs`: they came due and the next run will decide them.

    Every decision is one to send, or is in `not_sent`; every message is sent, held, waiting, superseded or unknown, or
    was refused and is in `not_sent` too.
    """

    as_of: datetime
    plan: str
    rungs: int
    undecided: int
    decisions: int
    messages: int
    sent: int
    held: int
    waiting: int
    superseded: int
    not_sent: Mapping[str, int]
    unknown: tuple[MessageItem, ...]
    lost_items: tuple[LostItem, ...]
    doubled_items: tuple[MessageItem, ...]
    possible_doubles: tuple[MessageItem, ...]
    holds: tuple[HoldItem, ...] = ()
    dwell: tuple[Dwell, ...] = ()

    @property
    def lost(self) -> int:
        return len(self.lost_items)

    @property
    def doubled(self) -> int:
        return len(self.doubled_items)

    @property
    def is_sound(self) -> bool:
        return not self.lost_items and not self.doubled_items


def prove(session: Session, campaign: Campaign, *, as_of: datetime, unit: str = "") -> Proof:
    """The count by a moment, of the whole campaign or of one unit's duties. Asks each table once."""
    return weigh(session, campaign, as_of=as_of, unit=unit).proof


class Weighed(NamedTuple):
    """The count, and the messages that it was made of."""

    proof: Proof
    messages: Messages


def weigh(session: Session, campaign: Campaign, *, as_of: datetime, unit: str = "") -> Weighed:
    every = ask.decision_rows(session, campaign.id)
    decided = [one for one in every if one.decided_at <= as_of and unit in ("", one.unit)]
    rungs = Rungs(session, campaign, every, as_of=as_of, unit=unit)
    messages = Messages(session, campaign.id, decided, every=every, as_of=as_of, unit=unit)
    names = _Names(session, campaign)
    counted = messages.counted()
    outcomes = Counter(one.outcome for one in decided)
    not_sent = Counter({key: number for key, number in outcomes.items() if key != Outcome.SEND}) + messages.not_sent()
    proof = Proof(
        as_of=campaign.plan.calendar.local(as_of),
        plan=campaign.plan.identity.id,
        rungs=rungs.total,
        undecided=rungs.undecided,
        decisions=sum(outcomes.values()),
        messages=sum(counted.values()),
        sent=counted[MessageState.ACCEPTED] - len(messages.without_evidence()),
        held=counted[MessageState.HELD],
        waiting=counted[MessageState.QUEUED] + counted[MessageState.SENDING],
        superseded=counted[MessageState.SUPERSEDED],
        not_sent=dict(sorted(not_sent.items())),
        unknown=names.messages(messages.in_state(MessageState.UNKNOWN), messages),
        lost_items=names.lost(rungs, messages),
        doubled_items=names.messages(messages.doubled(), messages),
        possible_doubles=names.messages(messages.possibly_doubled(), messages),
        holds=names.holds(orders_in_force(session, campaign.id, now=as_of, today=campaign.local_day(as_of)), messages),
        dwell=dwell(messages, campaign.plan.calendar),
    )
    return Weighed(proof, messages)


class _Names:
    """Puts the names of units and local moments to what was found."""

    def __init__(self, session: Session, campaign: Campaign) -> None:
        self._session, self._campaign = session, campaign
        self._local = campaign.plan.calendar.local

    def messages(self, rows: Sequence[MessageRow], known: Messages) -> tuple[MessageItem, ...]:
        names = self._units(row.unit for row in rows)
        return tuple(
            MessageItem(
                unit=row.unit,
                name=names.get(row.unit, row.unit),
                message=row.message,
                channel=row.channel,
                recipient=row.recipient,
                since=self._local(known.since(row)),
                key=row.key,
            )
            for row in rows
        )

    def lost(self, rungs: Rungs, messages: Messages) -> tuple[LostItem, ...]:
        """Rungs first, then messages; a letter whose rung has lost its decision is named once, with the rung."""
        missed = tuple(one.key for one in rungs.missing)
        alone = [row for row in messages.without_decision if not row.key.startswith(missed)]
        found = [
            *(
                LostItem(one.unit, "", *one[1:5], "no_decision")
                for one in sorted(rungs.missing, key=lambda one: one.order)
            ),
            *(self._without_message(one) for one in messages.without_message()),
            *(self._message(row, "without_decision") for row in alone),
            *(self._message(row, "no_evidence") for row in messages.without_evidence() if not messages.is_stray(row)),
        ]
        names = self._units(one.unit for one in found)
        return tuple(self._named(one, names) for one in found)

    def holds(self, orders: Sequence[HoldOrder], messages: Messages) -> tuple[HoldItem, ...]:
        """With the messages that each keeps back; one that two orders are about is counted with the first."""
        counted = messages.held_under(orders)
        names = self._units(one.unit for one in orders)
        return tuple(
            HoldItem(
                unit=one.unit,
                name=names.get(one.unit, one.unit),
                by=one.by,
                reason=one.reason,
                since=self._local(one.at),
                until=one.until,
                messages=counted[one.id],
            )
            for one in orders
        )

    def _named(self, one: LostItem, names: Mapping[str, str]) -> LostItem:
        return LostItem(
            one.unit,
            names.get(one.unit, one.unit),
            one.rung,
            one.audience,
            one.message,
            self._local(one.due),
            one.why,
            one.key,
        )

    @staticmethod
    def _without_message(one: DecidedRow) -> LostItem:
        key = one.message_key or ""
        return LostItem(one.unit, "", one.rung, one.audience, one.message, one.decided_at, "no_message", key)

    @staticmethod
    def _message(row: MessageRow, why: str) -> LostItem:
        return LostItem(row.unit, "", "", "", row.message, row.moment, why, row.key)

    def _units(self, codes: Iterable[str]) -> dict[str, str]:
        wanted = set(codes)
        return unit_names(self._session, self._campaign.id, wanted) if wanted else {}
