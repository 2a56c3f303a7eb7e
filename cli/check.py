"""`dondoc check`: hold a report against the outline before it is handed in. Nothing is registered, nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_units import find_among
from cli.options import AsJson
from cli.printing import print_json
from cli.showing_checks import say_check
from config.checking import plan_and_units
from config.wiring import workplace
from documents.form_origin import FormOrigin, form_of
from documents.opening import open_report
from documents.outline_checking import check_outline
from domain.duties import obligations_of
from domain.errors import RuleBroken, UsageError
from domain.outline_check import OutlineCheck
from domain.spelling import nfc

if TYPE_CHECKING:
    from documents.opening import Opened
    from domain.plans import Duty, Plan
    from domain.units import Unit, UnitTree


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
    content = _read(file)
    origin = FormOrigin(plan, unit, duty) if unit else _origin(content, plan, duty)
    found_plan, units = plan_and_units(workplace(), origin.plan)
    found_unit = find_among(units, origin.unit)
    found_duty = _duty(found_plan, units, found_unit, wanted=origin.duty)
    opened = open_report(content, name=file.name)
    checked = OutlineCheck(note=opened.note)  # without a text there is nothing to check
    if opened.report is not None:
        found = check_outline(opened.report, found_plan, found_unit, found_duty, units=units)
        checked = replace(found, note=opened.note)
    if json:
        print_json(_as_json(checked, opened, file=nfc(file.name), plan=found_plan, unit=found_unit))
    else:
        say_check(checked, kind=opened.kind, file=nfc(file.name), unit=found_unit.name)


def _read(file: Path) -> bytes:
    if file.is_dir():
        raise RuleBroken(f"{file} là một thư mục; hãy ghi đường dẫn của tệp báo cáo.")
    if not file.is_file():
        raise RuleBroken(f"Không tìm thấy tệp {file}; hãy kiểm tra lại đường dẫn.")
    return file.read_bytes()


def _origin(content: bytes, plan: str, duty: str) -> FormOrigin:
    """Whose report it is, as the form says that it was written on; what was typed goes before it."""
    origin = form_of(content)
    if origin is None:
        raise UsageError(
            "Tệp không viết trên mẫu của đơn vị nào nên chưa rõ của ai; hãy ghi đơn vị nộp bằng --unit ĐƠN-VỊ."
        )
    return FormOrigin(plan or origin.plan, origin.unit, duty or origin.duty)


def _duty(plan: Plan, units: UnitTree, unit: Unit, *, wanted: str) -> Duty:
    owed = [one.duty for one in obligations_of(plan, units) if one.unit.code == unit.code]
    if not owed:
        raise RuleBroken(f"{unit.name} không có nhiệm vụ báo cáo trong kế hoạch {plan.identity.number}.")
    meant = [one for one in owed if wanted in ("", one.id)]
    if len(meant) != 1:
        known = "\n".join(f"  {one.id:<10} {one.name}" for one in owed)
        raise RuleBroken(f"Hãy chọn một nhiệm vụ của {unit.name} bằng --duty:\n{known}")
    return meant[0]


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
