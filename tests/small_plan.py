"""A small plan built by hand: as many tiers as asked for, one district above two communes, ladders in a few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.calendar import WorkingCalendar
from domain.deadlines import Deadline
from domain.ladder import Audience, Ladder, Notice, Offset, Rung
from domain.outline import Outline, Section
from domain.plans import Bodies, Duty, Identity, Plan
from domain.tiers import Tier
from domain.units import Contact, ContactRole, Unit, UnitTree

if TYPE_CHECKING:
    from collections.abc import Sequence

HOLIDAYS_2022 = {
    date(2022, 1, 3): "Nghỉ bù Tết Dương lịch",
    **{date(2022, 1, day): "Tết Nguyên đán" for day in (31,)},
    **{date(2022, 2, day): "Tết Nguyên đán" for day in (1, 2, 3, 4)},
    date(2022, 4, 11): "Nghỉ bù Giỗ Tổ Hùng Vương",
    date(2022, 4, 30): "Ngày Giải phóng miền Nam",
    date(2022, 5, 2): "Nghỉ bù",
    date(2022, 5, 3): "Nghỉ bù",
    date(2022, 9, 1): "Quốc khánh",
    date(2022, 9, 2): "Quốc khánh",
}
CALENDAR = WorkingCalendar(date(2022, 1, 1), date(2022, 12, 31), HOLIDAYS_2022)

UNIT, SUPERIOR, BOARD, LEADERS, OFFICE = Audience


def rung(
    offset: str,
    *notices: tuple[Audience, str],
    every: int = 0,
    urgent: bool = False,
    rung_id: str = "",
) -> Rung:
    return Rung(
        id=rung_id or ("weekly" if every else offset),
        offset=None if offset == "opening" else Offset.parse(offset),
        notices=tuple(Notice(*notice) for notice in notices),
        every_days=every,
        urgent=urgent,
    )


COMMUNE = Ladder(
    "commune",
    (
        rung("opening", (UNIT, "opening")),
        rung("-14d", (UNIT, "reminder")),
        rung("-7d", (UNIT, "reminder")),
        rung("-3wd", (UNIT, "reminder")),
        rung("-1wd", (UNIT, "last_reminder"), urgent=True),
        rung("+1wd", (UNIT, "urging"), (SUPERIOR, "district_digest")),
        rung("+3wd", (BOARD, "board_digest")),
        rung("+5wd", (LEADERS, "board_digest")),
        rung(
            "+5wd",
            (UNIT, "second_urging"),
            (SUPERIOR, "district_digest"),
            (BOARD, "board_digest"),
            every=7,
        ),
    ),
)
DISTRICT = Ladder(
    "district",
    (
        rung("opening", (UNIT, "opening")),
        rung("-21d", (UNIT, "reminder")),
        rung("-14d", (UNIT, "reminder")),
        rung("-7d", (UNIT, "reminder")),
        rung("-3wd", (UNIT, "reminder")),
        rung("-1wd", (UNIT, "last_reminder"), urgent=True),
        rung("+1wd", (UNIT, "urging"), (BOARD, "board_digest")),
        rung("+3wd", (UNIT, "second_urging"), (OFFICE, "escalation_list"), urgent=True),
        rung(
            "+3wd",
            (UNIT, "second_urging"),
            (BOARD, "board_digest"),
            (OFFICE, "escalation_list"),
            every=7,
        ),
    ),
)
RETURNED = Ladder(
    "returned",
    (
        rung("-1wd", (UNIT, "last_reminder"), rung_id="returned-1wd"),
        rung("+1wd", (UNIT, "urging"), (BOARD, "board_digest"), rung_id="returned+1wd"),
        rung("+1wd", (UNIT, "second_urging"), (BOARD, "board_digest"), every=7, rung_id="returned-weekly"),
    ),
)
PROMISE = Ladder("promise", (rung("+1wd", (UNIT, "second_urging"), rung_id="promise+1wd"),))
LADDERS = {ladder.id: ladder for ladder in (COMMUNE, DISTRICT, RETURNED, PROMISE)}

OUTLINE = Outline(
    "Đề cương",
    (
        Section("I", "I-", "Tình hình quán triệt", 1),
        Section("II", "II-", "Kết quả", 1),
        Section("IV", "IV-", "Đề xuất, kiến nghị", 1),
    ),
)

BOARD_UNIT = Unit("BTG", "Ban Tuyên giáo Tỉnh ủy", "province", "TT", symbol="BTGTU")
OFFICE_UNIT = Unit("VP", "Văn phòng Tỉnh ủy", "province", "TT", symbol="VPTU")
TOP = Unit("TT", "Thường trực Tỉnh ủy", "province", None, symbol="TU")
DISTRICTS = (
    Unit("HU1", "Huyện ủy Lý Nhân", "district", "TT", symbol="HU"),
    Unit("HU2", "Huyện ủy Bình Lục", "district", "TT", symbol="HU"),
)
COMMUNES = (
    Unit("X1", "Đảng ủy xã Hợp Lý", "commune", "HU1", symbol="ĐU"),
    Unit("X2", "Đảng ủy xã Nhân Mỹ", "commune", "HU1", symbol="ĐU"),
    Unit("X3", "Đảng ủy xã An Lão", "commune", "HU2", symbol="ĐU"),
)
UNITS = UnitTree((TOP, OFFICE_UNIT, BOARD_UNIT, *DISTRICTS, *COMMUNES))


def contact(unit: str, *, role: ContactRole = ContactRole.FOCAL, suffix: str = "") -> Contact:
    code = f"{unit.lower()}{suffix}"
    return Contact(code, unit, f"Đầu mối {unit}", role, "email", f"{code}@hanam.example", "0226.0000.001")


CONTACTS = (
    *(contact(unit.code) for unit in UNITS if unit.code != "BTG"),
    contact("BTG", role=ContactRole.STAFF),
    contact("BTG", role=ContactRole.LEADER, suffix="-ld"),
)


def duty(duty_id: str, tier: str, day: date, *, ladder: str, units: Sequence[str] = (), addressee: str = "") -> Duty:
    return Duty(
        id=duty_id,
        tier=tier,
        name="Báo cáo sơ kết",
        deadline=Deadline(day, clause="II.3", quote="Hoàn thành báo cáo sơ kết trong tháng 7/2022."),
        ladder=ladder,
        addressee=addressee or "Ban Thường vụ Tỉnh ủy",
        via="Ban Tuyên giáo Tỉnh ủy",
        clause="II.3",
        units=tuple(units),
    )


PLAN = Plan(
    identity=Identity(
        id="ke-hoach-nho",
        number="15-KH/TU",
        day=date(2022, 6, 24),
        title="Sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW",
        task="báo cáo sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW",
        issuer="Ban Thường vụ Tỉnh ủy Hà Nam",
        place="Hà Nam",
        legal_basis=(),
        distribution=(),
    ),
    timezone="Asia/Ho_Chi_Minh",
    opens=date(2022, 6, 24),
    closes=date(2022, 9, 30),
    tiers=(Tier("commune", "Cấp xã", 1), Tier("district", "Cấp huyện", 2), Tier("province", "Cấp tỉnh", 3)),
    duties=(
        duty("commune", "commune", date(2022, 7, 31), ladder="commune", addressee="superior"),
        duty("district", "district", date(2022, 8, 20), ladder="district"),
    ),
    bodies=Bodies("BTG", "VP", "TT", ("TỈNH ỦY HÀ NAM", "BAN TUYÊN GIÁO"), "TRƯỞNG BAN"),
    outline=OUTLINE,
    ladders=LADDERS,
    rulings=(),
    calendar=CALENDAR,
)


def plan_with(**changes: object) -> Plan:
    return replace(PLAN, **changes)  # type: ignore[arg-type]
