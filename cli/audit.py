"""`dondoc audit`: what the auditor finds; the audit log, and whether anybody tampered with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson, PlanName
from cli.printing import moment_text, print_json, print_table, say
from config import clock
from config.wiring import workplace
from database.queries.audit_log import find_entries
from database.queries.units import unit_names
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.spelling import nfc
from domain.vietnamese_dates import day_text
from services.audit import audit
from services.audit_log import verify as verify_chain
from services.audit_rounds import dated
from services.wording_of_actions import ACTIONS
from services.wording_of_flaws import flaw_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.wiring import Workplace
    from database.models import AuditEntryRow
    from services.audit_rounds import Finding

BROKEN = "Chuỗi nhật ký bị đứt ở mục {}: {}. Hãy giữ nguyên máy, sao lại cơ sở dữ liệu, và báo người phụ trách an toàn thông tin."
Words = Annotated[
    str, Parameter(name="--find", metavar="CHỮ", help="Chỉ những mục có chữ này (người, việc về ai, chi tiết).")
]
Most = Annotated[int, Parameter(name="--last", metavar="SỐ", help="Bao nhiêu mục mới nhất, mặc định 50.")]


def findings(*, plan: PlanName = "", json: AsJson = False) -> None:
    """Looked for anew: who has just mended something sees it gone."""
    place = workplace()
    campaign = place.campaign(plan)
    now = clock.now()
    with place.read() as session:
        found = dated(session, campaign, audit(session, campaign, now=now), now=now)
        names = unit_names(session, campaign.id, {one.flaw.unit for one in found if one.flaw.unit})
    if json:
        print_json({"as_of": now, "findings": [_finding(one, names) for one in found]})
        return
    if not found:
        say("Hệ thống tự kiểm tra và không thấy điều gì bất thường.")
        return
    print_table(
        f"{len(found)} điều cần xem",
        ("Từ ngày", "Đơn vị", "Điều thấy", "Cần làm"),
        [
            (_since(one), names.get(one.flaw.unit, one.flaw.unit) or "cả đợt", one.flaw.text, flaw_step(one.flaw))
            for one in sorted(found, key=lambda one: (not one.is_new, one.since))
        ],
    )


def _since(one: Finding) -> str:
    return "mới" if one.is_new else day_text(one.since.date())


def _finding(one: Finding, names: Mapping[str, str]) -> dict[str, object]:
    """The documented shape: as under `day`, with the name, since when, and whether it is new today."""
    flaw = one.flaw
    return {
        "code": flaw.code,
        "subject": flaw.subject,
        "text": flaw.text,
        "unit": flaw.unit,
        "name": names.get(flaw.unit, ""),
        "message": flaw.message,
        "since": one.since,
        "is_new": one.is_new,
        "step": flaw_step(flaw),
    }


def verify(*, json: AsJson = False) -> None:
    with _ready().read() as session:
        count, broken = verify_chain(session)
    if json:
        print_json(
            {
                "entries": count,
                "is_whole": broken is None,
                "broken_at": broken.entry_id if broken else None,
                "what": broken.what if broken else "",
            }
        )
    if broken is not None:
        raise RuleBroken(BROKEN.format(broken.entry_id, broken.what))
    if not json:
        say(f"Chuỗi nhật ký nguyên vẹn: {count} mục, không mục nào bị sửa, xóa hay chèn.")


def show(*, find: Words = "", last: Most = 50, json: AsJson = False) -> None:
    with _ready().read() as session:
        found, total = find_entries(session, words=nfc(find.strip()), limit=max(1, last))
    if json:
        print_json({"total": total, "entries": [_as_json(row) for row in found]})
        return
    print_table(
        f"{len(found)} trong {total} mục của nhật ký, mới nhất trước",
        ("Mục", "Thời điểm", "Người làm", "Việc", "Về", "Chi tiết"),
        [
            (
                row.id,
                moment_text(clock.in_viet_nam(row.at)),
                row.who,
                _named(row.action),
                row.about,
                row.detail if row.detail != "{}" else "",
            )
            for row in found
        ],
    )


def _ready() -> Workplace:
    place = workplace()
    place.prepare()
    return place


def _named(action: str) -> str:
    return ACTIONS[Action(action)] if action in set(Action) else action


def _as_json(row: AuditEntryRow) -> dict[str, object]:
    return {
        "id": row.id,
        "at": row.at,
        "who": row.who,
        "role": row.role,
        "action": row.action,
        "about": row.about,
        "detail": row.detail,
        "hash": row.hash,
    }
