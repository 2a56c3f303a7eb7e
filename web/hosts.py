"""Under which names the site answers: a name that is not ours was made to lead here by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from web.rendering import failure

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

THIS_MACHINE = frozenset(
    {"127.0.0.1", "localhost", "[::1]"}
)  # a proxy that keeps the name for itself, and the operator
# Asked by machines of the operator, by whatever address they know.
FOR_MACHINES = ("/health", "/metrics")
ELSEWHERE = "Hệ thống không có ở địa chỉ này; hãy mở đúng địa chỉ trong thông báo đã nhận."


class KnownHosts:
    """`site` is the address under which people come; without it any name will do, since nobody said which is ours."""

    def __init__(self, app: ASGIApp, *, site: str, listens_at: str = "") -> None:
        self._app = app
        name = host_of(site)
        self._known = THIS_MACHINE | {name, listens_at.lower()} if name else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._known is not None and not scope["path"].startswith(FOR_MACHINES):
            asked = host_of(f"//{Headers(scope=scope).get('host', '')}")
            if asked not in self._known:
                await failure(421, ELSEWHERE)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def host_of(address: str) -> str:
    """The name without its port, in small letters; empty where there is none."""
    try:
        name = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return f"[{name}]" if ":" in name else name
