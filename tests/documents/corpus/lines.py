"""A report before it is a file: its lines, and for each heading of the outline the section that it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from config.plan_file import find_plan, load_plan
from demo.sample_reports import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from domain.outline import Outline, Section

TITLES = Path(__file__).with_name("titles.yaml")
HELD_OUT = Path(__file__).with_name("titles_held_out.yaml")
# The figures of the sentences do not matter here.
_WORDS = {"committee": "Đảng ủy", "area": "xã", "below": "các thôn, xóm", "branches": "các chi bộ"}


class Kind(StrEnum):
    HEADING = "heading"
    OWN_HEADING = "own heading"
    TEXT = "text"
    TABLE = "table"
    CONTENTS = "contents"
    CENTRED = "centred"


@dataclass(frozen=True, slots=True)
class Line:
    """One block of the body. `label` is typed or automatic, as the habit has it; `section` the truth of a heading."""

    kind: Kind
    text: str
    level: int = 0
    label: str = ""
    section: str = ""
    rows: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def typed(self) -> str:
        return f"{self.label} {self.text}".strip()


@cache
def outline() -> Outline:
    return load_plan(find_plan("ke-hoach-15-kh-tu")).plan.outline


@cache
def alternatives(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = YAML(typ="safe").load(path)
    return found


@cache
def _bank() -> dict[str, list[list[str]]]:
    bank: dict[str, list[list[str]]] = YAML(typ="safe").load(TEXTS)["local"]
    return bank


class _Figures(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "12"


def sentences(section: Section, dice: Random) -> Iterator[str]:
    """What a commune might say there."""
    for slot in _bank().get(section.id, _bank()["I.1"]):
        text = dice.choice(slot).format_map(_Figures(_WORDS))
        yield text[0].upper() + text[1:]


def text_lines(section: Section, dice: Random) -> Iterator[Line]:
    """The text of a section: sentences, and now and then a list, a table, headings of the unit's own, or "Không."."""
    lot = dice.random()
    if lot < 0.08:
        yield Line(Kind.TEXT, "Không.")
        return
    said = list(sentences(section, dice))
    if lot < 0.25:
        yield from _list(said, dice)
    elif lot < 0.4:
        for n, text in enumerate(said):
            yield Line(Kind.OWN_HEADING, dice.choice(_OWN)[n % 3], section_level(section) + 1, f"{'abc'[n % 3]})")
            yield Line(Kind.TEXT, text)
    else:
        yield from (Line(Kind.TEXT, text) for text in said)
    if dice.random() < 0.1:
        yield Line(
            Kind.TABLE,
            "",
            rows=(("TT", "Nội dung", "Số lượng"), ("1", "Loa truyền thanh", "45"), ("2", "Bảng tin", "12")),
        )


def section_level(section: Section) -> int:
    return section.level


_OWN = (
    ("Ưu điểm", "Hạn chế", "Nguyên nhân"),
    ("Công tác tuyên truyền", "Công tác phối hợp", "Công tác đào tạo, bồi dưỡng"),
    ("Đối với cấp ủy", "Đối với chính quyền", "Đối với đoàn thể"),
)
_ITEMS = (
    "Tổ chức hội nghị quán triệt đến toàn thể cán bộ, đảng viên",
    "Ban hành kế hoạch thực hiện Chỉ thị số 07-CT/TW",
    "Đầu tư thiết bị cho đài truyền thanh và các nhà văn hóa",
    "Tuyên truyền trên hệ thống truyền thanh cơ sở",
    "Kiểm tra, giám sát việc thực hiện tại các chi bộ",
    "Nâng cao chất lượng thông tin cơ sở trong thời gian tới",
    "Kết quả thực hiện công tác phối hợp giữa các ngành, đoàn thể",
)


def _list(said: list[str], dice: Random) -> Iterator[Line]:
    """An enumeration in plain text, which is no heading."""
    yield Line(Kind.TEXT, said[0])
    mark = dice.choice(("{n}.", "-", "{a})", "+", "{n})", "({n})"))
    items = dice.sample(_ITEMS, 3)
    for n, item in enumerate(items, start=1):
        label = mark.format(n=n, a="abc"[n - 1])
        ending = "." if n == len(items) else ";"
        yield Line(Kind.TEXT, f"{label} {item}{ending}")
