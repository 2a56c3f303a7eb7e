"""`dondoc outline`: the form of a report, ready for a unit to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_obligations import meant
from cli.finding_units import find_among
from cli.options import AsJson, PlanFolder
from cli.printing import day_text, print_json, say
from config import clock
from config.plan_in_force import plan_in_force
from config.wiring import workplace
from documents.report_form import write_report_form
from domain.errors import RuleBroken, UsageError
from services.forms import owed_sections, report_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.plan_in_force import PlanInForce
    from domain.duties import Owed

SUFFIX = ".docx"


def outline(
    name: PlanFolder,
    /,
    *,
    unit: Annotated[str, Parameter(metavar="ĐƠN-VỊ", help="Mã hoặc tên đơn vị, có dấu hay không dấu.")] = "",
    duty: Annotated[str, Parameter(metavar="MÃ", help="Mã nhiệm vụ; chỉ cần khi đơn vị có nhiều nhiệm vụ.")] = "",
    out: Annotated[
        Path | None, Parameter(metavar="TỆP", help="Tệp .docx sẽ ghi; bỏ trống là Mau-bao-cao-MÃ.docx tại đây.")
    ] = None,
    all_into: Annotated[
        Path | None,
        Parameter(name="--all", metavar="THƯ-MỤC", help="Ghi vào thư mục này mẫu của mọi đơn vị phải báo cáo."),
    ] = None,
    force: Annotated[bool, Parameter(negative="", help="Ghi đè tệp đã có.")] = False,
    json: AsJson = False,
) -> None:
    if bool(unit) == bool(all_into) or (all_into and (out or duty)):
        raise UsageError(
            "Hãy ghi --unit ĐƠN-VỊ để lấy mẫu của một đơn vị, hoặc --all THƯ-MỤC để lấy mẫu của mọi đơn vị."
        )
    found = plan_in_force(workplace(), name, now=clock.now())
    owed = found.owed if all_into else (_meant(found, unit, duty),)
    paths = _paths(found.owed, owed, folder=all_into, out=out)
    if not force:
        _refuse_to_overwrite(paths)
    for one, path in zip(owed, paths, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_report_form(report_form(found.plan, found.units, one)))
    if json:
        print_json({"files": [_as_json(found, one, path) for one, path in zip(owed, paths, strict=True)]})
    else:
        _print(found, owed, paths)


def _meant(found: PlanInForce, unit: str, duty: str) -> Owed:
    """The one duty of this unit, or the one named."""
    wanted = find_among(found.units, unit)
    owed = [one for one in found.owed if one.unit.code == wanted.code]
    return meant(owed, wanted, duty=duty, plan=found.plan)


def _paths(everybody: Sequence[Owed], owed: Sequence[Owed], *, folder: Path | None, out: Path | None) -> list[Path]:
    """Where each form goes; only a unit with several duties has the duty in the name."""
    if out is None:
        codes = [one.unit.code for one in everybody]
        return [(folder or Path()) / _file_name(one, alone=codes.count(one.unit.code) == 1) for one in owed]
    if out.is_dir():
        raise RuleBroken(f"{out} là một thư mục; hãy ghi tên tệp, ví dụ --out {out / 'mau-bao-cao.docx'}")
    if out.suffix.lower() != SUFFIX:
        raise RuleBroken(
            f"Mẫu báo cáo là tệp Word; hãy ghi tên tệp có đuôi .docx, ví dụ --out {out.with_suffix(SUFFIX)}"
        )
    return [out]


def _file_name(one: Owed, *, alone: bool) -> str:
    """Codes have no sign that could lead to another folder: the reader of the plan takes none that has."""
    parts = (one.unit.code,) if alone else (one.unit.code, one.duty.id)
    return f"Mau-bao-cao-{'-'.join(parts)}{SUFFIX}"


def _refuse_to_overwrite(paths: Sequence[Path]) -> None:
    """Before anything is written: a form may already have been filled in where it lies."""
    there = [path for path in paths if path.exists()]
    if there:
        more = f" và {len(there) - 1} tệp khác" if len(there) > 1 else ""
        raise RuleBroken(f"Đã có tệp {there[0]}{more}; hãy chọn chỗ khác, hoặc thêm --force để ghi đè.")


def _as_json(found: PlanInForce, one: Owed, path: Path) -> dict[str, object]:
    return {
        "unit": one.unit.code,
        "duty": one.duty.id,
        "path": path,
        "sections": owed_sections(found.plan, one),
    }


def _print(found: PlanInForce, owed: Sequence[Owed], paths: Sequence[Path]) -> None:
    if len(owed) > 1:
        say(f"Đã ghi {len(owed)} mẫu báo cáo vào thư mục {paths[0].parent}")
        return
    (one,), (path,) = owed, paths
    sections = owed_sections(found.plan, one)
    say(f"Mẫu báo cáo của {one.unit.name}: {path}")
    say(f"Phải báo cáo {len(sections)} mục, hạn {day_text(one.duty.deadline.last_day)}: {', '.join(sections)}")
