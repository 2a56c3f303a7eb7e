"""The lines as Word files: one habit of authoring each. Every line is one block of the body."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.documents.corpus.lines import Kind, Line
from tests.documents.corpus.old_fonts import TIMES, in_tcvn3, in_vni
from tests.documents.examples import OFFICE, PACKAGE, WORD, zip_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from tests.documents.corpus.reports import Written

Runs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Hand:
    """How headings are made, for each level: by "style", "bold", numbered by itself ("auto style", "auto bold"), or "plain"."""

    makes: tuple[str, str, str]
    letters: Callable[[str], Runs]


def in_unicode(text: str) -> Runs:
    return [(text, TIMES)]


def decomposed(text: str) -> Runs:
    return [(unicodedata.normalize("NFD", text), TIMES)]


STYLED = Hand(("style", "style", "style"), in_unicode)
BOLD = Hand(("bold", "bold", "bold"), in_unicode)
AUTOMATIC_STYLES = Hand(("auto style", "auto style", "auto style"), in_unicode)
AUTOMATIC_BOLD = Hand(("auto bold", "auto bold", "auto bold"), in_unicode)
MIXED = Hand(("style", "bold", "auto bold"), in_unicode)
MIXED_OTHERWISE = Hand(("bold", "auto style", "bold"), in_unicode)
DECOMPOSED = Hand(("bold", "bold", "bold"), decomposed)
IN_TCVN3 = Hand(("bold", "bold", "bold"), in_tcvn3)
IN_VNI = Hand(("bold", "bold", "bold"), in_vni)

_STYLES = f"""<w:styles xmlns:w="{WORD}">
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
  {
    "".join(
        f'''<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr>
  <w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="TOC{n}"><w:name w:val="toc {n}"/></w:style>'''
        for n in (1, 2, 3, 4)
    )
}
</w:styles>"""
_FORMATS = (("upperRoman", "%1-"), ("decimal", "%2."), ("decimal", "%2.%3."))
_NUMBERING = f"""<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>
  {"".join(f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>' for n, (kind, text) in enumerate(_FORMATS))}
  </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""
_PARTS = ("styles", "numbering")


def word_file_of(written: Written, hand: Hand, dice: Random) -> bytes:
    """A .docx; a table of contents is a field with styles of its own, or typed like any text."""
    contents_style = "TOC" if dice.random() < 0.6 else ""
    body = "".join(_block(line, hand, contents_style) for line in written.lines)
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    return zip_file(
        {
            "_rels/.rels": _relationships([("officeDocument", "word/document.xml")]),
            "word/_rels/document.xml.rels": _relationships([(part, f"{part}.xml") for part in _PARTS]),
            "word/document.xml": document.encode(),
            "word/styles.xml": _STYLES.encode(),
            "word/numbering.xml": _NUMBERING.encode(),
        },
    )


def _block(line: Line, hand: Hand, contents_style: str) -> str:
    match line.kind:
        case Kind.TABLE:
            return _table(line, hand)
        case Kind.HEADING:
            return _heading(line, hand, hand.makes[line.level - 1])
        case Kind.OWN_HEADING:
            made = hand.makes[min(line.level, 3) - 1]
            return _heading(line, hand, "bold" if made.startswith("auto") else made)
        case Kind.CONTENTS:
            style = f"{contents_style}{line.level}" if contents_style else ""
            return _paragraph(hand.letters(line.typed), style=style)
        case Kind.CENTRED:
            return _paragraph(hand.letters(line.text), bold=True, properties='<w:jc w:val="center"/>')
        case Kind.TEXT:
            return _paragraph(hand.letters(line.text))


def _heading(line: Line, hand: Hand, made: str) -> str:
    automatic = f'<w:numPr><w:ilvl w:val="{line.level - 1}"/><w:numId w:val="1"/></w:numPr>' if "auto" in made else ""
    letters = hand.letters(line.text if automatic else line.typed)
    style = f"Heading{line.level}" if "style" in made else ""
    return _paragraph(letters, style=style, bold="bold" in made, properties=automatic)


def _paragraph(runs: Runs, *, style: str = "", bold: bool = False, properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    weight = "<w:b/>" if bold else ""
    text = "".join(
        f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>{weight}</w:rPr>{_texts(part)}</w:r>'
        for part, font in runs
    )
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{text}</w:p>"


def _texts(text: str) -> str:
    signs = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    return "".join(
        signs.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in re.split(r"([\t\n])", text)
        if part
    )


def _table(line: Line, hand: Hand) -> str:
    return f"<w:tbl>{''.join(_row(row, hand) for row in line.rows)}</w:tbl>"


def _row(cells: Iterable[str], hand: Hand) -> str:
    inside = ("".join(_paragraph(hand.letters(text)) for text in cell.split("\n")) for cell in cells)
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in inside)}</w:tr>"


def _relationships(targets: Iterable[tuple[str, str]]) -> bytes:
    found = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{PACKAGE}">{found}</Relationships>'.encode()
