"""The auditor: what should never be, looked for every morning and told to staff by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.addresses import bad_addresses
from services.channel_flaws import channel_flaws, channels_in_use
from services.contact_flaws import contact_flaws
from services.ladder_flaws import ladder_flaws
from services.ledger_flaws import ledger_flaws
from services.outbox_flaws import outbox_flaws
from services.work_flaws import work_flaws

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.flaws import Flaw


def audit(session: Session, campaign: Campaign, *, now: datetime) -> list[Flaw]:
    """Every flaw of the campaign at `now`; none is the usual answer.

    The number of questions does not grow with the campaign, and each looks at little more than what it finds.
    """
    bad = bad_addresses(session, campaign.id)
    channels = channels_in_use(session, campaign, now=now)
    return [
        *ladder_flaws(session, campaign, now=now),
        *outbox_flaws(session, campaign, bad, channels, now=now),
        *ledger_flaws(session, campaign, now=now),
        *work_flaws(session, campaign, now=now),
        *channel_flaws(session, campaign, bad, channels, now=now),
        *contact_flaws(session, campaign, bad, now=now),
    ]
