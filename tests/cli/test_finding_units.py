from __future__ import annotations

from datetime import time

import pytest

from cli.finding_units import find_among, find_unit
from domain.errors import RuleBroken
from domain.units import Unit, UnitTree
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared, open_campaign
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS

TWINS = (
    Unit("X8", "Đảng ủy phường Trần Hưng Đạo", "commune", "HU2", symbol="ĐU"),
    Unit("X7", "Đảng ủy xã Vĩnh Trụ", "commune", "HU1", symbol="ĐU", administrative_code="13567"),
    Unit("X9", "Đảng ủy xã Trần Hưng Đạo", "commune", "HU1", symbol="ĐU"),
)
OPENED = CALENDAR.at(PLAN.opens, time(7, 30))
TREE = UnitTree((*UNITS, *TWINS))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Huyện ủy Lý Nhân", "HU1"),
        ("ly nhan", "HU1"),
        ("HUYEN UY LY NHAN", "HU1"),
        ("  Lý   Nhân ", "HU1"),
        ("hu1", "HU1"),
        ("HU Lý Nhân", "HU1"),
        ("đu xã hợp lý", "X1"),
        ("Đảng uỷ xã Hợp Lý", "X1"),
        ("13567", "X7"),
        ("tran hung dao ly nhan", "X9"),
        ("phường Trần Hưng Đạo Bình Lục", "X8"),
        ("Trần Hưng Đạo huyện ủy Bình Lục", "X8"),
    ],
)
def test_unit_is_found_however_it_is_typed(name: str, code: str) -> None:
    assert find_among(TREE, name).code == code


def test_unit_is_found_in_a_campaign() -> None:
    room = RehearsalRoom(RecordingChannel("email"))
    with room.begin() as session:
        campaign = open_campaign(
            session,
            Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"),
            now=CALENDAR.at(PLAN.opens, PLAN.calendar.hours[0][0]),
        )

        found = find_unit(session, campaign, "binh luc")

    room.close()
    assert found == UNITS["HU2"]


SEVERAL = """“Trần Hưng Đạo” có thể là nhiều đơn vị; hãy ghi rõ hơn hoặc dùng mã:
  X8         Đảng ủy phường Trần Hưng Đạo (Huyện ủy Bình Lục)
  X9         Đảng ủy xã Trần Hưng Đạo (Huyện ủy Lý Nhân)"""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Trần Hưng Đạo", SEVERAL),
        (
            "Hyện ủy Lý Nhn",
            "Không có đơn vị nào tên “Hyện ủy Lý Nhn”. Có phải là:\n  HU1        Huyện ủy Lý Nhân (Thường trực Tỉnh ủy)",
        ),
        (
            "binh lc",
            "Không có đơn vị nào tên “binh lc”. Có phải là:\n  HU2        Huyện ủy Bình Lục (Thường trực Tỉnh ủy)",
        ),
        ("zzzz", "Không có đơn vị nào tên “zzzz”. Xem danh sách đơn vị: dondoc units"),
        ("  ", "Chưa ghi tên đơn vị. Xem danh sách đơn vị: dondoc units"),
    ],
)
def test_unit_that_is_not_clear_is_refused_with_the_nearest(name: str, told: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        find_among(TREE, name)

    assert str(refusal.value) == told
