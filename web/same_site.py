"""Calls that change something must come from our own pages: browsers say where a call begins (Fetch Metadata)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from web.rendering import failure

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})  # "none": the person typed the address
# Called by servers, which send no such header and prove themselves in another way.
BETWEEN_SERVERS = ("/hooks/", "/api/")


class SameSite:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_foreign(scope):
            await failure(403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_foreign(scope: Scope) -> bool:
    """By Sec-Fetch-Site where the browser sends it, else by Origin; a call with neither is no browser's of today."""
    if scope["method"] in SAFE or scope["path"].startswith(BETWEEN_SERVERS):
        return False
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in OURS
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
