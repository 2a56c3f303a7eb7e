"""The process that opens a PDF: it prints what stands on each page, or draws pages as grey pictures.

It runs apart from the program, within limits: PDFium is written in C++ and a hostile file may bring it down, and it must
not be called by two threads at a time. It knows nothing of the program, and answers in JSON; documents/pdf.py reads that.
"""

from __future__ import annotations

import ctypes
import json
import math
import struct
import sys
import zlib
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_PAGES = 200
# A page set in the smallest letters holds some 10,000.
MAX_LETTERS_PER_PAGE = 50_000
MAX_OBJECTS_PER_PAGE = 20_000
# A3 at 200 dots per inch has 8 million; a larger sheet is drawn more coarsely.
MAX_PIXELS = 9_000_000
DOTS_PER_POINT = 200 / 72
# Enough to read on a screen, and a quarter of the bytes.
SHOWN_DOTS_PER_POINT = 110 / 72
SHOWN = "shown"

_BOLD_NAMES = ("bold", "black", "heavy", "-bd", ",bd")
_BOLD_WEIGHT = 600
_NAME_BYTES = 200
_LINE_ENDS = {"\r", "\n"}
_UNSEEN = {"\0", "\ufeff", "\u00ad"}
# PDFium's sign for a hyphen at the end of a line.
_HYPHEN = "\ufffe"


def pages(path: Path) -> dict[str, Any]:
    """What stands on each page, under `pages`, and `count`, how many pages there are.

    `width` and `height`; whether anything but text is `drawn`; the share `covered` by the largest picture; how many texts are
    `hidden`; `lines`, each a list of runs: text, name of the font, bold or not, left, bottom, right and top in points.
    """
    document = _opened(path)
    if isinstance(document, str):
        return {"error": document}
    count = len(document)
    read = [_page(document, number) for number in range(min(count, MAX_PAGES))]
    return {"count": count, "pages": [page for page in read if page]}


def draw(path: Path, numbers: Sequence[int]) -> dict[str, Any]:
    """Writes page-1.pgm and so on beside the file, numbered from 1, at 200 dots per inch."""
    document = _opened(path)
    if isinstance(document, str):
        return {"error": document}
    for number in numbers:
        _draw(document[number - 1], path.with_name(f"page-{number}.pgm"))
    return {}


def show(path: Path, numbers: Sequence[int]) -> dict[str, Any]:
    """Writes page-1.png and so on, for people to look at on a screen."""
    document = _opened(path)
    if isinstance(document, str):
        return {"error": document}
    for number in numbers:
        bitmap = _bitmap(document[number - 1], SHOWN_DOTS_PER_POINT)
        path.with_name(f"page-{number}.png").write_bytes(_png(bitmap))
    return {}


def _opened(path: Path) -> pypdfium2.PdfDocument | str:
    try:
        document = pypdfium2.PdfDocument(path)
        return document if len(document) else "damaged"
    except pypdfium2.PdfiumError as error:
        return "password" if error.err_code == raw.FPDF_ERR_PASSWORD else "damaged"


def _page(document: pypdfium2.PdfDocument, number: int) -> dict[str, Any] | None:
    try:
        page = document[number]
        width, height = page.get_size()
        drawn, covered, hidden = _drawn(page, width * height)
        lines = list(_lines(page.get_textpage()))
    except pypdfium2.PdfiumError:
        return None
    return {"width": width, "height": height, "drawn": drawn, "covered": covered, "hidden": hidden, "lines": lines}


def _drawn(page: pypdfium2.PdfPage, area: float) -> tuple[bool, float, int]:
    drawn, covered, hidden = False, 0.0, 0
    for item in islice(page.get_objects(), MAX_OBJECTS_PER_PAGE):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            hidden += raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
            continue
        drawn = True
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered = max(covered, (right - left) * (top - bottom) / area if area else 0)
    return drawn, min(covered, 1.0), hidden


def _lines(text: pypdfium2.PdfTextPage) -> Iterator[list[list[Any]]]:
    line: list[list[Any]] = []
    for place, letters in _runs(text):
        if letters[0] in _LINE_ENDS:
            if line:
                yield line
            line = []
        elif letters.strip():
            line.append([letters, *_look(text, place), *_box(text, place, letters)])
        elif line:
            line[-1][0] += " "
    if line:
        yield line


def _runs(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, str]]:
    """Letters in a row that belong to one object of the page, each row with the place of its first letter."""
    start, letters, owner = 0, "", None
    for place in range(min(text.count_chars(), MAX_LETTERS_PER_PAGE)):
        letter = _letter(raw.FPDFText_GetUnicode(text, place))
        if letter in _UNSEEN:
            letter = "\u200b"
        ends = letter in _LINE_ENDS
        now = "end" if ends else ctypes.cast(raw.FPDFText_GetTextObject(text, place), ctypes.c_void_p).value
        # A space that PDFium adds between two objects belongs to neither.
        if letters and ((now != owner and (now is not None or letter != " ")) or ends):
            yield start, letters
            start, letters, owner = place, "", now
        letters += letter
        owner = now if now is not None else owner
    if letters:
        yield start, letters


def _letter(code: int) -> str:
    if code == ord(_HYPHEN):
        return "-"
    surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 -- the two ends of that range
    return "\ufffd" if surrogate or code > sys.maxunicode else chr(code)


def _look(text: pypdfium2.PdfTextPage, place: int) -> tuple[str, bool]:
    """The name of the font and whether it is bold."""
    item = raw.FPDFText_GetTextObject(text, place)
    font = raw.FPDFTextObj_GetFont(item) if item else None
    if not font:
        return "", False
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    raw.FPDFFont_GetBaseFontName(font, buffer, _NAME_BYTES)
    name = buffer.value.decode("utf-8", "replace")
    stroked = raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
    is_bold = any(part in name.casefold() for part in _BOLD_NAMES)
    return name, is_bold or stroked or raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT


def _box(text: pypdfium2.PdfTextPage, place: int, letters: str) -> tuple[float, float, float, float]:
    """From the foot of the letters, whatever hangs below it, to their full height, whichever letters they are."""
    first = place + len(letters) - len(letters.lstrip())
    last = place + len(letters.rstrip()) - 1
    left, _, _, _ = text.get_charbox(first)
    _, _, right, _ = text.get_charbox(last)
    foot, matrix = ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(text, first, ctypes.c_double(), foot)
    raw.FPDFText_GetMatrix(text, first, matrix)
    size = raw.FPDFText_GetFontSize(text, first) * math.hypot(matrix.b, matrix.d)
    return left, foot.value, right, foot.value + size


def _draw(page: pypdfium2.PdfPage, target: Path) -> None:
    bitmap = _bitmap(page, DOTS_PER_POINT)
    rows = bytes(bitmap.buffer)
    with target.open("wb") as picture:
        picture.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
        for row in range(bitmap.height):
            picture.write(rows[row * bitmap.stride : row * bitmap.stride + bitmap.width])


def _bitmap(page: pypdfium2.PdfPage, dots_per_point: float) -> pypdfium2.PdfBitmap:
    """In shades of grey."""
    width, height = page.get_size()
    scale = min(dots_per_point, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    return page.render(scale=scale, grayscale=True)


def _png(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """One byte for each dot; the 0 before each row says that it is written as it is."""
    dots = bytes(bitmap.buffer)
    starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
    rows = b"".join(b"\0" + dots[start : start + bitmap.width] for start in starts)
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def main(arguments: Sequence[str]) -> None:
    """`FILE` prints its pages; `FILE 1 2 5` draws these; `FILE shown 1 2 5` draws them for the screen."""
    path, numbers = Path(arguments[0]), arguments[1:]
    if numbers[:1] == [SHOWN]:
        answer = show(path, [int(number) for number in numbers[1:]])
    else:
        answer = draw(path, [int(number) for number in numbers]) if numbers else pages(path)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
