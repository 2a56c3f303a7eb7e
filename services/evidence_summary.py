"""Evidence in words: what the summary of a pack says of each thing that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.evidence_summary import DutySummary, EvidenceSummary
from documents.letterhead import Letterhead
from domain.calls import CALL_NAMES
from domain.channels import channel_name
from domain.letterhead import heading_under
from domain.obligations import Cause
from domain.outbox import MessageState
from domain.signals import FATE_NAMES, Fate
from domain.units import ContactRole
from domain.vietnamese_dates import day_text, moment_text
from notifications.wording import clause_name
from services.message_histories import STEP_NAMES
from services.wording import (
    AUDIENCES,
    FATES,
    MOVES,
    NAMED_DAYS,
    OUTCOMES,
    SENDING_WAYS,
    STAGES,
    check_line,
    notice_name,
    standing_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.evidence_summary import Row
    from domain.calls import Call
    from domain.plans import Plan
    from domain.units import Contact, UnitTree
    from services.case_files import CaseFile, FiledEvent, FiledVersion
    from services.evidence import (
        AttemptEvidence,
        DeadlineEvidence,
        DutyEvidence,
        Evidence,
        NoticeEvidence,
        SignalEvidence,
    )
    from services.explanations import Explained

_CAUSES = {Cause.OPENED: "theo Kế hoạch", Cause.EXTENDED: "gia hạn", Cause.RETURNED: "trả lại để bổ sung"}
_ROLES = {ContactRole.FOCAL: "đầu mối", ContactRole.STAFF: "cán bộ theo dõi", ContactRole.LEADER: "lãnh đạo"}
_ATTEMPTS = {
    "accepted": "đã nhận chuyển",
    "rejected": "từ chối",
    "deferred": "chưa nhận, gửi lại sau",
    "ambiguous": "không rõ đã nhận hay chưa",
}
# What keeps these from going out is the program's own word; of what was refused, the transport has said why.
_WAITING = (MessageState.QUEUED, MessageState.HELD)
_NO_DUTY = " Đơn vị không có nhiệm vụ báo cáo trong Kế hoạch."


def evidence_summary(found: Evidence, plan: Plan, units: UnitTree, *, remarks: Sequence[str]) -> EvidenceSummary:
    """The board makes it. It is no document of its own to be signed, so it has no number."""
    board = units[plan.bodies.coordinator]
    head = heading_under(plan, board, units.superior_of(board.code))
    day = found.as_of.date()
    return EvidenceSummary(
        letterhead=Letterhead(head.superior, head.issuer, "", head.place, day),
        abstract=f"theo dõi việc gửi {found.task} của {found.unit.name}, tính đến ngày {day_text(day)}",
        introduction=(
            f"Hồ sơ ghi lại những gì hệ thống theo dõi của {board.name} đã lưu về {found.unit.name} khi thực hiện "
            f"{found.plan}: hạn nộp, thông báo đã gửi, lần không gửi và lý do, bản nộp, việc đã làm.{'' if found.duties else _NO_DUTY}"
        ),
        contacts=tuple(map(_contact, found.contacts)),
        duties=tuple(map(_duty, found.duties)),
        remarks=tuple(remarks),
    )


def _contact(one: Contact) -> Row:
    return one.name, _ROLES[one.role], one.address, one.phone


def _duty(one: DutyEvidence) -> DutySummary:
    case = one.case
    return DutySummary(
        title=case.duty_name,
        facts=_facts(one, case),
        deadlines=tuple(map(_deadline, one.deadlines)),
        notices=tuple(map(_notice, one.notices)),
        silences=tuple(map(_silence, one.silences)),
        told=tuple(map(_told, one.told)),
        versions=tuple(map(_version, case.versions)),
        events=tuple(map(_event, case.events)),
        calls=tuple(map(_call, case.calls)),
    )


def _facts(one: DutyEvidence, case: CaseFile) -> tuple[Row, ...]:
    standing = standing_text(case.state, is_overdue=case.is_overdue, days_late=case.days_late)
    promised = (("Ngày hẹn nộp", day_text(case.promised)),) if case.promised else ()
    return (
        ("Tình trạng", f"{_capitalised(STAGES[case.stage])} ({standing})"),
        ("Hạn đang áp dụng", f"hết ngày {day_text(case.deadline)}"),
        *promised,
        ("Căn cứ", _capitalised(clause_name(one.clause))),
        ("Nơi nhận", one.addressee),
    )


def _deadline(one: DeadlineEvidence) -> Row:
    quote = f": “{one.quote}”" if one.quote else ""
    assumed = " (mốc tạm xác định)" if one.is_assumed else ""
    approver = f"\n{one.approver}" if one.approver else ""
    based = f"{_capitalised(clause_name(one.rests_on))}{quote}{assumed}{approver}"
    return str(one.number), day_text(one.deadline), _CAUSES[one.cause], based, moment_text(one.since)


def _notice(one: NoticeEvidence) -> Row:
    outcome = FATE_NAMES[Fate(one.fate)]
    return (
        moment_text(one.sent_at or one.decided_at),
        notice_name(one.message, one.rung),
        f"{one.recipient_name}\n{channel_name(one.channel)}: {one.address}",
        f"{outcome}: {one.reason}" if one.state in _WAITING else outcome,
        "\n".join((*(_attempt(each, one.transport_id) for each in one.attempts), *map(_heard, one.signals)))
        or "Chưa gửi lần nào",
    )


def _attempt(one: AttemptEvidence, transport_id: str) -> str:
    said = " ".join(filter(None, (one.code, one.detail))) or (transport_id if one.outcome == "accepted" else "")
    return f"{moment_text(one.at)}: {_ATTEMPTS.get(one.outcome, one.outcome)}{f' ({said})' if said else ''}"


def _heard(one: SignalEvidence) -> str:
    return f"{moment_text(one.at)}: {STEP_NAMES[one.kind]}{f' ({one.detail})' if one.detail else ''}"


def _silence(one: Explained) -> Row:
    return (
        moment_text(one.at),
        notice_name(one.message, one.rung),
        AUDIENCES.get(one.audience, one.audience),
        OUTCOMES.get(one.outcome, one.outcome),
        one.reason,
    )


def _told(one: Explained) -> Row:
    return (
        moment_text(one.sent_at or one.at),
        notice_name(one.message, one.rung),
        AUDIENCES.get(one.audience, one.audience),
    )


def _version(one: FiledVersion) -> Row:
    number = f"Số {one.document_number}" if one.document_number else "Không ghi số"
    file = f"{one.file_name}\n{one.sha256}" if one.sha256 else f"Không kèm tệp ({SENDING_WAYS[one.sending_way]})"
    return (
        str(one.number),
        f"{moment_text(one.received_at)}\n{one.receipt}",
        f"{number}\n{file}",
        _capitalised(check_line(one.check, one.note)),
        _capitalised(FATES[one.fate]),
    )


def _event(one: FiledEvent) -> Row:
    day = NAMED_DAYS[one.move].format(day_text(one.day)) if one.day and one.move in NAMED_DAYS else ""
    what = f"{_capitalised(MOVES[one.move])}{f' ({day})' if day else ''}"
    document = f"văn bản số {one.document_number}" if one.document_number else ""
    return moment_text(one.at), what, one.by, "; ".join(filter(None, (one.reason, document)))


def _call(one: Call) -> Row:
    result = CALL_NAMES[one.result]
    day = f" {day_text(one.day)}" if one.day else ""
    return moment_text(one.at), one.who, one.number, f"{_capitalised(result)}{day}", one.note


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
