"""Figures out of a report: those that the plan declares, from tables and sentences, and all others that its tables hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from documents.blocks import Heading, Paragraph, Table
from documents.figure_sentences import words_of_figure
from documents.figure_tables import FigureTable
from documents.report_places import Places
from domain.figures import FigureFound
from domain.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from documents.blocks import Block
    from documents.figure_tables import Cell
    from documents.outline_matching import MatchedReport
    from domain.figures import Figure


def read_figures(matched: MatchedReport, figures: Sequence[Figure], *, unit: str) -> tuple[FigureFound, ...]:
    """Every statement of a declared figure, in the order of the plan, then of the report; the same one may come twice.

    Sentences are read in the section of the figure and those below it; where it is missing, in the text of the section
    above. Tables are read everywhere, for annexes bear no number of the outline.
    """
    return tuple(_Figures(matched, unit).declared(figures))


def other_figures(matched: MatchedReport, figures: Sequence[Figure], *, unit: str) -> tuple[FigureFound, ...]:
    """Every number in a table that no declared figure took, with the name of its row and the head of its column."""
    return tuple(_Figures(matched, unit).others(figures))


@dataclass(frozen=True, slots=True)
class _Placed:
    table: Table
    section: str
    looked_up: FigureTable


class _Figures:
    def __init__(self, matched: MatchedReport, unit: str) -> None:
        self._matched, self._unit = matched, unit
        self._places = Places(matched)

    def declared(self, figures: Sequence[Figure]) -> Iterator[FigureFound]:
        for figure in figures:
            for placed in self._tables:
                for cell in placed.looked_up.declared(figure):
                    yield self._in_table(placed, cell, figure=figure.id)
            yield from self._in_sentences(figure)

    def others(self, figures: Sequence[Figure]) -> Iterator[FigureFound]:
        for placed in self._tables:
            taken = frozenset(
                (cell.row, cell.column) for figure in figures for cell in placed.looked_up.declared(figure)
            )
            for cell in placed.looked_up.others(taken):
                yield self._in_table(placed, cell, figure="")

    @cached_property
    def _tables(self) -> tuple[_Placed, ...]:
        contents = [(section, passages.blocks) for section, passages in self._matched.sections.items()]
        contents += [("", unplaced.blocks) for unplaced in self._matched.unplaced]
        found = [placed for section, blocks in contents for placed in _tables_in(section, blocks)]
        return tuple(sorted(found, key=lambda placed: placed.table.position))

    def _in_table(self, placed: _Placed, cell: Cell, *, figure: str) -> FigureFound:
        where = self._places.of(placed.table, row=cell.row + 1)
        name, column = cell.name, cell.head
        return FigureFound(self._unit, figure, placed.section, cell.value, where, cell.quote, name, column)

    def _in_sentences(self, figure: Figure) -> Iterator[FigureFound]:
        words = words_of_figure(figure)
        for section, block in self._texts(figure.section):
            for span in sentence_spans(block.text):
                sentence = span.of(block.text)
                value = words.value(sentence) if any(map(str.isdigit, sentence)) else None
                if value is not None:
                    where = self._places.of(block)
                    yield FigureFound(self._unit, figure.id, section, value, where, sentence, figure.name)

    def _texts(self, section_id: str) -> Iterator[tuple[str, Heading | Paragraph]]:
        ids = [one for one in self._matched.sections if one == section_id or one.startswith(f"{section_id}.")]
        above = section_id
        while "." in above and not any(self._matched.answers(one) for one in ids):
            above = above.rpartition(".")[0]
            ids = [above] if above in self._matched.sections else []
        for one in ids:
            for block in self._matched.sections[one].blocks:
                if isinstance(block, Heading | Paragraph):
                    yield one, block


def _tables_in(section: str, blocks: Sequence[Block]) -> Iterator[_Placed]:
    for place, block in enumerate(blocks):
        if isinstance(block, Table) and block.rows:
            above = blocks[place - 1] if place else None
            caption = above.text if isinstance(above, Heading | Paragraph) else ""
            yield _Placed(block, section, FigureTable(block, caption))
