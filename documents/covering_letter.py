"""The letter that a consolidated report goes out with: a tờ trình of the board, or a công văn of a committee to its superior."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.absences import ABSENCES, overdue_text
from documents.letterhead import write_letterhead, write_signature, write_title
from documents.party_document import PartyDocument
from domain.vietnamese_dates import day_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from documents.letterhead import Letterhead, Signature
    from domain.consolidation import Absent, Preflight, RunInput

# A letter is one page or two: more units than this are told in the annexes.
MOST_NAMED = 15


@dataclass(frozen=True, slots=True)
class CoveringLetter:
    """`bases`, `plan`, `clause` and `task` stand as they are in a sentence.

    "Chỉ thị số …" for each document that all rests on, "Kế hoạch số 15-KH/TU …", "mục III.3 của Kế hoạch", "báo cáo sơ kết …".
    `addressee` is who decides, `via` the office that it goes through, empty for none. `enclosures` are named one by one.
    `is_proposal` is a tờ trình, which has a title; a công văn has none and says below its number what it is about.
    """

    letterhead: Letterhead
    addressee: str
    via: str
    bases: tuple[str, ...]
    plan: str
    clause: str
    task: str
    issuer: str
    preflight: Preflight
    enclosures: tuple[str, ...]
    signature: Signature
    is_proposal: bool = True


def write_covering_letter(value: CoveringLetter) -> bytes:
    """A .docx. The same value gives the same bytes."""
    about = f"gửi {value.task}"
    document = PartyDocument(f"{'Tờ trình về việc' if value.is_proposal else 'V/v'} {about}")
    if value.is_proposal:
        write_letterhead(document, value.letterhead)
        write_title(document, kind="Tờ trình", abstract=f"về việc {about}")
    else:
        write_letterhead(document, replace(value.letterhead, abstract=f"V/v {about}"))
    document.paragraph(_addressee(value), style="Addressees")
    for basis in value.bases:
        document.paragraph(f"Căn cứ {basis};")
    document.paragraph(_opening(value))
    _write_body(document, value)
    write_signature(document, value.signature)
    return document.to_bytes()


def _addressee(value: CoveringLetter) -> str:
    return f"Kính gửi: {value.addressee}\u00a0(qua {value.via})" if value.via else f"Kính gửi: {value.addressee}"


def _opening(value: CoveringLetter) -> str:
    clause = f", theo {value.clause}" if value.clause else ""
    doing = "theo dõi, đôn đốc, tiếp nhận và tổng hợp báo cáo của các đơn vị, xây dựng"
    says = f"kính trình {value.addressee}" if value.is_proposal else f"báo cáo {value.addressee} kết quả"
    done = f"Thực hiện {value.plan}{clause}, {value.issuer} đã {doing} {value.task}."
    return f"{done} {value.issuer} {says} như sau:"


def _write_body(document: PartyDocument, value: CoveringLetter) -> None:
    document.heading("1. Kết quả tiếp nhận, tổng hợp báo cáo", level=2)
    for text in _results(value.preflight):
        document.paragraph(text)
    document.heading("2. Hồ sơ kèm theo", level=2)
    for number, enclosure in enumerate(value.enclosures, start=1):
        document.paragraph(f"- {enclosure}{'.' if number == len(value.enclosures) else ';'}")
    document.heading("3. Đề nghị", level=2)
    document.paragraph(_request(value))


def _request(value: CoveringLetter) -> str:
    if value.is_proposal:
        return f"{value.issuer} kính trình {value.addressee} xem xét, cho ý kiến chỉ đạo./."
    return f"{value.issuer} kính gửi {value.addressee} để tổng hợp, báo cáo theo quy định./."


def _results(preflight: Preflight) -> Iterator[str]:
    """Who was in time first, then who came late, who is not in, and what those that are in leave open."""
    expected = len(preflight.inputs) + len(preflight.absent)
    if not expected:
        yield "Không có đơn vị nào phải gửi báo cáo để tổng hợp."
        return
    until = f"Tính đến {moment_text(preflight.as_of)}"
    yield f"{until}, đã tổng hợp báo cáo của {len(preflight.inputs)}/{expected} đơn vị{_punctuality(preflight.inputs)}."
    if preflight.absent:
        named = _listed([f"{one.name} ({_why(one)})" for one in preflight.absent])
        yield f"Chưa tổng hợp được {len(preflight.absent):02d} đơn vị: {named}."
    else:
        yield "Không có đơn vị nào còn thiếu báo cáo."
    if preflight.gaps:
        units = len({gap.unit for gap in preflight.gaps})
        yield (
            f"Còn {len(preflight.gaps):02d} nội dung theo đề cương của {units:02d} đơn vị để trống hoặc chưa được báo cáo, "
            "chi tiết tại phụ lục kèm theo."
        )


def _punctuality(inputs: Sequence[RunInput]) -> str:
    if not inputs:
        return ""
    late = [one for one in inputs if one.days_late]
    if not late:
        return ", tất cả gửi đúng hạn"
    named = _listed([f"{one.name} (chậm {one.days_late} ngày)" for one in late])
    on_time = len(inputs) - len(late)
    return f", trong đó {on_time:02d} đơn vị gửi đúng hạn, {len(late):02d} đơn vị gửi chậm: {named}"


def _why(one: Absent) -> str:
    reason = ABSENCES[one.reason]
    parts = [reason[:1].lower() + reason[1:]]
    if overdue := overdue_text(one):
        parts.append(overdue)
    if one.promised:
        parts.append(f"hẹn gửi ngày {day_text(one.promised)}")
    return ", ".join(parts)


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMED
    return "; ".join(names[:MOST_NAMED]) + (f" và {rest:02d} đơn vị khác (danh sách tại phụ lục)" if rest > 0 else "")
