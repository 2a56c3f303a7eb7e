"""Restorations (khôi phục): a database out of a backup, and what it cannot know of the time between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

RESTORED = "restored"  # the code of a message that may have gone before the restoration
MAY_HAVE_GONE = "Có thể đã gửi trước khi khôi phục từ bản sao lưu; chương trình không tự gửi lại. Đề nghị hỏi người nhận rồi ghi kết quả."
FOUND_IN_JOURNAL = "Tìm thấy bản lưu của thư này trong hộp thư lưu: thư đã được gửi trước khi khôi phục."
SERIES = 100  # after a restoration receipts go on at the next number with two noughts behind it


@dataclass(frozen=True, slots=True)
class Gap:
    """The time that the database knows nothing of: from the backup until the lost service stopped."""

    taken_at: datetime
    stopped_at: datetime

    def __post_init__(self) -> None:
        if self.stopped_at < self.taken_at:
            raise RuleBroken("Thời điểm hệ thống cũ ngừng chạy không thể sớm hơn thời điểm của bản sao lưu.")

    def holds(self, moment: datetime) -> bool:
        return self.taken_at <= moment <= self.stopped_at


@dataclass(frozen=True, slots=True)
class ReceiptRange:
    """Receipt numbers that may have been given out in the gap, so that none of them is given out again."""

    first: int
    last: int


def lost_receipts(last_known: int, *, duties: int, last_given: int | None) -> ReceiptRange | None:
    """The numbers to pass over: up to the last one that the operator names, otherwise as many as there are duties.

    None where the operator says that none was given out.
    """
    if last_given is None:
        beyond = last_known + max(duties, 1)
        return ReceiptRange(last_known + 1, -(-beyond // SERIES) * SERIES)
    if last_given < last_known:
        raise RuleBroken(
            f"Bản sao lưu đã có phiếu tiếp nhận số {last_known:04d}; số cuối cùng đã cấp không thể là {last_given}."
        )
    return ReceiptRange(last_known + 1, last_given) if last_given > last_known else None
