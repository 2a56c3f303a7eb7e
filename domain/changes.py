"""Changes of state that other servers may subscribe to, and how a call about one is made and tried again."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.consolidation import RunState
from domain.lifecycle import Move

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class ChangeKind(StrEnum):
    """What happened. TEST tells of nothing: staff asked for a call."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    EXTENDED = "extended"
    PROMISED = "promised"
    EXEMPTED = "exempted"
    REINSTATED = "reinstated"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    RUN_WAITING = "run_waiting"
    RUN_DONE = "run_done"
    RUN_FAILED = "run_failed"
    RUN_CANCELLED = "run_cancelled"
    TRANSMITTED = "transmitted"
    TEST = "test"


CHANGE_NAMES: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.SUBMITTED: "Đơn vị nộp báo cáo",
        ChangeKind.ACCEPTED: "Báo cáo được chấp nhận",
        ChangeKind.RETURNED: "Báo cáo bị trả lại",
        ChangeKind.WITHDRAWN: "Bản nộp được rút",
        ChangeKind.EXTENDED: "Gia hạn",
        ChangeKind.PROMISED: "Đơn vị hẹn ngày nộp",
        ChangeKind.EXEMPTED: "Miễn báo cáo",
        ChangeKind.REINSTATED: "Bỏ miễn báo cáo",
        ChangeKind.OVERDUE: "Đơn vị quá hạn",
        ChangeKind.ESCALATED: "Báo cáo lên Văn phòng Tỉnh ủy",
        ChangeKind.RUN_WAITING: "Lượt tổng hợp chờ phê duyệt",
        ChangeKind.RUN_DONE: "Lượt tổng hợp hoàn thành",
        ChangeKind.RUN_FAILED: "Lượt tổng hợp dừng vì lỗi",
        ChangeKind.RUN_CANCELLED: "Lượt tổng hợp bị hủy",
        ChangeKind.TRANSMITTED: "Báo cáo tổng hợp được gửi đi",
        ChangeKind.TEST: "Lời gọi thử",
    }
)
OF_MOVES: Mapping[Move, ChangeKind] = MappingProxyType(
    {
        Move.SUBMIT: ChangeKind.SUBMITTED,
        Move.ACCEPT: ChangeKind.ACCEPTED,
        Move.RETURN: ChangeKind.RETURNED,
        Move.WITHDRAW: ChangeKind.WITHDRAWN,
        Move.EXTEND: ChangeKind.EXTENDED,
        Move.PROMISE: ChangeKind.PROMISED,
        Move.EXEMPT: ChangeKind.EXEMPTED,
        Move.REINSTATE: ChangeKind.REINSTATED,
    }
)
OF_RUNS: Mapping[RunState, ChangeKind] = MappingProxyType(
    {
        RunState.WAITING: ChangeKind.RUN_WAITING,
        RunState.DONE: ChangeKind.RUN_DONE,
        RunState.FAILED: ChangeKind.RUN_FAILED,
        RunState.CANCELLED: ChangeKind.RUN_CANCELLED,
    }
)


LEDGERS = ("events", "decisions", "transmittals")
READ_AGAIN = 300  # entries: more than are written while any one transaction lasts


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `key` is the same however often the change is found; `run` is the number of a consolidation run, or 0.

    Nothing in it says what was reported: a subscriber that may know more asks the API with a token of its own.
    """

    kind: ChangeKind
    key: str
    at: datetime
    unit: str = ""
    duty: str = ""
    run: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """How far one append-only ledger was read. Nothing up to `start` is told; `end` is the last entry that was read."""

    start: int = 0
    end: int = 0

    @property
    def unread(self) -> int:
        """After which entry to read on: a few are read again, since a long transaction may add a lower number late."""
        return max(self.start, self.end - READ_AGAIN)

    def read_to(self, last: int) -> Ledger:
        return Ledger(self.start, max(self.end, last))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a subscription was told of already. `runs` are the keys of changes of runs, `overdue` the first day not looked at."""

    events: Ledger = Ledger()
    decisions: Ledger = Ledger()
    transmittals: Ledger = Ledger()
    runs: frozenset[str] = frozenset()
    overdue: date | None = None

    def to_json(self) -> str:
        ledgers = {name: [getattr(self, name).start, getattr(self, name).end] for name in LEDGERS}
        day = self.overdue.isoformat() if self.overdue else None
        return json.dumps({**ledgers, "runs": sorted(self.runs), "overdue": day})

    @classmethod
    def from_json(cls, text: str) -> Seen:
        found = json.loads(text)
        ledgers = {name: Ledger(*found.get(name, (0, 0))) for name in LEDGERS}
        day = found.get("overdue")
        return cls(**ledgers, runs=frozenset(found.get("runs", ())), overdue=date.fromisoformat(day) if day else None)


def change_body(change: Change, *, plan: str, number: str, site: str) -> str:
    """The call's body. `plan` and `number` name the plan; `site` is our own address on the web, "" where there is none."""
    path = f"/consolidation/{change.run}" if change.run else f"/units/{change.unit}" if change.unit else "/"
    told = {
        "id": change.key,
        "kind": change.kind.value,
        "at": change.at.isoformat(),
        "plan": plan,
        "plan_number": number,
        "unit": change.unit or None,
        "duty": change.duty or None,
        "run": change.run or None,
        "link": f"{site.rstrip('/')}{path}" if site else "",
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def signature(body: bytes, *, secret: str, at: datetime) -> str:
    """The value of Dondoc-Signature: the moment as Unix seconds, and what proves that the body of then is ours."""
    moment = int(at.timestamp())
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mac}"


class CallState(StrEnum):
    """A call waits for its time, is being made, arrived, or was given up."""

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"


CALL_STATES: Mapping[CallState, str] = MappingProxyType(
    {
        CallState.QUEUED: "Đang chờ gửi",
        CallState.SENDING: "Đang gửi",
        CallState.DELIVERED: "Đã nhận",
        CallState.FAILED: "Không gửi được",
    }
)

# Quick at first, since most faults pass within minutes; then seldom, for a server that stays away.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
TRIED_FOR = timedelta(days=3)  # a server that failed on Friday evening is mended on Monday
LEASE = timedelta(minutes=2)  # a call takes seconds; who has held one so long is dead


def next_try(*, attempts: int, since: datetime, now: datetime) -> datetime | None:
    """When a call that failed `attempts` times is made again; never once it has been tried for three days."""
    again = now + WAITS[min(attempts, len(WAITS)) - 1]
    return None if again - since > TRIED_FOR else again
