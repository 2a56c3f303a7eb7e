"""Calls of other servers: proven, kept within a moment whatever the database is doing, and worked off later."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolBusy

from database.queries.hooks import open_hooks
from domain.hooks import HookSource
from notifications.zalo.signatures import SERVER, SIGNATURE, TIMESTAMP, is_bot, matching_variants
from notifications.zalo.telling import read_object
from services.hooks import Desk, Incoming, allowed_variants, give_up, keep_hook, work_off

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.wiring import Workplace

MOST_AT_ONCE = 500  # the next run goes on
BUSY = (OperationalError, PoolBusy)
KEPT_HEADERS = (SIGNATURE, TIMESTAMP, SERVER, "num_retry", "content-type")

log = logging.getLogger(__name__)


def proven_zalo(place: Workplace, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Incoming | None:
    """The call for an Official Account if it is genuine. `headers` by their names in small letters."""
    settings = place.settings
    secrets = {
        "oa_secret": settings.zalo_oa_secret.get_secret_value(),
        "app_secret": settings.zalo_app_secret.get_secret_value(),
    }
    matched = matching_variants(body, headers, read_object(body), secrets=secrets)
    # Template events come from another system of Zalo's, which may sign in a way of its own.
    signed_by = f"{HookSource.ZALO}/templates" if headers.get(SERVER) else HookSource.ZALO.value
    genuine = matched & (_allowed(place, signed_by) or matched)
    if not genuine:
        return None
    return Incoming(HookSource.ZALO, body, now, _kept(headers), signed_by, genuine)


def proven_zalobot(place: Workplace, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Incoming | None:
    if not is_bot(headers, secret=place.settings.zalobot_hook_secret.get_secret_value()):
        return None
    return Incoming(HookSource.ZALOBOT, body, now, _kept(headers))


def proven_esms(place: Workplace, body: bytes, key: str, *, now: datetime) -> Incoming | None:
    """`key` is the last part of the address, which only eSMS was told."""
    secret = place.settings.esms_hook_secret.get_secret_value()
    if not secret or not hmac.compare_digest(key.encode(), secret.encode()):
        return None
    return Incoming(HookSource.ESMS, body, now)


def keep(place: Workplace, incoming: Incoming) -> None:
    """Keep the call, in the database or, while another process writes there, in the spool. It is safe when this returns."""
    try:
        with place.begin_in_haste() as session:
            keep_hook(session, incoming)
    except BUSY:
        if place.spool is None:
            raise
        place.spool.put(hashlib.sha256(incoming.key.encode()).hexdigest(), _to_json(incoming))


def work_off_hooks(place: Workplace, *, now: datetime) -> int:
    """Let everything that was told have its effect. Returns how many calls were done with. Safe with several workers."""
    _take_in_spool(place)
    with place.read() as session:
        waiting = open_hooks(session, limit=MOST_AT_ONCE)
    if not waiting:
        return 0
    campaigns = {campaign.id: campaign for campaign in place.campaigns()}
    desk = Desk(campaigns, place.secret.encode(), now)
    return sum(_one(place, hook_id, desk) for hook_id in waiting)


def _one(place: Workplace, hook_id: int, desk: Desk) -> bool:
    try:
        with place.begin() as session:
            return work_off(session, hook_id, desk) is not None
    except BUSY:
        return False
    except Exception as error:  # whatever one call does to the program, it is kept, and the others are worked off
        log.exception("Hook %d could not be worked off", hook_id)
        with place.begin() as session:
            give_up(session, hook_id, failure=type(error).__name__, now=desk.now)
        return True


def _take_in_spool(place: Workplace) -> None:
    if place.spool is None:
        return
    for name, content in place.spool.waiting():
        with place.begin() as session:
            keep_hook(session, _from_json(content))
        place.spool.drop(name)  # after the transaction: what is taken in twice is recognised by its key


def _allowed(place: Workplace, signed_by: str) -> frozenset[str]:
    """Reading waits for no writer. Where the database cannot be asked at all, any genuine signature will do."""
    try:
        with place.read() as session:
            return allowed_variants(session, signed_by)
    except BUSY:
        return frozenset()


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    """What may be of use later; never what proves who called by being secret."""
    return {name: headers[name][:300] for name in KEPT_HEADERS if name in headers}


def _to_json(incoming: Incoming) -> bytes:
    return json.dumps(
        {
            "source": incoming.source.value,
            "body": base64.b64encode(incoming.body).decode(),
            "received_at": incoming.received_at.isoformat(),
            "headers": dict(incoming.headers),
            "signed_by": incoming.signed_by,
            "variants": sorted(incoming.variants),
        }
    ).encode()


def _from_json(content: bytes) -> Incoming:
    found = json.loads(content)
    return Incoming(
        HookSource(found["source"]),
        base64.b64decode(found["body"]),
        datetime.fromisoformat(found["received_at"]),
        found["headers"],
        found["signed_by"],
        frozenset(found["variants"]),
    )
