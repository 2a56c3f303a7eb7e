"""Messages that may have gone before a restoration: looked for where a trace of them would be, and never sent by hope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from database.models import OutboxRow
from database.queries.restorations import in_doubt
from domain.errors import RuleBroken
from domain.outbox import MessageState
from domain.restorations import FOUND_IN_JOURNAL, RESTORED
from notifications.envelope import Rendered
from services.rendering import Batch
from services.settling import accepted, note

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.answer_links import AnswerLinks
    from domain.campaigns import Campaign
    from notifications.channels.protocol import Channel
    from notifications.outcome import Accepted

MOST_AT_ONCE = 50  # each is a question to a mail server
LOOK_AGAIN_AFTER = timedelta(hours=6)  # the journal may have been out of reach
NOTHING_SAID = Rendered("", "", "")  # the name of a letter depends on its key alone


@dataclass(frozen=True, slots=True)
class Sought:
    """A message that is to be looked for under the name that it had in life."""

    outbox_id: int
    channel: str
    message_id: str


def to_look_for(
    session: Session, campaign: Campaign, channels: Mapping[str, Channel], *, now: datetime, links: AnswerLinks
) -> list[Sought]:
    """Those whose turn it is, each given its name: also what the other side tells later finds them by it."""
    rows = in_doubt(session, campaign.id, now=now, limit=MOST_AT_ONCE)
    if not rows:
        return []
    batch = Batch(session, campaign, rows, now=now, links=links)
    for row in rows:
        row.next_at = now + LOOK_AGAIN_AFTER
        if not row.message_id and row.channel in channels:
            _name(row, batch, channels[row.channel], now=now)
    return [Sought(row.id, row.channel, row.message_id) for row in rows if row.message_id and row.channel in channels]


def found(session: Session, outbox_id: int, proof: Accepted, *, now: datetime) -> bool:
    """The trace is the receipt. False where a person or the other side was quicker."""
    row = session.get_one(OutboxRow, outbox_id)
    if row.state != MessageState.UNKNOWN or row.code != RESTORED:
        return False
    when = row.settled_at or now
    note(session, row, proof, now=now)
    accepted(row, proof.provider_id, now=now)
    row.sent_at, row.note = when, FOUND_IN_JOURNAL
    return True


def send_after_all(row: OutboxRow, *, now: datetime) -> None:
    """It did not go, a person says: so it goes now, unless it has lost its point meanwhile."""
    row.state, row.next_at, row.settled_at = MessageState.QUEUED, now, None
    row.note = row.code = row.scope = ""


def _name(row: OutboxRow, batch: Batch, channel: Channel, *, now: datetime) -> None:
    rendered = _rendered(row, batch)
    try:
        envelope = channel.compose(
            rendered, key=row.key, to_address=row.address, to_name=row.recipient_name, sent_at=now, follows=""
        )
    except RuleBroken:  # what cannot be written to this address did not go to it either; a person will see
        return
    row.message_id, row.subject, row.text = envelope.message_id, rendered.subject, envelope.text or rendered.text


def _rendered(row: OutboxRow, batch: Batch) -> Rendered:
    """What it said, as far as that can be said still: a list may have nobody left to name."""
    try:
        return batch.rendered(row)
    except (RuleBroken, LookupError):
        return NOTHING_SAID
