"""Evidence about one unit up to a moment: what it owed, what it was told or not told and why, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from database.queries.decisions import decided
from database.queries.evidence import version_rows
from database.queries.intakes import owed_by
from database.queries.message_histories import attempts_by_message
from database.queries.signals import signals_of
from database.queries.units import contacts_of, unit_names
from domain.contact_addresses import masked, shown_address
from domain.decisions import Outcome
from domain.ladder import Audience
from domain.message_past import state_by
from domain.outbox import MessageState
from domain.signals import SignalKind, fate_of
from services.case_files import case_file
from services.explanations import explain, fate
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.models import AttemptRow, OutboxRow, SignalRow
    from database.queries.decisions import Decided
    from domain.campaigns import Campaign
    from domain.obligations import Cause, Version
    from domain.units import Contact, Unit
    from services.case_files import CaseFile
    from services.explanations import Explained
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class DeadlineEvidence:
    """One version of the duty. `rests_on` is the clause or the document that sets the deadline, `quote` its words."""

    number: int
    cause: Cause
    deadline: date
    reading: str
    rests_on: str
    quote: str
    is_assumed: bool
    since: datetime
    approver: str
    document_number: str


@dataclass(frozen=True, slots=True)
class AttemptEvidence:
    """One attempt to deliver, and what the transport said."""

    at: datetime
    outcome: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class SignalEvidence:
    """What was heard of a message after a transport took it over: delivered, seen, answered, handed back."""

    at: datetime
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class NoticeEvidence:
    """One message to a person of the unit. `state` is the one it was in by then, "sent" where a transport took it over.

    `fate` is how far it had come by then (a domain Fate).
    `outbox_id` leads to its bytes; it is no fact about the unit and stays out of what is handed out.
    """

    outbox_id: int
    message: str
    rung: str
    decided_at: datetime
    recipient: str
    recipient_name: str
    channel: str
    address: str
    state: str
    reason: str
    sent_at: datetime | None
    message_id: str
    transport_id: str
    attempts: tuple[AttemptEvidence, ...]
    fate: str
    signals: tuple[SignalEvidence, ...]

    @property
    def has_gone(self) -> bool:
        return self.state in ("sent", MessageState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class DutyEvidence:
    """`notices` went, or were to go, to the unit; `told` are the lists about it to those above; `silences` went nowhere."""

    obligation_id: int
    clause: str
    addressee: str
    deadlines: tuple[DeadlineEvidence, ...]
    notices: tuple[NoticeEvidence, ...]
    told: tuple[Explained, ...]
    silences: tuple[Explained, ...]
    case: CaseFile


@dataclass(frozen=True, slots=True)
class Evidence:
    """All moments are local, and none is later than `as_of`."""

    plan_number: str
    plan: str
    task: str
    unit: Unit
    as_of: datetime
    contacts: tuple[Contact, ...]
    duties: tuple[DutyEvidence, ...]


def evidence(session: Session, campaign: Campaign, unit: Unit, *, as_of: datetime) -> Evidence:
    """What is known of the unit at a moment; without duties where it owes nothing under the plan."""
    owed = obligations_at(session, campaign, as_of=as_of, only=owed_by(session, campaign.id, unit.code))
    found = decided(session, campaign.id, units=[unit.code], as_of=as_of)
    explained = {one.obligation.id: one.decisions for one in explain(session, campaign, unit.code, as_of=as_of)}
    said = _said(session, [one.message.id for one in found if one.message])
    identity = campaign.plan.identity
    return Evidence(
        plan_number=identity.number,
        plan=identity.citation,
        task=identity.task,
        unit=unit,
        as_of=campaign.plan.calendar.local(as_of),
        contacts=tuple(map(masked, contacts_of(session, campaign.id, [unit.code]).get(unit.code, ()))),
        duties=tuple(
            _duty(session, campaign, one, found=found, explained=explained[one.id], said=said, as_of=as_of)
            for one in owed
        ),
    )


def _duty(
    session: Session,
    campaign: Campaign,
    one: Obligation,
    *,
    found: Sequence[Decided],
    explained: Sequence[Explained],
    said: Mapping[int, _Said],
    as_of: datetime,
) -> DutyEvidence:
    own = [each for each in found if each.obligation_id == one.id and each.decision.audience == Audience.UNIT]
    return DutyEvidence(
        obligation_id=one.id,
        clause=one.duty.clause,
        addressee=_addressee(session, campaign, one),
        deadlines=_deadlines(session, campaign, one, as_of=as_of),
        notices=tuple(
            _notice(each, each.message, campaign, said[each.message.id], as_of=as_of)
            for each in own
            if each.message is not None and not _was_overtaken(each, said, as_of)
        ),
        told=tuple(each for each in explained if each.audience != Audience.UNIT and each.outcome == "sent"),
        silences=tuple(each for each in explained if _is_silence(each)),
        case=case_file(session, campaign, one.id, as_of=as_of),
    )


class _Said(NamedTuple):
    """Whatever was said of one message, by the transport and by others later, up to now."""

    attempts: Sequence[AttemptRow]
    signals: Sequence[SignalRow]


def _said(session: Session, outbox_ids: Sequence[int]) -> dict[int, _Said]:
    attempts, signals = attempts_by_message(session, outbox_ids), signals_of(session, outbox_ids)
    return {one: _Said(attempts.get(one, ()), signals.get(one, ())) for one in outbox_ids}


def _was_overtaken(each: Decided, said: Mapping[int, _Said], as_of: datetime) -> bool:
    """Whether the message had lost its point by then and was never sent."""
    if each.message is None:
        return False
    return fate(each.message, "", as_of=as_of, attempts=said[each.message.id].attempts)[0] == MessageState.SUPERSEDED


def _is_silence(each: Explained) -> bool:
    """Decided against, or decided and overtaken; what waits or was refused is no silence but a message with its fate."""
    return each.outcome in (*(outcome for outcome in Outcome if outcome is not Outcome.SEND), MessageState.SUPERSEDED)


def _addressee(session: Session, campaign: Campaign, one: Obligation) -> str:
    duty = one.duty
    if duty.addressee == "superior":
        return unit_names(session, campaign.id, [one.superior]).get(one.superior, "") if one.superior else ""
    return f"{duty.addressee} (qua {duty.via})" if duty.via else duty.addressee


def _deadlines(
    session: Session, campaign: Campaign, one: Obligation, *, as_of: datetime
) -> tuple[DeadlineEvidence, ...]:
    """Each version that had begun, with who gave it where a person did."""
    rows = version_rows(session, one.id, as_of=as_of)
    return tuple(
        _deadline(version, campaign, approver=row.approver, document_number=row.document_number)
        for version, row in zip(one.history.versions, rows, strict=False)  # later versions have no row by then
    )


def _deadline(version: Version, campaign: Campaign, *, approver: str, document_number: str) -> DeadlineEvidence:
    deadline = version.deadline
    return DeadlineEvidence(
        number=version.number,
        cause=version.cause,
        deadline=deadline.last_day,
        reading=deadline.reading.value,
        rests_on=deadline.clause,
        quote=deadline.quote,
        is_assumed=deadline.assumed,
        since=campaign.plan.calendar.local(version.effective_from),
        approver=approver,
        document_number=document_number,
    )


def _notice(
    each: Decided,
    message: OutboxRow,
    campaign: Campaign,
    said: _Said,
    *,
    as_of: datetime,
) -> NoticeEvidence:
    """As it was by then: what a message became later is not told."""
    local, decision = campaign.plan.calendar.local, each.decision
    state, reason = fate(message, decision.reason, as_of=as_of, attempts=said.attempts)
    heard = [one for one in said.signals if one.at <= as_of]
    furthest = fate_of(state_by(as_of, message, said.attempts), [SignalKind(one.kind) for one in heard])
    sent_at = message.sent_at if message.sent_at is not None and message.sent_at <= as_of else None
    return NoticeEvidence(
        outbox_id=message.id,
        message=decision.message,
        rung=decision.rung,
        decided_at=local(decision.decided_at),
        recipient=message.recipient,
        recipient_name=message.recipient_name,
        channel=message.channel,
        address=shown_address(message.address),
        state=state,
        reason=reason,
        sent_at=local(sent_at) if sent_at else None,
        message_id=message.message_id if sent_at else "",
        transport_id=message.provider_id if sent_at else "",
        attempts=tuple(
            AttemptEvidence(local(one.at), one.outcome, one.code, one.detail)
            for one in said.attempts
            if one.at <= as_of
        ),
        fate=furthest.value,
        signals=tuple(SignalEvidence(local(one.at), one.kind, one.detail) for one in heard),
    )
