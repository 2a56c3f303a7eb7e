"""The phone list as files: what the workbook and the printed pages say of each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.units import unit_names
from documents.phone_list import PhoneEntry, PhoneList
from domain.vietnamese_dates import day_text
from services.phone_wording import call_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from services.phone_list import PhoneLine

MOST_CALLS = 3  # earlier calls that one cell tells, the latest


def phone_file(session: Session, campaign: Campaign, lines: Sequence[PhoneLine], *, as_of: datetime) -> PhoneList:
    identity, board = campaign.plan.identity, campaign.plan.bodies.coordinator
    return PhoneList(
        title=f"Danh sách gọi điện thoại theo Kế hoạch số {identity.number}",
        issuer=unit_names(session, campaign.id, [board])[board],
        plan=identity.citation,
        as_of=campaign.plan.calendar.local(as_of),
        entries=tuple(map(_entry, lines)),
    )


def _entry(line: PhoneLine) -> PhoneEntry:
    called = [call for call in line.calls if call.result.is_call]
    return PhoneEntry(
        code=line.unit,
        unit=line.name,
        superior=line.superior,
        callee=_callee(line),
        number=line.call.number if line.call else "",
        reasons=line.reasons,
        deadline=line.deadline,
        earlier="\n".join(f"{day_text(call.at)}: {call_text(call)}" for call in called[-MOST_CALLS:]),
        script=line.script,
    )


def _callee(line: PhoneLine) -> str:
    if line.call is None:
        return ""
    return line.call.name if line.call.is_own else f"{line.call.name} (cấp trên: {line.superior})"
