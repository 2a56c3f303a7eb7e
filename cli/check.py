"""`dondoc check`: hold a report against the outline before it is handed in. Nothing is registered, nothing is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_obligations import meant
from cli.finding_units import find_among
from cli.options import AsJson
from cli.printing import print_json
from cli.report_files import read_report_file
from cli.showing_checks import say_check
from config import clock
from config.plan_in_force import plan_in_force
from config.wiring import workplace
from documents.form_origin import FormOrigin, form_of
from documents.opening import open_report
from documents.outline_checking import check_opened
from domain.errors import UsageError
from domain.spelling import nfc

if TYPE_CHECKING:
    from documents.opening import Opened
    from domain.outline_check import OutlineCheck
    from domain.plans import Plan
    from domain.units import Unit


def check(
    file: Annotated[Path, Parameter(name="TỆP", help="Tệp báo cáo (.docx, .doc, .pdf, .odt, .rtf).")],
    /,
    *,
    unit: Annotated[
        str, Parameter(metavar="ĐƠN-VỊ", help="Mã hoặc tên đơn vị nộp; bỏ trống nếu báo cáo viết trên mẫu của đơn vị.")
    ] = "",
    plan: Annotated[
        str, Parameter(metavar="MÃ", help="Đợt đang mở, tên kế hoạch hoặc thư mục; bỏ trống là đợt đang mở.")
    ] = "",
    duty: Annotated[str, Parameter(metavar="MÃ", help="Mã nhiệm vụ; chỉ cần khi đơn vị có nhiều nhiệm vụ.")] = "",
    json: AsJson = False,
) -> None:
    content = read_report_file(file)
    origin = FormOrigin(plan, unit, duty) if unit else _origin(content, plan, duty)
    found = plan_in_force(workplace(), origin.plan, now=clock.now())
    reporting = find_among(found.units, origin.unit)
    owed = [one for one in found.owed if one.unit.code == reporting.code]
    asked = meant(owed, reporting, duty=origin.duty, plan=found.plan).duty
    opened = open_report(content, name=file.name)
    checked = check_opened(opened, found.plan, reporting, asked, units=found.units)
    if json:
        print_json(_as_json(checked, opened, file=nfc(file.name), plan=found.plan, unit=reporting))
    else:
        say_check(checked, kind=opened.kind, file=nfc(file.name), unit=reporting.name)


def _origin(content: bytes, plan: str, duty: str) -> FormOrigin:
    """Whose report it is, as the form says that it was written on; what was typed goes before it."""
    origin = form_of(content)
    if origin is None:
        raise UsageError(
            "Tệp không viết trên mẫu của đơn vị nào nên chưa rõ của ai; hãy ghi đơn vị nộp bằng --unit ĐƠN-VỊ."
        )
    return FormOrigin(plan or origin.plan, origin.unit, duty or origin.duty)


def _as_json(checked: OutlineCheck, opened: Opened, *, file: str, plan: Plan, unit: Unit) -> dict[str, object]:
    sections = [
        {
            "number": one.number,
            "title": one.title,
            "state": one.state,
            "heading": one.heading,
            "position": one.position,
            "words": one.words,
            "confidence": one.confidence,
        }
        for one in checked.sections
    ]
    return {
        "file": file,
        "kind": opened.kind,
        "plan": plan.identity.id,
        "unit": unit.code,
        "note": checked.note,
        "complete": checked.is_complete,
        "sections": sections,
        "extra_headings": checked.extra_headings,
        "findings": checked.findings,
    }
