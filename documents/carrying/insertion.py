"""Puts the blocks of a new draft into the edited one as tracked insertions, each behind the block that it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from documents.carrying.comments import anchor, covering
from documents.carrying.page_sections import settle_sections
from documents.carrying.tracked import is_end_deleted, mark_inserted
from documents.word_names import PARAGRAPH, TABLE, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from documents.carrying.importing import Importing
    from documents.carrying.three_drafts import Arrival, ThreeDrafts
    from documents.carrying.tracked import Stamp

_LIST = f"{WORD}numPr/{WORD}numId"
_LIST_IDS = f".//{_LIST}"


class Insertion:
    """To be made before anything is struck out: it looks at what people deleted."""

    def __init__(self, drafts: ThreeDrafts, importing: Importing, stamp: Stamp) -> None:
        self._drafts = drafts
        self._importing = importing
        self._stamp = stamp
        self._covering = list(covering([block.element for block in drafts.new]))
        # Behind these nothing can stand: they go on in the next paragraph as soon as all is accepted.
        self._joined = {block.element for block in drafts.edited if is_end_deleted(block.element)}
        # The block put in last behind each block of the edited file: what follows goes behind that.
        self._ends: dict[_Element | None, _Element] = {}

    def run(self, body: _Element) -> int:
        """How many blocks were put in, empty ones not counted."""
        self._continue_lists()
        arrivals = list(self._drafts.arrivals())
        brought: list[_Element] = []
        for group in _together(arrivals):
            copies = [self._importing.bring(arrival.block.element) for arrival in group]
            self._renew_comments(group, copies)
            self._place(body, group[0], copies)
            brought += copies
        settle_sections(body, brought)
        return sum(not arrival.block.is_empty for arrival in arrivals)

    def _continue_lists(self) -> None:
        """What is put in between the items of a list is counted with them."""
        for _, edited, new in self._drafts.kept():
            for ours, theirs in zip(_lists(new.element), _lists(edited.element), strict=False):
                self._importing.lists.goes_on(ours, theirs)

    def _renew_comments(self, group: Sequence[Arrival], copies: Sequence[_Element]) -> None:
        """A comment that goes beyond a block lost its marks on the way: it is set beside its part of the group anew."""
        spans: dict[str, list[_Element]] = {}
        for arrival, copy in zip(group, copies, strict=True):
            for comment_id in self._covering[arrival.block.position - 1]:
                spans.setdefault(comment_id, []).append(copy)
        for comment_id, beside in spans.items():
            if not self._importing.is_whole(comment_id) and (new_id := self._importing.comment(comment_id)) is not None:
                anchor(new_id, beside[0], beside[-1])

    def _place(self, body: _Element, first: Arrival, copies: Sequence[_Element]) -> None:
        behind = None if first.behind is None else first.behind.element
        last = self._ends.get(behind, behind)
        while last is not None and last in self._joined and (following := _following(last)) is not None:
            last = following
        for copy in _apart(copies, last):
            mark_inserted(copy, self._stamp)
            if last is None:
                body.insert(0, copy)
            else:
                last.addnext(copy)
            last = copy
        if last is not None:
            self._ends[behind] = last


def _together(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    """Those that stand beside each other in the new draft and belong behind the same block."""
    group: list[Arrival] = []
    for one in arrivals:
        if group and (one.behind is not group[-1].behind or one.block.position != group[-1].block.position + 1):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _apart(copies: Sequence[_Element], last: _Element | None) -> Iterator[_Element]:
    """With an empty paragraph wherever two tables would melt into one, or one would end the text."""
    following = None if last is None else last.getnext()
    before = last
    for copy in copies:
        if copy.tag == TABLE and before is not None and before.tag == TABLE:
            yield etree.Element(PARAGRAPH)
        yield copy
        before = copy
    if before is not None and before.tag == TABLE and (following is None or following.tag != PARAGRAPH):
        yield etree.Element(PARAGRAPH)


def _following(element: _Element) -> _Element | None:
    """The next paragraph, in which this one goes on; None where there is none."""
    following = element.getnext()
    return following if following is not None and following.tag == PARAGRAPH else None


def _lists(element: _Element) -> list[str]:
    return [one.get(f"{WORD}val", "") for one in element.iterfind(_LIST_IDS)]
