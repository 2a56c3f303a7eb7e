"""`dondoc contacts import|list|show`: the people to write to, over which channels, and whether that was ever proven."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_tiers import find_tier
from cli.finding_units import find_unit
from cli.moments import looked_at, worked_at
from cli.new_files import Force, new_file, write_new_file
from cli.options import ActedOn, Actor, AsJson, AsOf, PlanName, UnitName
from cli.printing import print_json, say
from cli.showing_contacts import (
    as_json,
    changes_as_json,
    history,
    print_changes,
    print_history,
    print_list,
    print_unit,
)
from config.wiring import workplace
from database.queries.calls import calls_of
from database.queries.contacts import changes_of
from database.queries.units import units_of
from domain.calls import wrong_numbers
from domain.errors import RuleBroken
from domain.units import UnitTree
from services.contact_lists import read_list
from services.contact_proofs import contact_proofs
from services.contacts import find_changes, save_changes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.campaigns import Campaign
    from services.contact_proofs import UnitProofs

USUAL_FILE = "dau-moi-lien-he.xlsx"


def take_in(
    file: Annotated[Path, Parameter(name="TỆP", help="Danh sách đầu mối, .xlsx hoặc .csv.")],
    /,
    *,
    dry_run: Annotated[bool, Parameter(name="--dry-run", help="Chỉ xem danh sách thay đổi gì, không ghi.")] = False,
    replace: Annotated[bool, Parameter(name="--replace", help="Bỏ những đầu mối không có trong danh sách.")] = False,
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    content = _content(file)
    place = workplace()
    campaign = place.campaign(plan)
    who, now = actor(by, place), worked_at(as_of, campaign)
    with place.begin() as session:
        wanted = read_list(content, name=file.name, units=UnitTree(units_of(session, campaign.id)))
        found = find_changes(session, campaign, wanted, cipher=place.cipher, replace=replace)
        if not dry_run:
            save_changes(session, campaign, found, who=who, now=now)
    if json:
        print_json({"saved": not dry_run, "rows": len(wanted), "changes": changes_as_json(found.changes)})
    else:
        print_changes(found.changes, rows=len(wanted), saved=not dry_run)


def list_contacts(
    *,
    unit: Annotated[str, Parameter(name="--unit", metavar="ĐƠN-VỊ", help="Chỉ xem một đơn vị.")] = "",
    tier: Annotated[str, Parameter(metavar="CẤP", help="Chỉ xem một cấp (commune, hoặc xã).")] = "",
    unproven: Annotated[
        bool, Parameter(name="--unproven", help="Chỉ xem đơn vị chưa có kênh nào được xác nhận.")
    ] = False,
    xlsx: Annotated[Path | None, Parameter(name="--xlsx", metavar="TỆP", help="Ghi thành tệp Excel để in.")] = None,
    force: Force = False,
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    path = new_file(xlsx, usual=USUAL_FILE, force=force) if xlsx else None
    wanted = find_tier(campaign.plan, tier).id if tier else ""
    with place.read() as session:
        code = find_unit(session, campaign, unit).code if unit else ""
        every = contact_proofs(session, campaign, as_of=moment)
    found = [
        one
        for one in every
        if code in ("", one.unit.code)
        and wanted in ("", one.unit.tier)
        and not (unproven and (one.is_proven or not one.owes))
    ]
    if path is not None:
        _write(path, found, campaign, moment=moment)
    if json:
        print_json(as_json(found, campaign, as_of=moment))
    else:
        print_list(found, campaign, as_of=moment)
        if path is not None:
            say(f"Đã ghi {path}")


def show(unit: UnitName, /, *, as_of: AsOf = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        code = find_unit(session, campaign, unit).code
        units = units_of(session, campaign.id)
        every = contact_proofs(session, campaign, as_of=moment)
        changes = changes_of(session, campaign.id, unit=code, as_of=moment)
        calls = calls_of(session, campaign.id, as_of=moment, unit=code).get(code, [])
    found = [one for one in every if one.unit.code == code]
    wrong = [{"contact": contact, "number": number} for contact, number in sorted(wrong_numbers(calls))]
    if json:
        print_json(
            {**as_json(found, campaign, as_of=moment), "changes": history(changes, campaign), "wrong_numbers": wrong}
        )
        return
    print_unit(next(one for one in units if one.code == code), found, campaign)
    for one in wrong:
        say(f"Số {one['number']} ({one['contact']}) đã gọi, không phải người này; hãy xin số khác.")
    print_history(changes, campaign)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise RuleBroken(f"Không có tệp {file}; hãy kiểm tra lại tên và thư mục.") from None
    except OSError as error:
        raise RuleBroken(f"Không đọc được tệp {file}: {error.strerror}.") from None


def _write(path: Path, found: Sequence[UnitProofs], campaign: Campaign, *, moment: datetime) -> None:
    from services.contact_lists import contact_workbook  # noqa: PLC0415 -- only where a workbook is asked for

    write_new_file(path, contact_workbook(found, campaign, as_of=moment))
