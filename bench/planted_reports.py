"""Sample reports with faults planted in them, and beside them what only looks like one; the truth is known by construction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from ruamel.yaml import YAML

from demo.habits import BODY, HABITS, PARAGRAPH, edited, text_of, written_in
from demo.sample_reports import SampleUnit, sample_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.outline import Outline
    from domain.units import Unit

# What the finders were made with, and what was written when they were done.
DEVELOPMENT = tuple(
    Path(__file__).with_name(f"planted_{name}.yaml") for name in ("texts", "other_words", "third_words")
)
HELD_OUT = (Path(__file__).with_name("planted_held_out.yaml"),)
DAY = date(2022, 7, 18)
# Where sentences are planted: sections without declared figures, so that no fault makes another.
SECTIONS = ("I.2", "I.3", "I.5", "II.2", "III.1", "III.2.1", "III.2.2", "III.2.3")
PROPOSALS = "IV"
_TOTALS = ("Tổng số", "Tổng cộng", "Cộng")


@dataclass(slots=True)
class Planted:
    """A report, and by kind of fault the word by which its finding is known; `proposals` are sentences with their addressee."""

    content: bytes = b""
    faults: dict[str, str] = field(default_factory=dict)
    proposals: list[tuple[str, str]] = field(default_factory=list)


def planted_report(texts: Path, unit: Unit, outline: Outline, *, number: int) -> Planted:
    """The same for the same number. Of each kind every other report has a fault, the rest what is none."""
    dice = Random(f"{texts.name}/{number}")  # noqa: S311 -- a corpus is no secret
    sample = SampleUnit(unit.name, unit.kind, "ĐẢNG BỘ TỈNH HÀ NAM", "12-BC/HU", "Hà Nam", DAY)
    made = _Planting(texts, dice)
    added = made.sections()
    headings = {section.heading: section.id for section in outline.walk()}
    content = sample_report(sample, outline, seed=f"{texts.name}/{number}")
    habit = list(HABITS)[number % len(HABITS)]
    made.planted.content = written_in(edited(content, {BODY: lambda body: _with(body, added, headings)}), habit)
    return made.planted


class _Planting:
    """Draws what goes into each section."""

    def __init__(self, texts: Path, dice: Random) -> None:
        self._texts, self._dice = _read(texts), dice
        self.planted = Planted()

    def sections(self) -> dict[str, list[str]]:
        """The XML to stand in each section: behind the heading, or, with the figures and proposals, instead of all."""
        places = self._dice.sample(SECTIONS, 4)
        xml = {
            places[0]: [self._year()],
            places[1]: [self._agency()],
            places[2]: [self._sentence()],
            places[3]: self._table(),
        }
        return xml | self._figures() | {PROPOSALS: list(self._proposals())}

    def _is_planted(self) -> bool:
        return self._dice.random() < 0.5  # noqa: PLR2004 -- heads or tails

    def _draw(self, kind: str) -> tuple[str, bool]:
        is_planted = self._is_planted()
        return self._dice.choice(self._texts[kind]["planted" if is_planted else "honest"]), is_planted

    def _year(self) -> str:
        text, is_planted = self._draw("stale_year")
        year = str(self._dice.choice(self._texts["years"]))
        if is_planted:
            self.planted.faults["stale_date"] = year
        return _paragraph(text.format(old=year))

    def _agency(self) -> str:
        text, is_planted = self._draw("stale_agency")
        agency = self._dice.choice(self._texts["stale_agency"]["names"])
        if is_planted:
            self.planted.faults["stale_agency"] = agency
        return _paragraph(text.format(agency=agency))

    def _sentence(self) -> str:
        if self._dice.random() < 0.25:  # noqa: PLR2004 -- a quarter are totals of which only a part is told
            text, is_planted, off = self._dice.choice(self._texts["sentence_total"]["partial"]), False, 50
        else:
            text, is_planted = self._draw("sentence_total")
            off = self._dice.choice((-3, -1, 1, 2, 10)) if is_planted else 0
        parts = {part: self._dice.randint(12, 60) for part in "abc"}
        total = sum(number for part, number in parts.items() if f"{{{part}}}" in text) + off
        if is_planted:
            self.planted.faults["sentence_total"] = str(total)
        return _paragraph(text.format(total=total, **parts))

    def _table(self) -> list[str]:
        is_planted = self._is_planted()
        rows = _table_of(self._dice, off=self._dice.choice((-7, 5, 10)) if is_planted else 0)
        if is_planted:
            self.planted.faults["table_total"] = ""
        return [_paragraph("Kết quả cụ thể như sau:"), _table_xml(rows)]

    def _figures(self) -> dict[str, list[str]]:
        """One figure stated in two places, alike or not; nothing else is said in the sections that have figures of tables."""
        drawn = self._dice.choice(self._texts["stated_twice"])
        is_planted = self._is_planted()
        number, less = self._dice.randint(300, 900), self._dice.randint(12, 90)
        other = number + self._dice.choice((-20, 7, 100)) if is_planted else number
        if is_planted:
            self.planted.faults["stated_twice"] = str(other)
        section = drawn["section"]
        first, second = self._dice.sample(drawn["sentences"], 2)
        aside = self._dice.choice(self._texts["not_stated"][section])
        lines = [_paragraph(one.format(n=number, less=less)) for one in (first, aside)]
        if self._is_planted():
            rows = [
                ["TT", "Nội dung", "Đơn vị tính", "Năm 2016", "Năm 2021"],
                ["1", *drawn["row"], str(less), str(other)],
            ]
            lines += [_paragraph("Số liệu chủ yếu:"), _table_xml(rows)]
        else:
            lines.append(_paragraph(second.format(n=other, less=less)))
        return {"II.1.3": [_paragraph("Thiết bị được bảo dưỡng.")], "II.1.5": [_paragraph("Không.")]} | {section: lines}

    def _proposals(self) -> Iterable[str]:
        wishes = self._dice.sample(self._texts["wishes"], len(self._texts["wishes"]))
        for line in self._dice.choice(self._texts["proposals"]):
            sentences = []
            for said in line.split(" | "):
                addressee, _, text = said.partition(": ")
                if "{p}" in text or "{v}" in text:
                    text = self._wish(text, wishes.pop())
                if addressee in {"central", "province", "other"}:
                    self.planted.proposals.append((text, addressee))
                sentences.append(text)
            yield _paragraph(" ".join(sentences), style="Heading2" if line.startswith("heading") else "BodyText")

    def _wish(self, text: str, wish: str) -> str:
        bodies = {one: self._dice.choice(self._texts[one]) for one in ("central", "province")}
        said = text.format(p=wish[0].upper() + wish[1:], v=wish, **bodies)
        return said[0].upper() + said[1:]


def _table_of(dice: Random, *, off: int) -> list[list[str]]:
    """One of the shapes in which tables have totals: at the foot, at the head, for two years, below a head of two rows, at the right."""
    names = ["Khu vực Đông", "Khu vực Tây", "Khu vực Nam", "Khu vực Bắc"][: dice.randint(3, 4)]
    numbers = [[dice.randint(20, 1400) for _ in range(3)] for _ in names]
    shape = dice.randrange(5)
    if shape == 4:  # noqa: PLR2004 -- the last of the shapes
        totals = [sum(row) for row in numbers]
        totals[dice.randrange(len(names))] += off
        head = ["TT", "Địa bàn", "Loại A", "Loại B", "Loại C", "Tổng số"]
        return [
            head,
            *(
                [str(n), name, *map(_spelt, row), _spelt(total)]
                for n, (name, row, total) in enumerate(zip(names, numbers, totals, strict=True), start=1)
            ),
        ]
    sums = [sum(column) for column in zip(*numbers, strict=True)]
    sums[dice.randrange(3)] += off
    body = [
        [str(n), name, *map(_spelt, row)] for n, (name, row) in enumerate(zip(names, numbers, strict=True), start=1)
    ]
    total = ["", dice.choice(_TOTALS), *map(_spelt, sums)]
    heads = [["TT", "Địa bàn", "Số buổi", "Số lượt", "Số tin"]]
    if shape == 1:
        return [*heads, total, *body]
    if shape == 2:  # noqa: PLR2004 -- the third of the shapes
        heads = [["TT", "Địa bàn", "Số buổi", "", ""], ["", "", "2019", "2020", "2021"]]
    if shape == 3:  # noqa: PLR2004 -- the fourth of the shapes
        heads.append(["(1)", "(2)", "(3)", "(4)", "(5)"])
    return [*heads, *body, total]


def _spelt(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _with(body: str, added: Mapping[str, list[str]], headings: Mapping[str, str]) -> str:
    """The body with XML behind the headings; what stood in the sections of figures and proposals is left out."""
    pieces, section, end = [], "", 0
    for found in PARAGRAPH.finditer(body):
        here = headings.get(text_of(found[0]))
        if here is None:
            continue
        pieces.append(_kept(body[end : found.start()], section) + found[0])
        pieces += added.get(here, [])
        section, end = here, found.end()
    return "".join([*pieces, _kept(body[end:], section)])


def _kept(xml: str, section: str) -> str:
    """What remains of the text of a section: all, or all behind its own text."""
    if section not in {"II.1.3", "II.1.5", PROPOSALS}:
        return xml
    begins = 0
    for found in PARAGRAPH.finditer(xml):
        if 'w:val="BodyText"' not in found[0] or xml[begins : found.start()].strip():
            break
        begins = found.end()
    return xml[begins:] if section == PROPOSALS else ""


def _paragraph(text: str, *, style: str = "BodyText") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table_xml(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{_paragraph(cell, style='TableText')}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@cache
def _read(path: Path) -> dict[str, Any]:
    texts: dict[str, Any] = YAML(typ="safe").load(path)
    return texts
