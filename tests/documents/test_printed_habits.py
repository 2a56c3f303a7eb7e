"""Reports in the looks that officials give them, printed: the PDF has the headings that the Word file has."""

from __future__ import annotations

from io import BytesIO
from itertools import product

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from documents.opening import open_report
from documents.page_layout import report_of
from documents.pdf import read_pdf
from tests.documents.corpus.reports import write
from tests.documents.foreign_files import pdfs_of

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PAGE_NUMBER = f'<w:fldSimple {WORD} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def typed_report(seed: str, *, indent: float, gap: float, justified: bool, bold: bool) -> bytes:
    """With page numbers and a running head; `indent` in millimetres, `gap` between paragraphs in points."""
    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header.paragraphs[0].text = "Báo cáo của Đảng ủy xã Bình Nghĩa"
    section.footer.paragraphs[0]._p.append(parse_xml(PAGE_NUMBER))
    for line in write(seed).lines:
        paragraph = document.add_paragraph()
        paragraph.add_run(line.typed).bold = bold and bool(line.section)
        looks = paragraph.paragraph_format
        looks.first_line_indent, looks.space_after = Mm(indent), Pt(gap)
        looks.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if justified else WD_ALIGN_PARAGRAPH.LEFT
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def test_printed_reports_have_the_headings_of_the_word_files() -> None:
    looks = [
        (indent, gap, justified, bold)
        for indent, gap, (justified, bold) in product((0, 12.7), (0, 6), ((True, False), (False, True)))
        if indent or gap  # Without either, nobody sees where a paragraph begins.
    ]
    words = [
        typed_report(str(seed), indent=indent, gap=gap, justified=justified, bold=bold)
        for seed, (indent, gap, justified, bold) in enumerate(looks)
    ]

    expected, found = [], []
    for word, pdf in zip(words, pdfs_of(*words), strict=True):
        report = open_report(word, name="report.docx").report
        assert report is not None
        expected.append([(heading.level, heading.text) for heading in report.headings])
        found.append([(heading.level, heading.text) for heading in report_of(read_pdf(pdf).pages).headings])

    assert found == expected
    assert min(map(len, found)) > 10
