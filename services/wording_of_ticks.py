"""The runs of the clockwork in words."""

from __future__ import annotations

from domain.ticks import TickKind

_NAMES = {TickKind.DAY: "lượt buổi sáng", TickKind.DELIVER: "lượt gửi", TickKind.INTAKE: "lượt lấy thư"}


def tick_name(kind: TickKind) -> str:
    return _NAMES[kind]
