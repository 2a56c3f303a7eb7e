"""A document in the Party's layout: the only place that writes Word's XML, so that the others only say what to write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from documents.custom_properties import (
    CUSTOM_PROPERTIES,
    CUSTOM_PROPERTIES_RELATION,
    CUSTOM_PROPERTIES_TYPE,
    custom_properties,
)
from documents.package import normalised
from documents.party_template import HINT_STYLE, NARROW_TABLE_STYLE, TABLE_STYLE, TEMPLATE
from documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

BODY = "Body Text"
PORTRAIT_WIDTH_MM = 165
LANDSCAPE_WIDTH_MM = 252
# Light enough for black type on a poor printer.
MARK_FILL = "D9D9D9"

_DEEPEST_HEADING = 4
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, its width in millimetres."""

    title: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph in a pane or a cell; `inset` in millimetres from both sides.

    `marks` are stretches (characters from, to) that stand out: bold on grey, told from the rest in black and white too.
    """

    text: str
    style: str
    inset: float = 0
    marks: tuple[tuple[int, int], ...] = ()


# What stands in a cell: a text, a paragraph for each of its lines, or paragraphs that say how they look.
Cell = str | Sequence[Line]


class PartyDocument:
    """Grows from top to bottom. `subject` becomes the title among the properties of the file."""

    def __init__(self, subject: str, *, landscape: bool = False) -> None:
        self._document = docx.Document(str(TEMPLATE))
        self._document.core_properties.title = printable(subject)[:255]
        self.width = LANDSCAPE_WIDTH_MM if landscape else PORTRAIT_WIDTH_MM
        if landscape:
            section = self._document.sections[0]
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width

    def paragraph(self, text: str, *, style: str = BODY) -> None:
        """Each line of the text becomes a paragraph."""
        for line in printable(text).split("\n"):
            paragraph = self._document.add_paragraph()
            _set_style(paragraph, style)
            write_text(paragraph, line)

    def hint(self, text: str, *, tag: str) -> None:
        """A paragraph that goes away as soon as somebody types in it; `tag` says inside the file what it is about.

        What is typed looks like the body: the grey is on the hint, not on the paragraph.
        """
        paragraph = self._document.add_paragraph()
        _set_style(paragraph, BODY)
        write_text(paragraph, printable(text))
        _wrap_as_hint(paragraph, tag=printable(tag))

    def heading(self, text: str, *, level: int) -> None:
        self.paragraph(text, style=f"Heading {min(level, _DEEPEST_HEADING)}")

    def annex(self, title: str, *, new_page: bool = True) -> None:
        """A title in the middle, on a new page unless there is hardly anything to say below it."""
        paragraph = self._document.add_paragraph()
        _set_style(paragraph, "Heading 1")
        write_text(paragraph, printable(title))
        heading = paragraph.paragraph_format
        heading.page_break_before = new_page or None
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        heading.first_line_indent = Mm(0)

    def gap(self) -> None:
        """A little space; without it two tables in a row would melt into one."""
        self.paragraph("", style="Gap")

    def keep_with_next(self) -> None:
        """The last paragraph moves to the next page together with what follows."""
        self._document.paragraphs[-1].paragraph_format.keep_with_next = True

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        small: bool = False,
        narrow: bool = False,
        torn: bool = False,
    ) -> None:
        """A ruled table whose head is repeated on every page; a row is never torn between two pages unless `torn`.

        A `small` one is set in 11 points without space around the text, for what should stay on one page; a `narrow` one
        in 10 points close to the rules, for many columns.
        """
        texts = [[column.title for column in columns], *rows]
        table = self._document.add_table(len(texts), len(columns), NARROW_TABLE_STYLE if narrow else TABLE_STYLE)
        _fix_widths(table, [column.width for column in columns])
        look = "Narrow" if narrow else "Small" if small else "Table"
        styles = [f"{look} Centred" if column.centred else f"{look} Text" for column in columns]
        for number, (row, cells) in enumerate(zip(table.rows, texts, strict=True)):
            _set_row(row, header=number == 0, whole=not torn or number == 0)
            for cell, content, style in zip(row.cells, cells, styles, strict=True):
                _fill(cell, _lines(content, f"{look} Heading" if number == 0 else style))
        self.gap()

    def panes(self, *panes: Sequence[Line], widths: Sequence[float]) -> None:
        """Columns of lines side by side, without rules: the letterhead and the closing."""
        table = self._document.add_table(1, len(widths))
        _fix_widths(table, widths)
        row = table.rows[0]
        _set_row(row, header=False, whole=True)
        for cell, lines in zip(row.cells, panes, strict=True):
            _fill(cell, lines)

    def mark(self, properties: Mapping[str, str]) -> None:
        """Properties of the file that no page shows, for programs that read it later."""
        package = self._document.part.package
        content = custom_properties({name: printable(value) for name, value in properties.items()})
        part = Part(PackURI(f"/{CUSTOM_PROPERTIES}"), CUSTOM_PROPERTIES_TYPE, content, package)
        package.relate_to(part, CUSTOM_PROPERTIES_RELATION)

    def to_bytes(self) -> bytes:
        target = BytesIO()
        self._document.save(target)
        return normalised(target.getvalue())


@lru_cache(maxsize=1)
def _style_ids() -> dict[str, str]:
    """The ids of the template's styles by name. Read once: python-docx searches all styles for every paragraph."""
    return {style.name: style.style_id for style in docx.Document(str(TEMPLATE)).styles if style.name}


def _set_style(paragraph: Paragraph, name: str) -> None:
    paragraph._p.style = _style_ids()[name]  # noqa: SLF001 -- the same attribute that python-docx sets after its search


def _wrap_as_hint(paragraph: Paragraph, *, tag: str) -> None:
    """A content control (Word) that shows a placeholder, and is gone with the first letter typed."""
    runs = [run._r for run in paragraph.runs]  # noqa: SLF001 -- python-docx has no content controls
    parent: etree._Element = paragraph._p  # noqa: SLF001 -- the same
    control = etree.SubElement(parent, qn("w:sdt"))
    properties = etree.SubElement(control, qn("w:sdtPr"))
    etree.SubElement(properties, qn("w:tag"), {qn("w:val"): tag})
    etree.SubElement(properties, qn("w:temporary"))
    etree.SubElement(properties, qn("w:showingPlcHdr"))
    content = etree.SubElement(control, qn("w:sdtContent"))
    for run in runs:
        run.style = HINT_STYLE
        content.append(run)


def _fix_widths(table: Table, widths: Sequence[float]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _set_row(row: _Row, *, header: bool, whole: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- python-docx cannot yet say either of the two
    if whole:
        etree.SubElement(properties, qn("w:cantSplit"))
    if header:
        etree.SubElement(properties, qn("w:tblHeader"))


def _fill(cell: _Cell, lines: Sequence[Line]) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _set_style(paragraph, line.style)
        _write_line(paragraph, line)
        if line.inset:
            paragraph.paragraph_format.left_indent = Mm(line.inset)
            paragraph.paragraph_format.right_indent = Mm(line.inset)


def _lines(content: Cell, style: str) -> Sequence[Line]:
    return [Line(line, style) for line in content.split("\n")] if isinstance(content, str) else content


def _write_line(paragraph: Paragraph, line: Line) -> None:
    """Marks in the order of the text, none over another."""
    end = 0
    for start, stop in line.marks:
        write_text(paragraph, printable(line.text[end:start]))
        plain = len(paragraph.runs)
        write_text(paragraph, printable(line.text[start:stop]))
        for run in paragraph.runs[plain:]:
            _mark(run)
        end = stop
    write_text(paragraph, printable(line.text[end:]))


def _mark(run: Run) -> None:
    run.bold = True
    shade = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): MARK_FILL}
    etree.SubElement(run._r.get_or_add_rPr(), qn("w:shd"), shade)  # noqa: SLF001 -- python-docx has no shading


def write_text(paragraph: Paragraph, text: str) -> None:
    """The text; numbers of documents in runs of their own, with hyphens that no line ends after."""
    end = 0
    for number in filter(_is_number, _WORD.finditer(text)):
        if number.start() > end:
            paragraph.add_run(text[end : number.start()])
        _write_number(paragraph.add_run(), number[0])
        end = number.end()
    paragraph.add_run(text[end:])


def _is_number(word: re.Match[str]) -> bool:
    """07-CT/TW, 81/BC-STTTT, and the blank one before it is given: -BC/BTGTU."""
    return "-" in word[0] and "/" in word[0]


def _write_number(run: Run, number: str) -> None:
    first, *others = number.split("-")
    run.add_text(first)
    for part in others:
        etree.SubElement(run._r, qn("w:noBreakHyphen"))  # noqa: SLF001 -- python-docx reads this sign, and cannot write it
        run.add_text(part)
