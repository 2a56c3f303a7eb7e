"""The life of an obligation: where it is, what may be done to it there, and where that leads.

A `Stage` is what happened; `domain.obligations.State` adds what the calendar makes of it (on time, late, overdue).
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.exemptions import exemption_in_force
from domain.submissions import last_there

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domain.exemptions import Exemption
    from domain.submissions import Submission


class Stage(StrEnum):
    """Nothing has come; it has come; it was accepted; it was sent back; the unit need not report."""

    OPEN = "open"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXEMPT = "exempt"


class Move(StrEnum):
    """What people do. Each is an event with who, when and why."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    WITHDRAW = "withdraw"
    EXTEND = "extend"
    PROMISE = "promise"
    EXEMPT = "exempt"
    REINSTATE = "reinstate"


_O, _RC, _A, _RT, _E = Stage

# From where, by what, to where. A withdrawal brings back whatever stood before, so several ends are possible.
MOVES: Mapping[Stage, Mapping[Move, frozenset[Stage]]] = MappingProxyType(
    {
        Stage.OPEN: {
            Move.SUBMIT: frozenset({_RC}),
            Move.EXTEND: frozenset({_O}),
            Move.PROMISE: frozenset({_O}),
            Move.EXEMPT: frozenset({_E}),
        },
        Stage.RECEIVED: {
            Move.SUBMIT: frozenset({_RC}),
            Move.ACCEPT: frozenset({_A}),
            Move.RETURN: frozenset({_RT}),
            Move.WITHDRAW: frozenset(Stage),
        },
        Stage.ACCEPTED: {
            Move.SUBMIT: frozenset({_RC}),
            Move.RETURN: frozenset({_RT}),
        },
        Stage.RETURNED: {
            Move.SUBMIT: frozenset({_RC}),
            Move.EXTEND: frozenset({_RT}),
            Move.PROMISE: frozenset({_RT}),
            Move.EXEMPT: frozenset({_E}),
        },
        Stage.EXEMPT: {
            Move.SUBMIT: frozenset({_RC}),
            Move.REINSTATE: frozenset({_O, _RT}),
        },
    },
)

_STANDS = {
    Stage.OPEN: "đơn vị chưa có bản nộp nào",
    Stage.RECEIVED: "đơn vị đã nộp báo cáo",
    Stage.ACCEPTED: "báo cáo của đơn vị đã được chấp nhận",
    Stage.RETURNED: "bản nộp gần nhất đã được trả lại và đơn vị chưa nộp lại",
    Stage.EXEMPT: "đơn vị đang được miễn báo cáo",
}
_WANTED = {
    Move.SUBMIT: "ghi nhận báo cáo",
    Move.ACCEPT: "chấp nhận báo cáo",
    Move.RETURN: "trả lại báo cáo",
    Move.WITHDRAW: "rút bản nộp",
    Move.EXTEND: "gia hạn",
    Move.PROMISE: "ghi ngày hẹn nộp",
    Move.EXEMPT: "miễn báo cáo",
    Move.REINSTATE: "bỏ miễn báo cáo",
}
_WAY_OUT = {
    (Stage.OPEN, Move.REINSTATE): "Đơn vị vẫn phải nộp báo cáo như thường.",
    (Stage.OPEN, Move.WITHDRAW): "Không có gì để rút.",
    (Stage.RETURNED, Move.REINSTATE): "Đơn vị vẫn phải nộp lại báo cáo như thường.",
    (Stage.RETURNED, Move.RETURN): "Hãy chờ đơn vị nộp lại; muốn đổi hạn nộp lại thì gia hạn.",
    (Stage.RECEIVED, Move.EXEMPT): "Báo cáo đã nhận vẫn được tính; nếu ghi nhận nhầm, hãy rút bản nộp.",
    (Stage.ACCEPTED, Move.ACCEPT): "Không cần chấp nhận lần nữa.",
    (Stage.ACCEPTED, Move.WITHDRAW): "Nếu cần đơn vị sửa, hãy trả lại báo cáo kèm lý do và hạn mới.",
    (Stage.ACCEPTED, Move.EXEMPT): "Báo cáo đã nhận vẫn được tính, không cần miễn.",
    (Stage.EXEMPT, Move.EXEMPT): "Không cần miễn lần nữa.",
}
_WAYS_OUT = {
    Stage.OPEN: "Nếu đã nhận được báo cáo, hãy ghi nhận trước.",
    Stage.RECEIVED: "Nếu cần đơn vị nộp lại, hãy trả lại báo cáo kèm lý do và hạn mới.",
    Stage.ACCEPTED: "Nếu cần đơn vị nộp lại, hãy trả lại báo cáo kèm lý do và hạn mới.",
    Stage.RETURNED: "Hãy chờ đơn vị nộp lại.",
    Stage.EXEMPT: "Nếu đơn vị lại phải báo cáo, hãy bỏ miễn trước.",
}


def stage(
    submissions: Sequence[Submission],
    exemptions: Sequence[Exemption] = (),
    *,
    as_of: datetime,
) -> Stage:
    """Where the obligation is. A report that stands counts even from who need not report; a return asks for it anew."""
    last = last_there(submissions, as_of=as_of)
    exemption = exemption_in_force(exemptions, as_of=as_of)
    if last is not None and not last.is_returned(as_of):
        return Stage.ACCEPTED if last.is_accepted(as_of) else Stage.RECEIVED
    returned_at = last.returned_at if last else None
    if exemption is not None and (returned_at is None or returned_at <= exemption.since):
        return Stage.EXEMPT
    return Stage.RETURNED if last else Stage.OPEN


def check_move(at: Stage, move: Move) -> None:
    """Refuse what cannot be done there, and say what can."""
    if move not in MOVES[at]:
        way_out = _WAY_OUT.get((at, move), _WAYS_OUT[at])
        raise RuleBroken(f"Không thể {_WANTED[move]}: {_STANDS[at]}. {way_out}")
