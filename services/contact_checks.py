"""Testing contacts: one short letter to each person on each channel, which asks for one tap and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import insert

from database.models import OutboxRow
from database.queries.contacts import tests_of
from database.queries.signals import kinds_of
from domain.channels import CHANNEL_NAMES
from domain.contact_addresses import shown_address
from domain.contact_proofs import CONTACT_TEST, Proof
from domain.outbox import MessageState, Priority
from domain.signals import SignalKind
from domain.units import Contact, ContactRole
from notifications.contexts import ContactTest
from services.letters import plan_facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import ContactRow
    from domain.answer_links import AnswerLinks
    from domain.campaigns import Campaign
    from services.contact_proofs import Proven


class Skipped(StrEnum):
    """Why nothing new goes to an address."""

    PROVEN = "proven"
    WAITING = "waiting"
    FAILED = "failed"
    NO_CHANNEL = "no_channel"


SKIPPED_NAMES = {
    Skipped.PROVEN: "đã xác nhận từ trước",
    Skipped.WAITING: "thư kiểm tra trước còn chờ trả lời",
    Skipped.FAILED: "không gửi được; cần sửa địa chỉ, hoặc thử lại bằng --again",
    Skipped.NO_CHANNEL: "kênh chưa được cấu hình",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One row of the list of contacts: the key of the message that tests it, or why there is none."""

    contact: Contact
    key: str = ""
    skipped: Skipped | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows are tested anew: `proven` also those that are proven, `again` also those that wait or have failed."""

    channels: Collection[str]
    proven: bool = False
    again: bool = False


def queue_tests(
    session: Session, campaign: Campaign, rows: Iterable[Proven], *, scope: Scope, now: datetime
) -> list[Checked]:
    """Queue a test for each row that needs one, for the next moment at which people are at work."""
    tests = _Tests(session, campaign)
    at = campaign.plan.calendar.next_working_moment(now)
    found = []
    for row in rows:
        contact = row.contact
        skipped = _skipped(row, tests, scope)
        key = "" if skipped else tests.next_key(campaign, contact)
        if key:
            session.execute(insert(OutboxRow).values(_row(campaign, contact, key=key, now=now, at=at)))
        found.append(Checked(contact, key, skipped))
    return found


def greet(session: Session, campaign: Campaign, contact: ContactRow, *, now: datetime) -> None:
    """Answer somebody who has just bound an account: what comes there now is the proof that it works, at any hour."""
    one = Contact(
        contact.code,
        contact.unit,
        contact.name,
        ContactRole(contact.role),
        contact.channel,
        contact.address,
        contact.phone,
    )
    key = _Tests(session, campaign).next_key(campaign, one)
    session.execute(insert(OutboxRow).values(_row(campaign, one, key=key, now=now, at=now)))


def contact_test(row: OutboxRow, campaign: Campaign, *, names: Mapping[str, str], links: AnswerLinks) -> ContactTest:
    """What the letter says. The links are those of its own message: whoever follows one answers this one."""
    return ContactTest(
        plan=plan_facts(campaign, names),
        unit=names[row.unit],
        person=row.recipient_name,
        address=f"{CHANNEL_NAMES.get(row.channel, row.channel)} {shown_address(row.address)}",
        tap_url=links.tap(row.id),
        mailto=links.mailto(row.id),
        intake=links.intake,
        answer_subject=links.subject(row.id),
    )


class _Tests:
    """The tests so far, by person and channel."""

    def __init__(self, session: Session, campaign: Campaign) -> None:
        self._rows: dict[tuple[str, str], list[OutboxRow]] = {}
        for row in tests_of(session, campaign.id):
            self._rows.setdefault((row.recipient, row.channel), []).append(row)
        self._heard = kinds_of(session, [row.id for rows in self._rows.values() for row in rows])

    def is_waiting(self, one: Contact) -> bool:
        """Whether a test to this very address is on its way, or is there and not answered."""
        return any(
            row.address == one.address
            and row.state not in (MessageState.FAILED, MessageState.SUPERSEDED)
            and not self._heard.get(row.id, set()) & {SignalKind.ANSWERED, SignalKind.SEEN}
            for row in self._rows.get((one.code, one.channel), ())
        )

    def next_key(self, campaign: Campaign, one: Contact) -> str:
        number = len(self._rows.get((one.code, one.channel), ())) + 1
        return f"{campaign.plan.identity.id}/{CONTACT_TEST}/{one.code}/{one.channel}/{number}"


def _skipped(row: Proven, tests: _Tests, scope: Scope) -> Skipped | None:
    if row.contact.channel not in scope.channels:
        return Skipped.NO_CHANNEL
    if row.standing.is_proven:
        return None if scope.proven or scope.again else Skipped.PROVEN
    if scope.again:
        return None
    if tests.is_waiting(row.contact):
        return Skipped.WAITING
    return Skipped.FAILED if row.standing.proof is Proof.FAILED else None


def _row(campaign: Campaign, one: Contact, *, key: str, now: datetime, at: datetime) -> dict[str, object]:
    return {
        "campaign_id": campaign.id,
        "key": key,
        "thread": f"{CONTACT_TEST}/{one.unit}/{one.channel}",  # a test of one channel says nothing of another
        "message": CONTACT_TEST,
        "unit": one.unit,
        "recipient": one.code,
        "recipient_name": one.name,
        "channel": one.channel,
        "address": one.address,
        "priority": Priority.REPLY.value,
        "moment": now,
        "next_at": at,
        "state": MessageState.QUEUED.value,
    }
