"""Consolidation runs for people, and in their documented shape: who is in, who is not and why, how far, with what result."""

from __future__ import annotations

from dataclasses import fields
from itertools import groupby
from typing import TYPE_CHECKING

from cli.printing import day_text, moment_text, print_table, say
from documents.absences import ABSENCES, NOT_SENT, overdue_text
from domain.consolidation import RunState
from domain.outline_check import SectionState
from domain.run_files import FILE_NAMES
from services.wording import RUN_STATES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.consolidation import Absent, Gap, Preflight
    from domain.consolidation_runs import Run

ABANDONED = "máy chạy lượt này đã ngừng báo tiến độ; có thể chạy tiếp: dondoc runs resume {}"
NEXT = {
    RunState.REQUESTED: "Chạy: dondoc runs resume {}",
    RunState.WAITING: (
        'Lượt {} đang chờ. Tổng hợp ngay dù còn thiếu: dondoc runs approve {} --reason "lý do", rồi dondoc runs resume {}. '
        "Chờ cho đủ thì hủy lượt này (dondoc runs cancel {}) và yêu cầu lượt khác sau."
    ),
    RunState.APPROVED: "Chạy: dondoc runs resume {}",
    RunState.RUNNING: "Dừng lại: dondoc runs cancel {}",
    RunState.CANCELLED: "Chạy tiếp: dondoc runs resume {}",
    RunState.FAILED: "Chạy tiếp: dondoc runs resume {}",
}
LACKING = ((SectionState.MISSING, "thiếu"), (SectionState.EMPTY, "để trống"))
LEFT_TO_FILES = ("id", "outputs")  # shown under other names


def run_as_json(run: Run) -> dict[str, object]:
    """The documented shape of a run: `files` are its outputs, and `path` the folder in which they were laid last."""
    shown = {one.name: getattr(run, one.name) for one in fields(run) if one.name not in LEFT_TO_FILES}
    files = [{"name": name, "sha256": sha256} for name, sha256 in run.outputs.items()]
    return {"run": run.id, **shown, "files": files}


def run_in_short(run: Run) -> dict[str, object]:
    """The documented shape of a run in a list; `received` and `absent` are None before the pre-flight."""
    found = run.preflight
    return {
        "run": run.id,
        "unit": run.unit,
        "name": run.name,
        "state": run.state,
        "as_of": run.as_of,
        "requested_at": run.requested_at,
        "requested_by": run.requested_by,
        "received": len(found.inputs) if found else None,
        "absent": len(found.absent) if found else None,
        "approved_by": run.approved_by,
        "reason": run.reason,
        "finished_at": run.finished_at,
        "error": run.error,
        "path": run.path,
    }


def print_runs(runs: Sequence[Run], *, now: datetime) -> None:
    if not runs:
        say("Chưa có lượt tổng hợp nào. Yêu cầu một lượt: dondoc consolidate")
        return
    print_table(
        f"{len(runs)} lượt tổng hợp",
        ("Lượt", "Đơn vị", "Tính đến", "Tình trạng", "Có", "Thiếu"),
        [
            (
                run.id,
                run.name,
                moment_text(run.as_of),
                _state(run, now),
                len(run.preflight.inputs) if run.preflight else "",
                len(run.preflight.absent) if run.preflight else "",
            )
            for run in runs
        ],
        right=(0, 4, 5),
    )
    say("Xem một lượt: dondoc runs show SỐ")


def _state(run: Run, now: datetime) -> str:
    if run.is_abandoned(now):
        return "đang dở"
    share = f" {run.done}/{run.total}" if run.state is RunState.RUNNING and run.total else ""
    return f"{RUN_STATES[run.state]}{share}"


def print_run(run: Run, *, now: datetime) -> None:
    """All that is known of the run, and what can be done next."""
    print_preflight(run)
    say(f"Yêu cầu: {_who(run.requested_by)}, {moment_text(run.requested_at)}")
    if run.approved_at is not None:
        say(f"Phê duyệt: {_who(run.approved_by)}, {moment_text(run.approved_at)}. Lý do: {run.reason}", hang=2)
    say(f"Tình trạng: {_told(run, now)}", hang=2)
    print_files(run)
    print_next(run)


def _told(run: Run, now: datetime) -> str:
    if run.is_abandoned(now):
        return ABANDONED.format(run.id)
    stage = f", {run.stage} {run.done}/{run.total}" if run.state is RunState.RUNNING and run.stage else ""
    stopping = ", đang dừng theo yêu cầu" if run.state is RunState.RUNNING and run.is_cancel_requested else ""
    error = f": {run.error}" if run.error else ""
    return f"{RUN_STATES[run.state]}{stage}{stopping}{error}"


def print_files(run: Run) -> None:
    if not run.outputs:
        return
    where = f" trong {run.path}" if run.path else " trong kho"
    say(f"{len(run.outputs)} tệp{where}:")
    for name in run.outputs:
        say(f"  {name}: {FILE_NAMES.get(name, 'tệp của lượt')}", hang=4)


def print_next(run: Run) -> None:
    if run.state in NEXT:
        say(NEXT[run.state].replace("{}", str(run.id)), hang=2)


def print_preflight(run: Run) -> None:
    """Counts first, then names with reasons."""
    say(f"Lượt {run.id}: {run.name}, tính đến {moment_text(run.as_of)}")
    found = run.preflight
    if found is None:
        return
    say(f"  {_counts(found)}", hang=2)
    _print_absent(found)
    _print_gaps(found.gaps)


def _counts(found: Preflight) -> str:
    late = sum(bool(one.days_late) for one in found.inputs)
    unread = sum(one.reason not in NOT_SENT for one in found.absent)
    owing = len(found.absent) - unread
    lacking = len({one.unit for one in found.gaps})
    parts = [
        f"đưa vào {len(found.inputs)}" + (f" (chậm {late})" if late else ""),
        f"đã nộp nhưng máy chưa đọc được {unread}" if unread else "",
        f"chưa có {owing}" if owing else "",
        f"{lacking} báo cáo còn mục trống hoặc thiếu" if lacking else "",
    ]
    return f"{len(found.inputs) + len(found.absent)} báo cáo phải có: {', '.join(filter(None, parts))}."


def _print_absent(found: Preflight) -> None:
    if found.absent:
        say("Chưa có trong dự thảo:")
    for one in found.absent:
        say(f"  - {absent_text(one)}", hang=4)


def absent_text(one: Absent) -> str:
    """Huyện ủy Bình Lục: chưa gửi báo cáo, hạn 20/8/2022, quá hạn 2 ngày; hẹn nộp 25/8/2022; liên hệ gần nhất 22/8/2022, 08:00."""
    reason = ABSENCES[one.reason]
    late = overdue_text(one)
    parts = [
        f"{one.name}: {reason[:1].lower()}{reason[1:]}, hạn {day_text(one.deadline)}{f', {late}' if late else ''}",
        f"hẹn nộp {day_text(one.promised)}" if one.promised else "",
        f"liên hệ gần nhất {moment_text(one.last_contact)}" if one.last_contact else "",
        one.note.rstrip("."),
    ]
    return "; ".join(filter(None, parts))


def _print_gaps(gaps: Sequence[Gap]) -> None:
    if gaps:
        say("Báo cáo còn mục trống hoặc thiếu:")
    for name, found in groupby(gaps, key=lambda one: one.name):
        of_unit = list(found)
        parts = [
            f"{word} {', '.join(one.section for one in of_unit if one.state is state)}"
            for state, word in LACKING
            if any(one.state is state for one in of_unit)
        ]
        say(f"  - {name}: {'; '.join(parts)}", hang=4)


def _who(by: str) -> str:
    return by or "không ghi tên"
