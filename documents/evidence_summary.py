"""The summary of an evidence pack (hồ sơ): all that is known of one unit in tables, for people to read and to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.letterhead import write_letterhead, write_title
from documents.party_document import Column, PartyDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.letterhead import Letterhead

Row = tuple[str, ...]

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_FACTS = (Column("Thông tin", 60), Column("Ghi nhận", 192))
_CONTACTS = (Column("Đầu mối", 80), Column("Vai trò", 40), Column("Địa chỉ", 82), Column("Điện thoại", 50))


@dataclass(frozen=True, slots=True)
class _Part:
    """One table of a duty: `nothing` is what is said where it has no rows."""

    title: str
    columns: tuple[Column, ...]
    nothing: str


_PARTS = {
    "deadlines": _Part(
        "Hạn nộp",
        (
            Column("Lần", 14, centred=True),
            Column("Hạn (hết ngày)", 30, centred=True),
            Column("Vì sao", 36),
            Column("Căn cứ", 124),
            Column("Áp dụng từ", 48),
        ),
        "Chưa có hạn nào có hiệu lực.",
    ),
    "notices": _Part(
        "Thông báo gửi đơn vị",
        (
            Column("Lúc", 48),
            Column("Thông báo", 50),
            Column("Người nhận", 56),
            Column("Kết quả", 30),
            Column("Bên chuyển thư trả lời", 68),
        ),
        "Chưa có thông báo nào gửi cho đơn vị.",
    ),
    "silences": _Part(
        "Những lần không gửi, và lý do",
        (
            Column("Quyết định lúc", 48),
            Column("Thông báo", 56),
            Column("Người nhận", 34),
            Column("Kết quả", 34),
            Column("Lý do", 80),
        ),
        "Không có lần nào đến mốc mà không gửi.",
    ),
    "told": _Part(
        "Đã báo cáo về đơn vị với cấp trên, cơ quan theo dõi, Văn phòng",
        (Column("Gửi lúc", 48), Column("Thông báo", 114), Column("Gửi", 90)),
        "Chưa có danh sách nào nêu tên đơn vị.",
    ),
    "versions": _Part(
        "Bản nộp",
        (
            Column("Lần", 14, centred=True),
            Column("Nhận lúc; phiếu tiếp nhận", 52),
            Column("Văn bản, tệp, mã SHA-256", 96),
            Column("Đối chiếu đề cương", 50),
            Column("Xem xét", 40),
        ),
        "Chưa có bản nộp nào.",
    ),
    "events": _Part(
        "Nhật ký",
        (Column("Lúc", 48), Column("Việc", 54), Column("Ai ghi", 50), Column("Lý do, văn bản", 100)),
        "Chưa có việc nào được ghi.",
    ),
    "calls": _Part(
        "Cuộc gọi điện thoại",
        (Column("Lúc", 48), Column("Ai gọi", 50), Column("Số", 36), Column("Kết quả", 48), Column("Ghi chú", 70)),
        "Chưa có cuộc gọi nào được ghi.",
    ),
}


@dataclass(frozen=True, slots=True)
class DutySummary:
    """One duty. Each row has as many texts as its table has columns; a text may have several lines."""

    title: str
    facts: tuple[Row, ...]
    deadlines: tuple[Row, ...]
    notices: tuple[Row, ...]
    silences: tuple[Row, ...]
    told: tuple[Row, ...]
    versions: tuple[Row, ...]
    events: tuple[Row, ...]
    calls: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """`remarks` say what is wanting in the pack, such as a file that is no longer kept."""

    letterhead: Letterhead
    abstract: str
    introduction: str
    contacts: tuple[Row, ...]
    duties: tuple[DutySummary, ...]
    remarks: tuple[str, ...] = ()


def write_evidence_summary(value: EvidenceSummary) -> bytes:
    """A .docx in landscape, to read beside the files and not to be signed. The same value gives the same bytes."""
    document = PartyDocument(f"Hồ sơ {value.abstract}", landscape=True)
    write_letterhead(document, value.letterhead)
    write_title(document, kind="Hồ sơ", abstract=value.abstract)
    document.paragraph(value.introduction)
    for remark in value.remarks:
        document.paragraph(f"Lưu ý: {remark}")
    _write_table(document, _CONTACTS, value.contacts, nothing="Đơn vị chưa có đầu mối liên hệ.")
    for number, duty in enumerate(value.duties):
        _write_duty(document, duty, number=_roman(number))
    return document.to_bytes()


def _write_duty(document: PartyDocument, duty: DutySummary, *, number: str) -> None:
    document.heading(f"{number}- {duty.title}", level=1)
    document.table(_FACTS, duty.facts, small=True)
    for place, (name, part) in enumerate(_PARTS.items(), start=1):
        document.heading(f"{place}. {part.title}", level=2)
        document.keep_with_next()
        _write_table(document, part.columns, getattr(duty, name), nothing=part.nothing)


def _write_table(document: PartyDocument, columns: Sequence[Column], rows: Sequence[Row], *, nothing: str) -> None:
    if rows:
        document.table(columns, rows, small=True)
    else:
        document.paragraph(nothing)


def _roman(place: int) -> str:
    return _ROMAN[place] if place < len(_ROMAN) else str(place + 1)
