from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from config.plan_file import find_plan, load_plan
from domain.consolidation import Preflight
from domain.plans import LegalBasis
from services.covering_letters import cited, covering_letter

if TYPE_CHECKING:
    from documents.covering_letter import CoveringLetter

LOADED = load_plan(find_plan("ke-hoach-15-kh-tu"))
UNITS = {unit.code: unit for unit in LOADED.units}
AS_OF = datetime(2022, 9, 22, 17, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def letter(unit: str, duty: str) -> CoveringLetter:
    preflight = Preflight(unit, UNITS[unit].name, AS_OF, (), ())
    return covering_letter(LOADED.plan, UNITS, LOADED.plan.duty(duty), preflight, enclosures=["Báo cáo"])


def test_board_proposes_to_who_leads_the_province_through_its_office() -> None:
    found = letter("BTGTU", "province")

    assert found.is_proposal
    assert (found.addressee, found.via) == ("Thường trực Tỉnh ủy", "Văn phòng Tỉnh ủy")
    assert (found.letterhead.issuer_line, found.letterhead.number_line) == ("BAN TUYÊN GIÁO", "Số        -TTr/BTGTU")
    assert (found.signature.authority, found.signature.position) == ("", "TRƯỞNG BAN")
    assert found.signature.recipients == ("Như trên", "Lưu Ban Tuyên giáo Tỉnh ủy Hà Nam")
    assert found.clause == "mục III.3 của Kế hoạch"


def test_district_writes_to_its_superior() -> None:
    found = letter("HU-353", "district")

    assert not found.is_proposal
    assert (found.addressee, found.via) == ("Ban Thường vụ Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy")
    assert found.letterhead.number_line == "Số        -CV/HU"
    assert found.signature.authority == "T/M Ban Thường vụ"
    assert found.signature.recipients == ("Như trên", "Lưu Văn phòng Huyện ủy")


def test_report_that_goes_to_the_superior_names_it() -> None:
    assert letter("DU-13300", "commune").addressee == "Thành ủy Phủ Lý"


def test_unit_without_a_symbol_has_it_filled_in_by_hand() -> None:
    assert letter("BHN", "section-owners").letterhead.number_line == "Số        -CV/…"


def test_year_is_that_of_the_run_and_the_day_is_left_to_people() -> None:
    head = letter("BTGTU", "province").letterhead

    assert (head.day, head.year) == (None, 2022)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Chỉ thị về “Đẩy mạnh …”", "Chỉ thị số 07-CT/TW ngày 05/9/2016 của Ban Bí thư về “Đẩy mạnh …”"),
        ("Chỉ thị", "Chỉ thị số 07-CT/TW ngày 05/9/2016 của Ban Bí thư"),
    ],
)
def test_document_that_all_rests_on_is_cited_by_kind_number_day_and_issuer(title: str, text: str) -> None:
    assert cited(LegalBasis("07-CT/TW", date(2016, 9, 5), "Ban Bí thư", title)) == text


def test_every_document_of_the_plan_is_cited() -> None:
    assert [text.split(" số ")[0] for text in letter("BTGTU", "province").bases] == [
        "Chỉ thị",
        "Hướng dẫn",
        "Quyết định",
    ]
    nothing = replace(LOADED.plan, identity=replace(LOADED.plan.identity, legal_basis=()))
    preflight = Preflight("BTGTU", "", AS_OF, (), ())
    assert covering_letter(nothing, UNITS, nothing.duty("province"), preflight, enclosures=()).bases == ()
