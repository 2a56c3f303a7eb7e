"""Builds real Word files, part by part, for the tests of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from documents.blocks import Block, Footnote, Heading, Image, Paragraph, Table
from documents.reading import read_report
from tests.documents.examples import COMPATIBILITY, OFFICE, PACKAGE, WORD, zip_file

NAMES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="{COMPATIBILITY}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = f"{_OFFICE_TYPE}.template.main+xml"
DOCUMENT = f"{_OFFICE_TYPE}.document.main+xml"


@dataclass(frozen=True, slots=True)
class Parts:
    """The inner XML of each part; an empty one is left out of the file."""

    styles: str = ""
    numbering: str = ""
    footnotes: str = ""
    endnotes: str = ""
    main_type: str = DOCUMENT

    @property
    def others(self) -> dict[str, str]:
        known = {name: getattr(self, name) for name in ("styles", "numbering", "footnotes", "endnotes")}
        return {name: content for name, content in known.items() if content}


NOTHING_ELSE = Parts()


def build(body: str, parts: Parts = NOTHING_ELSE, *, theme: str = "") -> bytes:
    """A .docx that Word and LibreOffice open; `theme` is the inner XML of the font scheme."""
    named = {name: f"<w:{name} {NAMES}>{content}</w:{name}>" for name, content in parts.others.items()}
    if theme:
        named["theme"] = (
            f"<a:theme {NAMES} name='x'><a:themeElements><a:fontScheme name='x'>{theme}</a:fontScheme></a:themeElements></a:theme>"
        )
    types = "".join(_override(name, f"{_OFFICE_TYPE}.{name}+xml") for name in named)
    related = "".join(_relationship(name, f"{name}.xml") for name in named)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_CONTENT_TYPES}"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/>{_override("document", parts.main_type)}{types}</Types>',
        "_rels/.rels": _relationships(_relationship("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relationships(related),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": content for name, content in named.items()},
    }
    return zip_file({name: content.encode() for name, content in files.items()})


def blocks(body: str, parts: Parts = NOTHING_ELSE, *, theme: str = "") -> tuple[Block, ...]:
    return read_report(build(body, parts, theme=theme)).blocks


def texts(body: str, parts: Parts = NOTHING_ELSE, *, theme: str = "") -> list[str]:
    """The text of each block; of a table its cells, of a picture its description."""
    return [text for block in blocks(body, parts, theme=theme) for text in _texts(block)]


def headings(body: str, parts: Parts = NOTHING_ELSE) -> list[tuple[int, str, str]]:
    """Level, text, and the sign by which each was recognised."""
    found = read_report(build(body, parts)).headings
    return [(heading.level, heading.text, heading.recognised.value) for heading in found]


def line(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph; a run that is not yet XML is plain text."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def bold(text: str) -> str:
    return run(text, "<w:b/>")


def in_font(text: str, font: str) -> str:
    return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def numbered(text: str, *, level: int = 0, list_id: int = 1, is_bold: bool = True) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return line(bold(text) if is_bold else run(text), properties=listed)


def level(at: int, form: str, text: str, more: str = "") -> str:
    """One level of a list; `more` stands before the text of the number, as the order of Word's XML wants it."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def abstract(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{more}{"".join(levels)}</w:abstractNum>'


def listing(list_id: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def style(style_id: str, *, name: str = "", based_on: str = "", kind: str = "paragraph", inner: str = "") -> str:
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name or style_id}"/>{parent}{inner}</w:style>'
    )


def replaced(content: bytes, **changes: tuple[str, str]) -> bytes:
    """The same file with a text exchanged in each of its XML parts."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for old, new in changes.values():
        parts = {name: part.replace(old, new) for name, part in parts.items()}
    return zip_file({name: part.encode() for name, part in parts.items()})


def _texts(block: Block) -> list[str]:
    match block:
        case Table(rows):
            return [cell for row in rows for cell in row]
        case Image():
            return [block.description]
        case Heading() | Paragraph() | Footnote():
            return [block.text]


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'


def _relationship(kind: str, target: str) -> str:
    return f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _relationships(inner: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'
