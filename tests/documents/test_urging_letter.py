from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest
from docx.shared import Pt

from documents.blocks import Paragraph, Table
from documents.party_template import TEMPLATE
from documents.reading import read_report
from documents.urging_letter import (
    MOST_ADDRESSEES,
    MOST_NAMED,
    Term,
    TierCount,
    UrgedReport,
    UrgingLetter,
    subject,
    write_urging_letter,
)
from tests.documents.examples import LETTERHEAD, SIGNATURE, audit_findings

if TYPE_CHECKING:
    from pathlib import Path

TASK = "báo cáo sơ kết"
BINH_LUC = UrgedReport("Huyện ủy Bình Lục", "Huyện ủy Bình Lục", date(2022, 8, 20), 5, "đôn đốc, 22/8/2022")
LY_NHAN = replace(
    BINH_LUC,
    unit="Huyện ủy Lý Nhân",
    label="Huyện ủy Lý Nhân",
    last_day=date(2022, 8, 24),
    days_late=1,
    is_returned=True,
)
VALUE = UrgingLetter(
    letterhead=replace(LETTERHEAD, number_line="Số        -CV/BTGTU", abstract=subject(TASK, time=1)),
    issuer="Ban Tuyên giáo Tỉnh ủy",
    plan="Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy",
    task=TASK,
    terms=(Term("Báo cáo sơ kết", "mục III.1 của Kế hoạch", "trước ngày 20/8/2022", date(2022, 8, 20)),),
    as_of=date(2022, 8, 25),
    counts=(TierCount("Cấp huyện", 5, ("Thành ủy Phủ Lý", "Thị ủy Duy Tiên"), ("Huyện ủy Kim Bảng",)),),
    reports=(BINH_LUC, LY_NHAN),
    notified=2,
    notified_days=(date(2022, 8, 19), date(2022, 8, 22)),
    purpose="tổng hợp, báo cáo Thường trực Tỉnh ủy",
    destination="Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy)",
    by_day=date(2022, 8, 30),
    signature=SIGNATURE,
)
MANY = tuple(replace(BINH_LUC, unit=f"Xã {number}", label=f"Xã {number}") for number in range(MOST_ADDRESSEES + 1))


def texts(value: UrgingLetter) -> list[str]:
    return [one.text for one in read_report(write_urging_letter(value)).blocks if isinstance(one, Paragraph)]


def tables(value: UrgingLetter) -> list[Table]:
    return [one for one in read_report(write_urging_letter(value)).blocks if isinstance(one, Table)]


def test_letter_cites_the_plan_then_counts_then_asks() -> None:
    said = [text for text in texts(VALUE) if text]

    # Word by word, because whoever signs reads it so.
    assert said[:9] == [
        "Kính gửi:",
        "- Huyện ủy Bình Lục,",
        "- Huyện ủy Lý Nhân.",
        "Thực hiện Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy, Ban Tuyên giáo Tỉnh ủy theo dõi, đôn đốc việc gửi báo cáo sơ kết.",
        "Theo mục III.1 của Kế hoạch (“trước ngày 20/8/2022”), báo cáo sơ kết gửi chậm nhất hết ngày 20/8/2022.",
        "Thông báo nhắc việc, đôn đốc đã gửi đến 2/2 đơn vị, các ngày 19/8/2022, 22/8/2022.",
        "Tính đến ngày 25/8/2022, cấp huyện đã có 3/5 đơn vị gửi báo cáo, trong đó 2 đơn vị gửi đúng hạn (Thành ủy Phủ Lý; Thị ủy Duy Tiên); 1 đơn vị gửi sau hạn (Huyện ủy Kim Bảng). Đến nay còn 01 đơn vị quá hạn chưa gửi báo cáo và 01 đơn vị đã gửi, được trả lại để bổ sung và đã quá hạn nộp lại (danh sách kèm theo).",
        "Để có căn cứ tổng hợp, báo cáo Thường trực Tỉnh ủy, Ban Tuyên giáo Tỉnh ủy đề nghị các đơn vị có tên trong danh sách kèm theo khẩn trương hoàn thành, gửi báo cáo về Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy) chậm nhất hết thứ Ba, ngày 30/8/2022.",
        "Đơn vị đã gửi báo cáo hoặc có khó khăn, vướng mắc đề nghị thông tin lại Ban Tuyên giáo Tỉnh ủy trong thời hạn trên./.",
    ]


def test_subject_stands_in_small_italics_below_the_number_and_there_is_no_title() -> None:
    left = tables(VALUE)[0].rows[0][0]
    assert left.endswith("Số -CV/BTGTU\nV/v đôn đốc gửi báo cáo sơ kết")

    template = docx.Document(str(TEMPLATE))
    style = template.styles["Letterhead Abstract"]
    assert (style.font.size, style.font.italic) == (Pt(12), True)
    assert not any(text.isupper() for text in texts(VALUE)[:3])


def test_returned_reports_have_a_table_of_their_own() -> None:
    missing, returned = tables(VALUE)[2:]

    assert missing.rows[1:] == (("1", "Huyện ủy Bình Lục", "20/8/2022", "5", "Đôn đốc, 22/8/2022", ""),)
    assert returned.rows[1:] == (("1", "Huyện ủy Lý Nhân", "24/8/2022", "1", "Đôn đốc, 22/8/2022", ""),)


def test_second_letter_says_so_cites_the_first_and_asks_for_the_reasons() -> None:
    said = "\n".join(texts(replace(VALUE, time=2, earlier="05-CV/BTGTU ngày 23/8/2022")))

    assert subject(TASK, time=2) == "V/v đôn đốc gửi báo cáo sơ kết (lần 2)"
    assert "Ban Tuyên giáo Tỉnh ủy đã có Công văn số 05-CV/BTGTU ngày 23/8/2022 về việc này." in said
    assert "tiếp tục đề nghị" in said
    assert "nêu rõ nguyên nhân gửi chậm" in said


def test_number_of_an_earlier_letter_is_never_invented() -> None:
    assert any(
        "đã có Công văn số ngày tháng năm 2022" in " ".join(text.split()) for text in texts(replace(VALUE, time=2))
    )


def test_one_unit_is_addressed_by_its_name() -> None:
    said = texts(replace(VALUE, reports=(BINH_LUC,)))

    assert said[0] == "Kính gửi: Huyện ủy Bình Lục"
    assert any("đề nghị Huyện ủy Bình Lục khẩn trương" in text for text in said)


def test_many_units_are_addressed_by_the_list() -> None:
    assert texts(replace(VALUE, reports=MANY))[0] == "Kính gửi: Các đơn vị có tên trong danh sách kèm theo"


def test_names_too_many_for_a_sentence_stand_in_the_annex() -> None:
    names = tuple(f"Đảng ủy xã {number}" for number in range(MOST_NAMED + 1))

    said = texts(replace(VALUE, counts=(TierCount("Cấp xã", 40, names, ()),)))

    assert any("21 đơn vị gửi đúng hạn (danh sách kèm theo)." in text for text in said)
    assert said[-1] == f"{'; '.join(names)}."


def test_nobody_in_time_and_nothing_sent_leaves_no_empty_words() -> None:
    said = "\n".join(texts(replace(VALUE, counts=(TierCount("Cấp huyện", 2, (), ()),), notified_days=(), notified=0)))

    assert "đã có 0/2 đơn vị gửi báo cáo. Đến nay" in said
    assert "Thông báo nhắc việc" not in said


@pytest.mark.parametrize(
    ("promised", "is_asked"), [(date(2022, 8, 29), True), (date(2022, 8, 24), False), (None, False)]
)
def test_only_a_promise_still_ahead_is_asked_to_be_kept(promised: date | None, *, is_asked: bool) -> None:
    value = replace(VALUE, reports=(replace(BINH_LUC, promised=promised),))

    assert any("thực hiện đúng ngày đã hẹn" in text for text in texts(value)) is is_asked


def test_assumed_deadline_is_marked_and_quotes_no_words_that_name_no_day() -> None:
    term = replace(VALUE.terms[0], is_assumed=True)

    assert (
        "Theo mục III.1 của Kế hoạch, báo cáo sơ kết gửi chậm nhất hết ngày 20/8/2022 (mốc tạm xác định)."
    ) in texts(replace(VALUE, terms=(term,)))


def test_letter_is_the_same_twice() -> None:
    assert write_urging_letter(VALUE) == write_urging_letter(VALUE)


@pytest.mark.parametrize("value", [VALUE, replace(VALUE, reports=MANY, time=2)], ids=["two", "many"])
def test_letter_passes_the_audit(value: UrgingLetter, tmp_path: Path) -> None:
    assert audit_findings(write_urging_letter(value), tmp_path / "letter.docx") == []
