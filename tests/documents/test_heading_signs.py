from __future__ import annotations

import pytest

from documents.heading_signs import (
    Label,
    Shape,
    is_line_of_contents,
    is_plain_title,
    is_title,
    is_title_of_contents,
    read_label,
)


def _label(text: str) -> Label:
    found = read_label(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "shape", "title", "depth"),
    [
        ("I- Tình hình", Shape.ROMAN, "Tình hình", 1),
        ("I-Tình hình", Shape.ROMAN, "Tình hình", 1),
        ("III. Kết quả", Shape.ROMAN, "Kết quả", 1),
        ("IV/ Đề xuất", Shape.ROMAN, "Đề xuất", 1),
        ("1. Công tác", Shape.DECIMAL, "Công tác", 1),
        ("1.Công tác", Shape.DECIMAL, "Công tác", 1),
        ("1- Công tác", Shape.DECIMAL, "Công tác", 1),
        ("1/ Công tác", Shape.DECIMAL, "Công tác", 1),
        ("1) Công tác", Shape.DECIMAL, "Công tác", 1),
        ("1.2. Công tác", Shape.DECIMAL, "Công tác", 2),
        ("1.2 Công tác", Shape.DECIMAL, "Công tác", 2),
        ("2.1.3. Công tác", Shape.DECIMAL, "Công tác", 3),
        ("a) Ưu điểm", Shape.SMALL, "Ưu điểm", 1),
        ("đ) Ưu điểm", Shape.SMALL, "Ưu điểm", 1),
        ("ii) Ưu điểm", Shape.SMALL, "Ưu điểm", 1),
        ("A. Đặc điểm", Shape.CAPITAL, "Đặc điểm", 1),
        ("PHẦN THỨ NHẤT", Shape.PART, "", 1),
        ("Phần I. Tình hình", Shape.PART, "Tình hình", 1),
        ("I.", Shape.ROMAN, "", 1),
    ],
)
def test_label_is_read_in_each_way_of_writing_it(text: str, shape: Shape, title: str, depth: int) -> None:
    label = _label(text)

    assert (label.shape, label.title, label.depth) == (shape, title, depth)


@pytest.mark.parametrize(
    "text",
    [
        "T/M BAN THƯỜNG VỤ",
        "K/T TRƯỞNG BAN",
        "đ/c Nguyễn Văn A",
        "20/8/2022 là hạn gửi",
        "07-CT/TW của Ban Bí thư",
        "15 -KH/TU ngày 24/6",
        "12.500 người tham gia",
        "3 - 5 người",
        "2022",
        "- Gạch đầu dòng",
        "05 năm thực hiện",
        "phần thứ nhất của báo cáo nêu rõ",
        "Cấp ủy các cấp",
        "",
    ],
)
def test_text_that_only_resembles_a_label_has_none(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "above", "level"),
    [("PHẦN I", 3, 1), ("II. A", 3, 1), ("1. A", 0, 2), ("1.1. A", 0, 3), ("a) A", 3, 4), ("a) A", 2, 3)],
)
def test_level_comes_from_the_shape_of_the_label(text: str, above: int, level: int) -> None:
    assert _label(text).level(above) == level


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("1. Công tác lãnh đạo", True),
        ("1. “Dân vận khéo”", True),
        ("1. Không.", False),
        ("a) Không có", False),
        ("1. 12 hội nghị", False),
        ("1.", False),
        (f"1. {'từ ' * 91}", False),
    ],
)
def test_bold_text_behind_a_label_is_a_title_unless_it_is_an_answer_or_too_long(text: str, *, is_one: bool) -> None:
    assert is_title(_label(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2. Đánh giá chung", True),
        ("IV. Đề xuất, kiến nghị.", True),
        ("II. Kết quả sau 5 năm triển khai thực hiện Chỉ thị số 07-CT/TW", True),
        ("1. Kết quả thực hiện Quyết định số 52/2016/QĐ-TTg ngày 06/12/2016", True),
        ("1.2. TRUYỀN THÔNG: 12 HỘI NGHỊ; 3 LỚP", True),
        ("1. Tổ chức 12 hội nghị tuyên truyền cho nhân dân.", False),
        ("1. Tổ chức 12 hội nghị tuyên truyền cho nhân dân", False),
        ("2. Ban hành kế hoạch, phân công nhiệm vụ cho từng ngành, đoàn thể và thôn xóm trên địa bàn.", False),
        ("a) Ban hành văn bản chỉ đạo;", False),
        ("b) Sửa chữa đài truyền thanh,", False),
        ("1. Xã có đài. Đài hoạt động tốt", False),
        ("1. công tác lãnh đạo", False),
        ("1. Không.", False),
    ],
)
def test_plain_text_behind_a_label_is_a_title_only_when_it_reads_as_one(text: str, *, is_one: bool) -> None:
    assert is_plain_title(_label(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("I. Tình hình ........ 3", True),
        ("I. Tình hình…………12 ", True),
        ("1.2. Kết quả\t7", True),
        ("I. Tình hình", False),
        ("Tổng số 12", False),
        ("Số lượng: ......", False),
    ],
)
def test_line_of_contents_ends_in_leaders_and_a_page(text: str, *, is_one: bool) -> None:
    assert is_line_of_contents(text) is is_one


def test_title_of_contents_is_known() -> None:
    assert is_title_of_contents("MỤC LỤC")
    assert is_title_of_contents("Mục lục:")
    assert not is_title_of_contents("Mục tiêu")
