"""The footnotes and endnotes of a Word file, numbered as they are cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.blocks import Footnote
from documents.revisions import accept
from documents.word_names import WORD
from documents.word_paragraph import WordParagraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from documents.word_file import WordFile
    from documents.word_paragraphs import Paragraphs

_ID = f"{WORD}id"
KINDS = ("footnote", "endnote")


class Notes:
    """Footnotes and endnotes are counted apart, as Word numbers them. A note cited twice is read once.

    `elements` are all notes of the file, by kind and id.
    """

    def __init__(self, file: WordFile, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs
        self.elements = {kind: _by_id(file.part(f"{kind}s"), kind) for kind in KINDS}
        self._unread = {kind: dict(notes) for kind, notes in self.elements.items()}
        self._counts = dict.fromkeys(KINDS, 0)

    def cited(self, notes: Iterable[tuple[str, str]], position: int) -> Iterator[Footnote]:
        for kind, note_id in notes:
            element = self._unread[kind].pop(note_id, None)
            if element is None:
                continue
            self._counts[kind] += 1
            read = self._paragraphs.read(element)
            if text := "\n".join(text for one in read if isinstance(one, WordParagraph) and (text := one.text)):
                yield Footnote(self._counts[kind], text, position)


def _by_id(root: _Element | None, kind: str) -> dict[str, _Element]:
    if root is None:
        return {}
    accept(root)
    return {note.get(_ID, ""): note for note in root.iter(f"{WORD}{kind}")}
