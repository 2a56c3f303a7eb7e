"""`dondoc submit`: register a report that a unit handed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.finding_units import find_unit
from cli.options import AsJson, PlanName, UnitName
from cli.printing import day_text, moment_text, print_json, say
from config import clock
from config.wiring import workplace
from documents.opening import open_report
from domain.errors import RuleBroken
from domain.schedule import last_day
from domain.spelling import nfc
from services.standings import obligations_at
from services.submissions import Handed
from services.submissions import submit as submit_report

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.standings import Obligation


def submit(
    unit: UnitName,
    file: Annotated[Path, Parameter(name="TỆP", help="Tệp báo cáo (.docx, .doc, .pdf, .odt, .rtf).")],
    /,
    *,
    number: Annotated[str, Parameter(metavar="SỐ", help="Số văn bản của báo cáo, ví dụ 123-BC/HU.")] = "",
    on: Annotated[str, Parameter(metavar="NGÀY", help="Ngày nhận (2022-08-18); bỏ trống là bây giờ.")] = "",
    duty: Annotated[str, Parameter(metavar="MÃ", help="Mã nhiệm vụ; chỉ cần khi đơn vị có nhiều nhiệm vụ.")] = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    content = _read(file)
    open_report(content, name=file.name)
    place = workplace()
    campaign = place.campaign(plan)
    now = clock.now()
    received_at = _received_at(on, campaign, now)
    with place.begin() as session:
        found = find_unit(session, campaign, unit)
        obligation = _obligation(session, campaign, found, duty=duty, as_of=received_at)
        handed = Handed(
            file_name=nfc(file.name),
            size=len(content),
            sha256=place.store.put(content),
            document_number=nfc(number),
        )
        registered_at = _registered_at(received_at, campaign, now)
        row = submit_report(session, campaign, obligation.id, handed, received_at=received_at, now=registered_at)
        after = obligations_at(session, campaign, as_of=received_at, only=[obligation.id])[0]
        receipt = {
            "receipt": row.receipt_number,
            "unit": found.code,
            "received_at": campaign.plan.calendar.local(received_at),
            "days_late": after.standing.days_late,
            "sha256": handed.sha256,
        }
    if json:
        print_json(receipt)
    else:
        _print(receipt, found, handed)


def _print(receipt: dict[str, Any], unit: Unit, handed: Handed) -> None:
    late = receipt["days_late"]
    say(f"Phiếu tiếp nhận số {receipt['receipt']}")
    say(f"{unit.name}, nhận {moment_text(receipt['received_at'])}; {f'chậm {late} ngày' if late else 'đúng hạn'}")
    say(f"Tệp {handed.file_name}, SHA-256 {handed.sha256}")


def _read(file: Path) -> bytes:
    if file.is_dir():
        raise RuleBroken(f"{file} là một thư mục; hãy ghi đường dẫn của tệp báo cáo.")
    if not file.is_file():
        raise RuleBroken(f"Không tìm thấy tệp {file}; hãy kiểm tra lại đường dẫn.")
    return file.read_bytes()


def _received_at(on: str, campaign: Campaign, now: datetime) -> datetime:
    """A day alone counts from the opening of the office, so that the same morning's run already knows of it."""
    calendar = campaign.plan.calendar
    received_at = clock.start_of_work(on, calendar) if on else now
    day = campaign.local_day(received_at)
    if day > campaign.local_day(now):
        raise RuleBroken(f"Ngày nhận {on} ở tương lai; hãy ghi ngày thực nhận.")
    if day > last_day(campaign.plan):
        raise RuleBroken(
            f"Ngày nhận {day_text(day)} quá xa ngày kết thúc đợt ({day_text(campaign.plan.closes)}): chỉ ghi nhận được đến "
            f"hết ngày {day_text(last_day(campaign.plan))}. Hãy ghi ngày thực nhận bằng --on, ví dụ --on 2022-08-18.",
        )
    if not on:
        return now
    calendar.check(day)
    if day == campaign.local_day(campaign.opened_at):
        received_at = max(received_at, campaign.opened_at)
    return min(received_at, now)


def _registered_at(received_at: datetime, campaign: Campaign, now: datetime) -> datetime:
    """Now; but who enters the reports of a campaign that is over relives it, and each counts as registered when it came."""
    return now if campaign.local_day(now) <= last_day(campaign.plan) else received_at


def _obligation(session: Session, campaign: Campaign, unit: Unit, *, duty: str, as_of: datetime) -> Obligation:
    owed = [one for one in obligations_at(session, campaign, as_of=as_of) if one.unit == unit.code]
    if not owed:
        raise RuleBroken(f"{unit.name} không có nhiệm vụ báo cáo trong kế hoạch {campaign.plan.identity.number}.")
    meant = [one for one in owed if duty in ("", one.duty.id)]
    if len(meant) != 1:
        known = "\n".join(f"  {one.duty.id:<10} {one.duty.name}" for one in owed)
        raise RuleBroken(f"Hãy chọn một nhiệm vụ của {unit.name} bằng --duty:\n{known}")
    return meant[0]
