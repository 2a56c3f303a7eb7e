"""`dondoc units`: the units of the campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson, PlanName
from cli.printing import print_json, print_table, say
from config.wiring import workplace
from database.queries.units import all_contacts, units_of
from domain.contact_addresses import masked
from domain.spelling import fold

if TYPE_CHECKING:
    from domain.units import Contact


def units(
    name: Annotated[str, Parameter(name="TÊN", help="Một phần của tên hoặc mã, có dấu hay không dấu.")] = "",
    /,
    *,
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    with place.read() as session:
        found = units_of(session, campaign.id)
        contacts = {code: [*map(masked, people)] for code, people in all_contacts(session, campaign.id).items()}
    wanted = [unit for unit in found if fold(name) in fold(f"{unit.code} {unit.name}")]
    if json:
        print_json([{"unit": unit, "contacts": contacts.get(unit.code, [])} for unit in wanted])
        return
    if not wanted:
        say(f"Không có đơn vị nào có “{name}” trong tên hoặc mã. Xem tất cả: dondoc units")
        return
    names = {unit.code: unit.name for unit in found}
    print_table(
        f"{len(wanted)} đơn vị",
        ("Mã", "Đơn vị", "Cấp", "Cấp trên", "Đầu mối"),
        [
            (
                unit.code,
                unit.name,
                campaign.plan.tier(unit.tier).name,
                names.get(unit.superior or "", ""),
                _addresses(contacts.get(unit.code, [])),
            )
            for unit in wanted
        ],
    )


def _addresses(contacts: list[Contact]) -> str:
    return "\n".join(contact.address for contact in contacts) or "chưa có"
