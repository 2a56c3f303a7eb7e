"""The record of a campaign as a page to keep, and whether a page that was kept still says what the ledger says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from documents.proof_page import facts_in, write_proof_page
from domain.errors import RuleBroken
from domain.lifecycle import Move
from notifications.messages import MESSAGE_NAMES
from services.proof_records import canonical, differences, digest, proof_record
from services.wording import MOVES, OUTCOMES, RUN_STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from services.proof_records import Facts

PROOF_NAME = "chung-minh.html"
# Why something counts as lost; `dondoc prove` says the same.
WHY = {
    "no_decision": "mốc đã đến mà không có quyết định nào",
    "no_message": "đã quyết định gửi mà không có thông báo trong hộp thư đi",
    "without_decision": "thông báo không dựa trên quyết định nào",
    "no_evidence": "ghi là đã gửi mà không có bằng chứng",
}
EVIDENCE = {
    "transport": "mã do máy chủ hoặc tổng đài cấp khi nhận",
    "journal": "bản sao tìm thấy trong sổ thư đã gửi",
    "person": "lời người nhận, do cán bộ ghi",
}
PARTS = {
    "as_of": "thời điểm tính",
    "audit_log": "chuỗi nhật ký",
    "campaign": "kế hoạch và thời gian",
    "count": "số mốc, quyết định, thông báo",
    "days_without": "ngày không có lượt chạy",
    "decisions": "quyết định và lý do",
    "deeds": "gia hạn, miễn, trả lại, hẹn ngày",
    "doubled": "thông báo gửi trùng",
    "dwell": "thời gian từ mốc đến khi gửi",
    "escalations": "báo cáo lên Văn phòng",
    "evidence": "bằng chứng đã gửi",
    "findings": "điều hệ thống tự kiểm tra đã thấy",
    "form": "mẫu hồ sơ",
    "holds": "yêu cầu giữ",
    "lost": "việc mất dấu",
    "messages": "thông báo theo loại và kênh",
    "possible_doubles": "thông báo có thể đã đến hai lần",
    "receipts": "phiếu tiếp nhận",
    "restorations": "khôi phục từ bản sao lưu",
    "rounds": "số lượt tự kiểm tra",
    "runs": "các lượt tổng hợp",
    "tiers": "số liệu theo cấp",
    "units": "kết quả của từng đơn vị",
    "unknown": "thông báo chưa rõ kết quả",
}
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "evidence": EVIDENCE,
        "messages": MESSAGE_NAMES,
        "moves": {move.value: MOVES[move] for move in Move},
        "outcomes": OUTCOMES,
        "run_states": {state.value: name for state, name in RUN_STATES.items()},
        "why": WHY,
    }
)
NO_RECORD = "Tệp {} không phải hồ sơ chứng minh do dondoc prove --html lập, hoặc đã bị cắt mất phần dữ liệu."


@dataclass(frozen=True, slots=True)
class Checked:
    """`sha256` is that of the record kept; `differs` names the parts that the ledger says otherwise, none if it is equal."""

    sha256: str
    as_of: str
    differs: tuple[str, ...]


def proof_page(session: Session, campaign: Campaign, *, as_of: datetime) -> Iterator[str]:
    """The page, piece by piece. The same ledger and the same moment give the same bytes."""
    facts = proof_record(session, campaign, as_of=as_of)
    return write_proof_page(facts, canonical(facts), digest(facts), words=WORDS)


def record_in(page: str, *, name: str) -> Facts:
    """The facts that a page was made of; refuses what is no such page."""
    text = facts_in(page)
    try:
        facts = json.loads(text or "")
    except ValueError:
        facts = None
    try:
        known = isinstance(facts, dict) and datetime.fromisoformat(facts["as_of"]).tzinfo is not None
    except (KeyError, TypeError, ValueError):
        known = False
    if not known:
        raise RuleBroken(NO_RECORD.format(name))
    return facts  # type: ignore[no-any-return]  # an object, as was seen


def check_record(session: Session, campaign: Campaign, kept: Facts, page: str) -> Checked:
    """Work the record out anew, for the moment it was made for, and hold it against what was kept."""
    found = proof_record(session, campaign, as_of=datetime.fromisoformat(kept["as_of"]))
    differs = [PARTS.get(part, part) for part in differences(kept, found)]
    again = "".join(write_proof_page(kept, canonical(kept), digest(kept), words=WORDS)) if not differs else page
    if again != page:
        differs.append("phần chữ của tệp: đã bị sửa sau khi lập")
    return Checked(digest(kept), str(kept["as_of"]), tuple(differs))
