"""`/metrics` for Prometheus: to whoever knows the token, or, without one, to this machine alone."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from operation.metrics import DatabaseFigures
from web.permits import OPEN
from web.places import Place

if TYPE_CHECKING:
    from config.wiring import Workplace

router = APIRouter(dependencies=[OPEN])
FORWARDED = ("x-forwarded-for", "x-real-ip", "forwarded")


@router.get("/metrics")
def metrics(request: Request, place: Place) -> Response:
    _check_caller(request, place)
    text = generate_latest(_registry(request, place)) + generate_latest(request.app.state.counts.registry)
    return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _check_caller(request: Request, place: Workplace) -> None:
    token = place.settings.metrics_token.get_secret_value()
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if not hmac.compare_digest(given.encode(), token.encode()):
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    elif not _is_from_here(request):
        raise HTTPException(403, detail="Chỉ đọc được từ chính máy chủ; muốn đọc từ máy khác hãy đặt mã đọc số liệu.")


def _is_from_here(request: Request) -> bool:
    """What a proxy on this machine passes on comes from here as well, so anything that was passed on does not."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _registry(request: Request, place: Workplace) -> CollectorRegistry:
    """Kept with the application, and made anew where that serves another installation."""
    state = request.app.state
    kept: tuple[Workplace, CollectorRegistry] | None = getattr(state, "figures", None)
    if kept is None or kept[0] is not place:
        registry = CollectorRegistry()
        registry.register(DatabaseFigures(place))
        kept = (place, registry)
        state.figures = kept
    return kept[1]
