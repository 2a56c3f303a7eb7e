"""Reports with the truth about them: the same for the same seed, in the habits in which officials write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from tests.documents.corpus.lines import HELD_OUT, TITLES, Kind, Line, alternatives, outline, text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.outline import Section

# How numbers look: of the chapters, of the sections below, of those below these.
LABELS = {
    "plain": ("{r}-", "{n}.", "{p}.{n}."),
    "dots": ("{r}.", "{n}.", "{p}.{n}."),
    "slashes": ("{r}/", "{n}/", "{p}.{n}/"),
    "dashes": ("{r} -", "{n}-", "{p}.{n}-"),
    "brackets": ("{r})", "{n})", "{p}.{n})"),
    "in brackets": ("{r}.", "({n})", "{p}.{n}."),
    "full": ("{r}.", "{r}.{n}.", "{r}.{p}.{n}."),
    "bare": ("{r}.", "{n}.", "{p}.{n}"),
    "part": ("PHẦN {r}.", "{n}.", "{p}.{n}."),
}
ROMANS = ("", "I", "II", "III", "IV", "V", "VI")
EXTRA = (
    "Công tác quốc phòng, an ninh",
    "Kết quả phòng, chống dịch Covid-19",
    "Công tác thi đua, khen thưởng",
    "Xây dựng Đảng",
)


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody departs from the outline; the shares are of the headings."""

    reworded: float = 0.0
    upper_case: float = 0.0
    unnumbered: bool = False
    dropped: float = 0.0
    renumbered: bool = False
    moved: bool = False
    extra: bool = False
    titles: Path = TITLES


FAITHFUL = Habit(dropped=0.05)


@dataclass(frozen=True, slots=True)
class Written:
    """Lines in order; the truth is in the headings among them."""

    lines: tuple[Line, ...]

    @property
    def truth(self) -> dict[str, int]:
        """Section to the position of its heading, from 1."""
        return {line.section: n for n, line in enumerate(self.lines, start=1) if line.section}


def hard_habit(dice: Random, *, titles: Path = TITLES) -> Habit:
    """One or two ways at once, as people are."""
    reworded = dice.choice((0.4, 0.7, 1.0))
    return Habit(
        reworded=reworded,
        upper_case=dice.choice((0.0, 0.0, 0.3, 1.0)),
        unnumbered=dice.random() < 0.15,
        dropped=dice.choice((0.0, 0.1, 0.2)),
        renumbered=dice.random() < 0.5,
        moved=dice.random() < 0.25,
        extra=dice.random() < 0.3,
        titles=titles,
    )


def write(seed: str, habit: Habit = FAITHFUL, *, contents: bool = False, labels: str = "") -> Written:
    dice = Random(seed)  # noqa: S311 -- a corpus is no secret
    sections = _chosen(outline().sections, habit, dice)
    writer = _Writer(habit, dice, LABELS[labels or dice.choice(list(LABELS))])
    body = list(writer.walk(sections, ()))
    cover = list(_cover(dice)) if contents else []
    listed = list(_contents(body, dice)) if contents else []
    return Written((*cover, *listed, *_head(), *body, *_end()))


def _chosen(sections: Sequence[Section], habit: Habit, dice: Random) -> tuple[Section, ...]:
    kept = [
        replace(section, sections=_chosen(section.sections, habit, dice))
        for section in sections
        if section.sections or dice.random() >= habit.dropped
    ]
    if habit.moved and len(kept) > 2 and dice.random() < 0.6:
        place = dice.randrange(len(kept) - 1)
        kept[place], kept[place + 1] = kept[place + 1], kept[place]
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Writer:
    habit: Habit
    dice: Random
    labels: Sequence[str]

    def walk(self, sections: Sequence[Section], above: tuple[int, ...]) -> Iterator[Line]:
        for n, section in enumerate(sections, start=1):
            path = (*above, n if self.habit.renumbered else _number(section))
            title = _title(section, self.habit, self.dice)
            yield Line(Kind.HEADING, title, section.level, self._label(path), section.id)
            if section.sections:
                yield from self.walk(section.sections, path)
            else:
                yield from text_lines(section, self.dice)
        if self.habit.extra and above and self.dice.random() < 0.4:
            path = (*above, _last(sections, self.habit) + 1)
            yield Line(Kind.OWN_HEADING, self.dice.choice(EXTRA), len(path), self._label(path))
            yield Line(Kind.TEXT, "Thực hiện theo kế hoạch riêng của cấp trên.")

    def _label(self, path: tuple[int, ...]) -> str:
        if self.habit.unnumbered:
            return ""
        parent = path[-2] if len(path) > 1 else 0
        return self.labels[len(path) - 1].format(r=ROMANS[path[0]], n=path[-1], p=parent)


def _last(sections: Sequence[Section], habit: Habit) -> int:
    return len(sections) if habit.renumbered else max((_number(section) for section in sections), default=0)


def _number(section: Section) -> int:
    last = section.id.rpartition(".")[2]
    return int(last) if last.isdigit() else ROMANS.index(last)


def _title(section: Section, habit: Habit, dice: Random) -> str:
    title = section.title
    if dice.random() < habit.reworded:
        title = dice.choice(alternatives(habit.titles)[section.id])
    return title.upper() if (section.level == 1 and dice.random() < 0.5) or dice.random() < habit.upper_case else title


def _head() -> Iterator[Line]:
    head = (
        "ĐẢNG BỘ HUYỆN LÝ NHÂN\nĐẢNG ỦY XÃ HỢP LÝ\n*\nSố 15-BC/ĐU",
        "ĐẢNG CỘNG SẢN VIỆT NAM\nHợp Lý, ngày 20 tháng 7 năm 2022",
    )
    yield Line(Kind.TABLE, "", rows=(head,))
    yield Line(Kind.CENTRED, "BÁO CÁO")
    yield Line(
        Kind.CENTRED,
        "Sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW của Ban Bí thư về “Đẩy mạnh công tác thông tin cơ sở trong tình hình mới”",
    )
    yield Line(
        Kind.TEXT,
        "Thực hiện Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy, Đảng ủy xã báo cáo như sau:",
    )


def _end() -> Iterator[Line]:
    yield Line(
        Kind.TABLE,
        "",
        rows=(("Nơi nhận:\n- Huyện ủy Lý Nhân,\n- Lưu Đảng ủy.", "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nTrần Văn Bình"),),
    )


def _cover(dice: Random) -> Iterator[Line]:
    for text in (
        "ĐẢNG BỘ HUYỆN LÝ NHÂN",
        "ĐẢNG ỦY XÃ HỢP LÝ",
        "BÁO CÁO",
        "KẾT QUẢ 05 NĂM THỰC HIỆN CHỈ THỊ SỐ 07-CT/TW",
        "Hợp Lý, tháng 7 năm 2022",
    ):
        if dice.random() < 0.9:
            yield Line(Kind.CENTRED, text)


def _contents(body: Sequence[Line], dice: Random) -> Iterator[Line]:
    yield Line(Kind.CENTRED, "MỤC LỤC")
    leader = dice.choice(("\t", " .......... ", " ……… "))
    page = 1
    for line in body:
        if line.kind is Kind.HEADING:
            page += dice.randrange(2)
            yield Line(Kind.CONTENTS, f"{line.text}{leader}{page}", line.level, line.label)


__all__ = ["HELD_OUT", "Habit", "Written", "hard_habit", "write"]
