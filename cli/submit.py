"""`dondoc submit`: register a report that a unit handed in, as a file, on paper or by the document system."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_obligations import find_obligation
from cli.options import Actor, AsJson, DutyName, PlanName, UnitName
from cli.printing import moment_text, print_json, say
from cli.receipt_slips import SlipFile, check_slip_file
from cli.report_files import read_report_file
from cli.showing_case_files import finding_text
from config import clock
from config.receiving import received_on, registered_on
from config.wiring import workplace
from database.queries.units import units_of
from domain.errors import RuleBroken, UsageError
from domain.spelling import nfc
from domain.submissions import SendingWay
from services.receipts import receipt_slip
from services.standings import obligations_at
from services.submissions import Handed
from services.submissions import submit as submit_report
from services.wording import NO_FILE, SENDING_WAYS, check_line

if TYPE_CHECKING:
    from database.models import SubmissionRow
    from domain.campaigns import Campaign
    from domain.units import Unit

WAYS = {"file": SendingWay.FILE, "paper": SendingWay.PAPER, "document-system": SendingWay.DOCUMENT_SYSTEM}


def submit(
    unit: UnitName,
    file: Annotated[
        Path | None,
        Parameter(
            name="TỆP", help="Tệp báo cáo (.docx, .doc, .pdf, .odt, .rtf) hoặc bản chụp; văn bản giấy có thể bỏ trống."
        ),
    ] = None,
    /,
    *,
    number: Annotated[str, Parameter(metavar="SỐ", help="Số văn bản của báo cáo, ví dụ 123-BC/HU.")] = "",
    on: Annotated[str, Parameter(metavar="NGÀY", help="Ngày nhận (2022-08-18); bỏ trống là bây giờ.")] = "",
    way: Annotated[
        str,
        Parameter(
            metavar="CÁCH", help="Đến bằng cách nào: file (tệp), paper (giấy), document-system (hệ thống văn bản)."
        ),
    ] = "file",
    receipt: SlipFile = None,
    duty: DutyName = "",
    by: Actor = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    check_slip_file(receipt)
    sending_way = _way(way, file)
    content = b"" if file is None else read_report_file(file)
    place = workplace()
    campaign = place.campaign(plan)
    now = clock.now()
    received_at = received_on(on, campaign, now)
    with place.read() as session:
        found, obligation = find_obligation(session, campaign, unit, duty=duty, as_of=received_at)
        units = units_of(session, campaign.id)
    read = (
        Handed(note=NO_FILE[sending_way])
        if file is None
        else place.reader.hand(
            content,
            name=file.name,
            plan=campaign.plan,
            unit=found,
            duty=obligation.duty,
            units=units,
            received=campaign.local_day(received_at),
        )
    )
    handed = replace(read, document_number=nfc(number).strip(), sending_way=sending_way, by=actor(by, place))
    with place.begin() as session:
        registered_at = registered_on(received_at, campaign, now)
        row = submit_report(session, campaign, obligation.id, handed, received_at=received_at, now=registered_at)
        after = obligations_at(session, campaign, as_of=received_at, only=[obligation.id])[0]
        slip = receipt_slip(session, campaign, row) if receipt is not None else b""
        printed = _as_json(row, found, handed, campaign, days_late=after.standing.days_late)
    if json:
        print_json(printed)
    else:
        _print(printed, found, handed)
    if receipt is not None:
        _write_slip(receipt, slip, found)


def _way(way: str, file: Path | None) -> SendingWay:
    if way not in WAYS:
        raise UsageError(f"Không có cách gửi “{way}”; hãy ghi một trong: {', '.join(WAYS)}.")
    if file is None and not WAYS[way].may_lack_file:
        raise UsageError(
            "Thiếu tệp báo cáo. Nếu báo cáo đến bằng văn bản giấy mà không có bản chụp, hãy ghi --way paper và số văn bản "
            "(--number); qua hệ thống văn bản thì ghi --way document-system."
        )
    return WAYS[way]


def _as_json(row: SubmissionRow, unit: Unit, handed: Handed, campaign: Campaign, *, days_late: int) -> dict[str, Any]:
    return {
        "receipt": row.receipt_number,
        "unit": unit.code,
        "received_at": campaign.plan.calendar.local(row.received_at),
        "days_late": days_late,
        "sha256": handed.sha256,
        "kind": handed.kind,
        "note": handed.note,
        "check": handed.check,
    }


def _print(printed: dict[str, Any], unit: Unit, handed: Handed) -> None:
    late = printed["days_late"]
    say(f"Phiếu tiếp nhận số {printed['receipt']}")
    say(f"{unit.name}, nhận {moment_text(printed['received_at'])}; {f'chậm {late} ngày' if late else 'đúng hạn'}")
    if handed.file_name:
        say(f"Tệp {handed.file_name}, SHA-256 {handed.sha256}")
        say(f"Đối chiếu đề cương: {check_line(handed.check, handed.note)}.", hang=2)
    else:
        say(f"Văn bản số {handed.document_number} ({SENDING_WAYS[handed.sending_way]}). {handed.note}")
    for finding in handed.check.findings if handed.check else ():
        say(f"  - {finding_text(finding)}", hang=4)


def _write_slip(path: Path, slip: bytes, unit: Unit) -> None:
    """The report is on record by now, whatever becomes of the page."""
    try:
        path.write_bytes(slip)
    except OSError as failure:
        raise RuleBroken(
            f"Báo cáo đã được ghi nhận, nhưng chưa ghi được phiếu tiếp nhận vào {path} ({failure.strerror}). "
            f"Hãy ghi phiếu vào chỗ khác: dondoc review show {unit.code} --receipt TỆP",
        ) from failure
