"""What came in (bản nộp): append-only versions, each received once, each perhaps returned once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """One version of a report. A later one supersedes it; nothing is overwritten."""

    number: int
    received_at: datetime
    document_number: str = ""
    returned_at: datetime | None = None
    accepted_at: datetime | None = None

    def is_returned(self, as_of: datetime) -> bool:
        return self.returned_at is not None and self.returned_at <= as_of
