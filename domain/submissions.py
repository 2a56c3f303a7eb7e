"""What came in (bản nộp): append-only versions, each received once, each perhaps accepted, returned or withdrawn once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class SendingWay(StrEnum):
    """By which way a report came (phương thức gửi, Nghị định 09/2019/NĐ-CP, Điều 8.2)."""

    FILE = "file"
    EMAIL = "email"
    PAPER = "paper"
    DOCUMENT_SYSTEM = "document_system"

    @property
    def may_lack_file(self) -> bool:
        """Paper lies in a cabinet, and some systems hold the file themselves: a number and a day then stand for it."""
        return self in (SendingWay.PAPER, SendingWay.DOCUMENT_SYSTEM)


@dataclass(frozen=True, slots=True)
class Submission:
    """One version of a report. A later one supersedes it; nothing is overwritten."""

    number: int
    received_at: datetime
    document_number: str = ""
    returned_at: datetime | None = None
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def is_returned(self, as_of: datetime) -> bool:
        return _has_happened(self.returned_at, as_of)

    def is_accepted(self, as_of: datetime) -> bool:
        return _has_happened(self.accepted_at, as_of)

    def is_there(self, as_of: datetime) -> bool:
        """Whether it had come by then and had not been taken back."""
        return self.received_at <= as_of and not _has_happened(self.withdrawn_at, as_of)


def last_there(submissions: Sequence[Submission], *, as_of: datetime) -> Submission | None:
    """The version that counts: the latest that is there, whether or not it was returned."""
    return next((one for one in reversed(submissions) if one.is_there(as_of)), None)


def _has_happened(moment: datetime | None, as_of: datetime) -> bool:
    return moment is not None and moment <= as_of
