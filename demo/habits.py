"""The habits in which offices write a .docx, put on a sample report: the words stay, the way they are written changes."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from demo.ways import Way
from documents.heading_labels import split_label
from documents.legacy_fonts import Encoding, to_unicode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Edit = Callable[[str], str]

BODY = "word/document.xml"
_TYPES, _LINKS, _NUMBERING = "[Content_Types].xml", "word/_rels/document.xml.rels", "word/numbering.xml"
_NOTHING: Mapping[str, str] = {}

# Sample reports come from our own writer, so their XML is known to the letter and patterns are enough.
PARAGRAPH = re.compile(r"<w:p>.*?</w:p>", re.DOTALL)
_HEADING = re.compile(r'<w:pStyle w:val="Heading([1-4])"/>')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>(.*?)</w:t>|<w:(noBreakHyphen)/>", re.DOTALL)
_RUN = re.compile(r"<w:r>(.*?)</w:r>", re.DOTALL)

_WORD_XML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NUMBERING_LINK = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"'
    ' Target="numbering.xml"/></Relationships>'
)
_NUMBERING_TYPE = (
    '<Override PartName="/word/numbering.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'
)
_LEVELS = (("upperRoman", "%1-"), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"))

_SMALL_FONT, _CAPITALS_FONT = ".VnTime", ".VnTimeH"
# Capital letters without a tone have signs of their own in these fonts; with one they stand in the font of capitals only.
_OWN_CAPITALS = "ĂÂÊÔƠƯĐ"
# Signs that the old fonts lack, as people typed them.
_TYPED = str.maketrans({"“": '"', "”": '"', "–": "-", "…": "..."})


def written_in(content: bytes, habit: Way) -> bytes:
    """The same report as an office with this habit would have written it."""
    return HABITS[habit](content)


def edited(content: bytes, edits: Mapping[str, Edit], added: Mapping[str, str] = _NOTHING) -> bytes:
    """The file with some of its parts edited, each by its name, and others added."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as result:
        for info in source.infolist():
            edit, part = edits.get(info.filename), source.read(info)
            result.writestr(info, edit(part.decode()).encode() if edit else part, ZIP_DEFLATED)
        for name, text in added.items():
            result.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return target.getvalue()


def level_of(paragraph: str) -> int:
    """1 to 4 for a heading, 0 for any other paragraph."""
    found = _HEADING.search(paragraph)
    return int(found[1]) if found else 0


def text_of(paragraph: str) -> str:
    return "".join("-" if hyphen else unescape(text) for text, hyphen in _TEXT.findall(paragraph))


def _on_headings(body: str, change: Callable[[str], str]) -> str:
    return PARAGRAPH.sub(lambda found: change(found[0]) if level_of(found[0]) else found[0], body)


def _bold(content: bytes) -> bytes:
    """Headings are body text in bold, as in most offices."""

    def bold(paragraph: str) -> str:
        plain = _HEADING.sub('<w:pStyle w:val="BodyText"/>', paragraph)
        return _RUN.sub(r"<w:r><w:rPr><w:b/></w:rPr>\1</w:r>", plain)

    return edited(content, {BODY: lambda body: _on_headings(body, bold)})


def _automatic(content: bytes) -> bytes:
    """Word counts the headings; their numbers stand nowhere in the text."""

    def numbered(paragraph: str) -> str:
        place = f'<w:numPr><w:ilvl w:val="{level_of(paragraph) - 1}"/><w:numId w:val="1"/></w:numPr>'
        heading = text_of(paragraph)
        typed = heading.removesuffix(split_label(heading)[1])
        return _HEADING.sub(rf"\g<0>{place}", paragraph).replace(f">{typed}", ">", 1)

    return edited(
        content,
        {
            BODY: lambda body: _on_headings(body, numbered),
            _TYPES: lambda part: part.replace("</Types>", _NUMBERING_TYPE),
            _LINKS: lambda part: part.replace("</Relationships>", _NUMBERING_LINK),
        },
        {_NUMBERING: _numbering()},
    )


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for number, (form, text) in enumerate(_LEVELS)
    )
    return (
        f'<w:numbering xmlns:w="{_WORD_XML}"><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _with_cover(content: bytes) -> bytes:
    """A page with the title, then a table of contents typed by hand, then the report in bold numbers."""
    return edited(_bold(content), {BODY: lambda body: body.replace("<w:body>", f"<w:body>{''.join(_cover(body))}", 1)})


def _cover(body: str) -> Iterator[str]:
    paragraphs = PARAGRAPH.findall(body)
    titles = [one for one in paragraphs if 'w:val="Title"' in one or 'w:val="Subtitle"' in one]
    headings = [text_of(one) for one in paragraphs if "<w:b/>" in one]
    yield from titles
    yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    yield _line("MỤC LỤC", "Title")
    for page, heading in enumerate(headings):
        yield _line(f"{heading}\t{2 + page // 3}", "BodyText")
    yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _line(text: str, style: str) -> str:
    pieces = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{pieces}</w:r></w:p>'


def _decomposed(content: bytes) -> bytes:
    """Letters and their marks apart, as some keyboards and converters leave them."""
    return edited(_bold(content), {BODY: lambda body: unicodedata.normalize("NFD", body)})


def _old_font(content: bytes) -> bytes:
    """Typed in .VnTime, a font of before Unicode (TCVN3): only the name of the font says which letters are meant."""
    typed = {BODY: lambda body: _RUN.sub(lambda found: "".join(_old_runs(found[1])), body)}
    return edited(_bold(content), typed)


def _old_runs(run: str) -> Iterator[str]:
    bold = "<w:b/>" if "<w:b/>" in run else ""
    text = "".join("-" if hyphen else unescape(piece) for piece, hyphen in _TEXT.findall(run))
    for font, letters in groupby(unicodedata.normalize("NFC", text).translate(_TYPED), key=_font_of):
        fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
        typed = escape("".join(map(_sign_of, letters)))
        yield f'<w:r><w:rPr>{fonts}{bold}</w:rPr><w:t xml:space="preserve">{typed}</w:t></w:r>'


def _font_of(letter: str) -> str:
    has_sign = letter.isascii() or letter in _OWN_CAPITALS or not letter.isupper()
    return _SMALL_FONT if has_sign else _CAPITALS_FONT


def _sign_of(letter: str) -> str:
    return _SIGNS.get(letter) or _SIGNS.get(letter.lower(), letter)


_SIGNS = {
    letter: chr(code)
    for code in range(0xA1, 0x100)
    if (letter := to_unicode(chr(code), Encoding.TCVN3)).islower() or letter in _OWN_CAPITALS
}
# Heading styles are how sample reports are written anyway.
HABITS: Mapping[Way, Callable[[bytes], bytes]] = {
    Way.STYLES: lambda content: content,
    Way.BOLD: _bold,
    Way.AUTOMATIC: _automatic,
    Way.COVER: _with_cover,
    Way.DECOMPOSED: _decomposed,
    Way.OLD_FONT: _old_font,
}
