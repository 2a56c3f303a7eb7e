"""Invitations: the deadline of one duty as one event in people's calendars, the same event through all its changes."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.campaigns import Campaign
    from domain.exemptions import Exemption
    from domain.obligations import Version
    from domain.submissions import Submission


def uid_of(campaign: Campaign, *parts: str) -> str:
    """The name of an event for good: `ke-hoach-15-kh-tu.commune.X1.20220624T003000Z@dondoc`.

    The moment of the opening keeps a campaign apart from a trial of the same plan, whose sequences began anew. No host
    stands in it (RFC 7986, 5.3): an event must stay the same when the board writes from another address.
    """
    opened = f"{campaign.opened_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return ".".join(quote(part, safe="") for part in (campaign.plan.identity.id, *parts, opened)) + "@dondoc"


def sequence(
    versions: Sequence[Version],
    submissions: Sequence[Submission],
    exemptions: Sequence[Exemption] = (),
    *,
    as_of: datetime,
) -> int:
    """The revision of the event (RFC 5545, 3.8.7.4): how often, after the opening, its day was moved, ended or restored.

    It counts what is only ever added to, so it never falls, and an event that changed has another number than before.
    """
    moved = (version.effective_from for version in versions[1:])
    came = (one.received_at for one in submissions)
    taken_back = (one.withdrawn_at for one in submissions)
    exempted = (one.since for one in exemptions)
    reinstated = (one.until for one in exemptions)
    return sum(_happened(moments, as_of) for moments in (moved, came, taken_back, exempted, reinstated))


def _happened(moments: Iterable[datetime | None], as_of: datetime) -> int:
    return sum(moment is not None and moment <= as_of for moment in moments)
