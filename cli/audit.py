"""`dondoc audit`: the audit log, and whether anybody tampered with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson
from cli.printing import moment_text, print_json, print_table, say
from config import clock
from config.wiring import workplace
from database.queries.audit_log import find_entries
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.spelling import nfc
from services.audit_log import verify as verify_chain
from services.wording_of_actions import ACTIONS

if TYPE_CHECKING:
    from config.wiring import Workplace
    from database.models import AuditEntryRow

BROKEN = "Chuỗi nhật ký bị đứt ở mục {}: {}. Hãy giữ nguyên máy, sao lại cơ sở dữ liệu, và báo người phụ trách an toàn thông tin."
Words = Annotated[
    str, Parameter(name="--find", metavar="CHỮ", help="Chỉ những mục có chữ này (người, việc về ai, chi tiết).")
]
Most = Annotated[int, Parameter(name="--last", metavar="SỐ", help="Bao nhiêu mục mới nhất, mặc định 50.")]


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
