"""What kind of file was handed in, told from its bytes. The name is asked only where the bytes say nothing."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NoReturn

from documents.compound_file import COMPOUND_FILE, check_compound_file, other_kind
from documents.package import MEBIBYTE, Package, Refusal, UnreadableReport

# A report with photographs has some 20 MB; beyond this somebody sent the wrong thing.
MAX_FILE_BYTES = 60 * MEBIBYTE


class FileKind(StrEnum):
    """A picture is a scan that came without a PDF around it."""

    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    ODT = "odt"
    RTF = "rtf"
    PICTURE = "picture"


# The endings that each kind goes by; another one is read all the same, and noted.
ENDINGS = {
    FileKind.DOCX: (".docx", ".docm", ".dotx", ".dotm"),
    FileKind.DOC: (".doc", ".dot"),
    FileKind.PDF: (".pdf",),
    FileKind.ODT: (".odt", ".ott"),
    FileKind.RTF: (".rtf", ".doc"),
    FileKind.PICTURE: (".jpg", ".jpeg", ".png", ".tif", ".tiff"),
}

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
_TEXT_OF_ODF = b"application/vnd.oasis.opendocument.text"
_WORD_MAIN_PART = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.(?:document|template)"
    rb"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml",
    re.IGNORECASE,
)
_OFFICE_PARTS = {"xl/": "bảng tính Excel (.xlsx)", "ppt/": "bản trình chiếu PowerPoint (.pptx)"}
_CONTENT_TYPES = "[Content_Types].xml"
# How far into a file its mark may stand: some programs write a line or two before it.
_HEAD_BYTES = 1024
_WEB_PAGE = re.compile(
    rb"<html|<!doctype\s+html|^\s*mime-version:|<w:worddocument|<pkg:package|mso-application", re.IGNORECASE
)
_FOREIGN = (
    (re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b"), "tệp nén"),
    (re.compile(rb"GIF8|BM.{4}\0{4}|RIFF.{4}WEBP", re.DOTALL), "ảnh ở dạng không đọc được (chỉ đọc .jpg, .png, .tif)"),
    (re.compile(rb".{4}ftyp(?:hei|mif|avif)", re.DOTALL), "ảnh HEIC của điện thoại (chỉ đọc .jpg, .png, .tif)"),
    (re.compile(rb".{4}ftyp", re.DOTALL), "tệp phim"),
    (re.compile(rb"MZ|\x7fELF|#!"), "chương trình"),
)


def sniff(content: bytes, *, ending: str) -> FileKind:
    """Raises UnreadableReport for what is no report, and says in Vietnamese what to do.

    `ending` is that of the name, in small letters with its dot: bytes that say nothing are a damaged file where it is one
    of a report, and another kind of file where it is not.
    """
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableReport(
            f"Tệp lớn {len(content) // MEBIBYTE} MB, quá mức {MAX_FILE_BYTES // MEBIBYTE} MB được nhận. "
            "Đề nghị thu nhỏ ảnh trong tệp (Word: Nén ảnh) rồi nộp lại.",
            code=Refusal.TOO_LARGE,
        )
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableReport(
            "Tệp trống; một tệp trống không được tính là báo cáo. Đề nghị kiểm tra rồi nộp lại.", code=Refusal.EMPTY
        )
    kind = _by_mark(content)
    if kind is None:
        _refuse(content[:_HEAD_BYTES], ending)
    return kind


def _by_mark(content: bytes) -> FileKind | None:
    head = content[:_HEAD_BYTES]
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(content)
    if head.startswith(COMPOUND_FILE):
        check_compound_file(content)
        return FileKind.DOC
    if head.startswith(_PICTURES):
        return FileKind.PICTURE
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return FileKind.RTF
    return FileKind.PDF if b"%PDF-" in head else None


def _in_zip(content: bytes) -> FileKind:
    package = Package(content)
    if _WORD_MAIN_PART.search(package.raw(_CONTENT_TYPES)) or package.has_folder("word/"):
        return FileKind.DOCX
    if package.raw("mimetype").startswith(_TEXT_OF_ODF):
        return FileKind.ODT
    for folder, kind in _OFFICE_PARTS.items():
        if package.has_folder(folder):
            raise UnreadableReport(other_kind(kind), code=Refusal.OTHER_KIND)
    if package.raw("mimetype").startswith(b"application/vnd.oasis.opendocument."):
        raise UnreadableReport(other_kind("tệp OpenDocument không phải văn bản (.ods, .odp)"), code=Refusal.OTHER_KIND)
    raise UnreadableReport(
        "Đây là tệp nén (.zip). Đề nghị giải nén rồi nộp riêng tệp báo cáo (.docx, .pdf).", code=Refusal.OTHER_KIND
    )


def _refuse(head: bytes, ending: str) -> NoReturn:
    if _WEB_PAGE.search(head):
        raise UnreadableReport(
            "Đây là trang web lưu từ Word (Web Page), không phải tệp Word. Đề nghị mở bằng Word, chọn “Lưu thành”, "
            "loại “Word Document (.docx)” rồi nộp lại.",
            code=Refusal.OTHER_KIND,
        )
    for mark, kind in _FOREIGN:
        if mark.match(head):
            raise UnreadableReport(other_kind(kind), code=Refusal.OTHER_KIND)
    if any(ending in endings for endings in ENDINGS.values()):
        raise UnreadableReport(
            f"Nội dung tệp không đúng là tệp {ending}, có thể đã hỏng khi sao chép. Đề nghị mở và lưu lại rồi nộp lại."
        )
    raise UnreadableReport(
        "Tệp không thuộc loại được nhận (.docx, .doc, .odt, .rtf, .pdf, ảnh .jpg, .png, .tif). "
        "Đề nghị lưu báo cáo thành .docx hoặc .pdf rồi nộp lại.",
        code=Refusal.OTHER_KIND,
    )
