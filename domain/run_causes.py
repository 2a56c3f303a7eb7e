"""Why a draft is no longer what it was (nguyên nhân thay đổi): what became of the reports between two runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.consolidation import Absence
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from domain.consolidation import Absent, Preflight, RunInput


class Cause(StrEnum):
    """What happened to a report; or nothing did, and the program grouped or counted anew."""

    NEW_REPORT = "new_report"
    NEW_VERSION = "new_version"
    GONE = "gone"
    CORRECTED = "corrected"
    REGROUPED = "regrouped"
    RECOUNTED = "recounted"


@dataclass(frozen=True, slots=True)
class Reason:
    """`unit` is the name of the unit whose report it is about, "" for what is about none; `text` a whole sentence."""

    cause: Cause
    unit: str
    text: str


def causes(before: Preflight, after: Preflight) -> dict[str, Reason]:
    """By code of the unit, in the order of the new run, those that left at the end; units whose report stands are not in it."""
    old = {one.unit: one for one in before.inputs}
    new = {one.unit: one for one in after.inputs}
    was_absent = {one.unit: one for one in before.absent}
    is_absent = {one.unit: one for one in after.absent}
    found = {unit: _taken_in(one, old.get(unit), was_absent.get(unit)) for unit, one in new.items()}
    found |= {unit: _left_out(one, is_absent.get(unit)) for unit, one in old.items() if unit not in new}
    return {unit: reason for unit, reason in found.items() if reason is not None}


def _taken_in(new: RunInput, old: RunInput | None, absent: Absent | None) -> Reason | None:
    if old is None:
        return Reason(Cause.NEW_REPORT, new.name, _arrival(new, absent))
    if (old.version, old.sha256) != (new.version, new.sha256):
        text = f"{new.name} nộp lại ngày {day_text(new.received_at)}: bản nộp lần {new.version} thay bản lần {old.version}."
        return Reason(Cause.NEW_VERSION, new.name, text)
    if old.corrections != new.corrections:
        return Reason(Cause.CORRECTED, new.name, f"Người xem xét đã sửa việc xếp đề mục trong báo cáo của {new.name}.")
    return None


def _arrival(new: RunInput, absent: Absent | None) -> str:
    numbered = f" số {new.document_number}" if new.document_number else ""
    late = f", chậm {new.days_late:02d} ngày" if new.days_late else ""
    before = _ARRIVED_AFTER[absent.reason] if absent else "mới có"
    return f"{new.name} {before} báo cáo{numbered}, nhận ngày {day_text(new.received_at)}{late}."


# What can be said of a report that is in now, by what was said of it at the last run.
_ARRIVED_AFTER = {
    Absence.MISSING: "mới nộp",
    Absence.RETURNED: "đã nộp lại",
    Absence.UNREADABLE: "đã có bản đọc được của",
    Absence.PAPER: "đã có tệp của",
}


def _left_out(old: RunInput, absent: Absent | None) -> Reason:
    if absent is None:
        return Reason(Cause.GONE, old.name, f"{old.name} được miễn hoặc không còn phải báo cáo.")
    return Reason(Cause.GONE, old.name, _LEFT_OUT[absent.reason].format(old.name))


_LEFT_OUT = {
    Absence.MISSING: "Báo cáo của {} đã được rút, chưa có bản khác.",
    Absence.RETURNED: "Báo cáo của {} đã bị trả lại, chưa nộp lại.",
    Absence.UNREADABLE: "Bản mới nhất của {} chưa đọc được bằng máy.",
    Absence.PAPER: "Bản mới nhất của {} là văn bản giấy, chưa có tệp.",
}
