"""Case files for people: what came, what it says, what was done with it."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from cli.acting import standing_line
from cli.printing import day_text, moment_text, print_table, say
from cli.showing_calls import print_calls
from domain.outline_check import SectionState
from services.wording import FATES, MOVES, NAMED_DAYS, SECTION_STATES, SENDING_WAYS, check_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck
    from services.case_files import Awaiting, CaseFile, FiledEvent, FiledVersion

SHOWN_OF_SHA256 = 12
SHOWN_OF_A_HEADING = 40  # letters: enough to find it in the file


def print_awaiting(found: Sequence[Awaiting]) -> None:
    if not found:
        say("Không có báo cáo nào chờ xem xét.")
        return
    print_table(
        f"{len(found)} báo cáo chờ xem xét",
        ("Mã", "Đơn vị", "Lần", "Nhận lúc", "Đúng hạn?", "Đối chiếu đề cương"),
        [
            (
                one.unit,
                one.name,
                one.version.number,
                moment_text(one.version.received_at),
                f"chậm {one.days_late} ngày" if one.days_late else "đúng hạn",
                check_line(one.version.check, one.version.note),
            )
            for one in found
        ],
        right=(2,),
    )
    say("Xem một báo cáo: dondoc review show MÃ; chấp nhận: dondoc review accept MÃ; trả lại: dondoc review return MÃ")


def heading_line(check: OutlineCheck, position: int) -> str:
    """Where the heading at this place stands now, with its words: whoever took the wrong place sees it."""
    for one in check.sections:
        if one.position == position:
            return f"đoạn {position} (“{_shown(one.heading)}”) thuộc mục {one.number}"
    words = dict(zip(check.extra_positions, check.extra_headings, strict=False)).get(position, "")
    return f"đoạn {position} (“{_shown(words)}”) không thuộc mục nào"


def finding_text(finding: ReportFinding) -> str:
    return f"{finding.where}: {finding.text}" if finding.where else finding.text


def print_case_file(found: CaseFile) -> None:
    say(f"{found.name} ({found.unit})")
    say(f"{standing_line(found)}\n", hang=2)
    if not found.versions:
        say("Chưa có bản nộp nào.\n")
    for version in found.versions:
        _print_version(version)
    if found.counting is not None and found.counting.check is not None and found.counting.check.sections:
        _print_headings(found.counting.number, found.counting.check, found.unit)
    if found.events:
        print_table(
            "Nhật ký",
            ("Lúc", "Việc", "Người thực hiện", "Nội dung"),
            [(moment_text(one.at), MOVES[one.move], one.by, _event_text(one)) for one in found.events],
        )

    if found.calls:
        print_calls(found.calls)


def _event_text(event: FiledEvent) -> str:
    day = NAMED_DAYS[event.move].format(day_text(event.day)) if event.day else ""
    number = f"số {event.document_number}" if event.document_number else ""
    return "; ".join(filter(None, (day, number, event.reason)))


def _print_version(version: FiledVersion) -> None:
    number = f" (số {version.document_number})" if version.document_number else ""
    say(f"Bản nộp lần {version.number}{number}: {FATES[version.fate]}")
    way = SENDING_WAYS[version.sending_way]
    say(f"  Phiếu tiếp nhận {version.receipt}, nhận {moment_text(version.received_at)} ({way})", hang=4)
    if version.file_name:
        say(f"  Tệp {version.file_name}, SHA-256 {version.sha256[:SHOWN_OF_SHA256]}…", hang=4)
    say(f"  Đối chiếu đề cương: {check_line(version.check, version.note)}", hang=4)
    for one in version.check.findings if version.check else ():
        say(f"    - {finding_text(one)}", hang=6)
    say()


def _print_headings(number: int, check: OutlineCheck, unit: str) -> None:
    """Every heading with its place, in the order of the file; then the sections that have none."""
    placed = [(one.position, (one.position, one.number, *_heading(one))) for one in check.sections if one.position]
    extra = [
        (place, (place, "–", _shown(heading), "ngoài đề cương", ""))
        for place, heading in zip(check.extra_positions, check.extra_headings, strict=False)
    ]
    unheaded = [
        ("", one.number, _shown(one.title), SECTION_STATES[one.state], "")
        for one in check.sections
        if one.state is SectionState.MISSING
    ]
    print_table(
        f"Đề mục của bản nộp lần {number}",
        ("Đoạn", "Mục", "Đề mục trong tệp", "Trả lời", "Tin cậy"),
        [*(row for _, row in sorted(placed + extra)), *unheaded],
        right=(0, 4),
    )
    say(f"Đề mục xếp sai: dondoc review match {unit} --heading ĐOẠN --section MỤC")
    say("(không thuộc mục nào của đề cương thì ghi --section none)\n")


def _heading(section: SectionCheck) -> tuple[str, str, str]:
    """What stands in the file, how much there is below it, and how sure the match is."""
    sure = "người xếp" if section.is_corrected else f"{section.confidence:.0%}"
    answer = f"{section.words} từ" if section.state is SectionState.FOUND else SECTION_STATES[section.state]
    return _shown(section.heading), answer, sure


def _shown(heading: str) -> str:
    return shorten(heading, SHOWN_OF_A_HEADING, placeholder="…")
