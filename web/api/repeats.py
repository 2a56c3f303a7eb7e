"""POSTs that create something: with an Idempotency-Key the same call is done once and answered alike."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Header, Response
from pydantic import BaseModel

from config import clock
from services.api_answers import begin_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from web.desks import Desk

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=100,
        pattern="^[!-~]*$",
        description="Any text of your choice. The same key with the same call gives the same answer for seven days.",
    ),
]
Made = TypeVar("Made", bound=BaseModel)


def once(desk: Desk, key: str, asked: dict[str, Any], deed: Callable[[Session], Made]) -> Made | Response:
    """Do it in one transaction together with the keeping of its answer. `asked` tells this call from others."""
    with desk.begin() as session:
        if not key:
            return deed(session)
        row = begin_answer(session, desk.visitor.user_id, key, request=_digest(desk, asked), now=clock.now())
        if row.body:
            return Response(row.body, status_code=201, media_type="application/json")
        made = deed(session)
        row.body = made.model_dump_json()
        return made


def _digest(desk: Desk, asked: dict[str, Any]) -> str:
    request = desk.request
    content = [request.method, request.url.path, str(request.query_params), asked]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
