"""What other servers report to us: proven, kept as it came, answered at once. What it means is found out later."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from config import clock
from config.hooks import keep, proven_esms, proven_zalo, proven_zalobot
from domain.hooks import HookSource
from notifications.zalo.signatures import is_probe
from web.permits import OPEN
from web.places import Place, RawBody, small_headers

if TYPE_CHECKING:
    from config.wiring import Workplace
    from services.hooks import Incoming

router = APIRouter(prefix="/hooks", dependencies=[OPEN])
log = logging.getLogger(__name__)
refused: Counter[str] = Counter()


@router.post("/zalo")
def zalo(request: Request, place: Place, body: RawBody) -> JSONResponse:
    if is_probe(body):
        return _taken()
    return _keep(place, HookSource.ZALO, proven_zalo(place, body, small_headers(request), now=clock.now()))


@router.post("/zalobot")
def zalobot(request: Request, place: Place, body: RawBody) -> JSONResponse:
    return _keep(place, HookSource.ZALOBOT, proven_zalobot(place, body, small_headers(request), now=clock.now()))


@router.get("/esms/{key}")
def esms(request: Request, key: str, place: Place) -> JSONResponse:
    """A plain GET is all that eSMS knows, so the address itself is what proves it."""
    return _keep(place, HookSource.ESMS, proven_esms(place, request.url.query.encode(), key, now=clock.now()))


@router.post("/esms/{key}")
def esms_form(key: str, place: Place, body: RawBody) -> JSONResponse:
    return _keep(place, HookSource.ESMS, proven_esms(place, body, key, now=clock.now()))


def _keep(place: Workplace, source: HookSource, incoming: Incoming | None) -> JSONResponse:
    """Whatever a genuine call is about, it is answered with 200, so that it is not sent again."""
    if incoming is None:
        refused[source] += 1
        log.warning("%s: a call that proved nothing was refused, %d so far", source, refused[source])
        raise HTTPException(403)
    keep(place, incoming)
    return _taken()


def _taken() -> JSONResponse:
    return JSONResponse({"ok": True})
