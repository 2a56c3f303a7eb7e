"""`dondoc channels`: which channels are set up, how each stands, and trying one again that was mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.moments import looked_at, worked_at
from cli.options import ActedOn, Actor, AsJson, AsOf, PlanName
from cli.printing import moment_text, print_json, print_table, say
from config.wiring import workplace
from domain.breakers import Use
from domain.channels import CHANNEL_NAMES, channel_name
from domain.errors import UsageError
from services.breakers import reopen as reopen_channel
from services.channel_states import channel_states

if TYPE_CHECKING:
    from domain.campaigns import Campaign
    from services.channel_states import ChannelState

ChannelName = Annotated[
    str, Parameter(name="KÊNH", help="Kênh đã sửa xong: email, zalobot, zbs, zalooa, esms hoặc apprise.")
]


def list_channels(*, as_of: AsOf = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    now = looked_at(as_of, campaign)
    with place.read() as session:
        found = channel_states(session, campaign, place.channels, now=now)
    if json:
        print_json({"as_of": now, "channels": [_as_json(one) for one in found]})
        return
    local = campaign.plan.calendar.local
    print_table(
        "Các kênh gửi",
        ("Kênh", "Tình trạng", "Mỗi phút", "Đầu mối", "Đã gửi", "Gửi gần nhất"),
        [
            (
                f"{one.name} ({channel_name(one.name)})",
                _state_text(one, campaign),
                f"{one.per_minute:g}" if one.per_minute else "không hạn chế",
                one.contacts,
                one.sent,
                moment_text(local(one.last_sent)) if one.last_sent else "",
            )
            for one in found
        ],
    )


def reopen(name: ChannelName, *, by: Actor = "", as_of: ActedOn = "", plan: PlanName = "") -> None:
    if name not in CHANNEL_NAMES:
        raise UsageError(f"Không có kênh “{name}”; các kênh: {', '.join(CHANNEL_NAMES)}.")
    place = workplace()
    now = worked_at(as_of, place.campaign(plan))
    with place.begin() as session:
        reopen_channel(session, name, by=actor(by, place), now=now)
    say(f"Kênh {channel_name(name)} sẽ được thử lại ngay ở lần gửi tới. Gửi bây giờ: dondoc deliver")


def _state_text(one: ChannelState, campaign: Campaign) -> str:
    if not one.is_set_up:
        return "chưa cấu hình"
    if one.breaker.use is Use.FREELY:
        return "dùng được"
    until = one.breaker.rests_until
    why = one.breaker.detail.rstrip(". ") or "không gửi được"
    if one.breaker.use is Use.PROBE or until is None:
        return f"đang thử lại: {why}"
    return f"tạm nghỉ đến {moment_text(campaign.plan.calendar.local(until))}: {why}"


def _as_json(one: ChannelState) -> dict[str, object]:
    return {
        "channel": one.name,
        "is_set_up": one.is_set_up,
        "use": one.breaker.use.value,
        "down_since": one.breaker.down_since,
        "rests_until": one.breaker.rests_until,
        "code": one.breaker.code,
        "detail": one.breaker.detail,
        "per_minute": one.per_minute,
        "contacts": one.contacts,
        "sent": one.sent,
        "last_sent": one.last_sent,
    }
