"""To whom a proposal is addressed: told from the label that it stands under, or from the words in which it is made.

A label on a line of its own ("1. Với Trung ương", "* Đối với tỉnh:") governs what follows until the next label, or until the
numbers go on at its own level. One with the proposal behind it ("- Với tỉnh: Hỗ trợ …") governs its paragraph and the
paragraphs of a lower level below it. A sentence that names its addressee itself ("Đề nghị UBND tỉnh …") goes by what it
says, and so do those behind it in the paragraph that name nobody. A sentence that names several addressees
("đề nghị Trung ương và tỉnh") stands once, under the first of them in the order of the plan. A body that is none of them
(huyện, xã, another agency) is OTHER, and so is what names nobody under no label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.addressees import OTHER
from domain.sentences import sentence_spans
from domain.spelling import any_spoken, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.addressees import Addressee
    from domain.sentences import Span

    _Level = tuple[int, int | None]

# A label is a line of a few words; what is longer is a proposal that only begins like one.
WORDS_OF_A_LABEL = 30


# Bodies of other levels, and those that name none. The longest name wins, so "ủy ban nhân dân tỉnh" among the words of an
# addressee is not one of these.
_OTHERS = (
    *(
        "huyện ủy",
        "thị ủy",
        "thành ủy",
        "đảng ủy",
        "đảng bộ",
        "chi bộ",
        "ban thường vụ huyện ủy",
        "ban tuyên giáo huyện ủy",
    ),
    *("huyện", "thị xã", "thành phố", "xã", "phường", "thị trấn", "cấp huyện", "cấp xã", "thôn", "tổ dân phố"),
    *("ubnd", "hđnd", "ủy ban nhân dân", "hội đồng nhân dân", "ubnd huyện", "hđnd huyện", "ubnd xã", "hđnd xã"),
    *("ủy ban nhân dân huyện", "ủy ban nhân dân xã", "mặt trận tổ quốc", "mttq", "đoàn thanh niên", "công an"),
    *(
        "phòng văn hóa và thông tin",
        "phòng văn hóa",
        "trung tâm văn hóa",
        "đài truyền thanh",
        "vnpt",
        "viettel",
        "bưu điện",
    ),
)
_NOBODY = (
    *("cấp ủy, chính quyền", "cấp ủy", "chính quyền", "địa phương", "cơ sở", "đoàn thể", "tổ chức chính trị - xã hội"),
    *("cơ quan", "đơn vị", "doanh nghiệp", "nhà mạng", "ngành", "ban, ngành", "cấp có thẩm quyền", "cấp trên", "cấp"),
)
_MORE = (
    "liên quan",
    "chức năng",
    "trên địa bàn",
    "trực thuộc",
    "các cấp",
    "trong tỉnh",
    "trong huyện",
    "hữu quan",
    "khác",
)
_KINDS = rf"(?:(?:{any_spoken('các', 'những', 'toàn thể', 'đồng chí', 'lãnh đạo', 'cấp', 'phía')}) )?"
_ASKS = any_spoken(
    "đề nghị",
    "kiến nghị",
    "đề xuất",
    "kính đề nghị",
    "kính mong",
    "mong",
    "mong muốn",
    "kính trình",
    "trân trọng đề nghị",
)
_LABELS = f"{_ASKS}|{any_spoken('đề xuất, kiến nghị', 'kiến nghị, đề xuất', 'đề xuất và kiến nghị', 'những kiến nghị', 'những đề xuất')}"
_NO_BODY_BEHIND = rf" (?:{any_spoken('hội hóa', 'hội', 'vật chất', 'phận', 'hữu')})"
_TO = any_spoken("về phía", "với", "đối với", "tới", "đến", "lên", "cho", "gửi")
_AND = rf" ?(?:, ?(?:{any_spoken('và', 'các')} )?|;|/|&|\b(?:{any_spoken('và', 'cùng', 'cùng với', 'cũng như')})\b) ?"
_BULLET = re.compile(r"(?:[-–—•*+]|\(?\d+(?:\.\d+)*[.)/]|\(?[a-zđ][.)/]|[ivx]+\s?[-–./)])+\s*")
_NUMBER = re.compile(r"\(?(\d+(?:\.\d+)*|[a-zđ]|[ivx]+)\s?[-–./)]")
_ELSE = re.compile(rf"(?:{_ASKS}|{any_spoken('nội dung', 'vấn đề', 'đề xuất, kiến nghị')}) {any_spoken('khác')}(?!\w)")
_SIGN_RANKS = {"*": 4, "-": 5, "–": 5, "—": 5, "•": 5, "+": 6}
_ROMAN_RANK, _LETTER_RANK, _TEXT_RANK = 0, 3, 5


@dataclass(frozen=True, slots=True)
class Addressed:
    """One sentence with the id of its addressee, or OTHER. `span` are its characters in the text at `position`.

    `is_label` where it only names the addressee, and proposes nothing.
    """

    position: int
    span: Span
    addressee: str
    is_label: bool = False


def addressees_of(texts: Sequence[tuple[int, str, bool]], addressees: Sequence[Addressee]) -> tuple[Addressed, ...]:
    """Every sentence of a section in order; each text with its position in the report and whether it is a heading."""
    reading = _Reading(_names_of(tuple(addressees)))
    return tuple(
        one for position, text, is_heading in texts for one in reading.paragraph(position, text, is_heading=is_heading)
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """A label that governs, and the level at which it stands."""

    addressee: str
    level: _Level


class _Reading:
    """Goes down a section once, with the label that governs."""

    def __init__(self, names: _Names) -> None:
        self._names = names
        self._block: _Scope | None = None
        self._inline: _Scope | None = None
        self._below: set[tuple[int, int | None]] = set()

    def paragraph(self, position: int, text: str, *, is_heading: bool) -> Iterator[Addressed]:
        level = _level_of(text)
        self._leave(level)
        label = self._names.label(text, is_heading=is_heading)
        if label is not None and label.is_alone:
            self._block, self._inline = _Scope(label.addressee, level), None
            self._below.clear()
            for span in sentence_spans(text):
                yield Addressed(position, span, label.addressee, is_label=True)
            return
        self._below.add(level)
        if label is not None:
            self._inline = _Scope(label.addressee, level)
        yield from self._sentences(position, text, is_labelled=label is not None)

    def _sentences(self, position: int, text: str, *, is_labelled: bool) -> Iterator[Addressed]:
        governing = self._inline or self._block
        said = OTHER if governing is None else governing.addressee
        for place, span in enumerate(sentence_spans(text)):
            if place or not is_labelled:
                said = self._names.asked(span.of(text), is_governed=governing is not None) or said
            yield Addressed(position, span, said)

    def _leave(self, level: _Level) -> None:
        """An inline label is left at its own level; one on its own line where the numbers go on behind its own."""
        rank, number = level
        if self._inline is not None and rank <= self._inline.level[0]:
            self._inline = None
        if self._block is None or number is None or self._block.level[1] is None:
            return
        block_rank, block_number = self._block.level
        goes_on_below = (rank, number - 1) in self._below
        if rank < block_rank or (rank == block_rank and number - 1 == block_number and not goes_on_below):
            self._block = None


@dataclass(frozen=True, slots=True)
class _Label:
    addressee: str
    is_alone: bool


class _Names:
    """The names of the addressees of one section, and of the bodies that are none of them."""

    def __init__(self, addressees: tuple[Addressee, ...]) -> None:
        of = dict.fromkeys(_OTHERS, OTHER) | {word: one.id for one in reversed(addressees) for word in one.words}
        self._of = {spoken(word): addressee for word, addressee in of.items()}
        self._order = [one.id for one in addressees]
        name = rf"{_KINDS}(?P<name>{any_spoken(*of, *_NOBODY)})(?!\w)(?!{_NO_BODY_BEHIND})"
        self._name, self._and = re.compile(name), re.compile(_AND)
        self._behind = re.compile(rf"^(?:(?:{any_spoken(*_NOBODY, *_MORE)})(?: |$))*")
        self._asks = re.compile(rf"(?<!\w)(?:{_ASKS})(?: (?:{_TO}))? (?={name})")
        self._to = re.compile(rf"(?:{_TO}) (?={name})")
        self._label = re.compile(rf"(?:các )?(?:{_LABELS})?(?: ?(?:{_TO}))? ?(?={name})")

    def label(self, text: str, *, is_heading: bool) -> _Label | None:
        """The label that a paragraph begins with: names, then a colon, or nothing at all."""
        line = _BULLET.sub("", spoken(text), count=1)
        head, colon, rest = line.partition(":")
        if len(head.split()) > WORDS_OF_A_LABEL:
            return None
        is_alone = not rest.strip(" .…")
        if _ELSE.match(head):
            return _Label(OTHER, is_alone=is_alone)
        begun = (self._asks.search(head) if colon and is_alone else None) or self._label.match(head)
        if begun is None:
            return None
        names, end = self._listed(head, begun.end())
        behind = self._behind.sub("", head[end:].strip(" .;,…"), count=1)
        is_named = is_heading or bool(begun[0].strip())
        addressee = self._first(names) or OTHER
        if not (is_named if not behind and not colon else _may_be_label(addressee, behind, text, colon)):
            return None
        return _Label(addressee, is_alone=is_alone)

    def asked(self, sentence: str, *, is_governed: bool) -> str | None:
        """Whom a sentence asks: named behind the verb, or, if it is one of the addressees, at the very beginning.

        Under a label a name at the beginning without "với" is only what the sentence speaks of. Of several that the parts
        between semicolons name, the first in the order of the plan.
        """
        return self._first([self._asked_in(part, is_governed=is_governed) for part in sentence.split(";")])

    def _asked_in(self, part: str, *, is_governed: bool) -> str | None:
        line = _BULLET.sub("", spoken(part), count=1)
        asks = self._asks.search(line)
        if asks is not None:
            return self._first(self._listed(line, asks.end())[0])
        to = self._to.match(line)
        if to is None and is_governed:
            return None
        found = self._first(self._listed(line, 0 if to is None else to.end())[0])
        return None if found == OTHER else found

    def _listed(self, line: str, start: int) -> tuple[list[str | None], int]:
        """Whom the names that stand in a row mean, None for nobody in particular, and where the row ends."""
        found: list[str | None] = []
        end = start
        name = self._name.match(line, start)
        while name is not None:
            found.append(self._of.get(name["name"]))
            end = name.end()
            more = self._and.match(line, end)
            name = None if more is None else self._name.match(line, more.end())
        return found, end

    def _first(self, names: list[str | None]) -> str | None:
        """The first of them in the order of the plan."""
        return next((one for one in (*self._order, OTHER) if one in names), None)


def _may_be_label(addressee: str, behind: str, text: str, colon: str) -> bool:
    """Whether names with more words behind them head a list: with a colon, and another body by its name only.

    "Đối với huyện Lý Nhân:" names a body, "Đối với xã chưa có đài:" a matter.
    """
    if not colon:
        return False
    if addressee != OTHER or not behind:
        return True
    return text.partition(":")[0].split()[-len(behind.split())][0].isupper()


@lru_cache(maxsize=8)  # one for each section with addressees, for thousands of reports
def _names_of(addressees: tuple[Addressee, ...]) -> _Names:
    return _Names(addressees)


def _level_of(text: str) -> _Level:
    """How deep a paragraph stands by its number or sign, growing towards the lower levels, and which number it has."""
    line = text.strip().casefold()
    found = _NUMBER.match(line)
    if found is None:
        return _SIGN_RANKS.get(line[:1], _TEXT_RANK), None
    number = found[1]
    if number[0].isdigit():
        return 1 + number.count("."), int(number.rpartition(".")[2])
    if set(number) <= set("ivx") and not (len(number) == 1 and ")" in found[0]):
        return _ROMAN_RANK, _roman(number)
    return _LETTER_RANK, ord(number[0]) - ord("a") + 1


def _roman(number: str) -> int:
    values = {"i": 1, "v": 5, "x": 10}
    digits = [values[sign] for sign in number]
    return sum(-one if one < following else one for one, following in zip(digits, [*digits[1:], 0], strict=True))
