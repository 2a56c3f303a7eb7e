from __future__ import annotations

import struct
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.compound_file import COMPOUND_FILE
from documents.package import MEBIBYTE, Refusal, UnreadableReport
from documents.sniffing import FileKind, sniff

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
MARKS = [b"PK\x03\x04", COMPOUND_FILE, b"%PDF-", b"{\\rtf1", b"\xff\xd8\xff", b"II*\0", b"<html>", b"Rar!\x1a\x07", b""]


def zipped(**parts: str) -> bytes:
    """Parts of a zip; two underscores in a name stand for a slash."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return target.getvalue()


def word(main_type: str = WORD_TYPE) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main_type}"/></Types>')
    return target.getvalue()


def compound(*names: str, flags: int = 0) -> bytes:
    """A compound file with these entries in its directory; each stream begins with the head of a Word document."""
    header = bytearray(512)
    header[:8] = COMPOUND_FILE
    struct.pack_into("<H", header, 30, 9)
    directory = b"".join(
        f"{name}\0".encode("utf-16-le").ljust(116, b"\0") + struct.pack("<I", 1) + bytes(8) for name in names
    )
    stream = struct.pack("<HH6xH", 0xA5EC, 0xC1, flags)
    return bytes(header) + directory.ljust(512, b"\0") + stream.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (word(), FileKind.DOCX),
        (word(MACRO_TYPE), FileKind.DOCX),
        (zipped(word__document="x"), FileKind.DOCX),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), FileKind.ODT),
        (compound("WordDocument"), FileKind.DOC),
        (b"{\\rtf1 x}", FileKind.RTF),
        (b"\xef\xbb\xbf\n{\\rtf1 x}", FileKind.RTF),
        (b"%PDF-1.7 ...", FileKind.PDF),
        (b"junk of a mail program\r\n%PDF-1.4 ...", FileKind.PDF),
        (b"\xff\xd8\xff\xe0 JFIF", FileKind.PICTURE),
        (b"\x89PNG\r\n\x1a\n", FileKind.PICTURE),
        (b"II*\0....", FileKind.PICTURE),
    ],
)
@pytest.mark.parametrize("ending", [".docx", ".pdf", ".exe", ""])
def test_kind_is_told_from_the_bytes_whatever_the_name_says(content: bytes, kind: FileKind, ending: str) -> None:
    assert sniff(content, ending=ending) is kind


def test_a_real_file_of_word_is_one() -> None:
    target = BytesIO()
    docx.Document().save(target)

    assert sniff(target.getvalue(), ending=".docx") is FileKind.DOCX


@pytest.mark.parametrize(
    ("content", "ending", "code", "said"),
    [
        (b"", ".docx", Refusal.EMPTY, "Tệp trống"),
        (b"\0\0 \r\n", ".pdf", Refusal.EMPTY, "Tệp trống"),
        (b"anything", ".txt", Refusal.OTHER_KIND, "không thuộc loại được nhận"),
        (b"anything", ".docx", Refusal.DAMAGED, "không đúng là tệp .docx"),
        (b"anything", ".jpg", Refusal.DAMAGED, "không đúng là tệp .jpg"),
        (b"PK\x03\x04 cut off", ".docx", Refusal.DAMAGED, "bị hỏng"),
        (zipped(xl__workbook="x"), ".docx", Refusal.OTHER_KIND, "bảng tính Excel"),
        (zipped(ppt__presentation="x"), ".pptx", Refusal.OTHER_KIND, "PowerPoint"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), ".odt", Refusal.OTHER_KIND, "OpenDocument"),
        (zipped(baocao="x"), ".zip", Refusal.OTHER_KIND, "giải nén"),
        (b"Rar!\x1a\x07\x01\0", ".doc", Refusal.OTHER_KIND, "tệp nén"),
        (b"\0\0\0\x18ftypheic", ".jpg", Refusal.OTHER_KIND, "HEIC"),
        (b"GIF89a", ".gif", Refusal.OTHER_KIND, "chỉ đọc .jpg"),
        (b"MZ\x90\0", ".docx", Refusal.OTHER_KIND, "chương trình"),
        (b"\xef\xbb\xbf<html xmlns:w=...>", ".doc", Refusal.OTHER_KIND, "Web Page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", ".doc", Refusal.OTHER_KIND, "Web Page"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', ".doc", Refusal.OTHER_KIND, "Web Page"),
        (compound("EncryptedPackage", "EncryptionInfo"), ".docx", Refusal.PASSWORD, "bỏ mật khẩu"),
        (compound("WordDocument", flags=0x0100), ".doc", Refusal.PASSWORD, "bỏ mật khẩu"),
        (compound("Workbook"), ".doc", Refusal.OTHER_KIND, "bảng tính Excel"),
        (compound("__properties_version1.0"), ".msg", Refusal.OTHER_KIND, "Outlook"),
        (compound("Khac"), ".doc", Refusal.DAMAGED, "không có nội dung văn bản"),
        (COMPOUND_FILE, ".doc", Refusal.DAMAGED, "không có nội dung văn bản"),
    ],
)
def test_what_is_no_report_is_refused_with_the_way_out(content: bytes, ending: str, code: Refusal, said: str) -> None:
    with pytest.raises(UnreadableReport, match=said) as refusal:
        sniff(content, ending=ending)

    assert refusal.value.code is code
    assert "Đề nghị" in str(refusal.value)


def test_a_file_that_is_far_too_large_is_refused_unread() -> None:
    with pytest.raises(UnreadableReport, match="lớn 100 MB, quá mức 60 MB") as refusal:
        sniff(b"PK\x03\x04" + bytes(100 * MEBIBYTE), ending=".docx")

    assert refusal.value.code is Refusal.TOO_LARGE


@given(st.sampled_from(MARKS), st.binary(max_size=2000), st.sampled_from([".docx", ".doc", ".zip", ""]))
def test_any_bytes_are_of_a_kind_or_refused(mark: bytes, rest: bytes, ending: str) -> None:
    try:
        kind = sniff(mark + rest, ending=ending)
    except UnreadableReport as refusal:
        assert "Đề nghị" in str(refusal)  # noqa: PT017 -- either of the two is right
    else:
        assert isinstance(kind, FileKind)
