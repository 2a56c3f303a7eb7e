"""Builds the Word template in the layout of Party documents: `python -m documents.party_template`."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from documents.package import normalised

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.parfmt import ParagraphFormat

TEMPLATE = Path(__file__).parent / "templates" / "party.docx"

FONT = "Times New Roman"
BODY_SIZE = 14
BODY_LINE = 20
FIRST_LINE_MM = 10
TABLE_STYLE = "Party Table"
# For tables of many columns: smaller type, and hardly any room beside it.
NARROW_TABLE_STYLE = "Party Table Narrow"
NARROW_SIZE = 10
# What a form says until somebody writes in its place: grey on the screen, and still legible on paper.
HINT_STYLE = "Hint"
HINT_COLOUR = "6B6B6B"

# What python-docx's own starting document brings along and no Party document needs.
_UNWANTED_PARTS = ("stylesWithEffects", "customXml", "numbering", "webSettings")
_UNWANTED_PACKAGE_PARTS = ("thumbnail", "extended-properties")
_DEFAULT_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List")


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph style differs from plain 14-point text. Sizes and spaces in points, indents in millimetres."""

    name: str
    size: int = BODY_SIZE
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    first_line: int = 0
    before: int = 0
    after: int = 0
    line: int | None = None
    level: int | None = None
    builtin: bool = False


_CENTRE, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def _heading(level: int, *, italic: bool = False) -> Look:
    return Look(
        f"Heading {level}",
        bold=True,
        italic=italic,
        align=_JUSTIFY,
        first_line=FIRST_LINE_MM,
        before=6,
        after=6,
        line=BODY_LINE,
        level=level,
        builtin=True,
    )


_KEPT_WITH_NEXT = ("Unit Line", "Unit Heading", "Gap")

LOOKS = (
    Look("Body Text", align=_JUSTIFY, first_line=FIRST_LINE_MM, after=6, line=BODY_LINE, builtin=True),
    _heading(1),
    _heading(2),
    _heading(3),
    _heading(4, italic=True),
    Look("Title", size=15, bold=True, align=_CENTRE, before=18, builtin=True),
    Look("Subtitle", bold=True, align=_CENTRE, builtin=True),
    Look("Abstract End", align=_CENTRE, after=12),
    Look(
        "Unit Line", bold=True, italic=True, align=_JUSTIFY, first_line=FIRST_LINE_MM, before=3, after=3, line=BODY_LINE
    ),
    Look("Unit Heading", italic=True, align=_JUSTIFY, first_line=FIRST_LINE_MM, before=3, after=3, line=BODY_LINE),
    Look("Letterhead", align=_CENTRE),
    Look("Letterhead Bold", bold=True, align=_CENTRE),
    Look("Letterhead Abstract", size=12, italic=True, align=_CENTRE, before=3),
    Look("Addressees", align=_CENTRE, before=12, after=12),
    Look("Party Name", size=15, bold=True, align=_CENTRE),
    Look("Party Rule", size=4, align=_CENTRE),
    Look("Place And Date", italic=True, align=_CENTRE),
    Look("Recipients Title", underline=True),
    Look("Recipients", size=12),
    Look("State Recipients Title", size=12, bold=True, italic=True),
    Look("State Recipients", size=11),
    Look("Table Heading", size=12, bold=True, align=_CENTRE, before=2, after=2),
    Look("Table Text", size=12, before=2, after=2),
    Look("Table Centred", size=12, align=_CENTRE, before=2, after=2),
    Look("Small Heading", size=11, bold=True, align=_CENTRE),
    Look("Small Text", size=11),
    Look("Small Centred", size=11, align=_CENTRE),
    Look("Narrow Heading", size=NARROW_SIZE, bold=True, align=_CENTRE, before=1, after=1),
    Look("Narrow Text", size=NARROW_SIZE, before=1, after=1),
    Look("Narrow Centred", size=NARROW_SIZE, align=_CENTRE, before=1, after=1),
    Look("Gap", size=10),
    Look("Header", align=_CENTRE, builtin=True),
)


def build_template() -> bytes:
    document = docx.Document()
    _drop_unwanted_parts(document)
    _write_font_table(document)
    _write_settings(document)
    _write_styles(document)
    _write_page(document)
    _clear_properties(document)
    target = BytesIO()
    document.save(target)
    return normalised(target.getvalue())


def _drop_unwanted_parts(document: Document) -> None:
    for relationships, unwanted in (
        (document.part.rels, _UNWANTED_PARTS),
        (document.part.package.rels, _UNWANTED_PACKAGE_PARTS),
    ):
        for key, relationship in list(relationships.items()):
            if relationship.reltype.endswith(unwanted):
                del relationships[key]


def _write_font_table(document: Document) -> None:
    fonts = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    fonts._blob = _FONT_TABLE_XML.encode()  # noqa: SLF001 -- python-docx carries this part as plain bytes


def _write_settings(document: Document) -> None:
    settings = document.settings.element
    for child in list(settings):
        if child.tag not in (qn("w:defaultTabStop"), qn("w:characterSpacingControl"), qn("w:compat")):
            settings.remove(child)
    compat = settings.find(qn("w:compat"))
    compat.remove(compat.find(qn("w:useFELayout")))
    mode = next(child for child in compat if child.get(qn("w:name")) == "compatibilityMode")
    # 15 is Word 2013 and later; anything lower opens the document in "compatibility mode".
    mode.set(qn("w:val"), "15")


def _write_styles(document: Document) -> None:
    styles = document.styles
    for style in list(styles):
        if style.name not in _DEFAULT_STYLES:
            style.delete()
    _write_defaults(document)
    for look in LOOKS:
        style = styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.builtin)
        style.base_style = styles["Normal"]
        style.element.styleId = look.name.replace(" ", "")
        style.quick_style = True
        _dress(style, look)
    styles["Party Rule"].element.get_or_add_pPr().insert_element_before(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'),
        "w:spacing",
        "w:ind",
        "w:jc",
    )
    styles.element.append(parse_xml(_HINT_STYLE_XML))
    styles.element.append(parse_xml(_TABLE_STYLE_XML))
    styles.element.append(parse_xml(_NARROW_TABLE_STYLE_XML))


def _write_defaults(document: Document) -> None:
    """Normal is plain 14-point text without space around it; every other style says how it differs."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    document.styles.element.replace(defaults, parse_xml(_DEFAULTS_XML))


def _dress(style: ParagraphStyle, look: Look) -> None:
    style.font.size = Pt(look.size)
    style.font.bold = look.bold or None
    style.font.italic = look.italic or None
    style.font.underline = look.underline or None
    _space(style.paragraph_format, look)
    if look.level is not None:
        style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{look.level - 1}"/>'))
    if look.level is not None or look.name in _KEPT_WITH_NEXT:
        style.paragraph_format.keep_with_next = True


def _space(paragraph: ParagraphFormat, look: Look) -> None:
    paragraph.alignment = look.align
    paragraph.space_before = Pt(look.before)
    paragraph.space_after = Pt(look.after)
    if look.first_line:
        paragraph.first_line_indent = Mm(look.first_line)
    if look.line is not None:
        paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.line_spacing = Pt(look.line)


def _write_page(document: Document) -> None:
    """A4, and the page number in the middle of the head from the second page on."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number._p.append(parse_xml(_PAGE_NUMBER_XML))  # noqa: SLF001 -- python-docx has no fields


def _clear_properties(document: Document) -> None:
    """No author, no dates: the documents are the same whenever and wherever they are written."""
    properties = document.core_properties._element  # noqa: SLF001 -- the API can set a property, not remove it
    for child in list(properties):
        properties.remove(child)


_DEFAULTS_XML = f"""
<w:docDefaults {nsdecls("w")}>
  <w:rPrDefault><w:rPr>
    <w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>
    <w:sz w:val="{2 * BODY_SIZE}"/><w:szCs w:val="{2 * BODY_SIZE}"/>
    <w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>
  </w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>"""

_FONT_TABLE_XML = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts {nsdecls("w")}>
  <w:font w:name="{FONT}">
    <w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/>
  </w:font>
</w:fonts>"""

_HINT_STYLE_XML = f"""
<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="{HINT_STYLE}">
  <w:name w:val="{HINT_STYLE}"/><w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:rPr><w:i/><w:iCs/><w:color w:val="{HINT_COLOUR}"/></w:rPr>
</w:style>"""

_TABLE_STYLE_XML = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PartyTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/>
    </w:tblBorders>
  </w:tblPr>
</w:style>"""

_NARROW_TABLE_STYLE_XML = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PartyTableNarrow">
  <w:name w:val="{NARROW_TABLE_STYLE}"/><w:basedOn w:val="PartyTable"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr>
    <w:tblCellMar><w:left w:w="34" w:type="dxa"/><w:right w:w="34" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
</w:style>"""

_PAGE_NUMBER_XML = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'


if __name__ == "__main__":
    TEMPLATE.write_bytes(build_template())
