"""Why an expected report is not in a consolidation, in the words of every document that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.consolidation import Absence
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from domain.consolidation import Absent

ABSENCES = {
    Absence.MISSING: "Chưa gửi báo cáo",
    Absence.RETURNED: "Báo cáo đã trả lại, chưa gửi lại",
    Absence.UNREADABLE: "Đã gửi tệp nhưng chương trình không đọc được",
    Absence.PAPER: "Đã gửi bản giấy, chưa có tệp",
}
# Nothing stands there of these; of the others something came, only not what the program can take in.
NOT_SENT = (Absence.MISSING, Absence.RETURNED)
NEVER_CONTACTED = "Chưa liên lạc được"


def last_contact_text(absent: Absent) -> str:
    return day_text(absent.last_contact) if absent.last_contact else NEVER_CONTACTED


def overdue_text(absent: Absent) -> str:
    """Nothing for who is not behind; what came in another form came late, and is not overdue."""
    if not absent.days_late:
        return ""
    return f"{'quá hạn' if absent.reason in NOT_SENT else 'chậm'} {absent.days_late} ngày"


def delay_text(days_late: int) -> str:
    """In time, or by how many days it came after its deadline."""
    return f"Chậm {days_late} ngày" if days_late else "Đúng hạn"
