"""Drafts made for the tests of merging, and how they read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from documents.blocks import Footnote, Heading, Image, Paragraph, Table
from documents.merging.draft import BODY_MARK, Draft
from documents.party_document import PartyDocument
from documents.reading import read_report, read_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from documents.blocks import Block
    from documents.merging.draft import Passage, Remark


@cache
def skeleton() -> bytes:
    document = PartyDocument("Báo cáo")
    document.paragraph("Mở đầu.")
    document.paragraph(BODY_MARK)
    document.paragraph("Kết thúc.")
    return document.to_bytes()


@dataclass(frozen=True, slots=True)
class Merged:
    """A draft of whole passages; `written` are these with the positions that the draft gave them."""

    content: bytes
    written: tuple[tuple[Passage, int], ...]
    remarks: tuple[Remark, ...]

    @property
    def blocks(self) -> Mapping[int, list[Block]]:
        found: dict[int, list[Block]] = {}
        for block in read_report(self.content).blocks:
            found.setdefault(block.position, []).append(block)
        return found

    @property
    def texts(self) -> list[str]:
        """Of the paragraphs and headings between the first and the last of the skeleton."""
        blocks = read_report(self.content).blocks
        return [block.text for block in blocks if isinstance(block, Heading | Paragraph)][1:-1]

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """What each passage was in its report, and what it is in the draft."""
        read = self.blocks
        return [(said(passage.blocks), said(read.get(position, []))) for passage, position in self.written]

    def part(self, name: str) -> str:
        with ZipFile(BytesIO(self.content)) as archive:
            return archive.read(name).decode()

    @property
    def names(self) -> list[str]:
        with ZipFile(BytesIO(self.content)) as archive:
            return archive.namelist()


def taken_in(draft: Draft, *contents: bytes) -> None:
    """Every block of every report, into one section; the units are A, B, C…"""
    for number, content in enumerate(contents):
        word = read_word(content)
        route = {block.position: "I" for block in word.report.blocks}
        draft.take_in(chr(ord("A") + number), word.report, word=word, route=route)


def merged(folder: Path, *contents: bytes, sources: str = "none") -> Merged:
    draft = Draft(skeleton(), folder / "work", sources=sources)
    taken_in(draft, *contents)
    written = []
    with draft.writing(folder / "draft.docx") as body:
        for passage in draft.passages("I"):
            body.begin_source(f"{passage.unit}, đoạn {passage.position}")
            body.passage(passage)
            body.end_source()
            written.append((passage, body.position))
    return Merged((folder / "draft.docx").read_bytes(), tuple(written), tuple(draft.remarks))


def said(blocks: Iterable[Block]) -> tuple[str, tuple[object, ...]]:
    """The words at one place, then the rest. A title is a line of text in a draft: it is no title of the draft's own."""
    words: list[str] = []
    others: list[object] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                words.append(" ".join(block.text.split()))
            case Table():
                others.append(block.rows)
            case Image():
                others.append(("picture", block.description))
            case Footnote():
                others.append(("note", block.text))
    return " ".join(words), tuple(others)
