"""What a plan asks, in words: deadlines, addressees, ladders and rungs as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.findings import Severity
from domain.rung_names import rung_text
from domain.schedule import PROMISE_LADDER, RETURNED_LADDER
from domain.vietnamese_dates import day_text, month_text
from notifications.messages import MESSAGE_NAMES
from services.wording import AUDIENCES

if TYPE_CHECKING:
    from domain.deadlines import Deadline
    from domain.ladder import Ladder, Rung
    from domain.plans import Duty, Plan
    from domain.units import UnitTree

SEVERITIES = {Severity.ERROR: "LỖI", Severity.WARNING: "Lưu ý", Severity.INFO: "Đã rõ"}
# Ladders that belong to no duty.
SPECIAL_LADDERS = {RETURNED_LADDER: "báo cáo bị trả lại", PROMISE_LADDER: "đơn vị đã hẹn ngày nộp"}
A_WEEK = 7
READINGS = {"through": "tính hết ngày", "before": "trước ngày"}


def who_owes(duty: Duty, plan: Plan, units: UnitTree) -> str:
    return ", ".join(units[code].name for code in duty.units) or plan.tier(duty.tier).name


def what_is_owed(duty: Duty) -> str:
    return f"mục {', '.join(duty.sections)}" if duty.sections else "toàn bộ đề cương"


def when_due(deadline: Deadline) -> str:
    month = f"; hoàn thành trong {month_text(deadline.completion_month)}" if deadline.completion_month else ""
    assumed = "; tạm xác định" if deadline.assumed else ""
    return f"{READINGS[deadline.reading.value]} {day_text(deadline.day)}{month}{assumed}"


def to_whom(duty: Duty) -> str:
    addressee = "cấp trên trực tiếp" if duty.addressee == "superior" else duty.addressee
    return f"{addressee} (qua {duty.via})" if duty.via else addressee


def audiences(plan: Plan, units: UnitTree) -> dict[str, str]:
    """The audiences by the names of the bodies that they are under this plan."""
    board, office = units[plan.bodies.coordinator].name, units[plan.bodies.office].name
    return AUDIENCES | {"board": board, "leaders": f"lãnh đạo {board}", "office": office}


def ladder_name(ladder: Ladder, plan: Plan) -> str:
    """Whose ladder it is: of a tier, or of single duties where a tier has several ladders."""
    duties = [duty for duty in plan.duties if duty.ladder == ladder.id]
    shared = {duty.tier for duty in plan.duties if duty.ladder != ladder.id}
    names = dict.fromkeys(duty.name if duty.tier in shared else plan.tier(duty.tier).name for duty in duties)
    return ", ".join(names) or SPECIAL_LADDERS.get(ladder.id, ladder.id)


def notice_lines(rung: Rung, names: dict[str, str]) -> list[str]:
    return [f"{names[one.audience]}: {MESSAGE_NAMES[one.message]}" for one in rung.notices]


def rung_words(rung: Rung, ladder: Ladder) -> str:
    return f"{rung_text(rung.id)}{_repetition(rung, ladder)}{' (khẩn)' if rung.urgent else ''}"


def _repetition(rung: Rung, ladder: Ladder) -> str:
    if not rung.every_days or ".every" in rung.id:
        return ""
    anchor = rung_text(f"{ladder.id if ladder.id in SPECIAL_LADDERS else ''}{rung.offset}")
    is_said = rung.every_days == A_WEEK and rung_text(rung.id).startswith("hằng tuần")
    return f", kể từ mốc {anchor}" if is_said else f", mỗi {rung.every_days} ngày kể từ mốc {anchor}"
