"""A whole campaign in memory: what would be sent, to whom, when and why, under a scenario."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr
from sqlalchemy import select

from config.day import run_day
from config.settings import Settings
from config.wiring import Workplace
from database.blank import make_tables
from database.models import OutboxRow
from database.queries.decisions import decided
from domain.channels import EMAIL
from domain.contact_addresses import shown_address
from domain.decisions import Outcome
from domain.letterhead import report_number
from domain.outbox import MessageState
from rehearsal.acting import Actors
from rehearsal.playing import play
from rehearsal.recording import RecordedChannels, RecordingChannel
from rehearsal.scenarios import unreachable_addresses
from services.campaigns import open_campaign
from services.explanations import fate
from services.submissions import Handed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.decisions import Decided
    from domain.campaigns import Campaign
    from domain.units import UnitTree
    from notifications.channels.protocol import Channel
    from rehearsal.acting import Report
    from rehearsal.scenarios import Scenario
    from services.campaigns import Prepared
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class Message:
    """A message that would go out. `obligation` names the duty of a letter; `about` the units that a list is about.

    `audience` is what the receiver is to those units: of one body both the staff and the leaders may be written to.
    """

    at: datetime
    unit: str
    obligation: str
    about: tuple[str, ...]
    rung: str
    message: str
    channel: str
    to: str
    subject: str
    text: str
    reason: str
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """A decision, with what became of it; most lead to a message, the others say why not."""

    at: datetime
    unit: str
    obligation: str
    rung: str
    message: str
    recipient: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    plan: str
    scenario: str
    opens: date
    through: date
    messages: tuple[Message, ...]
    decisions: tuple[Silence, ...]


NO_SECRET = "dien-tap"  # noqa: S105 -- no secret at all: no link in a rehearsed letter shall open anything


class RehearsalRoom(Workplace):
    """A workplace in memory, whose only channel records."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(Settings(database_url="sqlite://", secret=SecretStr(NO_SECRET), _env_file=None))
        self._channel = channel
        make_tables(self.engine)

    @property
    def channels(self) -> dict[str, Channel]:
        return RecordedChannels({self._channel.name: self._channel})

    def close(self) -> None:
        self.engine.dispose()


def _nobody_asks() -> None:
    """How far the work is."""


def rehearse(
    prepared: Prepared,
    scenario: Scenario,
    *,
    through: date | None = None,
    channel: Channel | None = None,
    on_day: Callable[[], None] = _nobody_asks,
) -> Rehearsal:
    """Play the plan from its opening to `through` (its closing), and gather what happened."""
    with closing(RehearsalRoom(channel or recording_channel(prepared, scenario))) as room:
        return _play(room, prepared, scenario=scenario, through=through or prepared.plan.closes, on_day=on_day)


def _play(
    room: RehearsalRoom, prepared: Prepared, *, scenario: Scenario, through: date, on_day: Callable[[], None]
) -> Rehearsal:
    plan = prepared.plan
    with room.begin() as session:
        campaign = open_campaign(session, prepared, now=plan.calendar.opening(plan.opens))
    actors = Actors(campaign, scenario, plain_reports(prepared.units))
    for _ in play(room, campaign, actors, through=through, run_day=lambda now: run_day(room, campaign, now=now)):
        on_day()
    with room.read() as session:
        return gather(session, campaign, scenario=scenario.name, through=through)


def recording_channel(prepared: Prepared, scenario: Scenario) -> RecordingChannel:
    return RecordingChannel(EMAIL, refused=unreachable_addresses(prepared, scenario))


def plain_reports(units: UnitTree) -> Report:
    """What stands for reports where only their coming in matters."""

    def plain_report(_session: Session, one: Obligation, number: int, day: date) -> Handed:
        content = f"{one.unit}/{one.duty.id}/{number}/{day}"
        return Handed(
            file_name=f"bao-cao-{one.unit.lower()}-{number}.docx",
            size=len(content),
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            document_number=report_number(units[one.unit], number),
        )

    return plain_report


def gather(
    session: Session, campaign: Campaign, *, scenario: str, through: date, since: datetime | None = None
) -> Rehearsal:
    """What a played campaign came to (from `since` on), in the order of time."""
    begins = since or campaign.opened_at
    found = decided(session, campaign.id)
    behind: dict[str, list[Decided]] = {}
    for each in found:
        if each.decision.message_key:
            behind.setdefault(each.decision.message_key, []).append(each)
    rows = session.scalars(
        select(OutboxRow)
        .where(
            OutboxRow.campaign_id == campaign.id,
            OutboxRow.state == MessageState.ACCEPTED,
            OutboxRow.sent_at >= begins,
        )
        .order_by(OutboxRow.sent_at, OutboxRow.priority, OutboxRow.key),
    )
    return Rehearsal(
        plan=campaign.plan.identity.id,
        scenario=scenario,
        opens=campaign.local_day(since) if since else campaign.plan.opens,
        through=through,
        messages=tuple(_message(row, behind[row.key], campaign) for row in rows if row.key in behind),
        decisions=tuple(_silence(each, campaign) for each in found if each.decision.decided_at >= begins),
    )


def _message(row: OutboxRow, behind: Sequence[Decided], campaign: Campaign) -> Message:
    first = behind[0]
    is_letter = row.unit == first.unit and len(behind) == 1
    return Message(
        at=campaign.plan.calendar.local(row.sent_at or row.moment),
        unit=row.unit,
        obligation=f"{first.unit}/{first.duty}" if is_letter else "",
        about=tuple(dict.fromkeys(each.unit for each in behind)),
        rung=first.decision.rung,
        message=row.message,
        channel=row.channel,
        to=shown_address(row.address),
        subject=row.subject,
        text=row.text,
        reason=first.decision.reason,
        audience=first.decision.audience,
    )


def _silence(each: Decided, campaign: Campaign) -> Silence:
    decision = each.decision
    outcome, reason = decision.outcome, decision.reason
    if decision.outcome == Outcome.SEND and each.message is not None:
        outcome, reason = fate(each.message, reason)
    return Silence(
        at=campaign.plan.calendar.local(decision.decided_at),
        unit=each.unit,
        obligation=f"{each.unit}/{each.duty}",
        rung=decision.rung,
        message=decision.message,
        recipient=decision.recipient,
        outcome=outcome,
        reason=reason,
    )
