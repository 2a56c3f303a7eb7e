from __future__ import annotations

from io import BytesIO

import docx
import pytest

from documents.package import UnreadableReport, normalised
from documents.sniffing import check_report


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    target = BytesIO()
    document.save(target)
    return normalised(target.getvalue())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (word("Không."), "bao-cao.docx"),
        (b"%PDF-1.7 ...", "BAO CAO.PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "cu.doc"),
        (b"{\\rtf1 x}", "a.rtf"),
    ],
)
def test_a_report_of_a_known_kind_is_taken(content: bytes, name: str) -> None:
    check_report(content, name=name)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "bao-cao.docx", "trống"),
        (b" \n", "bao-cao.pdf", "trống"),
        (b"anything", "anh.jpg", "không phải loại được nhận"),
        (b"anything", "khong-duoi", "không phải loại được nhận"),
        (b"%PDF-1.7", "bao-cao.docx", "không đúng là tệp .docx"),
        (word(), "bao-cao.docx", "không có chữ nào"),
        (word("", "  "), "bao-cao.docx", "không có chữ nào"),
    ],
)
def test_what_cannot_be_a_report_is_refused_with_the_way_out(content: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableReport, match=said):
        check_report(content, name=name)
