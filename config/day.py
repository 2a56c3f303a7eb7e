"""One day of the pipeline in plain calls: decide for each tier, send, audit. The Prefect flows do the same steps."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from config.channel_urls import official_account_url
from config.hooks import work_off_hooks
from services.audit import audit
from services.audit_rounds import record_round
from services.courier import deliver_outbox
from services.decisions import decide_tier

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from domain.flaws import Flaw
    from services.audit_rounds import Round

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Day:
    """What a day came to: decisions by tier and outcome, deliveries by outcome, and what the auditor found."""

    decisions: dict[str, dict[str, int]]
    deliveries: dict[str, int]
    round: Round

    @property
    def flaws(self) -> list[Flaw]:
        return [one.flaw for one in self.round.findings]


def run_day(workplace: Workplace, campaign: Campaign, *, now: datetime) -> Day:
    """Safe to run twice, late, or not at all for three days."""
    work_off_hooks(workplace, now=now)
    _keep_connected(workplace)
    channels = workplace.channels  # a channel that cannot be opened refuses here, before anything is decided
    decisions = {}
    for tier in tiers_in_order(campaign):
        with workplace.begin() as session:
            decisions[tier] = decide_tier(session, campaign, tier=tier, now=now)
    deliveries = deliver_outbox(
        workplace.begin, campaign, channels, owner=owner(), now=now, links=workplace.answer_links
    )
    found = go_round(workplace, campaign, now=now)
    log.info("A day's round is done: decided %s, delivered %s, %d flaws", decisions, deliveries, len(found.findings))
    return Day(decisions, deliveries, found)


def go_round(workplace: Workplace, campaign: Campaign, *, now: datetime) -> Round:
    """The auditor's round, kept for those who look later. Looking holds nobody up; only what was found is written."""
    began = monotonic()
    with workplace.read() as session:
        flaws = audit(session, campaign, now=now)
    seconds = monotonic() - began
    with workplace.begin() as session:
        return record_round(session, campaign, flaws, now=now, seconds=seconds)


def deliver(workplace: Workplace, campaign: Campaign, *, now: datetime) -> dict[str, int]:
    work_off_hooks(workplace, now=now)
    _keep_connected(workplace)
    channels, links = workplace.channels, workplace.answer_links
    done = deliver_outbox(workplace.begin, campaign, channels, owner=owner(), now=now, links=links)
    log.info("A delivery round is done: %s", done)
    return done


def _keep_connected(workplace: Workplace) -> None:
    if official_account_url(workplace.settings):
        from config.zalo import keep_zalo_connected  # noqa: PLC0415 -- Apprise is only wanted where something is set up

        keep_zalo_connected(workplace)


def tiers_in_order(campaign: Campaign) -> list[str]:
    return [tier.id for tier in sorted(campaign.plan.tiers, key=lambda tier: tier.rank)]


def owner() -> str:
    """The name under which one delivery run claims messages: no two runs have the same, even in one process."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
