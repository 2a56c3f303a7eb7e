"""Around everything: the number of a request, one line of the log for it, and its time.

Whoever calls may bring a number; otherwise one is made that can be read out over the telephone. It goes back as
X-Request-ID, stands on the page of a failure, and in every line that is logged meanwhile.
"""

from __future__ import annotations

import logging
import re
import secrets
from time import perf_counter
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from config.log_facts import bound

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from web.request_counts import RequestCounts

HEADER = "X-Request-ID"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that sounds or looks like another
UNTOLD = ("/health", "/health/live", "/health/ready", "/metrics", "/static")  # asked all day long
_USABLE = re.compile(r"[A-Za-z0-9._-]{4,64}")
log = logging.getLogger(__name__)


class RequestIds:
    def __init__(self, app: ASGIApp, counts: RequestCounts) -> None:
        self._app, self._counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, begun, status = _number(Headers(scope=scope).get(HEADER, "")), perf_counter(), 500

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        with bound(request=number):
            try:
                await self._app(scope, receive, send_numbered)
            finally:
                self._note(scope, status, perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """By the pattern of the route: the path itself may let people in."""
        method, route = scope["method"], route_of(scope)
        self._counts.count(method, route, status, seconds)
        level = logging.DEBUG if route in UNTOLD else logging.INFO
        log.log(level, "%s %s answered %d in %.0f ms", method, route, status, seconds * 1000)


def route_of(scope: Scope) -> str:
    """/units/{code}; what leads nowhere has one name for all."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path", "none"))
    return "/static" if scope["path"].startswith("/static/") else "none"


def _number(given: str) -> str:
    if _USABLE.fullmatch(given):
        return given
    made = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{made[:4]}-{made[4:]}"
