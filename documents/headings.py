"""Tells the headings of a Word file from its text: by style, outline level, number, bold label, or a label alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from documents.blocks import Heading, Paragraph, Recognised
from documents.heading_signs import (
    MOST_WORDS,
    Label,
    Shape,
    is_line_of_contents,
    is_plain_title,
    is_title,
    is_title_of_contents,
    read_label,
)
from documents.word_paragraph import one_line_each

if TYPE_CHECKING:
    from documents.blocks import Block
    from documents.word_paragraph import WordParagraph

# Where a bold title ends and the text runs on in the same paragraph.
_ENDS_TITLE = re.compile(r"[:.\n]\s*$")
_BEGINS_TEXT = re.compile(r"\s*[:.–-]+\s*|\s*\n\s*")


class HeadingFinder:
    """Goes through the paragraphs in order: "a)" stands below the last heading of another shape."""

    def __init__(self) -> None:
        self._above = 0
        self._above_typed = 0
        self._alone: Heading | None = None

    def add(self, paragraph: WordParagraph, position: int, found: list[Block]) -> None:
        """Appends what the paragraph is: nothing, text, a heading, or a heading and the text that runs on from it."""
        text = paragraph.text
        if not text:
            return
        alone, self._alone = self._alone, None
        blocks = self._read(paragraph, text, position)
        if alone is not None and found and found[-1] is alone and _may_be_joined(paragraph, blocks[0], alone):
            found[-1] = replace(alone, text=f"{alone.text} {_flat(blocks[0].text)}")
            blocks = blocks[1:]
        found.extend(blocks)

    def _read(self, paragraph: WordParagraph, text: str, position: int) -> list[Heading | Paragraph]:
        if is_title_of_contents(text) or is_line_of_contents(paragraph.typed):
            return [Paragraph(text, position)]
        label = read_label(text)
        if paragraph.level:
            return [self._begun(Heading(paragraph.level, _flat(text), position, paragraph.recognised), label)]
        if label is None:
            return [Paragraph(text, position)]
        return self._labelled(paragraph, label, text, position)

    def _labelled(self, paragraph: WordParagraph, label: Label, text: str, position: int) -> list[Heading | Paragraph]:
        lead, rest = paragraph.split_at_bold(_typed_length(paragraph, label))
        sure = Recognised.NUMBERING if paragraph.number else Recognised.BOLD
        if not rest:
            if is_title(label) or label.is_alone:
                return [self._begun(Heading(label.level(self._above), _flat(text), position, sure), label)]
        elif found := self._run_in(paragraph.number + lead, rest, position, sure):
            return found
        return [self._plain(paragraph, label, text, position)]

    def _run_in(self, lead: str, rest: str, position: int, sure: Recognised) -> list[Heading | Paragraph]:
        """A bold label and title with the text running on behind a colon, a full stop or a line break."""
        begins = _BEGINS_TEXT.match(rest)
        label = read_label(_flat(lead))
        if label is None or not is_title(label) or not (begins or _ENDS_TITLE.search(lead)):
            return []
        end = begins.end() if begins else 0
        title = _flat(lead + rest[:end])
        return [
            self._begun(Heading(label.level(self._above), title, position, sure), label),
            Paragraph(one_line_each(rest[end:]), position),
        ]

    def _plain(self, paragraph: WordParagraph, label: Label, text: str, position: int) -> Heading | Paragraph:
        """Numbered but not bold: perhaps a heading, perhaps a line of a list."""
        if label.is_alone and label.shape is Shape.PART and (paragraph.is_centred or text.isupper()):
            return self._begun(Heading(1, _flat(text), position, Recognised.TYPED), label)
        if not is_plain_title(label):
            return Paragraph(text, position)
        is_sure = paragraph.number and (label.shape in (Shape.PART, Shape.ROMAN) or label.depth > 1)
        recognised = Recognised.NUMBERING if is_sure else Recognised.TYPED
        level = label.level(self._above if is_sure else self._above_typed or self._above)
        return self._begun(Heading(level, _flat(text), position, recognised), label)

    def _begun(self, heading: Heading, label: Label | None) -> Heading:
        if label is not None and label.is_alone:
            self._alone = heading
        if label is None or label.shape is not Shape.SMALL:
            self._set_above(heading.level, heading.recognised)
        return heading

    def _set_above(self, level: int, recognised: Recognised) -> None:
        if recognised is Recognised.TYPED:
            self._above_typed = level
        else:
            self._above, self._above_typed = level, 0


def _typed_length(paragraph: WordParagraph, label: Label) -> int:
    """How much of the typed text is the label, which is often left plain before a bold title."""
    typed = paragraph.typed
    return 0 if paragraph.number or label.is_alone else len(typed) - len(typed.lstrip()) + len(label.text)


def _may_be_joined(paragraph: WordParagraph, block: Heading | Paragraph, alone: Heading) -> bool:
    """Whether this is the title of the label that stands alone on the line before."""
    if read_label(block.text) is not None or len(block.text.split()) > MOST_WORDS:
        return False
    if isinstance(block, Heading):
        return True
    is_bold = not paragraph.split_at_bold(0)[1]
    is_set_apart = paragraph.is_centred or block.text.isupper()
    return is_bold or (is_set_apart and alone.recognised is Recognised.TYPED)


def _flat(text: str) -> str:
    return " ".join(text.split())
