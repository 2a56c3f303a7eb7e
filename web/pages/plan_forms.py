"""What was typed into the forms that change a plan, and the change that it means."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from config import clock
from domain.deadlines import Reading
from domain.errors import RuleBroken
from domain.ladder import Audience, Notice, Offset, Rung
from domain.ladder_changes import MESSAGES_FOR
from domain.plan_changes import DateChange, HolidayChange, LadderChange, PlanChange, PlanChangeKind, Word
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.campaigns import Campaign
    from domain.ladder import Ladder

LONGEST = 2_000
MOST_ROWS = 45
SIDES = {"-": "trước hạn", "+": "sau hạn", "opening": "khi mở đợt"}
UNITS = {"d": "ngày", "wd": "ngày làm việc"}
TO_THE_UNIT = MESSAGES_FOR[Audience.UNIT]
# Each of those above gets one kind of list; the unit itself one of several letters.
LISTS = {audience: messages[0] for audience, messages in MESSAGES_FOR.items() if audience is not Audience.UNIT}


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: nfc(value)[:LONGEST].strip() for name, value in form.items() if isinstance(value, str)}


Typed = Annotated[dict[str, str], Depends(_typed)]


def word_of(typed: Mapping[str, str], *, by: str) -> Word:
    return Word(by, typed.get("reason", ""), typed.get("approver", ""), typed.get("document_number", ""))


def change_of(kind: PlanChangeKind, typed: Mapping[str, str], campaign: Campaign) -> PlanChange:
    """Raises RuleBroken or UsageError where what was typed cannot be read."""
    match kind:
        case PlanChangeKind.DATE:
            return _date_change(typed)
        case PlanChangeKind.LADDER:
            return _ladder_change(typed, campaign)
        case PlanChangeKind.HOLIDAY:
            return HolidayChange(_day(typed), typed.get("works") == "yes", typed.get("name", ""))


def _date_change(typed: Mapping[str, str]) -> DateChange:
    reading = Reading.BEFORE if typed.get("reading") == "before" else Reading.THROUGH
    codes = [code.upper() for code in typed.get("units", "").replace(",", " ").replace(";", " ").split()]
    return DateChange(typed.get("duty", ""), _day(typed), reading, tuple(dict.fromkeys(codes)))


def _day(typed: Mapping[str, str]) -> date:
    text = typed.get("day", "")
    if not text:
        raise RuleBroken("Hãy ghi ngày.")
    return clock.day_of(text)


def _ladder_change(typed: Mapping[str, str], campaign: Campaign) -> LadderChange:
    ladder = typed.get("ladder", "")
    rungs = [rung for row in range(MOST_ROWS) if (rung := _rung(typed, row)) is not None]
    try:
        send_at = time.fromisoformat(typed.get("send_at", ""))
    except ValueError:
        raise RuleBroken("Giờ gửi không đọc được; hãy ghi như 08:00.") from None
    if ladder not in campaign.plan.ladders:
        raise RuleBroken(f"Kế hoạch không có thang nhắc việc “{ladder}”; hãy chọn trong danh sách.")
    return LadderChange(ladder, tuple(rungs), send_at.replace(second=0, microsecond=0, tzinfo=None))


def _rung(typed: Mapping[str, str], row: int) -> Rung | None:
    """Nothing for a row that is empty, or was ticked to go."""
    side, count = typed.get(f"side-{row}", ""), typed.get(f"count-{row}", "")
    if typed.get(f"drop-{row}") or not side or (side != "opening" and not count):
        return None
    unit = typed.get(f"unit-{row}", "d")
    if side not in SIDES or unit not in UNITS:
        raise RuleBroken(f"Nấc ở dòng {row + 1} không đọc được; hãy chọn lại mốc.")
    offset = None if side == "opening" else Offset.parse(f"{side}{count}{unit}")
    return Rung(
        "",
        offset,
        tuple(_notices(typed, row)),
        _number(typed.get(f"every-{row}", "")),
        bool(typed.get(f"urgent-{row}")),
    )


def _notices(typed: Mapping[str, str], row: int) -> list[Notice]:
    own = typed.get(f"to-unit-{row}", "")
    found = [Notice(Audience.UNIT, own)] if own in TO_THE_UNIT else []
    return found + [
        Notice(audience, message) for audience, message in LISTS.items() if typed.get(f"to-{audience}-{row}")
    ]


def _number(text: str) -> int:
    if not text:
        return 0
    with suppress(ValueError):
        return int(text)
    raise RuleBroken(f"Số ngày lặp lại “{text}” không đọc được; hãy ghi một số như 7, hoặc bỏ trống.")


@dataclass(frozen=True, slots=True)
class RungRow:
    """One row of the form: a rung as it is, or an empty line for another."""

    number: int
    side: str = ""
    count: str = ""
    unit: str = "d"
    every: str = ""
    is_urgent: bool = False
    to_unit: str = ""
    lists: frozenset[str] = frozenset()
    is_dropped: bool = False


def rows_of(ladder: Ladder, *, empty: int = 3) -> list[RungRow]:
    rows = [_row(number, rung) for number, rung in enumerate(ladder.rungs)]
    return [*rows, *(RungRow(len(rows) + number) for number in range(empty))]


def _row(number: int, rung: Rung) -> RungRow:
    side, count, unit = "opening", "", "d"
    if rung.offset is not None:
        side, count = ("-" if rung.offset.days < 0 else "+"), str(abs(rung.offset.days))
        unit = "wd" if rung.offset.working else "d"
    own = next((notice.message for notice in rung.notices if notice.audience is Audience.UNIT), "")
    lists = frozenset(notice.audience.value for notice in rung.notices if notice.audience is not Audience.UNIT)
    every = str(rung.every_days) if rung.every_days else ""
    return RungRow(number, side, count, unit, every, rung.urgent, own, lists)


def rows_typed(typed: Mapping[str, str]) -> list[RungRow]:
    """The rows as they were typed, for the form that is shown again."""
    rows = sorted({int(name[5:]) for name in typed if name.startswith("side-") and name[5:].isdecimal()})
    return [
        RungRow(
            number,
            typed.get(f"side-{number}", ""),
            typed.get(f"count-{number}", ""),
            typed.get(f"unit-{number}", "d"),
            typed.get(f"every-{number}", ""),
            bool(typed.get(f"urgent-{number}")),
            typed.get(f"to-unit-{number}", ""),
            frozenset(audience.value for audience in LISTS if typed.get(f"to-{audience}-{number}")),
            bool(typed.get(f"drop-{number}")),
        )
        for number in rows[:MOST_ROWS]
    ]
