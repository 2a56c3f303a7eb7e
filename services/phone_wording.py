"""Why a unit is on the phone list, and what came of calls, in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.calls import CALL_NAMES, CallResult, Ground, unanswered
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from database.queries.calls import Refusal
    from domain.calendar import WorkingCalendar
    from domain.calls import Call, ToCall
    from notifications.contexts import Earlier
    from services.standings import Obligation

NO_CONTACT = "Chưa có kênh liên lạc nào"
NO_EVIDENCE = "Chưa rõ thông báo đã đến hay chưa"
NO_NUMBER = "Chưa có số điện thoại dùng được; cần hỏi số khác"


def reasons(
    found: ToCall,
    one: Obligation,
    *,
    calls: Sequence[Call],
    refused: Mapping[str, Refusal],
    written: Sequence[Earlier],
    has_contact: bool,
    has_number: bool,
    calendar: WorkingCalendar,
) -> tuple[str, ...]:
    """A short sentence for each ground, then what the caller must know of earlier calls."""
    spoken = {
        Ground.NO_CHANNEL: lambda: _refusals(refused) if has_contact else NO_CONTACT,
        Ground.NO_EVIDENCE: lambda: NO_EVIDENCE,
        Ground.ESCALATED: lambda: _overdue(one, written),
        Ground.WANTED: lambda: _wanted(calls, calendar),
    }
    said = dict.fromkeys(spoken[ground]() for ground in found.grounds if not _says_it_all(ground, found))
    return (*said, *_earlier_calls(calls, has_number=has_number))


def _says_it_all(ground: Ground, found: ToCall) -> bool:
    """Where nothing can be written, it goes without saying that nothing arrived."""
    return ground is Ground.NO_EVIDENCE and Ground.NO_CHANNEL in found.grounds


def _refusals(refused: Mapping[str, Refusal]) -> str:
    """Thư bị từ chối 2 lần (550 5.1.1)."""
    times = sum(refusal.times for refusal in refused.values())
    codes = ", ".join(dict.fromkeys(refusal.code for refusal in refused.values() if refusal.code))
    return f"Thư bị từ chối {times} lần{f' ({codes})' if codes else ''}"


def _overdue(one: Obligation, written: Sequence[Earlier]) -> str:
    """Quá hạn 12 ngày, đã đôn đốc 2 lần."""
    urgings = max((letter.round for letter in written), default=0)
    return f"Quá hạn {one.standing.days_late} ngày{f', đã đôn đốc {urgings} lần' if urgings else ''}"


def _wanted(calls: Sequence[Call], calendar: WorkingCalendar) -> str:
    last = [call for call in calls if call.result is CallResult.WANTED][-1]
    note = f": {last.note}" if last.note else ""
    return f"{last.who} đề nghị gọi ({day_text(calendar.local(last.at))}){note}"


def _earlier_calls(calls: Sequence[Call], *, has_number: bool) -> Iterator[str]:
    number = unanswered(calls)
    if number:
        yield f"Đã gọi {number} lần không có người nghe"
    talks = [place for place, call in enumerate(calls) if call.result.is_spoken]
    since = calls[talks[-1] + 1 :] if talks else calls
    wrong = dict.fromkeys(call.number for call in since if call.result is CallResult.WRONG_NUMBER)
    if wrong:
        yield f"Số {', '.join(wrong)} không đúng; cần số khác"
    if not has_number:
        yield NO_NUMBER


def talk_text(call: Call, calendar: WorkingCalendar) -> str:
    """Gọi điện, đã gặp, 22/8/2022: a call as a list names the last contact."""
    return f"Gọi điện, {CALL_NAMES[call.result]}, {day_text(calendar.local(call.at))}"


def call_text(call: Call) -> str:
    """Đã gặp; hẹn nộp ngày 25/8/2022; nhận gọi đến 10 giờ 30: what came of it, with the number dialled."""
    day = f" {day_text(call.day)}" if call.day else ""
    said = f"{CALL_NAMES[call.result]}{day}"
    return f"{said}; {call.note}" if call.note else said
