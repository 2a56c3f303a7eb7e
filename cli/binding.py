"""`dondoc contacts bind`: a one-time code by which a person binds their Zalo to their entry in the list of contacts."""

from __future__ import annotations

import secrets
from typing import Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_contacts import find_contact
from cli.finding_units import find_unit
from cli.moments import worked_at
from cli.options import ActedOn, Actor, AsJson, PlanName, UnitName
from cli.printing import moment_text, print_json, say
from config.wiring import workplace
from services.bindings import issue_code, release

CHANNEL = "zalobot"

ContactName = Annotated[str, Parameter(name="ĐẦU-MỐI", help="Mã hoặc họ tên đầu mối, như trong dondoc contacts list.")]


def bind(
    unit: UnitName,
    contact: ContactName,
    /,
    *,
    off: Annotated[bool, Parameter(name="--off", help="Gỡ liên kết đang có, thay vì cấp mã.")] = False,
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    now, who = worked_at(as_of, campaign), actor(by, place)
    with place.begin() as session:
        person = find_contact(session, campaign, find_unit(session, campaign, unit), contact)
        about = {"unit": person.unit, "contact": person.code, "channel": CHANNEL}
        name = person.name
        if off:
            release(session, campaign, person, channel=CHANNEL, who=who, now=now)
            issued = None
        else:
            issued = issue_code(
                session,
                campaign,
                person,
                channel=CHANNEL,
                by=who,
                draw=lambda: f"{secrets.randbelow(1_000_000):06}",
                secret=place.secret.encode(),
                now=now,
            )
    if json:
        print_json(
            {**about, "code": issued.code if issued else "", "expires_at": issued.expires_at if issued else None}
        )
    elif issued is None:
        say(f"Đã gỡ liên kết Zalo của {name}.")
    else:
        say(f"Mã liên kết của {name}: {issued.code}")
        until = moment_text(campaign.plan.calendar.local(issued.expires_at))
        say(f"Đề nghị nhắn cho bot Zalo: LIENKET {issued.code} (dùng một lần, đến {until}).", hang=2)
