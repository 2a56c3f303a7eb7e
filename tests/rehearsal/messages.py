"""Messages made by hand, for what looks at a rehearsal without playing one."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from rehearsal.rehearsing import Message, Rehearsal, Silence
from tests.small_plan import CALENDAR, PLAN

if TYPE_CHECKING:
    from collections.abc import Sequence


def at(day: str, hour: str = "08:00") -> datetime:
    """A moment from "2022-07-15" or, within July 2022, from "15"."""
    iso = day if "-" in day else f"2022-07-{day}"
    return CALENDAR.at(datetime.fromisoformat(iso).date(), time.fromisoformat(hour))


def letter(day: str, *, unit: str = "X1", message: str = "reminder", rung: str = "-7d", hour: str = "08:00") -> Message:
    return Message(
        at=at(day, hour),
        unit=unit,
        obligation=f"{unit}/commune",
        about=(unit,),
        rung=rung,
        message=message,
        channel="email",
        to=f"{unit.lower()}@hanam.example",
        subject=f"Nhắc nộp báo cáo – {unit}",
        text="Kính gửi",
        reason="Đến mốc của thang nhắc việc.",
    )


def digest(day: str, *, unit: str = "HU1", about: Sequence[str] = ("X1", "X2")) -> Message:
    return Message(
        at=at(day),
        unit=unit,
        obligation="",
        about=tuple(about),
        rung="+1wd",
        message="district_digest",
        channel="email",
        to=f"{unit.lower()}@hanam.example",
        subject="Tình hình nộp báo cáo",
        text="Kính gửi",
        reason="Đến mốc của thang nhắc việc.",
    )


def decision(day: str, *, unit: str = "X1", outcome: str = "sent", reason: str = "") -> Silence:
    return Silence(
        at=at(day),
        unit=unit,
        obligation=f"{unit}/commune",
        rung="-7d",
        message="reminder",
        recipient=unit.lower(),
        outcome=outcome,
        reason=reason,
    )


def rehearsal(*messages: Message, decisions: Sequence[Silence] = ()) -> Rehearsal:
    return Rehearsal(PLAN.identity.id, "silent", PLAN.opens, PLAN.closes, messages, tuple(decisions))
