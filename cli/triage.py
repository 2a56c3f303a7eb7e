"""`dondoc triage`: the mails that a person must look at, and what that person says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.actors import actor
from cli.finding_obligations import find_obligation
from cli.moments import looked_at, worked_at
from cli.options import USUAL, Actor, AsJson, AsOf, Circumstances, UnitName
from cli.printing import moment_text, print_json, print_table, say
from config import clock
from config.wiring import workplace
from database.queries.intakes import bounces
from database.queries.units import units_of
from documents.package import UnreadableReport
from domain.spelling import nfc
from services import triage
from services.submissions import Handed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.wiring import Workplace
    from database.models import IntakeFileRow, IntakeRow
    from domain.campaigns import Campaign
    from domain.plans import Duty
    from domain.units import Unit
    from services.triage import Waiting

SHOWN_BOUNCES = timedelta(days=30)

Number = Annotated[int, Parameter(name="SỐ", help="Số của thư đến, như trong dondoc triage list.")]


@dataclass(frozen=True, slots=True)
class ShownFile:
    number: int
    name: str
    kind: str
    size: int
    sha256: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownMail:
    """A mail that waits. `raw_sha256` is under what its bytes lie in the store."""

    intake: int
    arrived_at: datetime
    sender: str
    sender_name: str
    subject: str
    unit: str
    matched_by: str
    why: str
    note: str
    raw_sha256: str
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True)
class ShownBounce:
    """A letter of ours that came back, from which address."""

    intake: int
    arrived_at: datetime
    address: str
    status: str
    unit: str
    note: str


def list_waiting(*, as_of: AsOf = "", json: AsJson = False) -> None:
    place = workplace()
    campaign = place.campaigns()[0]
    since = looked_at(as_of, campaign) - SHOWN_BOUNCES
    with place.read() as session:
        mails = [_mail(one, campaign) for one in triage.waiting_for_triage(session)]
        letters = [_bounce(row, campaign) for row in bounces(session, since=since)]
    if json:
        print_json({"waiting": mails, "bounces": letters})
    else:
        _print(mails, letters)


def assign(
    number: Number,
    unit: UnitName,
    /,
    *,
    file: Annotated[int, Parameter(metavar="SỐ", help="Số của tệp trong thư; chỉ cần khi thư có nhiều tệp.")] = 0,
    how: Circumstances = USUAL,
) -> None:
    place = workplace()
    campaign = place.campaign(how.plan)
    now = worked_at(how.as_of, campaign)
    with place.read() as session:
        chosen = triage.chosen_file(session, number, number=file)
        found, obligation = find_obligation(session, campaign, unit, duty=how.duty, as_of=now)
        units = units_of(session, campaign.id)
    handed = replace(
        _handed(place, campaign, chosen, found, duty=obligation.duty, units=units), by=actor(how.by, place)
    )
    with place.begin() as session:
        row = triage.assign(session, campaign, number, handed, obligation_id=obligation.id, now=now)
    received_at = campaign.plan.calendar.local(row.received_at)
    if how.json:
        print_json({"intake": number, "receipt": row.receipt_number, "unit": found.code, "received_at": received_at})
    else:
        say(f"Phiếu tiếp nhận số {row.receipt_number}")
        say(f"{found.name}, nhận {moment_text(received_at)}; tệp {row.file_name}")


def dismiss(
    number: Number,
    /,
    *,
    why: Annotated[str, Parameter(name="--why", metavar="LÝ-DO", help="Vì sao thư không phải báo cáo.")],
    by: Actor = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    with place.begin() as session:
        row = triage.dismiss(session, number, why=nfc(why), who=actor(by, place), now=clock.now())
    if json:
        print_json({"intake": row.id, "state": row.state, "note": row.note})
    else:
        say(f"Thư đến số {row.id}: đã xem, không xử lý ({row.note}).")


def _handed(
    place: Workplace, campaign: Campaign, file: IntakeFileRow, unit: Unit, *, duty: Duty, units: Sequence[Unit]
) -> Handed:
    """The file as it was kept. One that does not open is taken on the word of the person who looked at it."""
    content = place.store.get(file.sha256)
    try:
        return place.reader.hand(content, name=file.file_name, plan=campaign.plan, unit=unit, duty=duty, units=units)
    except UnreadableReport as unreadable:
        return Handed(file_name=file.file_name, size=file.size, sha256=file.sha256, note=str(unreadable))


def _mail(one: Waiting, campaign: Campaign) -> ShownMail:
    row = one.row
    return ShownMail(
        intake=row.id,
        arrived_at=campaign.plan.calendar.local(row.arrived_at),
        sender=row.sender,
        sender_name=row.sender_name,
        subject=row.subject,
        unit=row.unit,
        matched_by=row.matched_by,
        why=row.why,
        note=row.note,
        raw_sha256=row.raw_sha256,
        files=tuple(
            ShownFile(file.number, file.file_name, file.kind, file.size, file.sha256, file.note) for file in one.files
        ),
    )


def _bounce(row: IntakeRow, campaign: Campaign) -> ShownBounce:
    arrived_at = campaign.plan.calendar.local(row.arrived_at)
    return ShownBounce(row.id, arrived_at, row.failed_address, row.failed_status, row.unit, row.note)


def _print(mails: Sequence[ShownMail], letters: Sequence[ShownBounce]) -> None:
    if not mails:
        say("Không có thư nào chờ phân loại.")
    for mail in mails:
        _print_mail(mail)
    if mails:
        say('Ghi nhận: dondoc triage assign SỐ ĐƠN-VỊ --by "họ tên"')
        say('Bỏ qua: dondoc triage dismiss SỐ --why "lý do" --by "họ tên"')
    if letters:
        say()
        rows = [(one.intake, moment_text(one.arrived_at), one.address, one.unit, one.note) for one in letters]
        print_table("Thư gửi đi bị trả lại", ("Số", "Lúc", "Địa chỉ", "Đơn vị", "Ghi chú"), rows)


def _print_mail(mail: ShownMail) -> None:
    sender, subject = mail.sender or "(không rõ)", mail.subject or "(không có tiêu đề)"
    say(f"{mail.intake}. {moment_text(mail.arrived_at)}, từ {sender}: {subject}")
    if mail.unit:
        say(f"   Đơn vị: {mail.unit}")
    say(f"   {mail.note}")
    for file in mail.files:
        say(f"   Tệp {file.number}: {file.name}{f' ({file.note})' if file.note else ''}")
    say()
