from __future__ import annotations

import json
from typing import Any

import pytest

from documents.package import Refusal, UnreadableReport
from documents.pdf import font_name, text_of


def answer(*lines: list[list[Any]], **page: Any) -> bytes:
    whole = {"width": 595, "height": 842, "drawn": False, "covered": 0.0, "hidden": 0, "lines": list(lines), **page}
    return json.dumps({"count": 1, "pages": [whole]}).encode()


def run(text: str, *, font: str = "ABCDEF+TimesNewRoman", bold: bool = False, left: float = 85) -> list[Any]:
    return [text, font, bold, left, 700.0, left + 7 * len(text), 714.0]


def test_runs_of_a_line_are_one_text_in_composed_letters() -> None:
    (page,) = text_of(answer([run("Ba\u0301o "), run("cáo", left=113)])).pages

    assert [line.text for line in page.lines] == ["Báo cáo"]


def test_signs_that_no_file_holds_are_no_text() -> None:
    """The draft could not hold them, and its trace would count them."""
    (page,) = text_of(answer([run("Báo\x02 cáo\x07")])).pages

    assert [line.text for line in page.lines] == ["Báo cáo"]


def test_a_hyphen_that_keeps_a_number_together_is_a_hyphen() -> None:
    read = text_of(answer([run("I\u2011 Chỉ thị số 07\u2011CT/TW")]))

    assert [line.text for page in read.pages for line in page.lines] == ["I- Chỉ thị số 07-CT/TW"]


def test_text_in_an_old_font_is_converted_by_the_name_of_the_font() -> None:
    line = [run("B¸o c¸o ", font="ABCDEF+.VnTime,Bold", bold=True), run("năm 2022", left=141)]

    (page,) = text_of(answer(line)).pages

    assert [(line.text, line.bold) for line in page.lines] == [("Báo cáo năm 2022", len("Báo cáo"))]


def test_wide_gaps_make_columns() -> None:
    (page,) = text_of(answer([run("Loa"), run("27", left=300)], [run("Loa "), run("27", left=115)])).pages

    assert [line.columns for line in page.lines] == [True, False]


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("ABCDEF+.VnTimeH", ".VnTimeH"),
        ("ABCDEF+.VnTime,Bold", ".VnTime"),
        (".VnArial-BoldItalic", ".VnArial"),
        ("VNI-Times", "VNI-Times"),
        ("VNI-Times-Bold", "VNI-Times"),
        ("", ""),
    ],
)
def test_font_is_named_as_the_author_chose_it(name: str, chosen: str) -> None:
    assert font_name(name) == chosen


@pytest.mark.parametrize(
    ("page", "scanned"),
    [
        (answer(), ()),
        (answer(drawn=True), (1,)),
        (answer([run("Ký bởi: Huyện ủy Lý Nhân")], drawn=True, covered=0.9), (1,)),
        (answer([run("chữ " * 100)], drawn=True, covered=0.9), ()),
        (answer([run("Ký bởi")], drawn=True, covered=0.2), ()),
        (answer([run("\ufffd\ufffd\ufffd a b")]), (1,)),
    ],
    ids=["blank", "outlines", "stamped scan", "background", "logo", "unknown letters"],
)
def test_a_page_that_must_be_read_from_its_picture_is_told(page: bytes, scanned: tuple[int, ...]) -> None:
    assert text_of(page).scanned == scanned


def test_hidden_text_below_a_picture_was_read_by_a_machine() -> None:
    assert text_of(answer([run("chữ " * 100)], drawn=True, covered=0.9, hidden=5)).overlaid
    assert not text_of(answer([run("chữ " * 100)], drawn=True, covered=0.9)).overlaid


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", Refusal.DAMAGED),
        (b'{"count": 1, "pages": [{"hei', Refusal.DAMAGED),
        (b'{"error": "damaged"}', Refusal.DAMAGED),
        (b'{"error": "password"}', Refusal.PASSWORD),
        (b'{"count": 3, "pages": []}', Refusal.DAMAGED),
    ],
)
def test_a_file_that_brought_the_worker_down_is_damaged(said: bytes, code: Refusal) -> None:
    with pytest.raises(UnreadableReport) as refusal:
        text_of(said)

    assert refusal.value.code is code
