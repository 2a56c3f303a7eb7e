"""The work on subscriptions: look for changes, write the calls down, make the next one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from database.queries.subscriptions import next_due_call, subscribed_plans
from notifications.channels.http_session import HttpSession
from notifications.subscriber_calls import SECONDS, Letter, call_subscriber
from services.subscription_calls import claim_next, find_changes, record_call, write_calls

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from services.subscription_calls import ClaimedCall


def work_once(place: Workplace, *, now: datetime) -> bool:
    """One round. Returns whether there was anything to do. Safe with several workers, and at any time after a crash."""
    written = write_down_calls(place, now=now)
    if not place.may_send:
        return bool(written)
    return make_next_call(place, now=now) or bool(written)


def write_down_calls(place: Workplace, *, now: datetime) -> int:
    """Whatever happened since the last look, as calls that wait. A round that finds nothing writes nothing."""
    with place.read() as session:
        subscribed = subscribed_plans(session)
    written = 0
    for plan_id in subscribed:
        campaign = place.campaign(plan_id)
        with place.read() as session:
            found = find_changes(session, campaign, now=now)
        if found:
            with place.begin() as session:
                written += write_calls(session, campaign, found, site=place.settings.web_url.strip(), now=now)
    return written


def make_next_call(place: Workplace, *, now: datetime) -> bool:
    """Make the call that waits longest. No transaction is open while the other server takes its time."""
    with place.read() as session:
        if next_due_call(session, now=now) is None:
            return False  # without taking a writer's place
    owner = secrets.token_hex(8)
    with place.begin() as session:
        claimed = claim_next(session, cipher=place.cipher, owner=owner, now=now)
    if claimed is None:
        return False
    http = HttpSession(timeout_seconds=SECONDS)
    try:
        heard = call_subscriber(http, _letter(claimed), now=now)
    finally:
        http.close()
    with place.begin() as session:
        record_call(
            session,
            claimed.id,
            owner=owner,
            has_arrived=heard.has_arrived,
            code=heard.code,
            note=heard.note,
            now=now,
            again=not heard.wants_no_more,
        )
    return True


def _letter(claimed: ClaimedCall) -> Letter:
    return Letter(claimed.url, claimed.secret, claimed.key, claimed.kind, claimed.body.encode())
