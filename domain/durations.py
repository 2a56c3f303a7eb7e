"""Durations in words."""

from __future__ import annotations

_UNITS = ((86_400, "ngày"), (3_600, "giờ"), (60, "phút"), (1, "giây"))


def duration_text(seconds: int) -> str:
    """The two largest parts: “2 ngày 15 giờ”, “3 phút”, “0 giây”."""
    parts, rest = [], seconds
    for size, name in _UNITS:
        number, rest = divmod(rest, size)
        if number:
            parts.append(f"{number} {name}")
    return " ".join(parts[:2]) or "0 giây"
