"""A sentence that is shown once, on the page after the one where something was done."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from web.visitors import is_secure

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

COOKIE = "dondoc_note"
SECURE_COOKIE = "__Host-dondoc_note"  # such a name is taken by browsers over HTTPS only, and from this host only
LONGEST = 600  # characters; a cookie has at most 4 kB
SECONDS = 60


def put_note(request: Request, response: Response, sentence: str) -> None:
    """An empty sentence takes it away again."""
    secure, name = is_secure(request), _name(request)
    if not sentence:
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
        return
    text = base64.urlsafe_b64encode(sentence[:LONGEST].encode()).decode("ascii")
    response.set_cookie(name, text, max_age=SECONDS, path="/", secure=secure, httponly=True, samesite="lax")


def take_note(request: Request) -> str:
    try:
        return base64.urlsafe_b64decode(request.cookies.get(_name(request), "")).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _name(request: Request) -> str:
    return SECURE_COOKIE if is_secure(request) else COOKIE
