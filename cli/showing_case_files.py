"""Case files for people: what came, what it says, what was done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.acting import standing_line
from cli.printing import moment_text, print_table, say
from domain.outline_check import SectionState
from services.wording import FATES, MOVES, SENDING_WAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.campaigns import Campaign
    from domain.outline_check import OutlineCheck
    from services.case_files import Awaiting, CaseFile, FiledVersion

SHOWN_OF_SHA256 = 12


def print_awaiting(found: Sequence[Awaiting], campaign: Campaign) -> None:
    if not found:
        say("Không có báo cáo nào chờ xem xét.")
        return
    print_table(
        f"{len(found)} báo cáo chờ xem xét",
        ("Mã", "Đơn vị", "Cấp", "Lần", "Nhận lúc", "Đúng hạn?", "Đối chiếu đề cương"),
        [
            (
                one.unit,
                one.name,
                campaign.plan.tier(one.tier).name,
                one.version.number,
                moment_text(one.version.received_at),
                f"chậm {one.days_late} ngày" if one.days_late else "đúng hạn",
                check_line(one.version.check, one.version.note),
            )
            for one in found
        ],
        right=(3,),
    )
    say("Xem một báo cáo: dondoc review show MÃ; chấp nhận: dondoc review accept MÃ; trả lại: dondoc review return MÃ")


def check_line(check: OutlineCheck | None, note: str) -> str:
    """Đủ 13/13 mục; 11/13 mục, thiếu II.2, III.2.1; or why a person must read it."""
    if check is None or not check.sections:
        return note or "chưa đối chiếu, cần người đọc"
    answered = len(check.numbers(SectionState.FOUND, SectionState.NONE))
    lacking = check.numbers(SectionState.MISSING, SectionState.EMPTY)
    owed = answered + len(lacking)
    text = f"{answered}/{owed} mục, thiếu {', '.join(lacking)}" if lacking else f"đủ {owed}/{owed} mục"
    remarks = f"; {len(check.findings)} điểm cần xem" if check.findings else ""
    return f"{text}{remarks}{f'; {note}' if note else ''}"


def print_case_file(found: CaseFile) -> None:
    say(f"{found.name} ({found.unit})")
    say(f"{standing_line(found)}\n", hang=2)
    if not found.versions:
        say("Chưa có bản nộp nào.\n")
    for version in found.versions:
        _print_version(version)
    if found.events:
        print_table(
            "Nhật ký",
            ("Lúc", "Việc", "Người thực hiện", "Lý do, số văn bản"),
            [
                (
                    moment_text(one.at),
                    MOVES[one.move],
                    one.by,
                    "; ".join(filter(None, (one.reason, one.document_number))),
                )
                for one in found.events
            ],
        )


def _print_version(version: FiledVersion) -> None:
    number = f", số {version.document_number}" if version.document_number else ""
    say(f"Bản nộp lần {version.number}: {FATES[version.fate]}{number}")
    say(
        f"  Phiếu tiếp nhận {version.receipt}, nhận {moment_text(version.received_at)} ({SENDING_WAYS[version.sending_way]})"
    )
    if version.file_name:
        say(f"  Tệp {version.file_name}, SHA-256 {version.sha256[:SHOWN_OF_SHA256]}…")
    say(f"  Đối chiếu đề cương: {check_line(version.check, version.note)}", hang=4)
    for one in version.check.findings if version.check else ():
        say(f"    - {one.where}: {one.text}", hang=6)
    say()
