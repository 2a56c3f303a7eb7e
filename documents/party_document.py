"""A document in the Party's layout: the only place that writes Word's XML, so that the others only say what to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
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
from documents.party_tables import ROWS_LAID_ASIDE, PartyTable
from documents.party_template import HINT_STYLE, NARROW_TABLE_STYLE, TABLE_STYLE, TEMPLATE
from documents.party_text import write_runs
from documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docx.text.paragraph import Paragraph

BODY, NORMAL = "Body Text", "Normal"
PORTRAIT_WIDTH_MM = 165
LANDSCAPE_WIDTH_MM = 252

_DEEPEST_HEADING = 4


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
        self._laid_aside: dict[bytes, list[bytes]] = {}
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

    def picture(self, png: bytes, *, width_mm: float, says: str) -> None:
        """A picture on a line of its own; `says` is what a reader's aid tells of it."""
        paragraph = self._document.add_paragraph()
        _set_style(paragraph, "Table Text")
        shape = paragraph.add_run().add_picture(BytesIO(png), width=Mm(width_mm))
        shape._inline.docPr.set("descr", printable(says))  # noqa: SLF001 -- python-docx has no word for it

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
        look = "Narrow" if narrow else "Small" if small else "Table"
        styles = [f"{look} Centred" if column.centred else f"{look} Text" for column in columns]
        ruled = NARROW_TABLE_STYLE if narrow else TABLE_STYLE
        table = PartyTable([column.width for column in columns], styles=_style_ids(), style=ruled)
        table.append([_lines(column.title, f"{look} Heading") for column in columns], header=True)
        for row in rows:
            table.append([_lines(cell, style) for cell, style in zip(row, styles, strict=True)], whole=not torn)
        self._append(table)
        self.gap()

    def panes(self, *panes: Sequence[Line], widths: Sequence[float]) -> None:
        """Columns of lines side by side, without rules: the letterhead and the closing."""
        table = PartyTable(widths, styles=_style_ids())
        table.append([pane or [Line("", NORMAL)] for pane in panes])
        self._append(table)

    def _append(self, table: PartyTable) -> None:
        if table.laid_aside:
            name = str(len(self._laid_aside))
            table.mark(name)
            self._laid_aside[f"<?{ROWS_LAID_ASIDE} {name}?>".encode()] = table.laid_aside
        # What comes last in the body is how its pages are set up.
        self._document.element.body[-1].addprevious(table.element)

    def mark(self, properties: Mapping[str, str]) -> None:
        """Properties of the file that no page shows, for programs that read it later."""
        package = self._document.part.package
        content = custom_properties({name: printable(value) for name, value in properties.items()})
        part = Part(PackURI(f"/{CUSTOM_PROPERTIES}"), CUSTOM_PROPERTIES_TYPE, content, package)
        package.relate_to(part, CUSTOM_PROPERTIES_RELATION)

    def to_bytes(self) -> bytes:
        target = BytesIO()
        self._document.save(target)
        return normalised(target.getvalue(), laid_aside=self._laid_aside)


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


def _lines(content: Cell, style: str) -> Sequence[Line]:
    return [Line(line, style) for line in content.split("\n")] if isinstance(content, str) else content


def write_text(paragraph: Paragraph, text: str) -> None:
    """The text; numbers of documents in runs of their own, with hyphens that no line ends after."""
    write_runs(paragraph._p, text)  # noqa: SLF001 -- python-docx cannot write such a hyphen
