"""The log of messages (nhật ký gửi) in words, for the workbook of a consolidation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.message_log import logged_messages
from documents.consolidation_workbook import SentMessage
from domain.channels import channel_name
from domain.contact_addresses import shown_address
from notifications.messages import MESSAGE_NAMES
from services.letters import RESULTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.message_log import LoggedMessage
    from domain.campaigns import Campaign


def message_log(
    session: Session, campaign: Campaign, *, names: Mapping[str, str], as_of: datetime
) -> tuple[SentMessage, ...]:
    """All that was settled by then about the units that `names` tells by their code, in the order of time."""
    found = logged_messages(session, campaign.id, as_of=as_of)
    return tuple(_in_words(one, campaign, names[one.unit]) for one in found if one.unit in names)


def _in_words(one: LoggedMessage, campaign: Campaign, unit: str) -> SentMessage:
    address = shown_address(one.address)
    return SentMessage(
        at=campaign.plan.calendar.local(one.settled_at),
        unit=unit,
        kind=MESSAGE_NAMES[one.message],
        channel=channel_name(one.channel),
        recipient=f"{one.recipient_name} ({address})" if one.recipient_name else address,
        outcome=RESULTS[one.state],
    )
