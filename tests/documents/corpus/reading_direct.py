"""The lines as a reader without fault would hand them over: measures the matching alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.blocks import Block, Heading, Paragraph, Recognised, Report, Table
from documents.heading_labels import split_label
from tests.documents.corpus.lines import Kind, Line

if TYPE_CHECKING:
    from tests.documents.corpus.reports import Written


def report_of(written: Written, *, recognised: Recognised = Recognised.BOLD) -> Report:
    return Report(tuple(_block(line, n, recognised) for n, line in enumerate(written.lines, start=1)))


def _block(line: Line, position: int, recognised: Recognised) -> Block:
    if line.kind is Kind.TABLE:
        return Table(line.rows, position)
    text = re.sub(r"\s+", " ", line.typed)
    if line.kind in (Kind.HEADING, Kind.OWN_HEADING):
        return Heading(line.level, text, position, recognised)
    if line.kind is Kind.TEXT and split_label(text)[0]:
        return Heading(2, text, position, Recognised.TYPED)
    return Paragraph(text, position)
