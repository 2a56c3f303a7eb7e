"""The evidence pack of a unit: one zip with the summary, the same as data, the letters, the reports and their receipts."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from database.queries.evidence import payloads_of
from database.queries.submissions import submissions_of
from database.queries.units import units_of
from documents.evidence_summary import write_evidence_summary
from documents.zip_files import zip_of
from domain.channels import EMAIL
from domain.errors import RuleBroken
from domain.units import UnitTree
from domain.vietnamese_dates import moment_text
from notifications.mailbox.enclosures import safe_name
from services.evidence import evidence
from services.evidence_summary import evidence_summary
from services.receipts import receipt_slip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.store import Store
    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.case_files import FiledVersion
    from services.evidence import DutyEvidence, Evidence, NoticeEvidence

SUMMARY, DATA, MANIFEST = "ho-so.docx", "ho-so.json", "MANIFEST.txt"
LETTERS, REPORTS, RECEIPTS = "thu", "ban-nop", "phieu-tiep-nhan"
# Old programs that unpack a zip garble Vietnamese, and a manifest must find its files: plain letters alone.
_UNSAFE = re.compile(r"[^A-Za-z0-9._()-]")
_D = str.maketrans("đĐ", "dD")
_UNNAMED = "tep"


@dataclass(slots=True)
class EvidencePack:
    """`files` are by their names in the zip, `remarks` what is wanting in them."""

    found: Evidence
    files: dict[str, bytes] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    content: bytes = b""


def evidence_pack(session: Session, campaign: Campaign, store: Store, unit: Unit, *, as_of: datetime) -> EvidencePack:
    """All that is known of the unit at a moment, and nothing later. Refuses a moment before the campaign opened."""
    local = campaign.plan.calendar.local
    if as_of < campaign.opened_at:
        raise RuleBroken(
            f"Lúc {moment_text(local(as_of))} đợt chưa mở nên chưa có hồ sơ; đợt mở lúc {moment_text(local(campaign.opened_at))}."
        )
    pack = EvidencePack(evidence(session, campaign, unit, as_of=as_of))
    letters = _add_letters(session, pack)
    _add_receipts(session, campaign, pack)
    _add_reports(store, pack)
    units = UnitTree(units_of(session, campaign.id))
    summary = evidence_summary(pack.found, campaign.plan, units, remarks=pack.remarks)
    head = {SUMMARY: write_evidence_summary(summary), DATA: _as_json(pack, letters)}
    pack.files = {**head, **dict(sorted(pack.files.items()))}
    pack.files[MANIFEST] = _manifest(pack.files)
    pack.content = zip_of(pack.files)
    return pack


def _add_letters(session: Session, pack: EvidencePack) -> dict[int, str]:
    """The bytes of every message that went, or may have gone. Returns their names, by message."""
    gone = [one for duty in pack.found.duties for one in duty.notices if one.has_gone]
    gone.sort(key=lambda one: (one.sent_at or one.decided_at, one.outbox_id))
    payloads = payloads_of(session, [one.outbox_id for one in gone])
    names: dict[int, str] = {}
    for number, one in enumerate(gone, start=1):
        if one.outbox_id in payloads:
            names[one.outbox_id] = _letter_name(number, one)
            pack.files[names[one.outbox_id]] = payloads[one.outbox_id]
        else:
            pack.remarks.append(f"Không còn lưu nội dung thông báo “{one.message}” gửi {one.address}.")
    return names


def _letter_name(number: int, one: NoticeEvidence) -> str:
    day = (one.sent_at or one.decided_at).date()
    kind = "eml" if one.channel == EMAIL else "json"  # what went over the wire: a mail, or what a service was told
    return f"{LETTERS}/{number:03d}-{day}-{file_part(one.message)}.{kind}"


def _add_receipts(session: Session, campaign: Campaign, pack: EvidencePack) -> None:
    for duty in pack.found.duties:
        rows = {row.number: row for row in submissions_of(session, duty.obligation_id)}
        for one in duty.case.versions:
            slip = receipt_slip(session, campaign, rows[one.number], as_of=pack.found.as_of)
            pack.files[_receipt_name(duty, one)] = slip


def _add_reports(store: Store, pack: EvidencePack) -> None:
    """Every version as it was handed in; what the store no longer has, or has otherwise, is remarked upon."""
    for duty in pack.found.duties:
        for one in filter(_has_file, duty.case.versions):
            content = _kept(store, one.sha256)
            if content is None:
                what = f"Bản nộp lần {one.number} ({one.file_name}, SHA-256 {one.sha256})"
                pack.remarks.append(f"{what}: tệp không còn trong kho hoặc không còn đúng như lúc nhận.")
            else:
                pack.files[_report_name(duty, one)] = content
            _add_annexes(store, pack, duty, one)


def _add_annexes(store: Store, pack: EvidencePack, duty: DutyEvidence, version: FiledVersion) -> None:
    for number, annex in enumerate(version.annexes, 1):
        content = _kept(store, annex.sha256)
        if content is None:
            what = f"Phụ lục {number} của bản nộp lần {version.number} ({annex.file_name}, SHA-256 {annex.sha256})"
            pack.remarks.append(f"{what}: tệp không còn trong kho hoặc không còn đúng như lúc nhận.")
        else:
            name = f"{file_part(duty.case.duty)}-lan-{version.number}-phu-luc-{number}-{file_part(annex.file_name)}"
            pack.files[f"{REPORTS}/{name}"] = content


def _has_file(one: FiledVersion) -> bool:
    return bool(one.sha256)


def _kept(store: Store, sha256: str) -> bytes | None:
    try:
        content = store.get(sha256)
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _report_name(duty: DutyEvidence, one: FiledVersion) -> str:
    return f"{REPORTS}/{file_part(duty.case.duty)}-lan-{one.number}-{file_part(one.file_name)}"


def _receipt_name(duty: DutyEvidence, one: FiledVersion) -> str:
    return f"{RECEIPTS}/{file_part(duty.case.duty)}-lan-{one.number}.docx"


def file_part(name: str) -> str:
    """A part of a file's name without marks, which leads to no other folder and which every file system takes."""
    letters = unicodedata.normalize("NFKD", safe_name(name).translate(_D))
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return _UNSAFE.sub("_", "-".join(plain.split())).strip(".") or _UNNAMED


def _manifest(files: Mapping[str, bytes]) -> bytes:
    """A line for each file, as `sha256sum --check` reads it."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()


def _as_json(pack: EvidencePack, letters: Mapping[int, str]) -> bytes:
    found = pack.found
    data = {
        "plan": found.plan_number,
        "unit": found.unit.code,
        "name": found.unit.name,
        "as_of": found.as_of,
        "contacts": [
            {"name": one.name, "role": one.role, "channel": one.channel, "address": one.address, "phone": one.phone}
            for one in found.contacts
        ],
        "duties": [_duty_as_json(one, pack, letters) for one in found.duties],
        "remarks": pack.remarks,
    }
    return (json.dumps(data, ensure_ascii=False, indent=2, default=_iso) + "\n").encode()


def _duty_as_json(duty: DutyEvidence, pack: EvidencePack, letters: Mapping[int, str]) -> dict[str, Any]:
    case = duty.case
    return {
        "duty": case.duty,
        "name": case.duty_name,
        "clause": duty.clause,
        "addressee": duty.addressee,
        "stage": case.stage,
        "state": case.state,
        "is_overdue": case.is_overdue,
        "days_late": case.days_late,
        "deadline": case.deadline,
        "promised": case.promised,
        "deadlines": [asdict(one) for one in duty.deadlines],
        "notices": [_notice_as_json(one, letters) for one in duty.notices],
        "told": [asdict(one) for one in duty.told],
        "silences": [asdict(one) for one in duty.silences],
        "versions": [_version_as_json(one, duty, pack) for one in case.versions],
        "events": [asdict(one) for one in case.events],
        "calls": [asdict(one) for one in case.calls],
    }


def _notice_as_json(one: NoticeEvidence, letters: Mapping[int, str]) -> dict[str, Any]:
    """The place of a message in the database is no fact about the unit."""
    facts = {name: value for name, value in asdict(one).items() if name != "outbox_id"}
    return {**facts, "file": letters.get(one.outbox_id, "")}


def _version_as_json(one: FiledVersion, duty: DutyEvidence, pack: EvidencePack) -> dict[str, Any]:
    name = _report_name(duty, one)
    return {**asdict(one), "file": name if name in pack.files else "", "receipt_file": _receipt_name(duty, one)}


def _iso(value: date) -> str:
    """Days and moments, the only values here that JSON does not know."""
    return value.isoformat()
