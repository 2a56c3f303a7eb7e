from __future__ import annotations

import pytest

from documents.draft_words import NOTHING_YET, UNPLACED_NOTE, UNPLACED_TITLE, is_of_the_draft


@pytest.mark.parametrize(
    "text",
    [
        UNPLACED_TITLE,
        f" {UNPLACED_NOTE} ",
        NOTHING_YET,
        "Chưa có nội dung",
        "Huyện ủy Lý Nhân trân trọng báo cáo./.",
        "Ban cán sự đảng Ủy ban nhân dân tỉnh Hà Nam trân trọng báo cáo.",
    ],
)
def test_words_of_a_draft_are_known_again(text: str) -> None:
    assert is_of_the_draft(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Chưa có nội dung mới so với năm 2021.",
        "Huyện ủy trân trọng báo cáo Thường trực Tỉnh ủy kết quả ba năm.",
        "Trên đây là kết quả sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW, Huyện ủy Lý Nhân trân trọng báo cáo.",
    ],
)
def test_sentence_that_somebody_wrote_is_kept(text: str) -> None:
    assert not is_of_the_draft(text)
