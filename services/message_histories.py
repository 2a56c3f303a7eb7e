"""What happened to each message, step by step, from the decision to the last that was heard of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries import message_histories as ask
from database.queries.holds import orders
from database.queries.signals import signals_of
from database.queries.units import unit_names
from domain.channels import channel_name
from domain.contact_addresses import shown_address
from domain.message_past import state_by
from domain.outbox import MessageState, Priority
from domain.signals import FATE_NAMES, Fate, SignalKind, fate_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import AttemptRow, DecisionRow, OutboxRow, SignalRow
    from domain.campaigns import Campaign

# Steps that are no fate of their own, or not the last one.
STEP_NAMES = {
    **{fate.value: name for fate, name in FATE_NAMES.items()},
    "deferred": "chưa nhận, sẽ gửi lại",
    "bounced": "bị trả lại",
    "confirmed": "người nhận xác nhận đã nhận được",
    "denied": "người nhận cho biết không nhận được",
    "replaced": "chuyển sang kênh khác",
    "ordered": "được giữ theo yêu cầu",
    "let_go": "được gửi tiếp",
}
_ATTEMPTS = {
    "accepted": Fate.SENT.value,
    "rejected": Fate.REFUSED.value,
    "deferred": "deferred",
    "ambiguous": Fate.UNKNOWN.value,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: `what` is a key of STEP_NAMES; `at` is local, and `text` in words or as it was said."""

    at: datetime
    what: str
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class MessageHistory:
    """One message. `number` is what people call it by, `key` what names it for ever.

    `replaces` and `replaced_by` are the keys of the messages before and after it on other channels.
    """

    number: int
    key: str
    unit: str
    name: str
    message: str
    rung: str
    recipient: str
    recipient_name: str
    channel: str
    address: str
    fate: Fate
    is_doubtful: bool
    transport_id: str
    replaces: str
    replaced_by: str
    steps: tuple[Step, ...]


def message_histories(
    session: Session, campaign: Campaign, *, as_of: datetime, unit: str = "", channel: str = ""
) -> list[MessageHistory]:
    """All messages that were decided by then, or those to one unit or over one channel; the oldest first."""
    rows = ask.messages_of(session, campaign.id, unit=unit, channel=channel)
    return _Histories(session, campaign, rows, as_of=as_of).of(rows)


def histories_of(
    session: Session, campaign: Campaign, rows: Sequence[OutboxRow], *, as_of: datetime
) -> list[MessageHistory]:
    """Of these messages, in their order: one page of a list."""
    return _Histories(session, campaign, rows, as_of=as_of).of(rows)


def message_history(session: Session, campaign: Campaign, row: OutboxRow, *, as_of: datetime) -> MessageHistory | None:
    """Of one message; None where it had not been decided by then."""
    return next(iter(_Histories(session, campaign, [row], as_of=as_of).of([row])), None)


class _Histories:
    """What is on record of these messages, each table asked once."""

    def __init__(self, session: Session, campaign: Campaign, rows: Sequence[OutboxRow], *, as_of: datetime) -> None:
        self._as_of, self._local = as_of, campaign.plan.calendar.local
        ids = [row.id for row in rows]
        others = ask.related(session, rows)
        self._by_id = {row.id: row for row in (*rows, *others)}
        self._successors = {row.replaces_id: row for row in self._by_id.values() if row.replaces_id is not None}
        self._decisions = ask.first_decisions(session, [row.key for row in self._by_id.values()])
        self._attempts = ask.attempts_by_message(session, ids)
        self._signals = signals_of(session, ids)
        self._names = unit_names(session, campaign.id, {row.unit for row in rows})
        self._orders = [one for one in orders(session, campaign.id) if one.at <= as_of]
        self._calendar = campaign.plan.calendar

    def of(self, rows: Sequence[OutboxRow]) -> list[MessageHistory]:
        return [self._history(row) for row in rows if self._began(row) <= self._as_of]

    def _history(self, row: OutboxRow) -> MessageHistory:
        before = self._by_id.get(row.replaces_id) if row.replaces_id is not None else None
        after = self._successor(row)
        decision = self._decisions.get(row.key)
        fate = self._fate(row)
        return MessageHistory(
            number=row.id,
            key=row.key,
            unit=row.unit,
            name=self._names.get(row.unit, row.unit),
            message=row.message,
            rung=decision.rung if decision else "",
            recipient=row.recipient,
            recipient_name=row.recipient_name,
            channel=row.channel,
            address=shown_address(row.address),
            fate=fate,
            is_doubtful=row.doubtful and fate is not Fate.UNKNOWN,
            transport_id=row.provider_id if row.sent_at is not None and row.sent_at <= self._as_of else "",
            replaces=before.key if before else "",
            replaced_by=after.key if after else "",
            steps=tuple(self._steps(row, after)),
        )

    def _began(self, row: OutboxRow) -> datetime:
        decision = self._decisions.get(row.key)
        return decision.decided_at if decision else row.moment

    def _successor(self, row: OutboxRow) -> OutboxRow | None:
        found = self._successors.get(row.id)
        return found if found is not None and self._began(found) <= self._as_of else None

    def _state(self, row: OutboxRow) -> MessageState:
        return state_by(self._as_of, row, self._attempts.get(row.id, ()))

    def _heard(self, row: OutboxRow) -> list[SignalRow]:
        return [one for one in self._signals.get(row.id, ()) if one.at <= self._as_of]

    def _fate(self, row: OutboxRow) -> Fate:
        return fate_of(self._state(row), [SignalKind(one.kind) for one in self._heard(row)])

    def _steps(self, row: OutboxRow, after: OutboxRow | None) -> list[Step]:
        """The oldest first; of what bears one moment, in the order in which it can have happened."""
        decision = self._decisions.get(row.key)
        found = [Step(self._local(self._began(row)), Fate.QUEUED.value, decision.reason if decision else "")]
        found += self._held_by_staff(row)
        if row.held_since is not None and row.held_for not in {one.text for one in self._orders}:
            found.append(Step(self._local(row.held_since), Fate.HELD.value, row.held_for))
        found += [self._attempt(one, row) for one in self._attempts.get(row.id, ())]
        found += [Step(self._local(one.at), one.kind, one.detail) for one in self._signals.get(row.id, ())]
        if row.settled_at is not None and row.state == MessageState.SUPERSEDED:
            found.append(Step(self._local(row.settled_at), Fate.SUPERSEDED.value, row.note))
        if after is not None:
            found.append(self._replaced(after))
        return sorted((one for one in found if one.at <= self._as_of), key=lambda one: one.at)

    def _held_by_staff(self, row: OutboxRow) -> list[Step]:
        """The orders that came while the message was waiting, and their ends while it still was."""
        found, left = [], row.sent_at or row.settled_at
        for one in self._orders:
            since, ends = max(one.at, self._began(row)), one.ends(self._calendar)
            is_reply = row.priority == Priority.REPLY
            if not one.covers(row.unit, {row.id, row.replaces_id or 0}, is_reply=is_reply):
                continue
            if (left is None or since < left) and (ends is None or since < ends):
                found.append(Step(self._local(since), "ordered", one.text))
                if ends is not None and (left is None or ends <= left):
                    found.append(Step(self._local(ends), "let_go", one.end_text))
        return found

    def _attempt(self, one: AttemptRow, row: OutboxRow) -> Step:
        what = _ATTEMPTS.get(one.outcome, one.outcome)
        text = one.detail or (row.provider_id if one.outcome == "accepted" else "")
        return Step(self._local(one.at), what, text, one.code)

    def _replaced(self, after: OutboxRow) -> Step:
        decision: DecisionRow | None = self._decisions.get(after.key)
        text = decision.reason if decision else channel_name(after.channel)
        return Step(self._local(self._began(after)), "replaced", text)


def counts(found: Sequence[MessageHistory]) -> Mapping[Fate, int]:
    """How many messages have come how far, without the ends that none has come to."""
    return {fate: number for fate in Fate if (number := sum(one.fate is fate for one in found))}
