"""What a unit sees of itself: its duties, what became of what it handed in, and its own history. Nothing about others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.message_log import logged_messages
from database.queries.notices import notices_sent_to
from database.queries.submissions import return_of, submissions_of
from database.queries.unit_links import duties_of
from database.queries.units import unit_names
from domain.channels import channel_name
from domain.lifecycle import Move, Stage
from domain.notices import NOTICE
from domain.outbox import MessageState
from domain.vietnamese_dates import day_text
from notifications.contexts import SectionToMend
from notifications.messages import MESSAGE_NAMES
from services.case_files import case_file
from services.letters import duty_facts
from services.standings import obligations_at
from services.wording import MOVES, NAMED_DAYS

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from domain.campaigns import Campaign
    from notifications.contexts import Duty
    from services.case_files import CaseFile, FiledEvent, FiledVersion
    from services.standings import Obligation

PRIVATE = MESSAGE_NAMES[NOTICE]


@dataclass(frozen=True, slots=True)
class ToMend:
    """Why a report went back: in general, section by section, and until when it should come again."""

    reason: str
    sections: tuple[SectionToMend, ...]
    new_day: date


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """One duty of the unit. `days_left` counts to the deadline and is negative once it is past."""

    id: int
    case: CaseFile
    facts: Duty
    days_left: int
    to_mend: ToMend | None

    @property
    def is_waited_for(self) -> bool:
        """Whether the unit still has to hand in."""
        return self.case.stage in (Stage.OPEN, Stage.RETURNED)

    @property
    def can_hand_in(self) -> bool:
        """Also a better version of what waits for its review."""
        return self.is_waited_for or self.case.stage is Stage.RECEIVED


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt for one version of the unit's own."""

    duty: OwnDuty
    version: FiledVersion
    last_day: date
    days_late: int


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing in the unit's history, in words; `text` is what staff wrote to it. Moments are local."""

    at: datetime
    what: str
    more: str = ""
    text: str = ""


def own_duties(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> list[OwnDuty]:
    ids = duties_of(session, campaign.id, unit)
    found = {one.id: one for one in obligations_at(session, campaign, as_of=as_of, only=ids)}
    return [_own(session, campaign, found[each], as_of=as_of) for each in ids]


def own_duty(session: Session, campaign: Campaign, unit: str, obligation_id: int, *, as_of: datetime) -> OwnDuty | None:
    """None where the duty is another unit's."""
    if obligation_id not in duties_of(session, campaign.id, unit):
        return None
    (found,) = obligations_at(session, campaign, as_of=as_of, only=[obligation_id])
    return _own(session, campaign, found, as_of=as_of)


def own_receipt(session: Session, campaign: Campaign, duty: OwnDuty, number: int, *, as_of: datetime) -> Receipt | None:
    """What a report of the duty got on arrival; None where there is no such report by then."""
    version = next((one for one in duty.case.versions if one.number == number), None)
    if version is None:
        return None
    (found,) = obligations_at(session, campaign, as_of=as_of, only=[duty.id])
    arrival = found.history.standing_on_arrival(number)
    return Receipt(duty, version, arrival.deadline.last_day, arrival.days_late)


def own_submission(session: Session, obligation_id: int, number: int) -> SubmissionRow | None:
    return next((row for row in submissions_of(session, obligation_id) if row.number == number), None)


def own_history(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> list[Happened]:
    """What the unit did and was told, the latest first."""
    local = campaign.plan.calendar.local
    events = [each for one in own_duties(session, campaign, unit, as_of=as_of) for each in one.case.events]
    told = [
        Happened(local(one.settled_at), f"Đã gửi đến đơn vị: {MESSAGE_NAMES[one.message]}", channel_name(one.channel))
        for one in logged_messages(session, campaign.id, as_of=as_of, unit=unit)
        if one.state is MessageState.ACCEPTED and one.message != NOTICE
    ]
    written = own_notices(session, campaign, unit, as_of=as_of)
    return sorted([*map(_happened, events), *_once_each(told), *written], key=lambda one: one.at, reverse=True)


def own_notices(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> list[Happened]:
    """What staff wrote to the unit in their own words, each once, the latest first: only a letter brings the words along."""
    sent = notices_sent_to(session, campaign.id, unit, as_of=as_of)
    channels = {
        number: dict.fromkeys(channel_name(one.channel) for one in sent if one.notice_id == number)
        for number in {one.notice_id for one in sent}
    }
    first = {one.notice_id: one for one in reversed(sent)}
    found = [
        Happened(
            campaign.plan.calendar.local(one.sent_at),
            f"{PRIVATE}: {one.subject}",
            ", ".join(channels[number]),
            one.text,
        )
        for number, one in first.items()
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _own(session: Session, campaign: Campaign, one: Obligation, *, as_of: datetime) -> OwnDuty:
    names = unit_names(session, campaign.id, [code for code in (one.unit, one.superior) if code])
    case = case_file(session, campaign, one.id, as_of=as_of)
    return OwnDuty(
        id=one.id,
        case=case,
        facts=duty_facts(one, campaign, names),
        days_left=(case.deadline - campaign.local_day(as_of)).days,
        to_mend=_to_mend(session, campaign, one) if case.stage is Stage.RETURNED else None,
    )


def _to_mend(session: Session, campaign: Campaign, one: Obligation) -> ToMend | None:
    last = one.standing.submission
    row = own_submission(session, one.id, last.number) if last else None
    returned = return_of(session, row.id) if row else None
    if returned is None:
        return None
    named = [(campaign.plan.outline.section(number), reason) for number, reason in json.loads(returned.sections)]
    sections = tuple(SectionToMend(each.id, each.title, reason) for each, reason in named if each is not None)
    return ToMend(returned.reason, sections, returned.new_day)


def _happened(event: FiledEvent) -> Happened:
    name = MOVES[event.move]
    day = NAMED_DAYS[event.move].format(day_text(event.day)) if event.day and event.move in NAMED_DAYS else ""
    number = f"văn bản số {event.document_number}" if event.document_number else ""
    reason = event.reason if event.move is not Move.SUBMIT else ""
    return Happened(event.at, name[:1].upper() + name[1:], "; ".join(filter(None, (day, number, reason))))


def _once_each(told: list[Happened]) -> list[Happened]:
    """What went to several people of the unit at once is told once."""
    return list({(one.what, one.more, one.at.replace(second=0, microsecond=0)): one for one in told}.values())
