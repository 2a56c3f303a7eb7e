"""`dondoc letter`: the letters that the board signs: urging those overdue, and telling the Office of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_tiers import find_tier
from cli.finding_units import find_among
from cli.moments import looked_at
from cli.new_files import Force, new_file, write_new_file
from cli.options import AsJson, AsOf, PlanName
from cli.printing import day_text, print_json, say
from config.clock import day_of
from config.wiring import workplace
from database.queries.units import units_of
from documents.escalation_page import write_escalation_page
from documents.urging_letter import write_urging_letter
from domain.errors import RuleBroken, UsageError
from domain.spelling import nfc
from domain.units import UnitTree
from services.office_lists import office_list
from services.urging_letters import UrgingOrder, urging_letter
from services.wording import standing_text

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from documents.escalation_list import EscalationEntry, EscalationList
    from domain.campaigns import Campaign
    from services.standings import Obligation
    from services.urging_letters import Urged

Out = Annotated[
    Path | None,
    Parameter(name="--out", metavar="TỆP", help="Tệp .docx sẽ ghi; bỏ trống là tên thường dùng, tại đây."),
]


def urging(
    *,
    tier: Annotated[str, Parameter(metavar="CẤP", help="Chỉ đôn đốc một cấp (mã hoặc tên).")] = "",
    unit: Annotated[
        tuple[str, ...], Parameter(metavar="ĐƠN-VỊ", help="Chỉ đôn đốc đơn vị này; ghi được nhiều lần.")
    ] = (),
    issuer: Annotated[
        str,
        Parameter(
            name="--from", metavar="ĐƠN-VỊ", help="Ai ký công văn: một huyện đôn đốc các xã; bỏ trống là Ban theo dõi."
        ),
    ] = "",
    time: Annotated[int, Parameter(metavar="LẦN", help="Đôn đốc lần thứ mấy.")] = 1,
    earlier: Annotated[
        str,
        Parameter(metavar="SỐ-NGÀY", help="Công văn lần trước, ghi như “05-CV/BTGTU ngày 23/8/2022”."),
    ] = "",
    by_day: Annotated[
        str, Parameter(metavar="NGÀY", help="Ngày trả lời, là ngày làm việc; bỏ trống là sau 3 ngày làm việc.")
    ] = "",
    out: Out = None,
    force: Force = False,
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    if time < 1:
        raise UsageError(f"Không có đôn đốc lần {time}; --time đếm từ 1.")
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    day = campaign.local_day(moment)
    path = new_file(out, usual=f"Cong-van-don-doc-{day}.docx", force=force)
    with place.read() as session:
        order = UrgingOrder(
            issuer=_codes(session, campaign, (issuer,) if issuer else ())[0] if issuer else "",
            tier=find_tier(campaign.plan, tier).id if tier else "",
            units=_codes(session, campaign, unit),
            time=time,
            earlier=nfc(earlier).strip(),
            by_day=day_of(by_day) if by_day else None,
        )
        found = urging_letter(session, campaign, order, as_of=moment)
    if found is None:
        raise RuleBroken(_nobody(day, "không có công văn đôn đốc"))
    write_new_file(path, write_urging_letter(found.letter))
    if json:
        print_json(_urging_as_json(found, path))
    else:
        _print_urging(found, path)


def office(
    *,
    out: Out = None,
    force: Force = False,
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    day = campaign.local_day(moment)
    path = new_file(out, usual=f"Danh-sach-gui-Van-phong-{day}.docx", force=force)
    with place.read() as session:
        found = office_list(session, campaign, as_of=moment)
    if found is None:
        raise RuleBroken(_nobody(day, "không có danh sách gửi Văn phòng"))
    write_new_file(path, write_escalation_page(found))
    if json:
        print_json(_office_as_json(found, path))
        return
    say(f"Danh sách gửi Văn phòng: {path}")
    say(
        f"Tính đến {day_text(day)}: {len(found.entries)} đơn vị quá hạn, {len(found.unreached)} đơn vị chưa liên lạc được."
    )


def _codes(session: Session, campaign: Campaign, names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return ()
    tree = UnitTree(units_of(session, campaign.id))
    return tuple(find_among(tree, name).code for name in names)


def _nobody(day: date, so: str) -> str:
    return f"Tính đến {day_text(day)}, không có đơn vị nào quá hạn trong phạm vi được hỏi, nên {so}."


def _print_urging(found: Urged, path: Path) -> None:
    letter = found.letter
    say(f"Công văn đôn đốc{f' lần {letter.time}' if letter.time > 1 else ''}: {path}")
    say(
        f"Tính đến {day_text(letter.as_of)}: {len(letter.units)} đơn vị quá hạn; đề nghị gửi trước khi hết ngày {day_text(letter.by_day)}."
    )
    for one in found.overdue:
        say(f"  - {found.names[one.unit]}: {_standing(one)}", hang=4)
    for one in found.left_out:
        say(f"Không đưa vào công văn: {found.names[one.unit]} ({_standing(one)}).")
    say("Số công văn và người ký để trống cho người điền.")


def _standing(one: Obligation) -> str:
    standing = one.standing
    text = standing_text(standing.state, is_overdue=standing.is_overdue, days_late=standing.days_late)
    return f"{text}; hẹn nộp {day_text(one.promise.day)}" if one.promise else text


def _urging_as_json(found: Urged, path: Path) -> dict[str, object]:
    letter = found.letter
    return {
        "path": path,
        "as_of": letter.as_of,
        "time": letter.time,
        "by_day": letter.by_day,
        "units": [
            {
                "unit": one.unit,
                "name": report.unit,
                "duty": one.duty.id,
                "state": one.standing.state,
                "deadline": report.last_day,
                "days_late": report.days_late,
                "promised": report.promised,
            }
            for one, report in zip(found.overdue, letter.reports, strict=True)
        ],
        "left_out": [{"unit": one.unit, "duty": one.duty.id, "state": one.standing.state} for one in found.left_out],
    }


def _office_as_json(found: EscalationList, path: Path) -> dict[str, object]:
    return {
        "path": path,
        "as_of": found.as_of,
        "expected": found.expected,
        "received": found.received,
        "overdue": [_entry(one) for one in found.entries],
        "unreached": [_entry(one) for one in found.unreached],
    }


def _entry(one: EscalationEntry) -> dict[str, object]:
    return {
        "name": one.unit,
        "deadline": one.deadline,
        "days_late": one.days_late,
        "is_returned": one.is_returned,
        "notices": sum(notice.is_sent for notice in one.notices),
        "last_contact": one.last_contact,
        "promised": one.promise,
    }
