"""A Word file as a zip: opened within limits, written so that the same parts give the same bytes."""

from __future__ import annotations

import zlib
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MEBIBYTE = 1024 * 1024
MAX_PARTS = 5_000
MAX_TOTAL_BYTES = 500 * MEBIBYTE
MAX_PART_BYTES = 64 * MEBIBYTE
# The text of a long report packs ten- to fortyfold; small parts may pack better and are harmless.
MAX_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 4 * MEBIBYTE

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DOCUMENT = "word/document.xml"
_NOTHING: Mapping[bytes, Sequence[bytes]] = {}
_ENCRYPTED = 0x1
_WORD_PACKING = (ZIP_STORED, ZIP_DEFLATED)
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
_DAMAGED = "Tệp bị hỏng, không đọc được. Đề nghị mở lại bằng Word, lưu thành tệp .docx mới và nộp lại."
_TOO_LARGE = "Tệp giải nén ra quá lớn nên không được mở. Đề nghị lưu lại tệp .docx bằng Word, thu nhỏ ảnh rồi nộp lại."
_TOO_DEEP = (
    "Tệp có quá nhiều lớp bảng hoặc khung lồng vào nhau nên không được mở. "
    "Đề nghị chép nội dung báo cáo sang một tệp Word mới, bỏ các bảng lồng nhau, rồi nộp lại."
)


class Refusal(StrEnum):
    """Why a file is no report, for those who decide what becomes of it."""

    EMPTY = "empty"
    NO_WORDS = "no_words"
    OTHER_KIND = "other_kind"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 -- the word, not a secret
    TOO_LARGE = "too_large"
    UNSAFE = "unsafe"

    @property
    def is_kept(self) -> bool:
        """Whether the unit meant this file as its report and is told what to do: it is kept, and is not yet a hand-in."""
        return self in {Refusal.DAMAGED, Refusal.PASSWORD, Refusal.UNSAFE}


class UnreadableReport(RuleBroken):
    """The file cannot be read as a report; the text tells the unit what to do."""

    def __init__(self, text: str, *, code: Refusal = Refusal.DAMAGED) -> None:
        super().__init__(text)
        self.code = code


class Package:
    """The parts of a .docx, read one at a time and never beyond the limits above."""

    def __init__(self, content: bytes) -> None:
        _refuse_other_formats(content)
        try:
            self._archive = ZipFile(BytesIO(content))
        except (BadZipFile, NotImplementedError, ValueError) as error:
            raise UnreadableReport(_DAMAGED) from error
        if claim_the_same_bytes(self._archive.infolist()):
            raise UnreadableReport(_DAMAGED)
        self._entries = {entry.filename: entry for entry in self._archive.infolist()}
        declared = sum(entry.file_size for entry in self._archive.infolist())
        if len(self._entries) > MAX_PARTS or declared > MAX_TOTAL_BYTES:
            raise UnreadableReport(_TOO_LARGE, code=Refusal.TOO_LARGE)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """Of all parts, in the order of the file."""
        return tuple(self._entries)

    def has_folder(self, name: str) -> bool:
        """`name` ends with a slash."""
        return any(part.startswith(name) for part in self._entries)

    def check_all(self) -> None:
        """Hold every part to the limits: for a file that another program will unpack whole."""
        for entry in self._archive.infolist():
            _check_size(entry)

    def raw(self, name: str) -> bytes:
        """A part as it is, within the limits; empty where there is none."""
        return self.read(name) if name in self else b""

    def xml(self, name: str) -> etree._Element:
        """The root of a part. Refuses a part that is missing, broken, too large, or that declares a DOCTYPE."""
        return self.parsed(self.read(name))

    def parsed(self, part: bytes) -> etree._Element:
        """The root of a part that `read` gave."""
        try:
            root = etree.fromstring(part, _safe_parser())
        except etree.XMLSyntaxError as error:
            raise _parsing_refused(error) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableReport(
                "Tệp chứa khai báo không an toàn (DOCTYPE) nên không được mở. Đề nghị lưu lại bằng Word.",
                code=Refusal.UNSAFE,
            )
        return root

    def read(self, name: str) -> bytes:
        """The bytes of a part. Refuses one that is missing, broken or too large."""
        entry = self._entries.get(name)
        if entry is None or entry.flag_bits & _ENCRYPTED or entry.compress_type not in _WORD_PACKING:
            raise UnreadableReport(_DAMAGED)
        _check_size(entry)
        try:
            return self._archive.read(entry)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
            raise UnreadableReport(_DAMAGED) from error


def claim_the_same_bytes(entries: Sequence[ZipInfo]) -> bool:
    """Whether two begin at one place: a directory that was forged, so that little unpacks to much, or spoilt on the way.

    Python warns of it since 3.13 and reads on; here it is refused whatever the version.
    """
    return len({entry.header_offset for entry in entries}) < len(entries)


def normalised(content: bytes, *, laid_aside: Mapping[bytes, Sequence[bytes]] = _NOTHING) -> bytes:
    """The same parts in a fixed order with a fixed date, so that equal documents are equal files.

    `laid_aside` is what stands for each of these marks, in the order in which they stand in the document.
    """
    with ZipFile(BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name not in _FIRST, name)):
            with archive.open(_entry(name), "w") as part:
                part.writelines(_filled(parts[name], laid_aside if name == _DOCUMENT else _NOTHING))
    return target.getvalue()


def _filled(part: bytes, laid_aside: Mapping[bytes, Sequence[bytes]]) -> Iterator[bytes]:
    """Piece by piece: the whole may be large."""
    for mark, pieces in laid_aside.items():
        before, part = part.split(mark, 1)
        yield before
        yield from pieces
    yield part


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _parsing_refused(error: etree.XMLSyntaxError) -> UnreadableReport:
    if _is_too_deep(error):
        return UnreadableReport(_TOO_DEEP, code=Refusal.UNSAFE)
    return UnreadableReport(_DAMAGED)


def _is_too_deep(error: etree.XMLSyntaxError) -> bool:
    """The parser stops at 256 levels, so whoever walks the tree need not fear its depth."""
    return error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT and "depth" in str(error)


def _check_size(entry: ZipInfo) -> None:
    if entry.file_size > MAX_PART_BYTES or _is_bomb(entry):
        raise UnreadableReport(_TOO_LARGE, code=Refusal.TOO_LARGE)


def _is_bomb(entry: ZipInfo) -> bool:
    return entry.file_size > max(RATIO_COUNTS_FROM_BYTES, entry.compress_size * MAX_RATIO)


def _refuse_other_formats(content: bytes) -> None:
    if content.startswith(_COMPOUND_FILE):
        raise UnreadableReport(
            "Tệp .doc đời cũ hoặc có mật khẩu. Đề nghị mở bằng Word, bỏ mật khẩu, lưu thành .docx và nộp lại.",
            code=Refusal.OTHER_KIND,
        )
    if content.startswith(b"%PDF-"):
        raise UnreadableReport(
            "Đây là tệp PDF, không tổng hợp được. Đề nghị nộp thêm tệp Word (.docx) của báo cáo.",
            code=Refusal.OTHER_KIND,
        )
    if not content.startswith(b"PK"):
        raise UnreadableReport(
            "Đây không phải tệp Word (.docx). Đề nghị lưu báo cáo thành .docx bằng Word và nộp lại.",
            code=Refusal.OTHER_KIND,
        )


def _safe_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
