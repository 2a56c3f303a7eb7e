from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document

from database.store import Store
from documents.package import Refusal, UnreadableReport
from documents.programs import Programs
from domain.outline_check import SectionState
from services.handing_in import Reader
from tests.mails import pdf
from tests.small_plan import PLAN, UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from services.submissions import Handed

UNIT, DUTY = UNITS["X1"], PLAN.duty("commune")
NONE_INSTALLED = Programs(office=None, tesseract=None)
SHA256_SHOWN = 12


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(Store(tmp_path / "tep"), NONE_INSTALLED)


def hand(reader: Reader, content: bytes, name: str = "bao-cao.docx") -> Handed:
    return reader.hand(content, name=name, plan=PLAN, unit=UNIT, duty=DUTY)


def word(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line, style="Heading 1" if "- " in line[:4] else None)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


REPORT = word(
    "I- Tình hình quán triệt",
    "Đã quán triệt đến 100% chi bộ.",
    "II- Kết quả",
    "Đã nâng cấp đài truyền thanh.",
    "IV- Đề xuất, kiến nghị",
    "Không.",
)


def test_report_is_kept_and_laid_along_the_outline(reader: Reader) -> None:
    handed = hand(reader, REPORT)

    assert reader.store.get(handed.sha256) == REPORT
    assert (handed.kind, handed.size, handed.note) == ("docx", len(REPORT), "")
    assert handed.check is not None
    assert [one.state for one in handed.check.sections] == [SectionState.FOUND, SectionState.FOUND, SectionState.NONE]


def test_name_is_kept_in_composed_letters(reader: Reader) -> None:
    assert hand(reader, REPORT, "ba\u0301o-ca\u0301o.docx").file_name == "báo-cáo.docx"


def test_report_headed_by_another_unit_is_noticed_where_the_units_are_known(reader: Reader) -> None:
    content = word("ĐẢNG ỦY XÃ NHÂN MỸ", "Báo cáo sơ kết", "I- Tình hình quán triệt", "Tốt.", "II- Kết quả", "Tốt.")

    handed = reader.hand(
        content, name="a.docx", plan=PLAN, unit=UNIT, duty=DUTY, units=UNITS, received=date(2022, 7, 20)
    )

    assert handed.check is not None
    assert "other_unit" in {one.code for one in handed.check.findings}


def test_file_that_this_machine_cannot_read_is_handed_in_for_a_person(reader: Reader) -> None:
    handed = hand(reader, rb"{\rtf1 Bao cao so ket}", "bao-cao.rtf")

    assert handed.kind == "rtf"
    assert handed.note == "Tệp .rtf được giữ lại, máy này chưa có LibreOffice; cần người đọc."
    assert handed.check is not None
    assert (handed.check.sections, handed.check.note) == ((), handed.note)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"PK\x03\x04 hong", "hong.docx"), (pdf()[:200], "hong.pdf"), (REPORT[: len(REPORT) // 2], "nua-tep.docx")],
)
def test_damaged_file_is_kept_and_is_no_report_yet(reader: Reader, content: bytes, name: str) -> None:
    with pytest.raises(UnreadableReport) as refusal:
        hand(reader, content, name)

    (kept,) = [path for path in reader.store.folder.rglob("*") if path.is_file()]
    assert kept.read_bytes() == content
    assert str(refusal.value).endswith(
        f" Tệp đã được giữ nguyên trạng (mã {kept.name[:SHA256_SHOWN]}) nhưng chưa được tính là đã nộp."
    )


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "trong.docx", Refusal.EMPTY),
        (b"ghi chu", "ghi-chu.txt", Refusal.OTHER_KIND),
        (word(), "a.docx", Refusal.NO_WORDS),
    ],
)
def test_what_is_no_report_says_what_to_do(reader: Reader, content: bytes, name: str, code: Refusal) -> None:
    with pytest.raises(UnreadableReport, match=name) as refusal:
        hand(reader, content, name)

    assert refusal.value.code is code
    assert "giữ nguyên trạng" not in str(refusal.value)


def test_kept_file_is_checked_again_with_what_people_said(reader: Reader) -> None:
    handed = hand(reader, REPORT)
    assert handed.check is not None
    place = handed.check.sections[0].position

    again = reader.check(handed.sha256, name="bao-cao.docx", plan=PLAN, unit=UNIT, duty=DUTY, corrections={place: None})

    assert again.extra_positions == (place,)
    assert again.sections[0].state is SectionState.MISSING


def test_kept_file_that_was_not_read_is_not_read_again(reader: Reader) -> None:
    handed = hand(reader, rb"{\rtf1 Bao cao so ket}", "bao-cao.rtf")

    again = reader.check(handed.sha256, name="bao-cao.rtf", plan=PLAN, unit=UNIT, duty=DUTY)

    assert (again.sections, again.note) == ((), handed.note)
