"""Exemptions (miễn báo cáo): a unit need not report, for a reason; until the exemption is lifted or a report asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Exemption:
    since: datetime
    until: datetime | None = None

    def holds(self, as_of: datetime) -> bool:
        return self.since <= as_of and (self.until is None or as_of < self.until)


def exemption_in_force(exemptions: Sequence[Exemption], *, as_of: datetime) -> Exemption | None:
    return next((one for one in reversed(exemptions) if one.holds(as_of)), None)
