"""The files in demo/samples/ are what the units would write: made by tests.demo.making_samples from the same reports."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from demo.ways import Way, sample_of, way_of
from documents.blocks import Footnote, Heading, Paragraph, Table
from documents.opening import FileKind, open_report
from documents.programs import Programs
from documents.reading import read_report
from tests.demo.making_samples import sampled_units, written


@cache
def reports() -> dict[str, bytes]:
    """Played and written once: a rehearsal says on which day each hands in."""
    return dict(written())


if TYPE_CHECKING:
    from documents.blocks import Report

pytestmark = pytest.mark.xdist_group("samples")  # they are written once, so by one worker
KINDS = {Way.SCAN: FileKind.PDF, Way.PICTURE: FileKind.PICTURE}


@pytest.mark.parametrize("unit", sampled_units())
def test_a_file_made_beforehand_says_what_its_unit_would_write(unit: str) -> None:
    opened = open_report(sample_of(unit).read_bytes(), name=sample_of(unit).name)

    assert opened.report is not None
    assert opened.kind == KINDS.get(way_of(unit), way_of(unit))
    said, meant = _words(opened.report), _words(read_report(reports()[unit]))
    # What is read off a picture has a slip here and there, and looks for the columns of a letterhead.
    share = 0.9 if way_of(unit) in KINDS else 0.99
    assert len(said & meant) >= share * len(meant)


def _words(report: Report) -> set[str]:
    texts: list[str] = []
    for block in report.blocks:
        match block:
            case Heading() | Paragraph() | Footnote():
                texts.append(block.text)
            case Table():
                texts += [cell for row in block.rows for cell in row]
    return set(re.findall(r"\w+", " ".join(texts)))


@pytest.mark.parametrize("way", [Way.SCAN, Way.PICTURE, Way.DOC])
def test_without_the_programs_for_it_a_file_needs_a_person(way: Way) -> None:
    unit = next(unit for unit in sampled_units() if way_of(unit) is way)
    opened = open_report(sample_of(unit).read_bytes(), name="x", programs=Programs())

    assert opened.report is None
    assert "cần người đọc" in opened.note
