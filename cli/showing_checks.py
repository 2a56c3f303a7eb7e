"""An outline check for people: each section in a line, then what else stands out, then what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.printing import print_table, say
from domain.outline_check import SectionState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.outline_check import OutlineCheck, SectionCheck

STATES = {
    SectionState.FOUND: "đủ",
    SectionState.NONE: "“Không.”",
    SectionState.EMPTY: "TRỐNG",
    SectionState.MISSING: "THIẾU",
    SectionState.NOT_OWED: "không phải nộp",
}
COLUMNS = ("Mục", "Tiêu đề", "Tình trạng", "Số từ", "Đề mục trong tệp")
LONGEST_TITLE = 60


def say_check(checked: OutlineCheck, *, kind: str, file: str, unit: str) -> None:
    say(f"Tệp {file} (loại .{kind}), báo cáo của {unit}")
    if checked.note:
        say(f"Lưu ý: {checked.note}")
    if not checked.sections:
        say("Chưa kiểm tra được theo đề cương; cần người đọc đối chiếu từng mục.")
        return
    say()
    print_table("Theo đề cương:", COLUMNS, [_row(one) for one in checked.sections], right=(3,))
    _say_list("Đề mục không khớp mục nào của đề cương:", checked.extra_headings)
    _say_list("Điểm cần xem lại:", [f"[{one.where}] {one.text}" for one in checked.findings])
    say(summary(checked))


def summary(checked: OutlineCheck) -> str:
    """What is lacking, and what to do about it, in one sentence."""
    owed = [one for one in checked.sections if one.state is not SectionState.NOT_OWED]
    missing, empty = checked.numbers(SectionState.MISSING), checked.numbers(SectionState.EMPTY)
    look = f" Đề nghị xem lại {len(checked.findings)} điểm nêu trên." if checked.findings else ""
    if checked.is_complete:
        return f"Báo cáo đủ {len(owed)}/{len(owed)} mục phải nộp.{look}"
    lacking = [f"còn thiếu mục {', '.join(missing)}"] if missing else []
    lacking += [f"để trống mục {', '.join(empty)}"] if empty else []
    return (
        f"Báo cáo có {len(owed) - len(missing) - len(empty)}/{len(owed)} mục phải nộp, {' và '.join(lacking)}. "
        f"Đề nghị bổ sung trước khi nộp; mục không có gì để báo cáo thì ghi “Không.”.{look}"
    )


def _row(one: SectionCheck) -> tuple[str, str, str, str, str]:
    words = str(one.words) if one.position else ""
    return one.number, shortened(one.title), STATES[one.state], words, _heading(one)


def _heading(one: SectionCheck) -> str:
    if not one.position:
        return ""
    doubt = f", độ tin cậy {one.confidence:.0%}" if one.confidence < 1 else ""
    return f"{shortened(one.heading)} (đoạn {one.position}{doubt})"


def shortened(title: str) -> str:
    """Cut between words, with dots where something is left out."""
    if len(title) <= LONGEST_TITLE:
        return title
    return f"{title[:LONGEST_TITLE].rsplit(' ', 1)[0].rstrip(' ,;-')}…"


def _say_list(title: str, lines: Sequence[str]) -> None:
    if lines:
        say(title)
        for line in lines:
            say(f"  - {line}", hang=2)
        say()
