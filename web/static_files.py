"""Style sheets, scripts, letters: each under an address that changes with its content, so that it may be kept for long."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.staticfiles import StaticFiles
from starlette.datastructures import QueryParams

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

STATIC = Path(__file__).with_name("static")
KEPT = "public, max-age=31536000, immutable"  # a year: the longest that browsers honour
ASKED_FOR = "no-cache"  # kept as well, but only after asking whether it is still the same


def static(path: str) -> str:
    """The address of the file, for templates: `static("dondoc.css")`."""
    return f"/static/{path}?v={version(path)}"


@cache  # the files of a running program do not change
def version(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


class KeptFiles(StaticFiles):
    """The files, with leave to keep them where the address names the very content."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        asked = QueryParams(scope["query_string"]).get("v")
        answer.headers["Cache-Control"] = KEPT if asked == version(path) else ASKED_FOR
        return answer
