from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pypdfium2  # type: ignore[import-untyped]
import pytest
from docx.shared import Mm

from demo.sample_reports import sample_report
from documents.blocks import Heading, Recognised, Report, Table
from documents.opening import READ_BY_MACHINE, FileKind, open_report
from documents.package import Refusal, UnreadableReport
from documents.programs import Programs
from domain.spelling import fold
from tests.documents.examples import OUTLINE, paragraph, word_file
from tests.documents.foreign_files import UNIT, pdf_of_pictures, pdfs_of

if TYPE_CHECKING:
    from documents.blocks import Block

NOTHING = Programs()
# What Tesseract may get wrong on a clean page.
FEW_WORDS = 0.05


def sections(report: Report | None) -> list[tuple[int, str, str]]:
    assert report is not None
    return [(heading.level, heading.label, fold(heading.title)) for heading in report.headings]


def words(report: Report | None) -> set[str]:
    assert report is not None
    return {word.strip(".,;:()“”|") for block in report.blocks for word in text_of(block).split()}


def text_of(block: Block) -> str:
    if isinstance(block, Table):
        return " ".join(cell for row in block.rows for cell in row)
    return getattr(block, "text", "")


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf", "pdf"])
def test_every_kind_of_file_gives_the_sections_and_words_of_the_word_file(foreign: dict[str, bytes], kind: str) -> None:
    expected = open_report(foreign["report.docx"], name="report.docx")

    opened = open_report(foreign[f"report.{kind}"], name=f"report.{kind}")

    assert (opened.kind, opened.note, opened.remark) == (FileKind(kind), "", "")
    assert sections(opened.report) == sections(expected.report)
    assert words(opened.report) == words(expected.report)


def test_pdfs_of_other_reports_have_their_sections() -> None:
    reports = [sample_report(UNIT, OUTLINE, seed=seed) for seed in ("Hợp Lý", "Chân Lý", "Nhân Khang")]

    for report, pdf in zip(reports, pdfs_of(*reports), strict=True):
        opened = open_report(pdf, name="report.pdf")

        assert sections(opened.report) == sections(open_report(report, name="report.docx").report)
        assert opened.report is not None
        assert {heading.recognised for heading in opened.report.headings} == {Recognised.LAYOUT}


@pytest.mark.parametrize("name", ["scan.pdf", "scan.tif"])
def test_a_scan_is_read_by_machine_and_marked(foreign: dict[str, bytes], name: str) -> None:
    whole = open_report(foreign["report.pdf"], name="report.pdf").report
    first_page = words(open_report(foreign["first-page.pdf"], name="report.pdf").report)

    opened = open_report(foreign[name], name=name)

    assert (opened.note, opened.needs_reader) == (READ_BY_MACHINE, True)
    assert sections(opened.report) == sections(whole)[:6]
    assert len(first_page - words(opened.report)) <= FEW_WORDS * len(first_page)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("report.doc", "Tệp .doc được giữ lại, máy này chưa có LibreOffice; cần người đọc."),
        ("report.odt", "Tệp .odt được giữ lại, máy này chưa có LibreOffice; cần người đọc."),
        ("report.rtf", "Tệp .rtf được giữ lại, máy này chưa có LibreOffice; cần người đọc."),
        ("scan.pdf", "Bản chụp, cần người đọc: máy này chưa có Tesseract tiếng Việt."),
        ("scan.tif", "Bản chụp, cần người đọc: máy này chưa có Tesseract tiếng Việt."),
    ],
)
def test_without_its_program_a_file_is_kept_for_a_person(foreign: dict[str, bytes], name: str, note: str) -> None:
    opened = open_report(foreign[name], name=name, programs=NOTHING)

    assert (opened.report, opened.note, opened.needs_reader) == (None, note, True)


@pytest.mark.parametrize("name", ["report.docx", "report.pdf"])
def test_word_files_and_pdfs_need_no_other_program(foreign: dict[str, bytes], name: str) -> None:
    opened = open_report(foreign[name], name=name, programs=NOTHING)

    assert not opened.needs_reader
    assert len(sections(opened.report)) == 8


@pytest.mark.parametrize(
    ("file", "name", "remark"),
    [
        ("report.docx", "bao-cao.doc", "Tệp .doc thật ra là .docx; vẫn được đọc."),
        ("report.doc", "bao-cao.docx", "Tệp .docx thật ra là .doc; vẫn được đọc."),
        ("report.pdf", "bao-cao", "Tệp không có đuôi thật ra là .pdf; vẫn được đọc."),
        ("report.rtf", "bao-cao.doc", ""),
    ],
)
def test_a_wrong_ending_is_noted_and_the_file_read(
    foreign: dict[str, bytes], file: str, name: str, remark: str
) -> None:
    opened = open_report(foreign[file], name=name)

    assert (opened.remark, opened.needs_reader) == (remark, False)
    assert len(sections(opened.report)) == 8


def test_a_picture_with_another_name_is_a_scan(foreign: dict[str, bytes]) -> None:
    opened = open_report(foreign["scan.tif"], name="bao-cao.docx", programs=NOTHING)

    assert (opened.kind, opened.remark) == (
        FileKind.PICTURE,
        "Tệp .docx thật ra là ảnh chụp; vẫn được đọc.",
    )
    assert opened.needs_reader


def test_a_scan_pasted_into_a_word_file_is_read_as_one(foreign: dict[str, bytes]) -> None:
    document = docx.Document()
    document.add_picture(BytesIO(foreign["scan.tif"]), width=Mm(150))
    target = BytesIO()
    document.save(target)

    opened = open_report(target.getvalue(), name="report.docx")
    without = open_report(target.getvalue(), name="report.docx", programs=NOTHING)

    assert (opened.kind, opened.note) == (FileKind.DOCX, READ_BY_MACHINE)
    assert opened.report is not None
    assert "1.3" in [heading.label for heading in opened.report.headings]
    assert (without.report, without.note) == (None, "Bản chụp, cần người đọc: tệp Word chỉ có ảnh.")


def test_a_pdf_with_one_scanned_page_has_both_kinds_of_text_in_order(foreign: dict[str, bytes]) -> None:
    mixed = joined(foreign["scan.pdf"], foreign["report.pdf"])

    with_tesseract = open_report(mixed, name="report.pdf")
    without = open_report(mixed, name="report.pdf", programs=NOTHING)

    numbers = [label for _, label, _ in sections(open_report(foreign["report.pdf"], name="report.pdf").report)]
    assert [label for _, label, _ in sections(with_tesseract.report)] == numbers[:6] + numbers
    assert with_tesseract.note == READ_BY_MACHINE
    assert [label for _, label, _ in sections(without.report)] == numbers
    assert without.note == "Có 1 trang là bản chụp, cần người đọc: máy này chưa có Tesseract tiếng Việt."


def test_a_picture_without_a_letter_is_left_to_a_person() -> None:
    white = b"P5 200 300 255\n" + b"\xff" * 60_000

    opened = open_report(pdf_of_pictures([white]), name="scan.pdf")

    assert (opened.report, opened.note) == (None, "Bản chụp, cần người đọc: máy không nhận ra chữ nào.")


def test_a_picture_that_tesseract_cannot_open_is_left_to_a_person() -> None:
    opened = open_report(b"\xff\xd8\xff\xe0 cut off", name="anh.jpg")

    assert (opened.report, opened.note) == (None, "Bản chụp, cần người đọc: máy không đọc được.")


def test_pages_beyond_the_limit_are_left_to_a_person(foreign: dict[str, bytes]) -> None:
    document = pypdfium2.PdfDocument(foreign["first-page.pdf"])
    for _ in range(209):
        document.new_page(595, 842)
    target = BytesIO()
    document.save(target)

    opened = open_report(target.getvalue(), name="report.pdf")

    assert opened.note == "Tệp có 210 trang, còn 10 trang máy không đọc, cần người đọc."
    assert len(sections(opened.report)) == 6


@pytest.mark.parametrize("content", [word_file(""), word_file(paragraph("  "))], ids=["bare", "blank"])
def test_a_word_file_without_a_word_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableReport, match="không có chữ nào") as refusal:
        open_report(content, name="bao-cao.docx")

    assert refusal.value.code is Refusal.NO_WORDS


def test_a_pdf_with_blank_pages_alone_is_refused() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    target = BytesIO()
    document.save(target)

    with pytest.raises(UnreadableReport, match="không có chữ nào"):
        open_report(target.getvalue(), name="bao-cao.pdf")


def test_a_word_in_a_table_is_a_word() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "Không."
    target = BytesIO()
    document.save(target)

    opened = open_report(target.getvalue(), name="bao-cao.docx")

    assert opened.report is not None
    assert not any(isinstance(block, Heading) for block in opened.report.blocks)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "“passwd”: "),
        ("C:\\bao cao\\bc.docx", "“bc.docx”: "),
        ("a\r\nb\x00\u202ec.docx", "“a  b  c.docx”: "),
        ("", "“tệp không tên”: "),
        (f"{'x' * 300}.docx", f"“{'x' * 71}…xxx.docx”: "),
    ],
)
def test_a_message_shows_the_name_harmlessly(name: str, shown: str) -> None:
    with pytest.raises(UnreadableReport) as refusal:
        open_report(b"", name=name)

    assert str(refusal.value).startswith(shown)


def joined(*files: bytes) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for file in files:
        document.import_pages(pypdfium2.PdfDocument(file))
    target = BytesIO()
    document.save(target)
    return target.getvalue()
