"""`dondoc day`: one day of the pipeline, safe to repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.deliver import deliveries_text
from cli.logs import log_as_asked
from cli.moments import say_if_not_open, worked_at
from cli.options import AsJson, OnDay, PlanName
from cli.printing import moment_text, print_json, say
from cli.showing_contacts import say_unproven
from config.day import run_day
from config.wiring import workplace
from database.queries.outbox import waiting
from database.queries.units import unit_names
from notifications.messages import MESSAGE_NAMES
from services.contact_flaws import UNPROVEN
from services.contact_proofs import unproven_before_opening
from services.wording import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from config.day import Day
    from database.models import OutboxRow
    from domain.campaigns import Campaign


SHOWN_FLAWS = 3


def day(*, as_of: OnDay = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    log_as_asked(place)
    campaign = place.campaign(plan)
    now = worked_at(as_of, campaign)
    with place.read() as session:
        unproven = unproven_before_opening(session, campaign, now=now)
    if not json and place.channels:  # a channel that cannot be opened refuses before anything is said
        say_unproven(unproven)
    result = run_day(place, campaign, now=now)
    with place.read() as session:
        left = waiting(session, campaign.id)
        names = unit_names(session, campaign.id, {flaw.unit for flaw in result.flaws})
    if json:
        print_json(
            {"as_of": now, **_as_json(result), "waiting": len(left), "unproven": [unit.code for unit in unproven]}
        )
        return
    say(f"Ngày làm việc {moment_text(campaign.plan.calendar.local(now))}")
    say_if_not_open(campaign, now)
    _print(campaign, result)
    _print_flaws(result, names)
    _print_waiting(left)


def _as_json(result: Day) -> dict[str, object]:
    return {"decisions": result.decisions, "deliveries": result.deliveries, "flaws": result.flaws}


def _print(campaign: Campaign, result: Day) -> None:
    for tier, tally in result.decisions.items():
        what = ", ".join(f"{OUTCOMES[outcome]} {number}" for outcome, number in sorted(tally.items()))
        say(f"  {campaign.plan.tier(tier).name}: {what or 'không có mốc nào đến hạn'}")
    say(f"  Hộp thư đi: {deliveries_text(result.deliveries)}")


def _print_flaws(result: Day, names: Mapping[str, str]) -> None:
    for text, subjects in _flaws(result, names).items():
        more = f" và {len(subjects) - SHOWN_FLAWS} trường hợp khác" if len(subjects) > SHOWN_FLAWS else ""
        where = f" ({', '.join(subjects[:SHOWN_FLAWS])}{more})" if subjects else ""
        say(f"  Cần xem: {text}{where}", hang=2)


def _flaws(result: Day, names: Mapping[str, str]) -> dict[str, list[str]]:
    """What each flaw was found in, as people call it; nothing where it is the campaign as a whole."""
    found: dict[str, list[str]] = {}
    for one in result.round.findings:
        flaw = one.flaw
        if flaw.code == UNPROVEN:
            continue  # told before anything went out
        text = f"{flaw.text} {MESSAGE_NAMES[flaw.message]}" if flaw.message else flaw.text
        subjects = found.setdefault(text, [])
        if flaw.unit:
            subjects.append(names[flaw.unit])
    return found


def _print_waiting(left: Sequence[OutboxRow]) -> None:
    """How many wait, and every reason that was given."""
    if left:
        say(f"  Còn {len(left)} thông báo chờ trong hộp thư đi; gửi tiếp và xem từng thông báo: dondoc deliver")
    for reason in dict.fromkeys(row.note for row in left if row.note):
        say(f"    {reason}")
