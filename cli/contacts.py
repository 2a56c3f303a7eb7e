"""`dondoc contacts`: the people to write to, over which channels, and whether that was ever proven."""

from __future__ import annotations

from cli.options import AsJson, PlanName
from cli.printing import print_json, print_table
from config.wiring import workplace
from database.queries.units import all_contacts


def list_contacts(*, plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    with place.read() as session:
        found = [contact for people in all_contacts(session, campaign.id).values() for contact in people]
    if json:
        print_json(found)
        return
    rows = [(one.unit, one.code, one.name, one.channel, one.address) for one in found]
    print_table(f"{len(found)} đầu mối", ("Đơn vị", "Mã", "Họ tên", "Kênh", "Địa chỉ"), rows)
