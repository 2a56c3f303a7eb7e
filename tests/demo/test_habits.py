from __future__ import annotations

import unicodedata
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from demo.habits import HABITS, written_in
from demo.sample_reports import SampleUnit, sample_report
from demo.ways import Way
from documents.blocks import Recognised
from documents.outline_matching import match
from documents.reading import read_report
from tests.documents.examples import OUTLINE, audit_findings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from documents.blocks import Block

UNIT = SampleUnit("Đảng ủy xã Bình Nghĩa", "xã", "Huyện ủy Bình Lục", "05-BC/ĐU", "Bình Nghĩa", date(2022, 7, 20))
REPORT = sample_report(UNIT, OUTLINE, seed="Bình Nghĩa", without=("II.2",))


@pytest.mark.parametrize("habit", HABITS)
def test_a_habit_changes_how_a_report_is_written_and_not_what_it_says(habit: Way) -> None:
    plain, written = (match(read_report(content), OUTLINE) for content in (REPORT, written_in(REPORT, habit)))

    assert {section: _said(one.blocks) for section, one in written.sections.items()} == {
        section: _said(one.blocks) for section, one in plain.sections.items()
    }
    assert written.unplaced == ()
    assert "II.2" not in written.sections


def _said(blocks: Iterable[Block]) -> list[str]:
    """Old fonts have neither dashes nor quotes of their own."""
    signs = str.maketrans({"“": '"', "”": '"', "–": "-"})
    return [getattr(block, "text", "").translate(signs) for block in blocks]


@pytest.mark.parametrize("habit", HABITS)
def test_what_is_written_in_a_habit_is_a_sound_word_file(habit: Way, tmp_path: Path) -> None:
    content = written_in(REPORT, habit)

    assert audit_findings(content, tmp_path / "report.docx") == []
    assert written_in(REPORT, habit) == content


@pytest.mark.parametrize(
    ("habit", "recognised"),
    [
        (Way.STYLES, Recognised.STYLE),
        (Way.BOLD, Recognised.BOLD),
        (Way.AUTOMATIC, Recognised.STYLE),
        (Way.OLD_FONT, Recognised.BOLD),
    ],
)
def test_headings_are_told_by_what_the_habit_gives_them(habit: Way, recognised: Recognised) -> None:
    headings = read_report(written_in(REPORT, habit)).headings

    assert {one.recognised for one in headings if one.label} == {recognised}


def test_automatic_numbers_stand_nowhere_in_the_text() -> None:
    texts = _texts(written_in(REPORT, Way.AUTOMATIC))

    assert "Tình hình quán triệt và tổ chức triển khai thực hiện Chỉ thị số 07-CT/TW" in texts
    assert not any(text.startswith(("I-", "1. ")) for text in texts)


def test_decomposed_letters_stand_apart_from_their_marks() -> None:
    texts = _texts(written_in(REPORT, Way.DECOMPOSED))

    assert all(unicodedata.is_normalized("NFD", text) for text in texts)
    assert any(not unicodedata.is_normalized("NFC", text) for text in texts)


def test_an_old_font_holds_no_vietnamese_letter() -> None:
    texts = _texts(written_in(REPORT, Way.OLD_FONT))

    assert all(ord(letter) < 0x100 for text in texts for letter in text)


def test_a_cover_names_every_heading_before_the_report_begins() -> None:
    texts = _texts(written_in(REPORT, Way.COVER))

    begin = texts.index("MỤC LỤC")
    listed = [text.partition("\t")[0] for text in texts[begin:] if "\t" in text]
    headings = [one.text for one in read_report(REPORT).headings]
    assert listed == headings


def _texts(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(BytesIO(content)).paragraphs if one.text]
