"""`dondoc transmit`: register that the coordinator's own report was sent on, with the number and the day of its letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_obligations import meant
from cli.moments import worked_at
from cli.options import ActedOn, Actor, AsJson, DutyName, PlanName
from cli.printing import day_text, print_json, say
from cli.report_files import read_report_file
from config import clock
from config.receiving import received_on, registered_on
from config.wiring import workplace
from database.queries.units import units_of
from domain.errors import UsageError
from domain.spelling import nfc
from services.standings import obligations_at
from services.transmittals import draft_of, sendable
from services.transmittals import transmit as register_transmittal

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.standings import Obligation
    from services.submissions import Handed

NEEDS_BOTH = (
    "Ghi nhận việc gửi phải có cả số (--number) và ngày (--on) của tờ trình hoặc công văn gửi đi, "
    "ví dụ: dondoc transmit bao-cao.docx --number 45-TTr/BTGTU --on 2022-09-21"
)
NEEDS_FILE = "Hãy ghi tệp báo cáo đã gửi; nếu gửi đúng dự thảo của một lượt tổng hợp, không sửa gì, thì ghi --run SỐ."


def transmit(
    file: Annotated[
        Path | None,
        Parameter(
            name="TỆP", help="Tệp báo cáo đã gửi (.docx); bỏ trống được khi gửi đúng dự thảo của một lượt (--run)."
        ),
    ] = None,
    /,
    *,
    number: Annotated[str, Parameter(metavar="SỐ", help="Số tờ trình hoặc công văn, ví dụ 45-TTr/BTGTU.")] = "",
    on: Annotated[str, Parameter(metavar="NGÀY", help="Ngày gửi (2022-09-21).")] = "",
    run: Annotated[int | None, Parameter(metavar="LƯỢT", help="Dự thảo từ lượt tổng hợp nào.")] = None,
    duty: DutyName = "",
    by: Actor = "",
    as_of: ActedOn = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    if not number.strip() or not on.strip():
        raise UsageError(NEEDS_BOTH)
    if file is None and run is None:
        raise UsageError(NEEDS_FILE)
    content = b"" if file is None else read_report_file(file)
    place = workplace()
    campaign = place.campaign(plan)
    now = worked_at(as_of, campaign) if as_of else clock.now()
    sent_at = received_on(on, campaign, now, verb="gửi")
    obligation, units = _own(place, campaign, duty=duty, as_of=sent_at)
    name = "" if file is None else file.name
    if file is None and run is not None:
        name, content = _draft(place, campaign, run, unit=obligation.unit)
    read = place.reader.hand(
        content,
        name=name,
        plan=campaign.plan,
        unit=units[obligation.unit],
        duty=obligation.duty,
        units=units.values(),
        received=campaign.local_day(sent_at),
    )
    handed = replace(read, document_number=nfc(number).strip(), by=actor(by, place))
    printed = _register(place, campaign, obligation, handed, run=run, sent_at=sent_at, now=now)
    if json:
        print_json(printed)
    else:
        _print(printed, obligation, units[obligation.unit])


def _own(place: Workplace, campaign: Campaign, *, duty: str, as_of: datetime) -> tuple[Obligation, dict[str, Unit]]:
    """The coordinator's own duty, and the units by code."""
    with place.read() as session:
        units = {one.code: one for one in units_of(session, campaign.id)}
        everything = obligations_at(session, campaign, as_of=as_of)
    owed = [one for one in everything if campaign.plan.is_transmitted(one.unit, one.duty)]
    return meant(owed, units[campaign.plan.bodies.coordinator], duty=duty, plan=campaign.plan), units


def _draft(place: Workplace, campaign: Campaign, run: int, *, unit: str) -> tuple[str, bytes]:
    with place.read() as session:
        name, sha256 = draft_of(sendable(session, campaign, run, unit=unit))
    return name, place.store.get(sha256)


def _register(
    place: Workplace,
    campaign: Campaign,
    obligation: Obligation,
    handed: Handed,
    *,
    run: int | None,
    sent_at: datetime,
    now: datetime,
) -> dict[str, Any]:
    registered_at = registered_on(sent_at, campaign, now)
    with place.begin() as session:
        row = register_transmittal(
            session, campaign, obligation.id, handed, sent_at=sent_at, now=registered_at, run_id=run
        )
        after = obligations_at(session, campaign, as_of=sent_at, only=[obligation.id])[0]
        return {
            "receipt": row.receipt_number,
            "unit": obligation.unit,
            "number": row.document_number,
            "sent_at": campaign.plan.calendar.local(row.received_at),
            "days_late": after.standing.days_late,
            "file_name": row.file_name,
            "sha256": row.sha256,
            "run": run,
        }


def _print(printed: dict[str, Any], obligation: Obligation, unit: Unit) -> None:
    duty, late = obligation.duty, printed["days_late"]
    via = f" (qua {duty.via})" if duty.via else ""
    say(
        f"Đã ghi nhận: {unit.name} gửi báo cáo tới {duty.addressee}{via}, văn bản số {printed['number']} ngày "
        f"{day_text(printed['sent_at'])}; {f'chậm {late} ngày' if late else 'đúng hạn'}.",
        hang=2,
    )
    say(f"Phiếu tiếp nhận số {printed['receipt']}; tệp {printed['file_name']}, SHA-256 {printed['sha256']}")
