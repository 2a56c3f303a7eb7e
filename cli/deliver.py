"""`dondoc deliver`: send what waits in the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.logs import log_as_asked
from cli.moments import worked_at
from cli.options import AsJson, OnDay, PlanName
from cli.printing import moment_text, print_json, print_table, say
from config.day import deliver as deliver_now
from config.wiring import workplace
from database.queries.outbox import unknown, waiting
from domain.contact_addresses import shown_address
from notifications.messages import MESSAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from database.models import OutboxRow
    from domain.campaigns import Campaign

DELIVERIES = {
    "accepted": "đã gửi",
    "rejected": "bị từ chối",
    "deferred": "chưa gửi được",
    "unknown": "chưa rõ kết quả",
    "recovered": "dở dang từ lần trước",
    "fallen_back": "chuyển sang kênh khác",
}


def deliver(*, as_of: OnDay = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    log_as_asked(place)
    campaign = place.campaign(plan)
    now = worked_at(as_of, campaign)
    tally = deliver_now(place, campaign, now=now)
    with place.read() as session:
        left, doubtful = waiting(session, campaign.id), unknown(session, campaign.id)
    if json:
        keys = {"waiting": [row.key for row in left], "unknown": [row.key for row in doubtful]}
        print_json({"as_of": now, "deliveries": tally, **keys})
        return
    say(f"Hộp thư đi: {deliveries_text(tally)}")
    _print_rows(f"{len(left)} thông báo còn chờ", "Gửi từ lúc", left, campaign)
    _print_rows(
        f"{len(doubtful)} thông báo chưa rõ kết quả, cần liên hệ hỏi rồi ghi: dondoc messages settle SỐ",
        "Đã thử lúc",
        doubtful,
        campaign,
    )


def _print_rows(title: str, moment: str, rows: Sequence[OutboxRow], campaign: Campaign) -> None:
    if not rows:
        return
    say()
    local = campaign.plan.calendar.local
    print_table(
        title,
        ("Số", "Thông báo", "Người nhận", moment, "Lý do"),
        [
            (
                row.id,
                MESSAGE_NAMES[row.message],
                shown_address(row.address),
                moment_text(local(row.settled_at or row.next_at)),
                row.note,
            )
            for row in rows
        ],
    )


def deliveries_text(tally: dict[str, int]) -> str:
    return ", ".join(f"{DELIVERIES[outcome]} {number}" for outcome, number in tally.items()) or "không có gì phải gửi"
