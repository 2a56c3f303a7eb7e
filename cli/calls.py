"""`dondoc phone`, what is done: take a unit in hand, record what came of a call, read a filled list in again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_obligations import meant
from cli.finding_units import find_unit
from cli.moments import worked_at
from cli.options import USUAL, ActedOn, Actor, AsJson, Circumstances, PlanName, UnitName
from cli.printing import moment_text, print_json, say
from cli.showing_calls import call_as_json, result_text
from config.clock import day_of
from config.wiring import workplace
from documents.filled_phone_list import read_phone_workbook
from domain.calls import CALL_NAMES, CallResult, call_result, number_to_dial
from domain.errors import RuleBroken, UsageError
from domain.spelling import nfc
from services.calls import Made, put_on_list, record_call, record_once
from services.calls import take as take_unit
from services.phone_list import Desk
from services.phone_numbers import number_meant
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from database.models import CallRow
    from documents.filled_phone_list import FilledLine
    from domain.campaigns import Campaign
    from domain.units import Unit

LONGEST_TAKING = 240  # minutes: who has not called by then is not about to
LARGEST_LIST = 20_000_000  # bytes
_SHORT_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")
_HALF_A_YEAR = timedelta(days=183)

Note = Annotated[str, Parameter(name="--note", metavar="GHI-CHÚ", help="Ghi chú, lưu vào sổ cuộc gọi.")]


@dataclass(frozen=True, slots=True)
class Act:
    """All that a service needs to know of what is to be done about one unit."""

    session: Session
    campaign: Campaign
    unit: Unit
    who: str
    now: datetime


def take(
    unit: UnitName,
    /,
    *,
    minutes: Annotated[int, Parameter(name="--for", metavar="PHÚT", help="Giữ trong bao nhiêu phút.")] = 30,
    how: Circumstances = USUAL,
) -> None:
    if not 1 <= minutes <= LONGEST_TAKING:
        raise UsageError(f"--for tính bằng phút, từ 1 đến {LONGEST_TAKING}.")

    def deed(act: Act) -> CallRow:
        return take_unit(
            act.session, act.campaign, act.unit.code, who=act.who, now=act.now, duration=timedelta(minutes=minutes)
        )

    _do(unit, deed, how)


def add(unit: UnitName, /, *, note: Note = "", how: Circumstances = USUAL) -> None:
    def deed(act: Act) -> CallRow:
        return put_on_list(act.session, act.campaign, act.unit.code, who=act.who, now=act.now, note=nfc(note).strip())

    _do(unit, deed, how)


def record(
    unit: UnitName,
    /,
    *,
    result: Annotated[
        str,
        Parameter(
            metavar="KẾT-QUẢ", help="reached (gap), no_answer (khong-nghe), wrong_number (sai-so), promised (hen)."
        ),
    ],
    day: Annotated[str, Parameter(metavar="NGÀY", help="Ngày đơn vị hẹn nộp (25/8, hoặc 2022-08-25).")] = "",
    contact: Annotated[str, Parameter(metavar="MÃ", help="Đã gọi đầu mối nào; bỏ trống là số danh sách nêu.")] = "",
    number: Annotated[str, Parameter(metavar="SỐ", help="Đã gọi số nào, nếu là số khác.")] = "",
    note: Note = "",
    anyway: Annotated[bool, Parameter(name="--anyway", negative="", help="Vẫn ghi khi người khác đang gọi.")] = False,
    how: Circumstances = USUAL,
) -> None:
    found = call_result(result)
    if found is None:
        known = ", ".join(f"{one.value} ({CALL_NAMES[one]})" for one in CallResult if one.is_call)
        raise UsageError(f"Kết quả “{result}” không rõ; hãy chọn một trong: {known}.")

    def deed(act: Act) -> CallRow:
        day_promised = _promised_day(day, act.campaign.local_day(act.now)) if day else None
        numbers = Desk(act.session, act.campaign, as_of=act.now).numbers(act.unit.code)
        dialled = number_meant(numbers, contact=contact, number=nfc(number))
        owed = _obligation(act, duty=how.duty) if day_promised else None
        made = Made(act.unit.code, found, *dialled, day=day_promised, note=nfc(note).strip(), obligation_id=owed)
        return record_call(act.session, act.campaign, made, who=act.who, now=act.now, anyway=anyway)

    _do(unit, deed, how)


def read_in(
    file: Annotated[Path, Parameter(name="TỆP", help="Bảng .xlsx của dondoc phone list --xlsx, đã điền.")],
    /,
    *,
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    lines = read_phone_workbook(_content(file))
    place = workplace()
    campaign = place.campaign(plan)
    now, who = worked_at(as_of, campaign), actor(by, place)
    tally = {"recorded": 0, "known": 0}
    faults: list[dict[str, object]] = []
    for line in lines:
        try:
            tally["recorded" if _record_line(place, campaign, line, who=who, now=now) else "known"] += 1
        except RuleBroken as fault:
            faults.append({"row": line.row, "unit": line.unit, "text": str(fault)})
    if json:
        print_json({**tally, "faults": faults})
    else:
        say(f"Đã ghi {tally['recorded']} cuộc gọi; {tally['known']} dòng đã có trong sổ từ trước.")
    if faults:
        listed = "\n".join(f"  Dòng {one['row']} ({one['unit'] or 'không có mã'}): {one['text']}" for one in faults)
        raise RuleBroken(f"{len(faults)} dòng chưa ghi được; hãy sửa trong tệp rồi đọc lại:\n{listed}")


def _record_line(place: Workplace, campaign: Campaign, line: FilledLine, *, who: str, now: datetime) -> bool:
    """A transaction for each line, so that one that cannot be read keeps back no other. Whether it is news."""
    if line.fault:
        raise RuleBroken(line.fault)
    at = _moment(line, campaign, now)
    with place.begin() as session:
        unit = find_unit(session, campaign, line.unit)
        act = Act(session, campaign, unit, nfc(line.who) or who, at)
        numbers = Desk(session, campaign, as_of=at).numbers(unit.code)
        dialled = number_meant(numbers, number=line.number) if line.number else ("", "")
        owed = _obligation(act, duty="") if line.day else None
        made = Made(unit.code, line.result, *dialled, day=line.day, note=line.note, obligation_id=owed)
        return record_once(session, campaign, made, who=act.who, now=at) is not None


def _moment(line: FilledLine, campaign: Campaign, now: datetime) -> datetime:
    """In the zone of the campaign. A day alone is the opening of that day's office."""
    calendar = campaign.plan.calendar
    if line.at is None:
        raise RuleBroken("Chưa ghi gọi lúc nào; hãy điền cột “Gọi lúc”, ví dụ 22/8/2022 09:15.")
    calendar.check(line.at.date())
    is_day_alone = line.at.time() == datetime.min.time()
    at = calendar.opening(line.at.date()) if is_day_alone else calendar.at(line.at.date(), line.at.time())
    if at > now:
        raise RuleBroken(f"Giờ gọi {moment_text(at)} ở tương lai; hãy ghi lúc thực gọi.")
    return at


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise RuleBroken(f"Không có tệp {file}.")
    if file.stat().st_size > LARGEST_LIST:
        raise RuleBroken(f"Tệp {file} quá lớn để là danh sách gọi điện thoại.")
    return file.read_bytes()


def _do(unit: str, deed: Callable[[Act], CallRow], how: Circumstances) -> None:
    """Find the unit, do it in one transaction, and tell the entry that was written."""
    place = workplace()
    campaign = place.campaign(how.plan)
    now = worked_at(how.as_of, campaign)
    with place.begin() as session:
        found = find_unit(session, campaign, unit)
        row = deed(Act(session, campaign, found, actor(how.by, place), now))
        entry = call_as_json(row, found.name, campaign)
        following = number_to_dial(Desk(session, campaign, as_of=now).numbers(found.code))
    if how.json:
        print_json({**entry, "next": following})
        return
    number = f", số {row.number}" if entry["number"] else ""
    say(f"Đã ghi: {found.name}, {result_text(entry)}{number}.")
    if entry["result"] == CallResult.WRONG_NUMBER:
        said = f"Gọi tiếp: {following.name}, {following.number}." if following else "Cần hỏi số khác."
        say(said, hang=2)


def _obligation(act: Act, *, duty: str) -> int:
    owed = [one for one in obligations_at(act.session, act.campaign, as_of=act.now) if one.unit == act.unit.code]
    return meant(owed, act.unit, duty=duty, plan=act.campaign.plan).id


def _promised_day(text: str, today: date) -> date:
    """25/8 is the nearest such day: of this year, or of the next where it is long past."""
    short = _SHORT_DAY.fullmatch(text.strip())
    if short is None:
        return day_of(text)
    day = day_of(f"{short[1]}/{short[2]}/{today.year}")
    return day_of(f"{short[1]}/{short[2]}/{today.year + 1}") if day < today - _HALF_A_YEAR else day
