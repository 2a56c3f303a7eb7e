"""The form of a report (mẫu báo cáo) for a unit, told from the plan alone: it can be had before a campaign opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.form_origin import FormOrigin
from documents.layouts import PARTY, STATE
from documents.report_form import ReportForm
from domain.letterhead import archive_of, is_state_body
from domain.vietnamese_dates import day_text
from notifications.wording import clause_name
from services.report_signatures import blank_letterhead, report_signature

if TYPE_CHECKING:
    from domain.duties import Owed
    from domain.plans import Duty, Plan
    from domain.units import UnitTree

FILL_IN = (
    "Chữ nghiêng màu xám là gợi ý: gõ đè lên, không cần thì xóa. Mục không có nội dung thì ghi “Không.”, như vậy là đủ; "
    "đề mục bỏ trống là chưa đủ."
)


def report_form(plan: Plan, units: UnitTree, one: Owed) -> ReportForm:
    """The form for this duty of this unit."""
    unit, duty = one.unit, one.duty
    year = duty.deadline.last_day.year
    return ReportForm(
        layout=STATE if is_state_body(unit) else PARTY,
        letterhead=blank_letterhead(plan, unit, units.superior_of(unit.code), year=year),
        abstract=plan.identity.title[:1].lower() + plan.identity.title[1:],
        instruction=f"{_sending(plan, units, one)} {FILL_IN}",
        introduction=f"Thực hiện {plan.identity.citation}, {unit.name} báo cáo{_what(duty)} như sau:",
        outline=plan.outline,
        owed=frozenset(owed_sections(plan, one)),
        signature=report_signature(plan, unit, recipients=_recipients(units, one)),
        origin=FormOrigin(plan.identity.id, unit.code, duty.id),
    )


def owed_sections(plan: Plan, one: Owed) -> tuple[str, ...]:
    """The ids of the leaves of the outline that the unit owes under this duty, in the order of the outline."""
    owed = plan.outline.owed_by(one.unit.code, tier=one.unit.tier, only=one.duty.sections)
    return tuple(section.id for section in owed)


def _what(duty: Duty) -> str:
    """A part of the outline is named; the whole needs no name."""
    return f" nội dung mục {', '.join(duty.sections)} của đề cương" if duty.sections else " kết quả"


def _sending(plan: Plan, units: UnitTree, one: Owed) -> str:
    """Gửi về Huyện ủy Lý Nhân, chậm nhất hết ngày 31/7/2022 (mục II.3 của Kế hoạch số 15-KH/TU, mốc tạm xác định)."""
    duty = one.duty
    through = f" (qua {duty.via})" if duty.via else ""
    clause = clause_name(duty.clause)
    clause = (
        f"{clause} số {plan.identity.number}"
        if clause != duty.clause
        else f"{clause}, Kế hoạch số {plan.identity.number}"
    )
    assumed = ", mốc tạm xác định" if duty.deadline.assumed else ""
    day = day_text(duty.deadline.last_day)
    return f"Gửi về {_addressee(units, one)}{through}, chậm nhất hết ngày {day} ({clause}{assumed})."


def _addressee(units: UnitTree, one: Owed) -> str:
    if one.duty.addressee != "superior":
        return one.duty.addressee
    superior = units.superior_of(one.unit.code)
    return superior.name if superior else "cấp trên trực tiếp"


def _recipients(units: UnitTree, one: Owed) -> tuple[str, ...]:
    via = (f"{one.duty.via} (để tổng hợp)",) if one.duty.via else ()
    archive = archive_of(name=one.unit.name, kind=one.unit.kind)
    return (f"{_addressee(units, one)} (để báo cáo)", *via, archive)
