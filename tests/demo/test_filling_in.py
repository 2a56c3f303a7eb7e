from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import docx

from config.preparing import prepare_plan
from demo.filling_in import filled_in
from demo.sample_reports import SampleUnit, sample_report
from documents.form_origin import FormOrigin, form_of
from documents.outline_checking import check_outline
from documents.reading import read_report
from documents.report_form import write_report_form
from domain.duties import Owed
from domain.outline_check import SectionState
from services.forms import report_form
from tests.documents.examples import audit_findings

if TYPE_CHECKING:
    from pathlib import Path

PREPARED = prepare_plan("ke-hoach-15-kh-tu")
PLAN, UNIT = PREPARED.plan, PREPARED.units["DU-13285"]
DUTY = PLAN.duty("commune")
FORM = write_report_form(report_form(PLAN, PREPARED.units, Owed(UNIT, DUTY)))
AUTHOR = SampleUnit(UNIT.name, UNIT.kind, "Thành ủy Phủ Lý", "05-BC/ĐU", "Phủ Lý", date(2022, 7, 20))


def test_every_section_of_the_form_gets_what_the_report_says_to_it() -> None:
    report = sample_report(AUTHOR, PLAN.outline, seed="x")

    check = check_outline(read_report(filled_in(FORM, report, PLAN.outline)), PLAN, UNIT, DUTY)

    said = check_outline(read_report(report), PLAN, UNIT, DUTY)
    assert check.is_complete
    # The table below II.1.3 stays out.
    assert [one.words for one in check.sections if one.number != "II.1.3"] == [
        one.words for one in said.sections if one.number != "II.1.3"
    ]


def test_a_section_without_a_word_is_left_empty_and_no_hint_is_left_over() -> None:
    report = sample_report(AUTHOR, PLAN.outline, seed="x", without=("IV",))

    content = filled_in(FORM, report, PLAN.outline)

    check = check_outline(read_report(content), PLAN, UNIT, DUTY)
    assert check.numbers(SectionState.EMPTY, SectionState.MISSING) == ("IV",)
    assert b"sdtContent" not in docx.Document(BytesIO(content)).part.blob


def test_a_form_that_is_filled_in_still_tells_whose_it_is(tmp_path: Path) -> None:
    content = filled_in(FORM, sample_report(AUTHOR, PLAN.outline, seed="x"), PLAN.outline)

    assert form_of(content) == FormOrigin(PLAN.identity.id, UNIT.code, DUTY.id)
    assert audit_findings(content, tmp_path / "form.docx") == []
