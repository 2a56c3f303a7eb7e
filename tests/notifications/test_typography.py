from __future__ import annotations

import pytest

from notifications.typography import keep_numbers_whole


def kept(html: str) -> str:
    return keep_numbers_whole(html, opening="<span>")


@pytest.mark.parametrize("number", ["15-KH/TU", "07-CT/TW", "45-BC/ĐU", "0107/TN-15-KH/TU", "52/2016/QĐ-TTg"])
def test_number_of_a_document_is_kept_on_one_line(number: str) -> None:
    assert kept(f"<p>Căn cứ số {number}, ngày</p>") == f"<p>Căn cứ số <span>{number}</span>, ngày</p>"


@pytest.mark.parametrize(
    "text", ["ngày 20/8/2022", "Phát thanh - Truyền hình", "0226.0000.353", "tệp bao-cao-2.docx", "SHA-256 9f86d081"]
)
def test_other_text_may_break_where_it_likes(text: str) -> None:
    assert kept(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_tags_are_left_as_they_are() -> None:
    page = '<p title="15-KH/TU" style="margin:0">số <b>7</b></p>'

    assert kept(page) == page
