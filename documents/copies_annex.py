"""Copied passages as tables: first the groups of units, then what repeats another report, the outline, the last campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.party_document import Column
from domain.copies import CopyKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from documents.party_document import PartyDocument
    from domain.copies import Copied, CopyGroup

OUTLINE_NAME = "Đề cương"
SHOWN_PAIRS = 200

_GROUP_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Mục", 22, centred=True),
    Column("Số đơn vị", 20, centred=True),
    Column("Các đơn vị có nội dung gần như nhau", 158),
    Column("Mức giống nhau", 40, centred=True),
)
_PAIR_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Mục", 22, centred=True),
    Column("Đơn vị", 89),
    Column("Giống với", 89),
    Column("Mức giống nhau", 40, centred=True),
)
_TITLES = {
    CopyKind.UNITS: "Từng cặp báo cáo giống nhau",
    CopyKind.OUTLINE: "Nội dung chép lại lời của đề cương",
    CopyKind.PREVIOUS: "Nội dung chép lại báo cáo của đợt trước",
}


def write_copies(
    document: PartyDocument, groups: Sequence[CopyGroup], copied: Sequence[Copied], *, names: Mapping[str, str]
) -> None:
    """In the order given. What is alike is told, who copied from whom is not: the program cannot know."""
    if groups:
        document.heading("Nhóm đơn vị có nội dung gần như nhau", level=2)
        document.table(_GROUP_COLUMNS, [_group_row(n, group, names) for n, group in enumerate(groups, start=1)])
    for kind, title in _TITLES.items():
        pairs = [pair for pair in copied if pair.kind is kind]
        if pairs:
            document.heading(title, level=2)
            document.table(_PAIR_COLUMNS, [_pair_row(n, pair, names) for n, pair in enumerate(pairs[:SHOWN_PAIRS], 1)])
        if len(pairs) > SHOWN_PAIRS:
            document.paragraph(
                f"Còn {len(pairs) - SHOWN_PAIRS} cặp, xem trang “Trùng lặp” của bảng tính số liệu kèm theo.",
            )


def percent_text(likeness: float) -> str:
    """Rounded down, so that 100% means: the same."""
    return f"{int(likeness * 100 + 1e-9)}%"


def names_of(pair: Copied, names: Mapping[str, str]) -> tuple[str, str]:
    """Whose the two texts are, as people name them."""
    first, second = (names.get(text.unit, text.unit) or OUTLINE_NAME for text in (pair.first, pair.second))
    return first, f"{second} (đợt trước)" if pair.kind is CopyKind.PREVIOUS else second


def _group_row(number: int, group: CopyGroup, names: Mapping[str, str]) -> list[str]:
    least, most = percent_text(group.least), percent_text(group.most)
    return [
        str(number),
        group.section,
        str(len(group.units)),
        "; ".join(names.get(unit, unit) for unit in group.units),
        least if least == most else f"{least} - {most}",
    ]


def _pair_row(number: int, pair: Copied, names: Mapping[str, str]) -> list[str]:
    return [str(number), pair.section, *names_of(pair, names), percent_text(pair.likeness)]
