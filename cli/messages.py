"""`dondoc messages`: what happened to each message, the very text of one, and the word of a person on an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_units import find_unit
from cli.moments import looked_at, worked_at
from cli.options import ActedOn, Actor, AsJson, AsOf, PlanName
from cli.printing import print_json, say
from cli.showing_messages import as_json, print_blocks, print_message, print_table_of
from config.wiring import workplace
from domain.channels import channel_name
from domain.contact_addresses import channel_named
from domain.errors import RuleBroken, UsageError
from domain.signals import Fate
from domain.spelling import nfc
from services import message_settling
from services.explanations import next_step
from services.message_histories import message_histories, message_history

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from services.message_histories import MessageHistory

Message = Annotated[str, Parameter(name="THÔNG-BÁO", help="Số hoặc mã của thông báo, như trong dondoc messages.")]


def list_messages(
    *,
    unit: Annotated[
        str, Parameter(metavar="ĐƠN-VỊ", help="Chỉ thông báo gửi một đơn vị, kèm từng việc đã xảy ra.")
    ] = "",
    channel: Annotated[str, Parameter(metavar="KÊNH", help="Chỉ một kênh: email, zalobot, zbs, zalooa, esms…")] = "",
    state: Annotated[
        str, Parameter(metavar="TÌNH-TRẠNG", help="Chỉ một tình trạng: queued, held, sent, seen, refused, unknown…")
    ] = "",
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    fate = _fate(state)
    way = channel_named(channel) if channel else ""
    with place.read() as session:
        code = find_unit(session, campaign, unit).code if unit else ""
        every = message_histories(session, campaign, as_of=moment, unit=code, channel=way)
    found = [one for one in every if fate in (None, one.fate)]
    if json:
        print_json([as_json(one) for one in found])
    elif unit:
        print_blocks(found)
    else:
        print_table_of(found, campaign.plan.calendar.local(moment))


def show(message: Message, /, *, as_of: AsOf = "", plan: PlanName = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        row = message_settling.find_message(session, campaign, message)
        found = message_history(session, campaign, row, as_of=moment)
        subject, text = row.subject, row.text
    if found is None:
        raise RuleBroken(f"Lúc đó chưa có thông báo {message}; hãy hỏi một ngày muộn hơn bằng --as-of.")
    if json:
        print_json({**as_json(found), "subject": subject, "text": text})
    else:
        print_message(found, subject, text)


def settle(
    message: Message,
    /,
    *,
    arrived: Annotated[bool, Parameter(name="--arrived", help="Người nhận cho biết đã nhận được.")] = False,
    not_arrived: Annotated[bool, Parameter(name="--not-arrived", help="Người nhận cho biết không nhận được.")] = False,
    note: Annotated[str, Parameter(metavar="GHI-CHÚ", help="Đã hỏi ai, bằng cách nào, người ấy nói gì.")] = "",
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    if arrived == not_arrived:
        raise UsageError("Hãy ghi một trong hai: --arrived (đã nhận được) hoặc --not-arrived (không nhận được).")
    place = workplace()
    campaign = place.campaign(plan)
    now = worked_at(as_of, campaign)
    with place.begin() as session:
        row = message_settling.settle(
            session, campaign, message, arrived=arrived, note=nfc(note), by=actor(by, place), now=now
        )
        found = message_history(session, campaign, row, as_of=now)
        coming = _coming(session, campaign, row.unit, found) if not_arrived else ""
    if found is None:  # it was settled now, so it was there
        raise LookupError(message)
    if json:
        print_json(as_json(found))
        return
    said = "đã nhận được" if arrived else "không nhận được"
    say(f"Đã ghi: {found.name} {said} thông báo số {found.number} ({channel_name(found.channel)}).")
    if coming:
        say(coming, hang=2)


def _fate(state: str) -> Fate | None:
    if not state:
        return None
    try:
        return Fate(state)
    except ValueError as unknown:
        named = ", ".join(Fate)
        raise UsageError(f"Không có tình trạng “{state}”; hãy ghi một trong: {named}.") from unknown


def _coming(session: Session, campaign: Campaign, unit: str, found: MessageHistory | None) -> str:
    """What follows from a message that did not come: it is not sent again, but what comes next goes on.

    What may have gone before a restoration, and did not, goes out after all.
    """
    if found is not None and found.fate is Fate.QUEUED:
        return "Thông báo này sẽ được gửi ở lần gửi tới, nếu lúc đó còn đúng."
    last = found.steps[-1].at if found else None
    step = next_step(session, campaign, unit, as_of=last) if last else None
    follows = f" Mốc tiếp theo: {step}." if step else ""
    return (
        "Thông báo này không tự gửi lại bằng kênh cũ; người nhận có kênh khác thì lần chạy tới gửi thay bằng kênh đó."
        f"{follows}"
    )
