from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

import docx
import pytest

from demo.sample_reports import TEXTS, SampleUnit, _figures, person, sample_report
from documents.blocks import Paragraph, Table
from documents.outline_matching import match
from documents.reading import read_report
from domain.outline import Section
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
    assert {any(text.startswith("Không.") for text in body) for body in bodies} == {True, False}
    assert {any(isinstance(b, Table) and b.rows[0][0] == "TT" for b in r.blocks) for r in reports} == {True, False}


def test_sample_report_without_a_number_leaves_it_blank() -> None:
    head = read_report(sample_report(replace(COMMUNE, report_number=""), OUTLINE, seed="a")).blocks[0]

    assert isinstance(head, Table)
    assert head.rows[0][0].endswith("Số -BC/ĐU")


def _all_texts(content: bytes) -> list[str]:
    return [block.text for block in read_report(content).blocks if isinstance(block, Paragraph)]


def _figures_table(content: bytes) -> list[Table]:
    blocks = read_report(content).blocks
    return [block for block in blocks if isinstance(block, Table) and block.rows[0][0] == "TT"]


def test_sample_report_shows_its_figures_once_and_without_padding() -> None:
    outline = replace(OUTLINE, sections=(*OUTLINE.sections, Section("II.1.5", "1.5.", "Thiết chế văn hóa", 3)))
    tables = [_figures_table(sample_report(COMMUNE, outline, seed=str(n))) for n in range(40)]

    assert {len(found) for found in tables} == {0, 1}
    cells = [cell for found in tables for table in found for row in table.rows[1:] for cell in row[3:]]
    assert not [cell for cell in cells if cell != "0" and cell.startswith("0")]


def test_sample_figures_of_2016_are_no_fixed_share_of_those_of_2021() -> None:
    tables = [table for n in range(40) for table in _figures_table(sample_report(COMMUNE, OUTLINE, seed=str(n)))]

    def shares(row: int) -> set[float]:
        return {round(int(table.rows[row][3]) / int(table.rows[row][4]), 2) for table in tables}

    assert all(len(shares(row)) > 3 for row in (3, 4, 5))


def test_sample_figures_of_a_district_are_sums_over_its_communes() -> None:
    district = replace(COMMUNE, kind="huyện")
    tables = [table for n in range(10) for table in _figures_table(sample_report(district, OUTLINE, seed=str(n)))]

    assert any(int(table.rows[row][4].replace(".", "")) % 18 for table in tables for row in range(1, 7))


def test_sample_families_on_zalo_are_never_more_than_the_households() -> None:
    figures = [_figures(1, Random(n)) for n in range(200)]  # noqa: S311 -- figures are no secret

    assert all(0.39 <= one["zalo_households"] / one["households"] <= 0.85 for one in figures)


def test_sample_report_of_one_section_is_no_empty_answer() -> None:
    paper = replace(COMMUNE, kind="sở")

    texts = [_all_texts(sample_report(paper, OUTLINE, sections=("II.1.4",), seed=str(n))) for n in range(40)]

    assert not [found for found in texts if any(text.startswith("Không.") for text in found)]


@pytest.mark.parametrize("kind", KINDS)
def test_sample_report_ends_as_documents_end(kind: str) -> None:
    texts = _all_texts(sample_report(replace(COMMUNE, kind=kind), OUTLINE, seed=kind))

    assert [text.endswith("./.") for text in texts] == [False] * (len(texts) - 1) + [True]


def test_sample_names_do_not_mix_men_and_women() -> None:
    names = [person(str(n)).split() for n in range(300)]

    assert {name[-1] for name in names if name[1] == "Thị"}.isdisjoint(
        name[-1] for name in names if name[1] in ("Văn", "Đức", "Quốc", "Hữu", "Mạnh", "Xuân")
    )


def test_sample_report_of_the_party_cadre_speaks_for_the_government() -> None:
    cadre = replace(COMMUNE, name="Ban cán sự đảng", kind="Ban cán sự đảng")
    content = sample_report(cadre, OUTLINE, seed="d")

    assert "T/M BAN CÁN SỰ ĐẢNG\nBÍ THƯ\n" in docx.Document(BytesIO(content)).tables[-1].cell(0, 1).text
    assert not any(text.startswith("Không.") for text in _all_texts(content))
    assert any("Ủy ban nhân dân tỉnh" in text for text in _all_texts(content))


def test_sample_report_of_a_state_body_is_in_the_form_of_the_state() -> None:
    head = read_report(sample_report(replace(COMMUNE, kind="sở"), OUTLINE, seed="a")).blocks[0]

    assert isinstance(head, Table)
    assert head.rows[0][1].startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert "*" not in head.rows[0][0]


def test_sample_texts_are_composed() -> None:
    assert unicodedata.is_normalized("NFC", TEXTS.read_text(encoding="utf-8"))


def test_sample_report_passes_the_audit(tmp_path: Path) -> None:
    assert audit_findings(sample_report(COMMUNE, OUTLINE, seed="a"), tmp_path / "report.docx") == []
