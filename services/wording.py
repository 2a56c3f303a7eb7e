"""What states and outcomes are called in Vietnamese, wherever people read them."""

from __future__ import annotations

from domain.lifecycle import Move, Stage
from domain.obligations import State
from domain.submissions import SendingWay
from services.case_files import Fate

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
