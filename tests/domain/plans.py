"""A plan of two tiers with nothing to find, for tests that spoil one thing."""

from __future__ import annotations

from datetime import date

from domain.calendar import WorkingCalendar
from domain.deadlines import Deadline, Reading
from domain.ladder import Ladder
from domain.outline import Outline, Section
from domain.plans import Bodies, Duty, Identity, Plan
from domain.tiers import Tier
from domain.units import Contact, ContactRole, Unit, UnitTree

UNITS = UnitTree(
    [
        Unit("TOP", "Thường trực", "province", None),
        Unit("BOARD", "Ban Tuyên giáo", "province", "TOP"),
        Unit("OFFICE", "Văn phòng", "province", "TOP"),
        Unit("D1", "Huyện ủy Một", "district", "TOP"),
        Unit("D2", "Huyện ủy Hai", "district", "TOP"),
        Unit("PAPER", "Báo tỉnh", "district", "TOP"),
    ],
)

CONTACTS = tuple(
    Contact(unit.code, unit.code, f"Đầu mối {unit.name}", ContactRole.FOCAL, "email", f"{unit.code.lower()}@tinh.vn")
    for unit in UNITS
)


def _deadline(day: date) -> Deadline:
    return Deadline(day, Reading.THROUGH, quote=f"chậm nhất ngày {day:%d/%m/%Y}")


DISTRICT = Duty(
    "district", "district", "Báo cáo của huyện", _deadline(date(2024, 5, 10)), "plain", "superior", "", "II.1"
)
PROVINCE = Duty(
    "province",
    "province",
    "Báo cáo của tỉnh",
    _deadline(date(2024, 5, 31)),
    "plain",
    "Thường trực",
    "",
    "II.2",
    ("BOARD",),
)

PLAN = Plan(
    identity=Identity(
        "thu", "01-KH/TU", date(2024, 3, 1), "Kế hoạch thử", "báo cáo", "Ban Thường vụ", "Hà Nam", (), ()
    ),
    timezone="Asia/Ho_Chi_Minh",
    opens=date(2024, 3, 1),
    closes=date(2024, 6, 30),
    tiers=(Tier("province", "Tỉnh", 2), Tier("district", "Huyện, thị xã", 1)),
    duties=(DISTRICT, PROVINCE),
    bodies=Bodies("BOARD", "OFFICE", "TOP"),
    outline=Outline("Đề cương", (Section("I", "I-", "Kết quả", 1),)),
    ladders={"plain": Ladder("plain", ())},
    rulings=(),
    calendar=WorkingCalendar(date(2024, 1, 1), date(2024, 12, 31), {date(2024, 5, 1): "Quốc tế Lao động"}),
)
