"""`dondoc deliver`: send what waits in the outbox."""

from __future__ import annotations

from cli.moments import worked_at
from cli.options import AsJson, OnDay, PlanName
from cli.printing import moment_text, print_json, print_table, say
from config.day import deliver as deliver_now
from config.wiring import workplace
from database.queries.outbox import waiting
from notifications.messages import MESSAGE_NAMES

DELIVERIES = {
    "accepted": "đã gửi",
    "rejected": "bị từ chối",
    "deferred": "chưa gửi được",
    "unknown": "chưa rõ kết quả",
    "recovered": "dở dang từ lần trước",
}


def deliver(*, as_of: OnDay = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    now = worked_at(as_of, campaign)
    tally = deliver_now(place, campaign, now=now)
    with place.read() as session:
        left = waiting(session, campaign.id)
    if json:
        print_json({"as_of": now, "deliveries": tally, "waiting": [row.key for row in left]})
        return
    say(f"Hộp thư đi: {deliveries_text(tally)}")
    if left:
        say()
        local = campaign.plan.calendar.local
        print_table(
            f"{len(left)} thông báo còn chờ",
            ("Thông báo", "Người nhận", "Gửi từ lúc", "Lý do"),
            [(MESSAGE_NAMES[row.message], row.address, moment_text(local(row.next_at)), row.note) for row in left],
        )


def deliveries_text(tally: dict[str, int]) -> str:
    return ", ".join(f"{DELIVERIES[outcome]} {number}" for outcome, number in tally.items()) or "không có gì phải gửi"
