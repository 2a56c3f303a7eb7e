"""Answers that are no pages: files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Response

from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
_KEPT: Iterable[str] = "abcdefghijklmnopqrstuvwxyz0123456789._-"


def file_answer(content: bytes, name: str, media_type: str) -> Response:
    """Always to be saved, never opened in the page: what came from outside must not run here."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition(name)})


def disposition(name: str) -> str:
    """With the real name (RFC 6266), and one without marks for programs that do not know it."""
    plain = "".join(letter if letter in _KEPT else "-" for letter in fold(name).replace(" ", "-"))
    return f"attachment; filename=\"{plain or 'tep'}\"; filename*=UTF-8''{quote(name, safe='')}"
