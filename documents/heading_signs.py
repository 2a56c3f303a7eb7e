"""What a heading looks like when no style says that it is one: the label it begins with, and how its title reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from domain.spelling import fold

# The longest title of the outline has some sixty words; a longer paragraph is text, be it bold.
MOST_WORDS = 90
MOST_WORDS_OF_A_PLAIN_TITLE = 70
MOST_WORDS_BEFORE_A_FULL_STOP = 12

_PART = r"(?:phần|chương|mục)\s+(?:thứ\s+\w+|[ivxlc]+|[0-9]{1,2})\b"
_ROMAN = r"[IVXLC]{1,7}\s?(?:[.)/:](?!\d)|[-–—](?!\d))"
_DECIMAL = r"[0-9]{1,2}(?:\.[0-9]{1,2})*(?:\s?[.)/:](?!\d)|\s?[-–—]\s+(?!\d))|[0-9]{1,2}(?:\.[0-9]{1,2})+\s"
_CAPITAL = r"[A-HĐ](?:\s?[.)](?!\w)|\s?[-–/]\s)"
_SMALL = r"(?:[a-zđ]|[ivx]{2,4})(?:[.)](?!\d)|\s?[-–/]\s)"
_LABEL = re.compile(
    rf"(?P<part>(?i:{_PART})\s*[.:–-]?)|(?P<roman>{_ROMAN})|(?P<decimal>{_DECIMAL})|(?P<capital>{_CAPITAL})|(?P<small>{_SMALL})",
)
_DIGITS = re.compile(r"[0-9]+")
_BEGINS = re.compile(r"[\s“\"'‘(]*(?P<letter>\w?)")
_END_OF_SENTENCE = re.compile(r"[.;!?…]\s+[“\"]?[A-ZĐÀ-Ỹ]")
_A_COUNT = re.compile(r"(?<![\w/.,-])[0-9][0-9.,]*(?![\w/-])\s*(?!năm|tháng|quý|nhiệm kỳ|giai đoạn)[^\W\d]")
_LEADERS = re.compile(r"(?:[.…_·]{3,}|\t)\s*[0-9]{1,3}\s*$")
_NO_ANSWER = re.compile(r"khong(?: co| phat sinh| co gi| co y kien)?[ .]*")
_CONTENTS_TITLE = re.compile(r"muc luc[ .:]*")


class Shape(Enum):
    """From the outermost label to the innermost."""

    PART = auto()
    ROMAN = auto()
    DECIMAL = auto()
    CAPITAL = auto()
    SMALL = auto()


@dataclass(frozen=True, slots=True)
class Label:
    """`text` is the label as it stands, `title` what stands behind it; `depth` counts the numbers of "1.2."."""

    shape: Shape
    text: str
    title: str
    depth: int = 1

    @property
    def is_alone(self) -> bool:
        return not self.title

    def level(self, above: int) -> int:
        """I- 1, "1." 2, "1.1." 3; "a)" stands one below `above`, the level of the last heading of another shape."""
        match self.shape:
            case Shape.PART | Shape.ROMAN | Shape.CAPITAL:
                return 1
            case Shape.DECIMAL:
                return self.depth + 1
            case Shape.SMALL:
                return above + 1


def read_label(text: str) -> Label | None:
    """The label that a text begins with; none where a word behind it would not begin a title."""
    found = _LABEL.match(text)
    if found is None or found.lastgroup is None:
        return None
    title = text[found.end() :].strip()
    shape = Shape[found.lastgroup.upper()]
    if shape is Shape.PART and not (
        title.isupper() or not title or found[0].rstrip()[-1] in ".:–-" or text[0].isupper()
    ):
        return None
    return Label(shape, found[0], title, len(_DIGITS.findall(found[0])) if shape is Shape.DECIMAL else 1)


def is_title(label: Label) -> bool:
    """Whether the bold text behind the label may be a title: it begins with a letter and is no answer."""
    begin = _BEGINS.match(label.title)
    if label.is_alone or begin is None or not begin["letter"].isalpha():
        return False
    return len(label.title.split()) <= MOST_WORDS and not _NO_ANSWER.fullmatch(fold(label.title[:40]))


def is_plain_title(label: Label) -> bool:
    """Whether it may be one without being bold. Lists in the text are numbered too, but speak in sentences.

    A title begins with a capital, is one sentence, has no count of things ("12 hội nghị"), and is short if it ends in
    a full stop; what ends in a semicolon or a comma is a line of a list. Capitals throughout are a title in any case.
    """
    title = label.title
    if not is_title(label) or title[-1] in ";,":
        return False
    if title.isupper():
        return True
    words = len(title.split())
    most = MOST_WORDS_BEFORE_A_FULL_STOP if title[-1] in ".!?" else MOST_WORDS_OF_A_PLAIN_TITLE
    begin = _BEGINS.match(title)
    is_sentence = _END_OF_SENTENCE.search(title) or (label.shape is not Shape.ROMAN and _A_COUNT.search(title))
    return words <= most and begin is not None and begin["letter"].isupper() and not is_sentence


def is_line_of_contents(text: str) -> bool:
    """A typed table of contents: dots or a tab, and a page number, at the end of the line."""
    return text.rstrip()[-1:].isdigit() and _LEADERS.search(text) is not None


def is_title_of_contents(text: str) -> bool:
    return len(text) < 20 and _CONTENTS_TITLE.fullmatch(fold(text)) is not None  # noqa: PLR2004 -- "Mục lục" is short
