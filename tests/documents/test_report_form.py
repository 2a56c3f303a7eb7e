from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import docx

from documents.blocks import Heading, Paragraph, Report, Table
from documents.form_origin import FormOrigin, form_of
from documents.layouts import PARTY, STATE
from documents.outline_matching import match
from documents.reading import read_report
from documents.report_form import ReportForm, write_report_form
from domain.outline import ANSWER_HERE
from tests.documents.examples import LETTERHEAD, OUTLINE, SIGNATURE, audit_findings

if TYPE_CHECKING:
    from pathlib import Path

OPEN_LEAVES = frozenset(leaf.id for leaf in OUTLINE.leaves() if not leaf.owners)
FORM = ReportForm(
    layout=PARTY,
    letterhead=replace(LETTERHEAD, day=None, year=2022),
    abstract="sơ kết 05 năm",
    instruction="Gửi về Huyện ủy Lý Nhân, chậm nhất hết ngày 31/7/2022.",
    introduction="Thực hiện Kế hoạch số 15-KH/TU, Đảng ủy xã Nhân Chính báo cáo kết quả như sau:",
    outline=OUTLINE,
    owed=OPEN_LEAVES,
    signature=SIGNATURE,
    origin=FormOrigin("ke-hoach-15-kh-tu", "DU-13600", "commune"),
)


def test_every_owed_section_is_there_under_its_heading() -> None:
    headings = [(one.level, one.text) for one in _read(FORM).headings]

    assert headings == [(one.level, one.heading) for one in OUTLINE.walk() if one.id != "II.1.4"]


def test_unit_that_owes_one_section_gets_only_the_way_to_it() -> None:
    report = _read(replace(FORM, owed=frozenset({"II.1.4"})))

    assert [one.label for one in report.headings] == ["II", "1", "1.4"]


def test_empty_form_is_matched_with_nothing_but_prompts_below_the_headings() -> None:
    matched = match(_read(FORM), OUTLINE)

    said = {
        leaf: [one.text for one in matched.sections[leaf].blocks if isinstance(one, Paragraph)] for leaf in OPEN_LEAVES
    }
    assert said == {leaf: [ANSWER_HERE] for leaf in OPEN_LEAVES}
    assert matched.unplaced == ()
    assert len(matched.closing) == 1


def test_hints_of_the_outline_stand_below_their_section_each_in_a_paragraph() -> None:
    section = replace(OUTLINE.sections[2], hints=("ban hành nghị quyết", "Bố trí nguồn lực."))
    outline = replace(OUTLINE, sections=(section,))

    blocks = _read(replace(FORM, outline=outline, owed=frozenset({"IV"}))).blocks

    (heading,) = (place for place, one in enumerate(blocks) if isinstance(one, Heading))
    assert [getattr(one, "text", "") for one in blocks[heading + 1 : -1]] == [
        "Ban hành nghị quyết",
        "Bố trí nguồn lực.",
    ]


def test_prompt_goes_away_with_the_first_letter_and_leaves_the_looks_of_the_body() -> None:
    body = docx.Document(BytesIO(write_report_form(FORM))).element.body

    prompts = len(OPEN_LEAVES) + 1
    assert len(body.xpath(".//w:p/w:sdt[w:sdtPr/w:temporary and w:sdtPr/w:showingPlcHdr]")) == prompts
    assert len(body.xpath(".//w:p[w:pPr/w:pStyle/@w:val='BodyText']/w:sdt")) == prompts
    assert {str(one) for one in body.xpath(".//w:sdt//w:rStyle/@w:val")} == {"Hint"}
    assert [str(one) for one in body.xpath(".//w:sdt/w:sdtPr/w:tag/@w:val")][-1] == "IV"


def test_instruction_stands_between_title_and_introduction() -> None:
    texts = [one.text for one in _read(FORM).blocks if isinstance(one, Paragraph)]

    assert texts[:5] == ["BÁO CÁO", "sơ kết 05 năm", "-----", FORM.instruction, FORM.introduction]


def test_form_says_where_it_belongs() -> None:
    assert form_of(write_report_form(FORM)) == FORM.origin


def test_form_of_a_state_body_is_in_the_layout_of_the_state() -> None:
    head, *_, closing = _read(replace(FORM, layout=STATE)).blocks

    assert isinstance(head, Table)
    assert isinstance(closing, Table)
    assert head.rows[0][1].startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n")
    assert closing.rows[0][0] == "Nơi nhận:\n- Văn phòng Tỉnh ủy;\n- Lưu Ban Tuyên giáo."


def test_form_is_the_same_twice() -> None:
    assert write_report_form(FORM) == write_report_form(FORM)


def test_form_passes_the_audit(tmp_path: Path) -> None:
    assert audit_findings(write_report_form(FORM), tmp_path / "party.docx") == []
    assert audit_findings(write_report_form(replace(FORM, layout=STATE)), tmp_path / "state.docx") == []


def _read(form: ReportForm) -> Report:
    return read_report(write_report_form(form))
