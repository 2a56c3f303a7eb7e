"""The inside of a paragraph on its way into the draft: stretches of text of one look, and what stands between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining

from documents.legacy_fonts import Encoding, to_unicode
from documents.merging.names import escaped
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.sentences import Span

# Signs that no XML can hold stand for what is not text in a run: a hyphen that no line ends after.
HYPHEN = "\x03"
_SOFT_HYPHEN = "\u00ad"
_SIGNS = {"\t": "<w:tab/>", "\n": "<w:br/>", HYPHEN: "<w:noBreakHyphen/>"}
_PARTS = re.compile(f"([\t\n{HYPHEN}])")
_SPACES = re.compile(r"\s+")
_FIRST_COMBINING = "\u0300"


class Piece(NamedTuple):
    """Text with the properties of its run as XML; or, with `is_raw`, XML of its own. `link` is the id of an address."""

    text: str
    properties: str = ""
    link: str = ""
    encoding: Encoding = Encoding.UNICODE
    is_raw: bool = False


def settled(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one look put together, and all text in composed letters."""
    joined = list(_joined(pieces))
    if any(one.encoding is not Encoding.UNICODE for one in joined):
        joined = list(_decoded(joined))
    return _composed(joined)


def with_text(piece: Piece, text: str) -> Piece:
    """The same with another text; most often it is the same text."""
    return piece if text is piece.text else Piece(text, *piece[1:])


def text_of(pieces: Iterable[Piece]) -> str:
    """As the reader has it, before it makes lines of it."""
    return "".join(one.text for one in pieces if not one.is_raw).replace(HYPHEN, "-")


def on_one_line(pieces: Sequence[Piece]) -> list[Piece]:
    """With single spaces between the words, and none around them."""
    found: list[Piece] = []
    is_space = True
    for piece in pieces:
        text = piece.text
        if "  " in text or not text.isprintable():
            text = _SPACES.sub(" ", text)
        if is_space:
            text = text.lstrip(" ")
        if text:
            is_space = text[-1] == " "
            found.append(with_text(piece, text))
    if found and is_space:
        found[-1] = with_text(found[-1], found[-1].text.rstrip(" "))
    return [piece for piece in found if piece.text]


def trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without the space, tabs and empty lines at both ends: the draft has its own indents."""
    for place, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while pieces and not pieces[place].is_raw:
            text = strip(pieces[place].text)
            if text:
                pieces[place] = with_text(pieces[place], text)
                break
            del pieces[place]
    return pieces


def from_character(pieces: Sequence[Piece], start: int) -> list[Piece]:
    """What is left when so many characters of the text are taken off its beginning; what is no text stays."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.is_raw:
            found.append(piece)
            continue
        if start < len(piece.text):
            found.append(with_text(piece, piece.text[start:]))
        start = max(0, start - len(piece.text))
    return found


def kept(pieces: Sequence[Piece], spans: Sequence[Span]) -> list[Piece]:
    """Only those characters, one space between the stretches."""
    found: list[Piece] = []
    for span in spans:
        begin = 0
        if found:
            found.append(Piece(" "))
        for piece in pieces:
            text = piece.text[max(0, span.start - begin) : max(0, span.end - begin)]
            if text:
                found.append(with_text(piece, text))
            begin += len(piece.text)
    return list(_joined(found))


def written(pieces: Sequence[Piece]) -> str:
    found, link = [], ""
    for piece in pieces:
        if piece.link != link:
            found.append("</w:hyperlink>" * bool(link))
            found.append(f'<w:hyperlink r:id="{piece.link}">' * bool(piece.link))
            link = piece.link
        found.append(piece.text if piece.is_raw else run(piece.text, piece.properties))
    found.append("</w:hyperlink>" * bool(link))
    return "".join(found)


def run(text: str, properties: str = "") -> str:
    if text.isprintable() and text[:1] != " " and text[-1:] != " ":
        return f"<w:r>{properties}<w:t>{escaped(text)}</w:t></w:r>"
    inner = "".join(_SIGNS.get(part) or _text(part) for part in _PARTS.split(text) if part)
    return f"<w:r>{properties}{inner}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(text)}</w:t>'


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    texts: list[str] = []
    for piece in pieces:
        if last is not None and not piece.is_raw and _are_alike(last, piece):
            texts.append(piece.text)
            continue
        if last is not None:
            yield last if len(texts) == 1 else with_text(last, "".join(texts))
        last, texts = piece, [piece.text]
    if last is not None:
        yield last if len(texts) == 1 else with_text(last, "".join(texts))


def _are_alike(one: Piece, other: Piece) -> bool:
    return (
        not one.is_raw
        and one.properties == other.properties
        and one.link == other.link
        and one.encoding is other.encoding
    )


def _decoded(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Out of the fonts of before Unicode. A vowel and its mark may stand in two pieces: these become one."""
    last: Piece | None = None
    for piece in pieces:
        if piece.is_raw or piece.encoding is Encoding.UNICODE:
            if last is not None:
                yield _in_unicode(last)
            last = None
            yield piece
        elif last is not None and last.encoding is piece.encoding and _belong_together(last, piece):
            last = with_text(last, last.text + piece.text)
        else:
            if last is not None:
                yield _in_unicode(last)
            last = piece
    if last is not None:
        yield _in_unicode(last)


def _belong_together(one: Piece, other: Piece) -> bool:
    apart = to_unicode(nfc(one.text), one.encoding) + to_unicode(nfc(other.text), other.encoding)
    return apart != to_unicode(nfc(one.text + other.text), one.encoding)


def _in_unicode(piece: Piece) -> Piece:
    text = to_unicode(nfc(piece.text), piece.encoding).replace(_SOFT_HYPHEN, "")
    return Piece(text, piece.properties, piece.link)


def _composed(pieces: Iterable[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if piece.is_raw:
            found.append(piece)
            continue
        text = piece.text.replace(_SOFT_HYPHEN, "")
        if text[:1] >= _FIRST_COMBINING and found and not found[-1].is_raw:
            marks = len(text) - len(_without_marks(text))
            found[-1] = with_text(found[-1], nfc(found[-1].text + text[:marks]))
            text = text[marks:]
        if text:
            found.append(with_text(piece, nfc(text)))
    return found


def _without_marks(text: str) -> str:
    place = 0
    while place < len(text) and combining(text[place]):
        place += 1
    return text[place:]
