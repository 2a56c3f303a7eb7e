"""A report made readable on a page: its blocks in order, its pictures beside them, and not more than a page can hold.

Nothing of the file's own formatting is kept: what comes out are words, rows and the bytes of pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.blocks import Footnote, Heading, Image, Paragraph, Table
from documents.opening import FileKind, open_report
from documents.package import UnreadableReport
from documents.page_layout import report_of
from documents.page_pictures import pages_drawn, shown_picture
from documents.pdf import PdfTooSlow, read_pdf
from documents.programs import Programs
from documents.reading import read_word
from documents.sniffing import sniff
from documents.workroom import MEBIBYTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from documents.blocks import Block
    from documents.page_pictures import PictureFile
    from documents.reading import WordReport

# Some 150 pages of text, which is a page of a megabyte; whoever reads more opens the file.
MOST_LETTERS = 400_000
MOST_BLOCKS = 5_000
MOST_PICTURES = 60
MOST_PICTURE_BYTES = 32 * MEBIBYTE
MOST_SCANNED_PAGES = 40
# What the tags around a cell weigh, in letters.
_CELL_LETTERS = 10

CUT = "Báo cáo dài nên trang này chỉ hiện phần đầu; hãy tải tệp về để đọc phần còn lại."
CUT_PICTURES = "Báo cáo có nhiều hình ảnh nên trang này chỉ hiện một số; hãy tải tệp về để xem đủ."
SCAN = "Bản chụp: chương trình hiện ảnh của từng trang, cần người đọc."
SCAN_ALONE = "Bản chụp, không hiện được ở đây; hãy tải tệp về để đọc."
SCANNED_PAGES = "Có {} trang là bản chụp: ảnh của các trang đó ở cuối, cần người đọc."
OVERLAID = "Bản chụp có lớp chữ do máy nhận dạng, cần người đọc lại."
TOO_SLOW = "Tệp quá phức tạp nên không hiện được ở đây; hãy tải tệp về để đọc."


@dataclass(frozen=True, slots=True)
class Picture:
    """`number` counts from 1 the pictures that are shown; 0 for one of another kind, or beyond the limits."""

    number: int
    position: int
    description: str = ""


ReadableBlock = Heading | Paragraph | Table | Picture | Footnote


@dataclass(frozen=True, slots=True)
class ReadablePages:
    """`notes` say in Vietnamese what a reader must know: that it is a scan, that it is cut off, that it cannot be read."""

    blocks: tuple[ReadableBlock, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Heading))


@dataclass(frozen=True, slots=True)
class MadeReadable:
    """`pictures` are the files of those shown, by their numbers from 1."""

    pages: ReadablePages
    pictures: tuple[PictureFile, ...] = ()


def make_readable(content: bytes, *, name: str, programs: Programs | None = None) -> MadeReadable:
    """Whatever was handed in; of what cannot be read, a sentence. No scan is read by machine: that takes minutes."""
    found = Programs.found() if programs is None else programs
    try:
        return _made(content, name, replace(found, tesseract=None))
    except UnreadableReport as refusal:
        return MadeReadable(ReadablePages(notes=(str(refusal),)))
    except PdfTooSlow:
        return MadeReadable(ReadablePages(notes=(TOO_SLOW,)))


def _made(content: bytes, name: str, programs: Programs) -> MadeReadable:
    kind = sniff(content, ending=f".{name.rpartition('.')[2].lower()}")
    if kind is FileKind.PDF:
        return _from_pdf(content)
    if kind is FileKind.PICTURE:
        picture = shown_picture(content)
        return _from_pictures([picture], notes=(SCAN,)) if picture else MadeReadable(ReadablePages(notes=(SCAN_ALONE,)))
    opened = open_report(content, name=name, programs=programs)
    if opened.word is not None:
        return _from_word(opened.word)
    if kind is FileKind.DOCX:  # scans pasted into a Word file
        return _from_word(read_word(content), notes=(SCAN,))
    return MadeReadable(ReadablePages(notes=(opened.note,)))


def _from_word(word: WordReport, *, notes: tuple[str, ...] = ()) -> MadeReadable:
    album = _Album(word)
    blocks, is_cut = _within_limits(word.report.blocks)
    shown = tuple(album.block(block) for block in blocks)
    said = (*notes, *([CUT] if is_cut else []), *([CUT_PICTURES] if album.is_full else []))
    return MadeReadable(ReadablePages(shown, said), tuple(album.pictures))


def _from_pdf(content: bytes) -> MadeReadable:
    text = read_pdf(content)
    blocks, is_cut = _within_limits(report_of(text.pages).blocks)
    drawn = pages_drawn(content, text.scanned[:MOST_SCANNED_PAGES])
    is_cut = is_cut or text.total > len(text.pages) or len(drawn) < len(text.scanned)
    notes = [OVERLAID] if text.overlaid else []
    if text.scanned:
        notes.append(SCANNED_PAGES.format(len(text.scanned)) if blocks else SCAN if drawn else SCAN_ALONE)
    made = _from_pictures(drawn, notes=(*notes, *([CUT] if is_cut and (blocks or drawn) else [])))
    written = tuple(block for block in blocks if not isinstance(block, Image))
    return replace(made, pages=replace(made.pages, blocks=(*written, *made.pages.blocks)))


def _from_pictures(pictures: Sequence[PictureFile], *, notes: tuple[str, ...]) -> MadeReadable:
    blocks = tuple(Picture(number, 0, f"Trang chụp {number}") for number, _ in enumerate(pictures, start=1))
    return MadeReadable(ReadablePages(blocks, notes), tuple(pictures))


def _within_limits(blocks: Iterable[Block]) -> tuple[list[Block], bool]:
    """Those from the beginning that a page can hold, the last table perhaps without its last rows; whether any is left out."""
    found: list[Block] = []
    left = MOST_LETTERS
    for block in blocks:
        left -= _weight(block)
        if left < 0 or len(found) == MOST_BLOCKS:
            if isinstance(block, Table):
                found.append(_shortened(block, left + _weight(block)))
            return found, True
        found.append(block)
    return found, False


def _weight(block: Block) -> int:
    match block:
        case Table():
            return sum(map(_row_weight, block.rows))
        case Image():
            return len(block.description)
        case _:
            return len(block.text)


def _row_weight(row: Sequence[str]) -> int:
    return sum(len(cell) + _CELL_LETTERS for cell in row)


def _shortened(table: Table, letters: int) -> Table:
    rows: list[tuple[str, ...]] = []
    for row in table.rows:
        letters -= _row_weight(row)
        if letters < 0:
            break
        rows.append(row)
    return replace(table, rows=tuple(rows))


class _Album:
    """The pictures of a Word file as they come by; one that stands twice is kept once. `is_full` tells that some were left out."""

    def __init__(self, word: WordReport) -> None:
        self._word = word
        self._targets = {one.id: one.target for one in word.file.relationships(word.file.main) if not one.is_outer}
        self._numbers: dict[str, int] = {}
        self._left = MOST_PICTURE_BYTES
        self.pictures: list[PictureFile] = []
        self.is_full = False

    def block(self, block: Block) -> ReadableBlock:
        if not isinstance(block, Image):
            return block
        return Picture(self._number(self._targets.get(block.related, "")), block.position, block.description)

    def _number(self, target: str) -> int:
        if target and target not in self._numbers:
            self._numbers[target] = self._kept(target)
        return self._numbers.get(target, 0)

    def _kept(self, target: str) -> int:
        if len(self.pictures) == MOST_PICTURES:
            self.is_full = True
            return 0
        picture = shown_picture(self._word.file.bytes_of(target) or b"")
        if picture is None:
            return 0
        self._left -= len(picture.content)
        if self._left < 0:
            self.is_full = True
            return 0
        self.pictures.append(picture)
        return len(self.pictures)
