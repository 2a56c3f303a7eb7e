"""What every route is given: the installation that it serves, and the body of a call, not longer than it may be."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, HTTPException, Request

from config.wiring import Workplace

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_BODY = 256 * 1024  # bytes
READ_WITHIN = 1.0  # seconds; who calls waits two for the answer


def _place(request: Request) -> Workplace:
    return cast("Workplace", request.app.state.place)


async def _raw_body(request: Request) -> bytes:
    pieces: list[bytes] = []
    length = 0
    try:
        async with asyncio.timeout(READ_WITHIN):
            async for piece in request.stream():
                length += len(piece)
                if length > LONGEST_BODY:
                    raise HTTPException(413)
                pieces.append(piece)
    except TimeoutError:
        raise HTTPException(408) from None
    return b"".join(pieces)


def small_headers(request: Request) -> Mapping[str, str]:
    """By their names in small letters."""
    return {name.lower(): value for name, value in request.headers.items()}


Place = Annotated[Workplace, Depends(_place)]
RawBody = Annotated[bytes, Depends(_raw_body)]
