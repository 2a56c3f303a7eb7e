"""`dondoc phone`, what can be looked at: whom to call and why, what to say, and what came of earlier calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_obligations import find_obligation
from cli.finding_tiers import find_tier
from cli.finding_units import find_unit
from cli.moments import looked_at, say_if_not_open
from cli.new_files import Force, new_file, write_new_file
from cli.options import Actor, AsJson, AsOf, DutyName, PlanName, UnitName
from cli.printing import print_json, say
from cli.showing_calls import call_as_json, print_log, print_phone_list
from config.wiring import workplace
from database.queries.calls import call_rows
from database.queries.units import unit_names
from documents.phone_list import write_phone_pages, write_phone_workbook
from domain.calls import number_to_dial
from services.phone_files import phone_file
from services.phone_list import Desk, phone_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from documents.phone_list import PhoneList
    from domain.campaigns import Campaign
    from services.phone_list import PhoneLine

USUAL_NAME = "danh-sach-goi"

Xlsx = Annotated[
    Path | None, Parameter(name="--xlsx", metavar="TỆP", help="Ghi ra bảng .xlsx để điền kết quả rồi đọc lại.")
]
Docx = Annotated[Path | None, Parameter(name="--docx", metavar="TỆP", help="Ghi ra tệp .docx để in.")]


def list_lines(
    *,
    tier: Annotated[str, Parameter(metavar="CẤP", help="Chỉ xem một cấp (commune, hoặc xã).")] = "",
    unit: Annotated[str, Parameter(metavar="ĐƠN-VỊ", help="Chỉ xem một đơn vị.")] = "",
    xlsx: Xlsx = None,
    docx: Docx = None,
    force: Force = False,
    by: Actor = "",
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    workbook, pages = _checked(xlsx, ".xlsx", force=force), _checked(docx, ".docx", force=force)
    caller = by or place.settings.staff
    with place.read() as session:
        found = phone_list(session, campaign, as_of=moment, caller=caller, intake=place.intake_address)
        lines = _chosen(session, campaign, found, tier=tier, unit=unit)
        # Whoever has taken a unit in hand still sees it; the others do not, so that nobody is called twice.
        taken = [line for line in lines if line.taken_by not in ("", actor(by, place))]
        free = [line for line in lines if line not in taken]
        file = phone_file(session, campaign, free, as_of=moment)
    _write_files(file, workbook, pages)
    if json:
        print_json({"as_of": file.as_of, "plan": campaign.plan.identity.number, "lines": free, "taken": taken})
        return
    say_if_not_open(campaign, moment)
    print_phone_list(free, taken, as_of=file.as_of)
    for path in filter(None, (workbook, pages)):
        say(f"Đã ghi {path}")


def show_script(
    unit: UnitName,
    /,
    *,
    duty: DutyName = "",
    by: Actor = "",
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        found, obligation = find_obligation(session, campaign, unit, duty=duty, as_of=moment)
        desk = Desk(session, campaign, as_of=moment)
        dialled = number_to_dial(desk.numbers(found.code))
        words = desk.script(obligation, caller=by or place.settings.staff, intake=place.intake_address)
    if json:
        print_json({"unit": found.code, "name": found.name, "call": dialled, "script": words})
        return
    say(f"Gọi: {dialled.name}, {dialled.number}\n" if dialled else "Chưa có số điện thoại nào dùng được.\n")
    say(words.rstrip())


def show_log(
    *,
    unit: Annotated[str, Parameter(metavar="ĐƠN-VỊ", help="Chỉ xem một đơn vị.")] = "",
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        wanted = find_unit(session, campaign, unit).code if unit else ""
        rows = [row for row in call_rows(session, campaign.id, unit=wanted) if row.at <= moment]
        names = unit_names(session, campaign.id, {row.unit for row in rows})
        entries = [call_as_json(row, names[row.unit], campaign) for row in rows]
    if json:
        print_json(entries)
    else:
        print_log(entries)


def _checked(path: Path | None, suffix: str, *, force: bool) -> Path | None:
    return new_file(path, usual=f"{USUAL_NAME}{suffix}", force=force) if path else None


def _write_files(file: PhoneList, workbook: Path | None, pages: Path | None) -> None:
    if workbook:
        write_new_file(workbook, write_phone_workbook(file))
    if pages:
        write_new_file(pages, write_phone_pages(file))


def _chosen(
    session: Session, campaign: Campaign, lines: Sequence[PhoneLine], *, tier: str, unit: str
) -> list[PhoneLine]:
    wanted_tier = find_tier(campaign.plan, tier).id if tier else ""
    wanted_unit = find_unit(session, campaign, unit).code if unit else ""
    return [line for line in lines if wanted_tier in ("", line.tier) and wanted_unit in ("", line.unit)]
