from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from demo.sample_reports import TEXTS, SampleUnit, sample_report
from documents.outline_matching import match
from documents.reading import Paragraph, Table, read_report
from tests.documents.examples import OUTLINE, audit_findings

if TYPE_CHECKING:
    from pathlib import Path

COMMUNE = SampleUnit(
    "Đảng ủy xã Thi Sơn",
    "xã",
    "Đảng bộ huyện Kim Bảng",
    "05-BC/ĐU",
    "Thi Sơn",
    date(2022, 7, 18),
)
OPEN_LEAVES = {leaf.id for leaf in OUTLINE.leaves() if not leaf.owners}
KINDS = (
    "xã",
    "phường",
    "thị trấn",
    "huyện",
    "thị xã",
    "thành phố",
    "đảng ủy trực thuộc",
    "ban cán sự",
    "sở",
    "báo",
    "đài",
    "Đảng ủy xã",
    "Huyện ủy",
    "Thành ủy",
)


@pytest.mark.parametrize("kind", KINDS)
def test_sample_report_of_every_kind_answers_every_section_written(kind: str) -> None:
    content = sample_report(replace(COMMUNE, kind=kind), OUTLINE, seed=kind)

    matched = match(read_report(content), OUTLINE)

    assert {section for section in matched.sections if matched.answers(section)} == OPEN_LEAVES
    assert matched.unplaced == ()
    assert len(matched.closing) == 1


def test_sample_report_leaves_out_what_it_is_told_to() -> None:
    content = sample_report(COMMUNE, OUTLINE, seed="a", without=("I.2", "IV"))

    matched = match(read_report(content), OUTLINE)

    assert {"I.2", "IV"}.isdisjoint(matched.sections)
    assert matched.answers("I.1")


def test_sample_report_may_be_limited_to_sections() -> None:
    paper = replace(COMMUNE, name="Báo Hà Nam", kind="báo")

    matched = match(read_report(sample_report(paper, OUTLINE, sections=("II.1.4",), seed="a")), OUTLINE)

    assert list(matched.sections) == ["II", "II.1", "II.1.4"]


def test_sample_report_is_the_same_for_the_same_seed_only() -> None:
    assert sample_report(COMMUNE, OUTLINE, seed="a") == sample_report(COMMUNE, OUTLINE, seed="a")
    assert sample_report(COMMUNE, OUTLINE, seed="a") != sample_report(COMMUNE, OUTLINE, seed="b")


def test_sample_reports_of_many_units_are_no_copies() -> None:
    reports = [read_report(sample_report(COMMUNE, OUTLINE, seed=str(n))) for n in range(40)]
    bodies = [tuple(b.text for b in report.blocks if isinstance(b, Paragraph)) for report in reports]

    assert len(set(bodies)) == 40
    assert len({len(body) for body in bodies}) > 3
    assert {"Không." in body for body in bodies} == {True, False}
    assert {any(isinstance(b, Table) and b.rows[0][0] == "TT" for b in r.blocks) for r in reports} == {True, False}


def test_sample_report_without_a_number_leaves_it_blank() -> None:
    head = read_report(sample_report(replace(COMMUNE, report_number=""), OUTLINE, seed="a")).blocks[0]

    assert isinstance(head, Table)
    assert head.rows[0][0].endswith("Số -BC/ĐU")


def test_sample_texts_are_composed() -> None:
    assert unicodedata.is_normalized("NFC", TEXTS.read_text(encoding="utf-8"))


def test_sample_report_passes_the_audit(tmp_path: Path) -> None:
    assert audit_findings(sample_report(COMMUNE, OUTLINE, seed="a"), tmp_path / "report.docx") == []
