"""`dondoc prove`: the count of a campaign from its ledger, with the names of whatever is wanting in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_units import find_unit
from cli.moments import looked_at
from cli.new_files import Force, new_file
from cli.options import AsJson, AsOf, PlanName
from cli.printing import moment_text, print_json, print_table, say
from config.wiring import workplace
from domain.channels import channel_name
from domain.durations import duration_text
from domain.errors import RuleBroken, UsageError
from domain.vietnamese_dates import day_text
from notifications.messages import MESSAGE_NAMES
from services.proof_pages import PROOF_NAME, WHY, check_record, proof_page, record_in
from services.proving import prove as prove_campaign
from services.wording import AUDIENCES, NOT_SENT, notice_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from services.proving import HoldItem, LostItem, MessageItem, Proof
    from services.proving_dwell import Dwell

WHAT_TO_DO = (
    "Sổ ghi của đợt không khớp. Hãy giữ nguyên cơ sở dữ liệu, sao một bản, đối chiếu các việc nêu tên ở trên bằng "
    "dondoc why và dondoc messages, gọi cho đơn vị nếu cần, và báo người quản trị."
)


def prove(
    *,
    unit: Annotated[str, Parameter(metavar="ĐƠN-VỊ", help="Chỉ các nhiệm vụ của một đơn vị.")] = "",
    html: Annotated[
        Path | None, Parameter(metavar="TỆP", help="Lập hồ sơ chứng minh của cả đợt để in và lưu (.html).")
    ] = None,
    check: Annotated[
        Path | None, Parameter(metavar="TỆP", help="Kiểm tra một hồ sơ đã lập: giống sổ ghi, hay khác ở đâu.")
    ] = None,
    force: Force = False,
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    if html is not None and (unit or check is not None):
        raise UsageError("--html lập hồ sơ của cả đợt; không dùng cùng --unit hay --check.")
    place = workplace()
    if check is not None:
        _check(place, check, plan)
        return
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    if html is not None:
        _write(place, campaign, new_file(html, usual=PROOF_NAME, force=force), moment)
        return
    with place.read() as session:
        code = find_unit(session, campaign, unit).code if unit else ""
        found = prove_campaign(session, campaign, as_of=moment, unit=code)
    if json:
        print_json(_as_json(found))
    else:
        _print(found)
    if not found.is_sound:
        raise RuleBroken(f"Mất dấu {found.lost}, gửi trùng {found.doubled}. {WHAT_TO_DO}")


def _write(place: Workplace, campaign: Campaign, path: Path, as_of: datetime) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with place.read() as session, path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(proof_page(session, campaign, as_of=as_of))
    say(f"Đã lập hồ sơ chứng minh, tính đến {moment_text(campaign.plan.calendar.local(as_of))}: {path}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleBroken(f"Không đọc được tệp {path}; hãy xem lại tên tệp và nơi để tệp.") from error


def _check(place: Workplace, path: Path, plan: str) -> None:
    page = _read(path)
    kept = record_in(page, name=str(path))
    campaign = place.campaign(plan or str(kept.get("campaign", {}).get("plan", "")))
    with place.read() as session:
        found = check_record(session, campaign, kept, page)
    if found.differs:
        parts = "; ".join(found.differs)
        raise RuleBroken(f"Hồ sơ {path} khác với sổ ghi ở: {parts}. Hãy giữ nguyên tệp và báo người quản trị.")
    say(f"Hồ sơ {path} khớp với sổ ghi. Mã kiểm tra: {found.sha256}")


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
        "dwell": found.dwell,
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
    _print_dwell(found.dwell)
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


def _print_dwell(items: Sequence[Dwell]) -> None:
    """Nothing where nobody waited: what is sent in the minute it is due says nothing."""
    if not any(one.whole.longest for one in items):
        return
    print_table(
        "Thời gian từ mốc đến khi gửi, và riêng trong giờ làm việc",
        ("Thông báo", "Kênh", "Số", "Một nửa", "99/100", "Lâu nhất", "Giờ làm việc: 99/100", "Lâu nhất"),
        [
            (
                MESSAGE_NAMES.get(one.message, one.message),
                channel_name(one.channel),
                one.number,
                duration_text(one.whole.p50),
                duration_text(one.whole.p99),
                duration_text(one.whole.longest),
                duration_text(one.work.p99),
                duration_text(one.work.longest),
            )
            for one in items
        ],
        right=(2, 3, 4, 5, 6, 7),
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
