"""Reading what Zalo tells, of which nothing is taken on trust: a field may be missing, or be anything at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_FIELD = 4_000  # characters


def read_object(raw: bytes) -> dict[str, object]:
    """The JSON object in the bytes; an empty one for whatever is none."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def text_of(told: Mapping[str, object], name: str) -> str:
    """A text or a number, as text: ids come as either."""
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)[:LONGEST_FIELD]


def texts(told: Mapping[str, object], name: str) -> list[str]:
    value = told.get(name)
    items = value if isinstance(value, list) else []
    return [text for text in (text_of({"": item}, "") for item in items) if text]


def object_of(told: Mapping[str, object], name: str) -> dict[str, object]:
    value = told.get(name)
    return value if isinstance(value, dict) else {}


def objects(told: Mapping[str, object], *names: str) -> list[dict[str, object]]:
    return [object_of(told, name) for name in names]


def moment_of(milliseconds: str) -> datetime | None:
    """Zalo writes moments as milliseconds since 1970, in text."""
    if not milliseconds.isascii() or not milliseconds.isdigit():
        return None
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
