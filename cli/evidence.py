"""`dondoc evidence`: everything about one unit in one zip, to show to whoever asks what was done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_units import find_unit
from cli.moments import looked_at
from cli.new_files import Force, new_file, write_new_file
from cli.options import AsJson, AsOf, PlanName, UnitName
from cli.printing import print_json, say
from config.wiring import workplace
from domain.errors import RuleBroken
from services.evidence_pack import LETTERS, RECEIPTS, REPORTS, evidence_pack

if TYPE_CHECKING:
    from services.evidence_pack import EvidencePack


def evidence(
    unit: UnitName,
    /,
    *,
    out: Annotated[
        Path | None, Parameter(metavar="TỆP", help="Tệp .zip sẽ ghi; bỏ trống là Ho-so-MÃ-NGÀY.zip tại đây.")
    ] = None,
    force: Force = False,
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        found = find_unit(session, campaign, unit)
        path = new_file(out, usual=f"Ho-so-{found.code}-{campaign.local_day(moment)}.zip", force=force)
        pack = evidence_pack(session, campaign, place.store, found, as_of=moment)
    if not pack.found.duties:
        raise RuleBroken(f"{found.name} không có nhiệm vụ báo cáo trong kế hoạch {campaign.plan.identity.number}.")
    write_new_file(path, pack.content)
    if json:
        print_json(_as_json(pack, path))
    else:
        _print(pack, path)


def _as_json(pack: EvidencePack, path: Path) -> dict[str, object]:
    return {
        "path": path,
        "unit": pack.found.unit.code,
        "as_of": pack.found.as_of,
        "files": list(pack.files),
        "remarks": pack.remarks,
    }


def _print(pack: EvidencePack, path: Path) -> None:
    say(f"Hồ sơ của {pack.found.unit.name}: {path}")
    counted = {
        folder: sum(name.startswith(f"{folder}/") for name in pack.files) for folder in (LETTERS, REPORTS, RECEIPTS)
    }
    say(
        f"Gồm {counted[LETTERS]} thư đã gửi, {counted[REPORTS]} tệp bản nộp, {counted[RECEIPTS]} phiếu tiếp nhận, bản tóm tắt và dữ liệu."
    )
    for remark in pack.remarks:
        say(f"Lưu ý: {remark}", hang=2)
