"""How large a call may be: told by its first lines, so that nothing is read, or laid on the disk, that nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import HTTPException
from starlette.datastructures import Headers

from domain.uploads import MEBIBYTE, MOST_BYTES
from web.rendering import failure

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_OF_A_FORM = 2 * MEBIBYTE
MOST_WITH_FILES = MOST_BYTES + MEBIBYTE  # what surrounds the files is no part of them
# Where reports, lists and drafts are handed over.
WITH_FILES = ("/u/", "/reports/", "/contacts/", "/consolidation/", "/api/")


class BodySizes:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_too_large(scope):
            await failure(413)(scope, receive, send)
            return
        is_told = scope["type"] != "http" or "content-length" in Headers(scope=scope)
        await self._app(scope, receive if is_told else counted(receive, most=most_of(scope)), send)


def is_too_large(scope: Scope) -> bool:
    """By what the call says of itself; the server cuts off what is longer than that."""
    said = Headers(scope=scope).get("content-length", "0")
    return not said.isascii() or not said.isdigit() or int(said) > most_of(scope)


def most_of(scope: Scope) -> int:
    return MOST_WITH_FILES if scope["path"].startswith(WITH_FILES) else MOST_OF_A_FORM


def counted(receive: Receive, *, most: int) -> Receive:
    """A body that comes in pieces and says nothing of its length, up to what it may have."""
    length = 0

    async def receive_counted() -> Message:
        nonlocal length
        message = await receive()
        length += len(message.get("body", b""))
        if length > most:
            raise HTTPException(413)
        return message

    return receive_counted
