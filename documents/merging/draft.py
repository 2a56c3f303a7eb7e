"""One draft out of many reports, in two passes: every report is taken in once, then the sections are written one by one.

Between the passes everything waits in a work folder, so that memory does not grow with the number of reports.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from documents.merging.body import Body
from documents.merging.list_import import ListLibrary, Lists
from documents.merging.package_writing import Parts
from documents.merging.part_import import PartLibrary
from documents.merging.passages import Passage, Remark, packed, unpacked
from documents.merging.related_parts import RelatedParts
from documents.merging.report_copying import Libraries, ReportCopier, from_blocks, plain_from_blocks
from documents.merging.skeleton import BODY_MARK, DOCUMENT, Skeleton
from documents.merging.sources import SEPARATORS, PartFile, Sources
from documents.merging.spill import Heap, Shelf
from documents.merging.style_import import StyleLibrary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from documents.blocks import Block, Report
    from documents.reading import WordReport

__all__ = ["BODY_MARK", "Body", "Draft", "Passage", "Remark", "Sources"]


class Draft:
    """`skeleton` is a .docx made by `PartyDocument` with one paragraph whose text is BODY_MARK; `work` an empty folder.

    `remarks` are what could not be carried over, in the order taken in.
    """

    def __init__(self, skeleton: bytes, work: Path, *, sources: Sources | str = Sources.COMMENTS) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self._work, self._sources = work, Sources(sources)
        self._skeleton = Skeleton(skeleton)
        self._heap, self._shelf = Heap(work / "passages.xml"), Shelf(work / "sections")
        self._libraries = Libraries(
            StyleLibrary(self._skeleton.styles), ListLibrary(), PartLibrary(work / "parts"), self._heap
        )
        self._taken = 0
        self.remarks: list[Remark] = []

    def take_in(
        self,
        unit: str,
        report: Report,
        *,
        word: WordReport | None,
        route: Mapping[int, str],
        without_heading: Collection[int] = (),
    ) -> None:
        """Pass 1, once for each report. `route` tells the section of each position; what is not in it is left out.

        `word` is None for what did not come as Word. `without_heading` are positions whose heading is that of the
        outline: only what runs on behind it is taken.
        """
        self._taken += 1
        if word is None:
            passages = self._from_blocks(unit, report, route, without_heading)
        else:
            passages = ReportCopier(word, self._taken, self._libraries).passages(unit, route, without_heading)
        for passage, lost in passages:
            self._shelf.put(passage.section, packed(passage))
            self.remarks += [Remark(unit, passage.section, passage.position, text) for text in lost]
        self._heap.flush()
        self._shelf.flush()

    def passages(self, section: str) -> Iterator[Passage]:
        """In the order taken in; may be gone through several times."""
        for record in self._shelf.records(section):
            yield unpacked(record, section)

    @contextmanager
    def writing(self, target: Path, *, sources: Sources | None = None) -> Iterator[Body]:
        """Pass 2; leaving it finishes the file, and nothing is left of it if that fails.

        May be done several times, with the sources shown in another way each time.
        """
        document = self._work / "document.xml"
        notes = PartFile(self._work / "footnotes.xml", "footnotes", SEPARATORS)
        comments = PartFile(self._work / "comments.xml", "comments")
        lists = Lists(self._libraries.lists)
        try:
            with document.open("wb") as out:
                out.write(self._skeleton.head.encode())
                body = Body(
                    out,
                    skeleton=self._skeleton,
                    style_ids=self._libraries.styles.ids,
                    heap=self._heap,
                    lists=lists,
                    notes=notes,
                    comments=comments,
                    sources=self._sources if sources is None else sources,
                )
                yield body
                body.finish()
                out.write(self._skeleton.tail(is_turned=body.was_turned).encode())
        finally:
            self._heap.close()
            notes.close()
            comments.close()
        related = RelatedParts(self._skeleton, self._libraries, lists)
        parts = related.parts(body, notes=notes, comments=comments)
        Parts({**parts, DOCUMENT: document}).write(target)

    def _from_blocks(
        self, unit: str, report: Report, route: Mapping[int, str], without_heading: Collection[int]
    ) -> Iterator[tuple[Passage, list[str]]]:
        found: dict[int, list[Block]] = {}
        for block in report.blocks:
            if block.position in route and not (block.position in without_heading and hasattr(block, "level")):
                found.setdefault(block.position, []).append(block)
        for position, blocks in found.items():
            plain = plain_from_blocks(blocks)
            stored = plain or from_blocks(tuple(blocks), self._heap)
            is_plain = plain is not None
            yield Passage(unit, route[position], position, tuple(blocks), is_plain=is_plain, stored=stored), []
