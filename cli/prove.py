"""`dondoc prove`: the count of a campaign from its ledger, with the names of whatever is wanting in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_units import find_unit
from cli.moments import looked_at
from cli.options import AsJson, AsOf, PlanName
from cli.printing import moment_text, print_json, print_table, say
from config.wiring import workplace
from domain.channels import channel_name
from domain.errors import RuleBroken
from domain.vietnamese_dates import day_text
from notifications.messages import MESSAGE_NAMES
from services.proving import prove as prove_campaign
from services.wording import AUDIENCES, NOT_SENT, notice_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.proving import HoldItem, LostItem, MessageItem, Proof

WHY = {
    "no_decision": "mốc đã đến mà không có quyết định nào",
    "no_message": "đã quyết định gửi mà không có thông báo trong hộp thư đi",
    "without_decision": "thông báo không dựa trên quyết định nào",
    "no_evidence": "ghi là đã gửi mà không có bằng chứng",
}
WHAT_TO_DO = (
    "Sổ ghi của đợt không khớp. Hãy giữ nguyên cơ sở dữ liệu, sao một bản, đối chiếu các việc nêu tên ở trên bằng "
    "dondoc why và dondoc messages, gọi cho đơn vị nếu cần, và báo người quản trị."
)


def prove(
    *,
    unit: Annotated[str, Parameter(metavar="ĐƠN-VỊ", help="Chỉ các nhiệm vụ của một đơn vị.")] = "",
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        code = find_unit(session, campaign, unit).code if unit else ""
        found = prove_campaign(session, campaign, as_of=moment, unit=code)
    if json:
        print_json(_as_json(found))
    else:
        _print(found)
    if not found.is_sound:
        raise RuleBroken(f"Mất dấu {found.lost}, gửi trùng {found.doubled}. {WHAT_TO_DO}")


def _as_json(found: Proof) -> dict[str, object]:
    """The documented shape: numbers, and the names behind them."""
    return {
        "as_of": found.as_of,
        "plan": found.plan,
        "rungs": found.rungs,
        "undecided": found.undecided,
        "decisions": found.decisions,
        "messages": found.messages,
        "sent": found.sent,
        "held": found.held,
        "waiting": found.waiting,
        "superseded": found.superseded,
        "not_sent": dict(found.not_sent),
        "unknown": found.unknown,
        "lost": found.lost,
        "doubled": found.doubled,
        "lost_items": found.lost_items,
        "doubled_items": found.doubled_items,
        "possible_doubles": found.possible_doubles,
        "holds": found.holds,
    }


def _print(found: Proof) -> None:
    print_table(
        f"Đối chiếu sổ ghi của đợt {found.plan}, tính đến {moment_text(found.as_of)}",
        ("Nội dung", "Số"),
        [*_rungs(found), *_messages(found), *_verdict(found)],
        right=(1,),
    )
    _print_lost(found.lost_items)
    _print_messages(f"{found.doubled} thông báo đã gửi trùng", found.doubled_items)
    _print_messages(
        f"{len(found.unknown)} thông báo chưa rõ kết quả; hỏi người nhận rồi ghi: dondoc messages settle", found.unknown
    )
    _print_messages(
        f"{len(found.possible_doubles)} thông báo có thể đã đến hai lần (gửi lại sau khi chưa rõ kết quả)",
        found.possible_doubles,
    )
    _print_holds(found.holds)
    if found.is_sound:
        say("Không mốc nào mất dấu, không thông báo nào gửi trùng.")


def _rungs(found: Proof) -> list[tuple[str, int]]:
    return [
        ("Mốc đã đến", found.rungs),
        *([("  chờ lượt chạy tới", found.undecided)] if found.undecided else []),
        ("Quyết định", found.decisions),
        *((f"  không gửi: {NOT_SENT[why]}", number) for why, number in found.not_sent.items() if why not in _REFUSED),
    ]


_REFUSED = ("refused", "bounced", "denied")


def _messages(found: Proof) -> list[tuple[str, int]]:
    ends = (
        ("đã gửi, có bằng chứng", found.sent),
        ("đang giữ", found.held),
        ("chờ gửi", found.waiting),
        ("không gửi nữa, đã được thay thế", found.superseded),
        *((NOT_SENT[why], found.not_sent.get(why, 0)) for why in _REFUSED),
        ("chưa rõ kết quả", len(found.unknown)),
    )
    return [("Thông báo", found.messages), *((f"  {name}", number) for name, number in ends if number)]


def _verdict(found: Proof) -> list[tuple[str, int]]:
    return [("Mất dấu", found.lost), ("Gửi trùng", found.doubled)]


def _print_lost(items: Sequence[LostItem]) -> None:
    if not items:
        return
    print_table(
        f"{len(items)} việc mất dấu",
        ("Đơn vị", "Mốc", "Đến lúc", "Vì sao"),
        [(f"{one.name} ({one.unit})", _what(one), moment_text(one.due), WHY[one.why]) for one in items],
    )


def _what(one: LostItem) -> str:
    if not one.rung:
        return MESSAGE_NAMES.get(one.message, one.message)
    return f"{notice_name(one.message, one.rung)}, gửi {AUDIENCES.get(one.audience, one.audience)}"


def _print_holds(items: Sequence[HoldItem]) -> None:
    if not items:
        return
    print_table(
        "Đang giữ theo yêu cầu",
        ("Đơn vị", "Người yêu cầu", "Lý do", "Từ", "Đến hết", "Số thông báo"),
        [
            (
                f"{one.name} ({one.unit})" if one.unit else "mọi đơn vị",
                one.by,
                one.reason,
                moment_text(one.since),
                day_text(one.until) if one.until else "khi cho gửi tiếp",
                one.messages,
            )
            for one in items
        ],
        right=(5,),
    )


def _print_messages(title: str, items: Sequence[MessageItem]) -> None:
    if not items:
        return
    rows = [
        (
            f"{one.name} ({one.unit})",
            MESSAGE_NAMES.get(one.message, one.message),
            channel_name(one.channel),
            moment_text(one.since),
            one.key,
        )
        for one in items
    ]
    print_table(title, ("Đơn vị", "Thông báo", "Kênh", "Thử lúc", "Mã"), rows)
