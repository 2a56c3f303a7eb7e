from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from documents.blocks import Heading, Paragraph, Table
from documents.covering_letter import MOST_NAMED, CoveringLetter, write_covering_letter
from documents.reading import read_report
from tests.documents.consolidations import DUY_TIEN, EMPTY, KIM_BANG, LY_NHAN, ON_PAPER, PREFLIGHT, large_preflight
from tests.documents.examples import LETTERHEAD, SIGNATURE, audit_findings

if TYPE_CHECKING:
    from pathlib import Path

    from domain.consolidation import Preflight

VALUE = CoveringLetter(
    letterhead=replace(LETTERHEAD, number_line="Số        -TTr/BTGTU", day=None, year=2022),
    addressee="Thường trực Tỉnh ủy",
    via="Văn phòng Tỉnh ủy",
    bases=("Chỉ thị số 07-CT/TW",),
    plan="Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy",
    clause="mục III.3 của Kế hoạch",
    task="báo cáo sơ kết",
    issuer="Ban Tuyên giáo Tỉnh ủy",
    preflight=PREFLIGHT,
    enclosures=("Báo cáo sơ kết", "Phụ lục"),
    signature=SIGNATURE,
)
LETTER = replace(VALUE, is_proposal=False, via="", bases=(), clause="")
UNTIL = "Tính đến 17 giờ 00 ngày 22/9/2022, đã tổng hợp báo cáo của"


def test_proposal_has_a_title_and_greets_who_decides_through_the_office() -> None:
    assert _texts(VALUE)[:5] == [
        "TỜ TRÌNH",
        "về việc gửi báo cáo sơ kết",
        "-----",
        "Kính gửi: Thường trực Tỉnh ủy (qua Văn phòng Tỉnh ủy)",
        "Căn cứ Chỉ thị số 07-CT/TW;",
    ]


def test_letter_without_a_title_says_below_its_number_what_it_is_about() -> None:
    head = _tables(LETTER)[0].rows[0][0]

    assert head.endswith("Số -TTr/BTGTU\nV/v gửi báo cáo sơ kết")
    assert _texts(LETTER)[0] == "Kính gửi: Thường trực Tỉnh ủy"


def test_number_and_day_are_left_to_people() -> None:
    (head,) = _tables(VALUE)[0].rows

    assert "Số -TTr/BTGTU" in head[0]
    assert "Hà Nam, ngày tháng năm 2022" in head[1]


def test_opening_cites_the_plan_with_its_clause() -> None:
    done = "đã theo dõi, đôn đốc, tiếp nhận và tổng hợp báo cáo của các đơn vị, xây dựng báo cáo sơ kết."

    assert (
        "Thực hiện Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy, theo mục III.3 của Kế hoạch, Ban Tuyên giáo Tỉnh ủy "
        f"{done} Ban Tuyên giáo Tỉnh ủy kính trình Thường trực Tỉnh ủy như sau:"
    ) in _texts(VALUE)
    assert (
        f"Thực hiện Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy, Ban Tuyên giáo Tỉnh ủy {done} "
        "Ban Tuyên giáo Tỉnh ủy báo cáo Thường trực Tỉnh ủy kết quả như sau:"
    ) in _texts(LETTER)


def test_results_name_who_was_late_and_who_is_missing() -> None:
    assert _results(PREFLIGHT) == [
        f"{UNTIL} 2/4 đơn vị, trong đó 01 đơn vị gửi đúng hạn, 01 đơn vị gửi chậm: Huyện ủy Lý Nhân (chậm 2 ngày).",
        (
            "Chưa tổng hợp được 02 đơn vị: Thị ủy Duy Tiên (chưa gửi báo cáo, quá hạn 33 ngày, hẹn gửi ngày 26/9/2022); "
            "Đảng ủy Công an tỉnh (đã gửi bản giấy, chưa có tệp)."
        ),
        "Còn 01 nội dung theo đề cương của 01 đơn vị để trống hoặc chưa được báo cáo, chi tiết tại phụ lục kèm theo.",
    ]


@pytest.mark.parametrize(
    ("preflight", "texts"),
    [
        (EMPTY, ["Không có đơn vị nào phải gửi báo cáo để tổng hợp."]),
        (
            replace(EMPTY, inputs=(KIM_BANG,)),
            [f"{UNTIL} 1/1 đơn vị, tất cả gửi đúng hạn.", "Không có đơn vị nào còn thiếu báo cáo."],
        ),
        (
            replace(EMPTY, inputs=(LY_NHAN,)),
            [
                f"{UNTIL} 1/1 đơn vị, trong đó 00 đơn vị gửi đúng hạn, 01 đơn vị gửi chậm: Huyện ủy Lý Nhân (chậm 2 ngày).",
                "Không có đơn vị nào còn thiếu báo cáo.",
            ],
        ),
        (
            replace(EMPTY, absent=(replace(DUY_TIEN, days_late=0, promised=None),)),
            [f"{UNTIL} 0/1 đơn vị.", "Chưa tổng hợp được 01 đơn vị: Thị ủy Duy Tiên (chưa gửi báo cáo)."],
        ),
    ],
    ids=["nobody expected", "all in time", "all late", "nobody in"],
)
def test_results_stay_true_when_there_is_little_to_tell(preflight: Preflight, texts: list[str]) -> None:
    assert _results(preflight) == texts


def test_what_came_on_paper_is_late_and_not_overdue() -> None:
    (_, missing) = _results(replace(EMPTY, absent=(replace(ON_PAPER, days_late=4),)))

    assert missing == "Chưa tổng hợp được 01 đơn vị: Đảng ủy Công an tỉnh (đã gửi bản giấy, chưa có tệp, chậm 4 ngày)."


def test_long_list_is_counted_from_where_it_stops() -> None:
    late, missing = _results(large_preflight(200))

    assert late.count("(chậm") == missing.count("hẹn gửi") == MOST_NAMED
    assert missing.endswith(" và 05 đơn vị khác (danh sách tại phụ lục).")


def test_enclosures_are_listed_and_the_request_ends_the_letter() -> None:
    assert _texts(VALUE)[-3:] == [
        "- Báo cáo sơ kết;",
        "- Phụ lục.",
        "Ban Tuyên giáo Tỉnh ủy kính trình Thường trực Tỉnh ủy xem xét, cho ý kiến chỉ đạo./.",
    ]
    assert (
        _texts(LETTER)[-1]
        == "Ban Tuyên giáo Tỉnh ủy kính gửi Thường trực Tỉnh ủy để tổng hợp, báo cáo theo quy định./."
    )


def test_parts_of_the_letter_are_numbered() -> None:
    blocks = read_report(write_covering_letter(VALUE)).blocks

    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "1. Kết quả tiếp nhận, tổng hợp báo cáo",
        "2. Hồ sơ kèm theo",
        "3. Đề nghị",
    ]


@pytest.mark.parametrize("value", [VALUE, LETTER], ids=["proposal", "letter"])
def test_letter_is_the_same_twice_and_passes_the_audit(value: CoveringLetter, tmp_path: Path) -> None:
    content = write_covering_letter(value)

    assert write_covering_letter(value) == content
    assert audit_findings(content, tmp_path / "letter.docx") == []


def _texts(value: CoveringLetter) -> list[str]:
    return [block.text for block in read_report(write_covering_letter(value)).blocks if isinstance(block, Paragraph)]


def _results(preflight: Preflight) -> list[str]:
    texts = _texts(replace(VALUE, preflight=preflight))
    first = next(place for place, text in enumerate(texts) if text.endswith("như sau:")) + 1
    return texts[first:-3]


def _tables(value: CoveringLetter) -> list[Table]:
    return [block for block in read_report(write_covering_letter(value)).blocks if isinstance(block, Table)]
