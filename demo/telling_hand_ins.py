"""What came in, on the screen: a few lines, with the units by name where there is something to know about them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cli.printing import day_text, say
from documents.sniffing import FileKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from demo.hand_ins import HandIns, Prolonged, SentBack, Unusable

LABEL_WIDTH = 14
# More sections than these are no help to somebody who reads a summary.
MOST_SECTIONS = 5


def tell_hand_ins(came: HandIns) -> None:
    total = sum(came.kinds.values()) + len(came.on_paper)
    say(f"Báo cáo: {total} bản nộp của {came.units} đơn vị; {came.accepted} đơn vị được chấp nhận")
    _tell("Tệp", f"{_kinds(came.kinds)}; bản giấy {len(came.on_paper)}")
    _tell("Máy đọc", f"{came.read} tệp; {len(came.for_reader)} tệp cần người đọc")
    for one in came.for_reader:
        _tell("", f"{one.unit} ({kind_name(one.kind)}): {one.why}")
    _tell("Đề cương", f"{came.complete} bản đủ mục, {came.gaps} bản thiếu mục{_most_missed(came.missing)}")
    _tell_returns(came.sent_back)
    for extended in came.prolonged:
        _tell("Gia hạn", _prolonged(extended))
    for excused in came.excused:
        _tell("Miễn báo cáo", f"{excused.unit} ({excused.by}): {excused.reason}")
    for paper in came.on_paper:
        _tell("Bản giấy", f"{paper.unit}, số {paper.document_number}")
    for unusable in came.unusable:
        _tell("Tệp hỏng", _unusable(unusable))
    say()


def kind_name(kind: str) -> str:
    """As people call it: .docx, ảnh chụp."""
    return "ảnh chụp" if kind == FileKind.PICTURE else f".{kind}"


def _tell(label: str, text: str) -> None:
    """A line without a label is set in already, so what does not fit on it needs no more."""
    say(f"  {label:<{LABEL_WIDTH}}{text}", hang=LABEL_WIDTH if label else 0)


def _kinds(kinds: Mapping[str, int]) -> str:
    """The commonest first."""
    return ", ".join(f"{kind_name(kind)} {number}" for kind, number in Counter(kinds).most_common())


def _most_missed(missing: Mapping[str, int]) -> str:
    """Sections that several reports lacked; nothing where none stands out."""
    several = [(section, number) for section, number in Counter(missing).most_common(MOST_SECTIONS) if number > 1]
    return f" (nhiều nhất: {', '.join(f'{section} {number}' for section, number in several)})" if several else ""


def _tell_returns(sent_back: Sequence[SentBack]) -> None:
    if not sent_back:
        return
    again = sum(one.again is not None for one in sent_back)
    _tell("Trả lại", f"{len(sent_back)} bản, đã nộp lại {again}")
    by_section = ", ".join(f"{_short(one.unit)} ({', '.join(one.sections)})" for one in sent_back if one.sections)
    whole = ", ".join(_short(one.unit) for one in sent_back if not one.sections)
    late = ", ".join(_short(one.unit) for one in sent_back if one.again is None)
    for title, units in (("bổ sung mục", by_section), ("làm lại cả bản", whole), ("chưa nộp lại", late)):
        if units:
            _tell("", f"{title}: {units}")


def _short(unit: str) -> str:
    """In a list of communes all are Party committees: "xã Thi Sơn" says enough."""
    return unit.removeprefix("Đảng ủy ")


def _prolonged(one: Prolonged) -> str:
    came = f"nộp ngày {day_text(one.received)}" if one.received else "chưa nộp"
    moved = f"{day_text(one.old_day)} → {day_text(one.new_day)}"
    return f"{one.unit}, {moved} ({one.approver}, số {one.document_number}); {came}"


def _unusable(one: Unusable) -> str:
    again = f"nộp lại ngày {day_text(one.again)}" if one.again else "chưa nộp lại"
    return f"{one.unit}, ngày {day_text(one.day)}, {again}. Đã báo đơn vị: {one.told}"
