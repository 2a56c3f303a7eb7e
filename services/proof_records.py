"""The record of a campaign: all that its ledger says by a moment, as plain facts that give the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from database.queries import proof_records as ask
from database.queries.consolidations import runs_of
from database.queries.escalations import escalations_told
from database.queries.units import units_of
from domain.outbox import MessageState
from services.audit_log import verify
from services.audit_rounds import past_findings
from services.escalations import escalations
from services.proving import weigh
from services.status import status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from services.proving import Proof
    from services.proving_messages import Messages

Facts = dict[str, Any]  # what JSON can hold

FORM = 1  # grows when a record of the same campaign would read otherwise
# A day, a document's number, a time or a number: a run of signs with a figure in it.
_PARTICULARS = re.compile(r"[^\s,.;:()]*\d[^\s,;()]*(?<![.:])")
ONE_DAY = timedelta(days=1)


def proof_record(session: Session, campaign: Campaign, *, as_of: datetime) -> Facts:
    """Codes beside names: whoever reads it in ten years has no program to look them up."""
    as_of = as_of.replace(microsecond=999_999)  # the record names the second, and all of it has passed
    proof, messages = weigh(session, campaign, as_of=as_of)
    names = {unit.code: unit.name for unit in units_of(session, campaign.id)}
    facts = {
        "form": FORM,
        "as_of": proof.as_of,
        "campaign": _campaign(session, campaign, names, as_of),
        **_status(session, campaign, as_of),
        "count": _count(proof),
        "decisions": _decisions(session, campaign, as_of),
        "messages": _messages(messages),
        "evidence": [row._asdict() for row in ask.evidence(session, campaign.id, as_of=as_of)],
        "dwell": [asdict(one) for one in proof.dwell],
        "unknown": [asdict(one) for one in proof.unknown],
        "possible_doubles": [asdict(one) for one in proof.possible_doubles],
        "lost": [asdict(one) for one in proof.lost_items],
        "doubled": [asdict(one) for one in proof.doubled_items],
        "holds": [asdict(one) for one in proof.holds],
        "deeds": [_named(row._asdict(), names) for row in ask.deeds(session, campaign.id, as_of=as_of)],
        "receipts": [_named(row._asdict(), names) for row in ask.received(session, campaign.id, as_of=as_of)],
        "escalations": _escalations(session, campaign, names, as_of),
        "runs": _runs(session, campaign, as_of),
        **_rounds(session, campaign, names, as_of),
        "restorations": [
            {"taken_at": row.taken_at, "restored_at": row.restored_at, "by": row.by, "note": row.note}
            for row in ask.restorations(session, as_of=as_of)
        ],
        "audit_log": _audit_log(session, as_of),
    }
    record: Facts = _plain(facts, campaign)
    return record


def canonical(facts: Mapping[str, Any]) -> str:
    """The one form in which facts are written down to be compared."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The parts of the record that do not say the same."""
    return [part for part in sorted(before.keys() | after.keys()) if before.get(part) != after.get(part)]


def _campaign(session: Session, campaign: Campaign, names: Mapping[str, str], as_of: datetime) -> Facts:
    plan, identity, bodies = campaign.plan, campaign.plan.identity, campaign.plan.bodies
    return {
        "plan": identity.id,
        "number": identity.number,
        "citation": identity.citation,
        "title": identity.title,
        "issuer": identity.issuer,
        "place": identity.place,
        "opened_at": campaign.opened_at,
        "closes": plan.closes,
        "sha256": ask.plan_sha256(session, campaign.id),
        "coordinator": names.get(bodies.coordinator, bodies.coordinator),
        "office": names.get(bodies.office, bodies.office),
        "changes": [
            {
                "at": row.at,
                "by": row.by,
                "summary": row.summary,
                "reason": row.reason,
                "approver": row.approver,
                "document_number": row.document_number,
            }
            for row in ask.plan_changes(session, campaign.id, as_of=as_of)
        ],
    }


def _status(session: Session, campaign: Campaign, as_of: datetime) -> Facts:
    """The expected units are frozen with the campaign; where each stands is worked out by then."""
    found = status(session, campaign, as_of=as_of)
    kept = ("unit", "name", "tier", "duty", "state", "is_overdue", "days_late", "deadline", "received_at")
    return {
        "tiers": [
            {"id": one.id, "name": one.name, "deadline": one.deadline, **asdict(one.count)} for one in found.tiers
        ],
        "units": [
            {
                **{name: getattr(one, name) for name in kept},
                "document_number": one.document_number,
                "told": one.reminders,
            }
            for one in found.units
        ],
    }


def _count(proof: Proof) -> Facts:
    numbers = (
        "rungs",
        "undecided",
        "decisions",
        "messages",
        "sent",
        "held",
        "waiting",
        "superseded",
        "lost",
        "doubled",
    )
    return {**{name: getattr(proof, name) for name in numbers}, "not_sent": dict(proof.not_sent)}


def _decisions(session: Session, campaign: Campaign, as_of: datetime) -> list[Facts]:
    """By outcome and reason. A reason names days and documents, which say nothing of how often there was such a one."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in ask.reasons(session, campaign.id, as_of=as_of):
        counted[row.outcome, _PARTICULARS.sub("…", row.reason)] += row.number
    return [
        {"outcome": outcome, "reason": reason, "number": number}
        for (outcome, reason), number in sorted(counted.items(), key=lambda one: (one[0][0], -one[1], one[0][1]))
    ]


def _messages(messages: Messages) -> list[Facts]:
    """By kind and channel, how many ended how."""
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for state in MessageState:
        for row in messages.in_state(state):
            ends = counted.setdefault((row.message, row.channel), {})
            ends[state.value] = ends.get(state.value, 0) + 1
    return [{"message": message, "channel": channel, **ends} for (message, channel), ends in sorted(counted.items())]


def _escalations(session: Session, campaign: Campaign, names: Mapping[str, str], as_of: datetime) -> list[Facts]:
    keys = {row.id: row.key for row in escalations_told(session, campaign.id, as_of=as_of)}
    about = ask.units_told_of(session, list(keys.values()))
    return [
        {
            "at": one.at,
            "recipient": one.recipient_name,
            "units": [names.get(unit, unit) for unit in about.get(keys[one.id], ())],
            "acknowledged": [{"at": said.at, "by": said.by, "note": said.note} for said in one.acknowledgements],
        }
        for one in reversed(escalations(session, campaign, as_of=as_of))
    ]


def _runs(session: Session, campaign: Campaign, as_of: datetime) -> list[Facts]:
    return [
        {
            "id": run.id,
            "unit": run.unit,
            "name": run.name,
            "as_of": run.as_of,
            "state": run.state.value,
            "finished_at": run.finished_at,
            "approved_by": run.approved_by,
            "reason": run.reason,
            "files": dict(run.outputs),
        }
        for run in sorted(runs_of(session, campaign), key=lambda run: run.id)
        if run.requested_at <= as_of
    ]


def _rounds(session: Session, campaign: Campaign, names: Mapping[str, str], as_of: datetime) -> Facts:
    """The auditor's rounds are the mornings on which the pipeline ran; a working day without one is an outage."""
    number, found = past_findings(session, campaign, as_of=as_of)
    ran = {campaign.local_day(at) for at in ask.round_moments(session, campaign.id, as_of=as_of)}
    return {
        "rounds": number,
        "days_without": [day for day in _working_days(campaign, as_of) if day not in ran],
        "findings": [
            {
                "code": one.flaw.code,
                "text": one.flaw.text,
                "unit": one.flaw.unit,
                "name": names.get(one.flaw.unit, ""),
                "first": one.first,
                "last": one.last,
            }
            for one in found
        ],
    }


def _working_days(campaign: Campaign, as_of: datetime) -> Iterable[date]:
    day = campaign.local_day(campaign.opened_at)
    last = min(campaign.local_day(as_of), campaign.plan.closes)
    while day <= last:
        if campaign.plan.calendar.is_working_day(day):
            yield day
        day += ONE_DAY


def _audit_log(session: Session, as_of: datetime) -> Facts:
    number, last = ask.chain_by(session, as_of=as_of)
    _, broken = verify(session)
    return {
        "entries": number,
        "hash": last,
        "broken_at": broken.entry_id if broken else None,
        "what": broken.what if broken else "",
    }


def _named(row: Facts, names: Mapping[str, str]) -> Facts:
    return {**row, "name": names.get(row["unit"], row["unit"])}


def _plain(value: object, campaign: Campaign) -> Any:  # noqa: ANN401 -- whatever JSON can hold
    """Moments local and to the second, days as ISO."""
    match value:
        case datetime():
            return campaign.plan.calendar.local(value).replace(microsecond=0).isoformat()
        case date():
            return value.isoformat()
        case str():
            return str(value)
        case dict():
            return {str(key): _plain(one, campaign) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one, campaign) for one in value]
        case _:
            return value
