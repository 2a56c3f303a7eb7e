"""Word comments: put beside a block by the program, or brought along with passages from another draft."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from documents.carrying.tracked import AUTHOR, INITIALS
from documents.word_names import PARAGRAPH, PARAGRAPH_PROPERTIES, WORD
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element

    from documents.carrying.body_blocks import BodyBlock
    from documents.carrying.word_parts import WordParts

START, END, REFERENCE = f"{WORD}commentRangeStart", f"{WORD}commentRangeEnd", f"{WORD}commentReference"
MARKS = (START, END, REFERENCE)
_ID, _COMMENT, _RUN, _TEXT = f"{WORD}id", f"{WORD}comment", f"{WORD}r", f"{WORD}t"
_PART = "word/comments.xml"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Comments:
    """Those of one file; the part is made when the first one is put in."""

    def __init__(self, parts: WordParts) -> None:
        self._parts = parts
        name = parts.part_of("comments")
        self._root = None if name is None else parts.tree(name)
        self._by_id = {} if self._root is None else {one.get(_ID, ""): one for one in self._root}
        self._next = max((int(number) for number in self._by_id if number.isdecimal()), default=-1) + 1

    def add(self, text: str, *, day: str) -> str:
        """A comment of the program, a paragraph for each line. Says its id."""
        comment = etree.Element(_COMMENT, {f"{WORD}author": AUTHOR, f"{WORD}date": day, f"{WORD}initials": INITIALS})
        for line in text.split("\n"):
            run = etree.SubElement(etree.SubElement(comment, PARAGRAPH), _RUN)
            etree.SubElement(run, _TEXT, {_SPACE: "preserve"}).text = line
        return self.bring(comment)

    def bring(self, comment: _Element) -> str:
        """A comment that is in no file yet. Says the id that it gets."""
        number = str(self._next)
        self._next += 1
        comment.set(_ID, number)
        self._by_id[number] = comment
        self._ensured().append(comment)
        return number

    def found(self, comment_id: str) -> _Element | None:
        return self._by_id.get(comment_id)

    def _ensured(self) -> _Element:
        if self._root is None:
            empty = etree.Element(f"{WORD}comments", nsmap={"w": WORD[1:-1]})
            name = self._parts.add(_PART, etree.tostring(empty), content_type=_PART_TYPE)
            self._parts.connect(self._parts.main, relation_type=_RELATION, target=name)
            self._root = self._parts.tree(name)
        return self._root


def anchor(comment_id: str, first: _Element, last: _Element) -> None:
    """Sets the comment beside everything from one block to another, which may be the same."""
    opening = next(first.iter(PARAGRAPH), None)
    closing = _last(list(last.iter(PARAGRAPH)))
    if opening is None or closing is None:
        return
    properties = opening.find(PARAGRAPH_PROPERTIES)
    opening.insert(0 if properties is None else 1, etree.Element(START, {_ID: comment_id}))
    closing.append(etree.Element(END, {_ID: comment_id}))
    etree.SubElement(etree.SubElement(closing, _RUN), REFERENCE, {_ID: comment_id})


def renew_sources(
    kept: Iterable[tuple[BodyBlock, BodyBlock, BodyBlock]], *, base: Comments, edited: Comments, new: Comments
) -> None:
    """Where the text stayed and the comment that names its source did not, the edited file gets the new one.

    `kept` are blocks of the three drafts. Comments that people changed, or wrote, are left alone.
    """
    for blocks in kept:
        olds, there, news = ([*ids_in(block.element, START)] for block in blocks)
        for old_id, new_id in zip(olds, news, strict=False):
            old, fresh = base.found(old_id), new.found(new_id)
            if old is None or fresh is None or text_of(old) == text_of(fresh):
                continue
            found = (edited.found(one) for one in there)
            edited_one = next((one for one in found if one is not None and text_of(one) == text_of(old)), None)
            if edited_one is not None:
                edited_one[:] = list(deepcopy(fresh))


def text_of(comment: _Element) -> str:
    return nfc("\n".join("".join(str(one.text or "") for one in line.iter(_TEXT)) for line in comment.iter(PARAGRAPH)))


def ids_in(block: _Element, *names: str) -> list[str]:
    """Of the comments that begin, end or are referred to in the block."""
    return [one.get(_ID, "") for one in block.iter(*(names or MARKS))]


def covering(blocks: Sequence[_Element]) -> Iterator[list[str]]:
    """For each block the ids of the comments that are open somewhere in it."""
    opened: list[str] = []
    for block in blocks:
        begun = ids_in(block, START)
        yield list(dict.fromkeys([*opened, *begun, *ids_in(block, REFERENCE)]))
        closed = set(ids_in(block, END))
        opened = [one for one in [*opened, *begun] if one not in closed]


def drop_marks(marks: Iterable[_Element]) -> None:
    """A reference goes with the run that holds nothing else."""
    for mark in marks:
        parent = mark.getparent()
        unwanted = parent if mark.tag == REFERENCE and parent is not None and parent.tag == _RUN else mark
        holder = unwanted.getparent()
        if holder is not None:
            holder.remove(unwanted)


def _last(paragraphs: Sequence[_Element]) -> _Element | None:
    return paragraphs[-1] if paragraphs else None
