"""What states and outcomes are called in Vietnamese, wherever people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.consolidation import RunState
from domain.lifecycle import Move, Stage
from domain.obligations import State
from domain.outline_check import SectionState
from domain.rung_names import rung_text
from domain.submissions import SendingWay
from notifications.messages import MESSAGE_NAMES
from services.case_files import Fate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.outline_check import OutlineCheck

MOST_NUMBERS = 5  # sections that one line names

STATES = {
    State.EXPECTED: "chưa đến hạn",
    State.ON_TIME: "đúng hạn",
    State.LATE: "chậm",
    State.OVERDUE: "quá hạn",
    State.RETURNED: "trả lại",
    State.EXEMPT: "được miễn",
}
OUTCOMES = {
    "sent": "đã gửi",
    "queued": "chờ gửi",
    "held": "tạm giữ",
    "sending": "đang gửi",
    "failed": "bị từ chối",
    "unknown": "chưa rõ kết quả",
    "superseded": "được thay thế",
    "already_submitted": "đã nộp",
    "promised": "đã hẹn ngày",
    "no_channel": "không có kênh",
    "unreached": "chưa liên lạc được",
    "not_owed": "không phải nộp",
    "send": "gửi",
}
# Why nothing went out, or why what went out did not arrive: outcomes of decisions, and ends of messages.
NOT_SENT = {
    "superseded": "mốc sau thay thế",
    "already_submitted": "đơn vị đã nộp",
    "promised": "đơn vị đã hẹn ngày",
    "no_channel": "không có kênh liên hệ",
    "unreached": "chưa liên lạc được với đơn vị",
    "not_owed": "không phải nộp",
    "refused": "bị từ chối",
    "bounced": "bị trả lại sau khi gửi",
    "denied": "người nhận cho biết không nhận được",
}

STAGES = {
    Stage.OPEN: "chưa nộp",
    Stage.RECEIVED: "đã nộp, chờ xem xét",
    Stage.ACCEPTED: "đã chấp nhận",
    Stage.RETURNED: "đã trả lại, chờ nộp lại",
    Stage.EXEMPT: "được miễn báo cáo",
}
MOVES = {
    Move.SUBMIT: "nộp báo cáo",
    Move.ACCEPT: "chấp nhận",
    Move.RETURN: "trả lại",
    Move.WITHDRAW: "rút bản nộp",
    Move.EXTEND: "gia hạn",
    Move.PROMISE: "hẹn ngày nộp",
    Move.EXEMPT: "miễn báo cáo",
    Move.REINSTATE: "bỏ miễn báo cáo",
}
# The day that a move names, if it does.
NAMED_DAYS = {Move.EXTEND: "hạn mới {}", Move.RETURN: "hạn nộp lại {}", Move.PROMISE: "hẹn ngày {}"}
SECTION_STATES = {
    SectionState.FOUND: "đủ",
    SectionState.NONE: "“Không.”",
    SectionState.EMPTY: "để trống",
    SectionState.MISSING: "thiếu",
    SectionState.NOT_OWED: "không phải nộp",
}
NO_FILE = {
    SendingWay.PAPER: "Không kèm tệp, cần đọc bản giấy.",
    SendingWay.DOCUMENT_SYSTEM: "Không kèm tệp, cần đọc trên hệ thống văn bản.",
}
FATES = {
    Fate.STANDING: "đang chờ xem xét",
    Fate.ACCEPTED: "đã chấp nhận",
    Fate.RETURNED: "đã trả lại",
    Fate.WITHDRAWN: "đã rút",
    Fate.SUPERSEDED: "đã có bản mới hơn",
}
SENDING_WAYS = {
    SendingWay.FILE: "nộp tệp",
    SendingWay.EMAIL: "thư điện tử",
    SendingWay.PAPER: "văn bản giấy",
    SendingWay.DOCUMENT_SYSTEM: "hệ thống văn bản",
}
RUN_STATES = {
    RunState.REQUESTED: "mới yêu cầu",
    RunState.WAITING: "chờ phê duyệt",
    RunState.APPROVED: "đã duyệt, chờ chạy",
    RunState.RUNNING: "đang chạy",
    RunState.DONE: "hoàn thành",
    RunState.CANCELLED: "đã hủy",
    RunState.FAILED: "dừng vì lỗi",
}
AUDIENCES = {
    "unit": "đơn vị",
    "superior": "cấp trên trực tiếp",
    "board": "cơ quan theo dõi",
    "leaders": "lãnh đạo cơ quan theo dõi",
    "office": "Văn phòng",
}


def standing_text(state: State, *, is_overdue: bool, days_late: int) -> str:
    """Where a duty stands, with the days late: "quá hạn 2 ngày", "trả lại, quá hạn 2 ngày"."""
    days = f" {days_late} ngày" if days_late else ""
    if state is State.RETURNED and is_overdue:
        return f"{STATES[State.RETURNED]}, {STATES[State.OVERDUE]}{days}"
    return f"{STATES[state]}{days}"


def check_line(check: OutlineCheck | None, note: str = "") -> str:
    """Đủ 13/13 mục; 11/13 mục, thiếu II.2, để trống III.2.1; or why a person must read it."""
    said = _within_a_line(note or (check.note if check else ""))
    if check is None or not check.sections:
        return said or "chưa đối chiếu, cần người đọc"
    answered = len(check.numbers(SectionState.FOUND, SectionState.NONE))
    missing, empty = check.numbers(SectionState.MISSING), check.numbers(SectionState.EMPTY)
    owed = answered + len(missing) + len(empty)
    text = f"đủ {owed}/{owed} mục" if check.is_complete else f"{answered}/{owed} mục"
    without = f"thiếu {_numbers(missing)}" if missing else ""
    hollow = f"để trống {_numbers(empty)}" if empty else ""
    remarks = f"{len(check.findings)} điểm cần xem" if check.findings else ""
    return "; ".join(filter(None, (", ".join(filter(None, (text, without, hollow))), remarks, said)))


def _numbers(sections: Sequence[str]) -> str:
    """In a line that should stay one: the first few, and how many more there are."""
    more = len(sections) - MOST_NUMBERS
    return ", ".join(sections) if more <= 1 else f"{', '.join(sections[:MOST_NUMBERS])} và {more} mục khác"


def _within_a_line(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}".removesuffix(".")


def notice_name(message: str, rung: str) -> str:
    """The message and its rung, without saying one thing twice."""
    name, step = MESSAGE_NAMES.get(message, message), rung_text(rung)
    if name.lower().endswith(step):
        return name
    if step.startswith(name.lower()):
        return step[0].upper() + step[1:]
    return f"{name} ({step})"
