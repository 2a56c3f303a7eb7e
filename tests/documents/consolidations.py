"""Values of a consolidation for the tests of its documents: a small campaign, and one as large as asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from documents.consolidation_annexes import ConsolidationAnnexes
from documents.unplaced_content import UnplacedContent
from domain.consolidation import Absence, Absent, Gap, Preflight, RunInput
from domain.copies import Copied, CopyGroup, CopyKind, SectionText
from domain.figures import Conflict
from domain.outline import Outline, Section
from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck, SectionState
from domain.sentences import Span

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AS_OF = datetime(2022, 9, 22, 17, 0, tzinfo=ZONE)
DEADLINE = date(2022, 8, 20)

LY_NHAN = RunInput(
    "HU-353",
    "Huyện ủy Lý Nhân",
    2,
    "123-BC/HU",
    datetime(2022, 8, 22, 9, 30, tzinfo=ZONE),
    2,
    "a1b2c3d4e5f6" + "0" * 52,
    "bao-cao.docx",
    "docx",
)
KIM_BANG = replace(
    LY_NHAN,
    unit="HU-350",
    name="Huyện ủy Kim Bảng",
    version=1,
    document_number="",
    received_at=datetime(2022, 8, 19, 16, 5, tzinfo=ZONE),
    days_late=0,
    sha256="f" * 64,
)
DUY_TIEN = Absent(
    "TU-349",
    "Thị ủy Duy Tiên",
    Absence.MISSING,
    DEADLINE,
    33,
    datetime(2022, 9, 20, 8, 0, tzinfo=ZONE),
    date(2022, 9, 26),
    "Đang chờ ký",
)
ON_PAPER = Absent("ĐUCA", "Đảng ủy Công an tỉnh", Absence.PAPER, DEADLINE, 0)
NAMES = {one.unit: one.name for one in (KIM_BANG, DUY_TIEN, LY_NHAN, ON_PAPER)}
PREFLIGHT = Preflight(
    "BTGTU",
    "Ban Tuyên giáo Tỉnh ủy Hà Nam",
    AS_OF,
    (KIM_BANG, LY_NHAN),
    (DUY_TIEN, ON_PAPER),
    (Gap("HU-353", "Huyện ủy Lý Nhân", "I.2", SectionState.MISSING),),
)
EMPTY = Preflight("BTGTU", "Ban Tuyên giáo Tỉnh ủy Hà Nam", AS_OF, (), ())

SECTIONS = ("I.1", "I.2", "II.1.4", "IV")
OUTLINE = Outline("Đề cương", tuple(Section(one, f"{one}.", f"Tiêu đề mục {one}", 1) for one in SECTIONS))
_FOUND, _NONE, _EMPTY, _MISSING, _NOT_OWED = SectionState


def check(*states: SectionState, findings: tuple[ReportFinding, ...] = ()) -> OutlineCheck:
    sections = tuple(SectionCheck(number, "", state) for number, state in zip(SECTIONS, states, strict=True))
    return OutlineCheck(sections, findings=findings)


STALE = ReportFinding("stale_date", "mục I.1, đoạn 12", "“năm 2017” nằm ngoài kỳ báo cáo.")
RENAMED = ReportFinding("stale_agency", "mục IV, đoạn 80", "“Sở Văn hóa - Thông tin” nay là tên khác.")
WRONG_TOTAL = ReportFinding("total_does_not_add_up", "bảng 1", "Tổng không khớp.")
CHECKS = {
    "HU-353": check(_FOUND, _MISSING, _NOT_OWED, _NONE, findings=(STALE, WRONG_TOTAL, RENAMED)),
    "HU-350": check(_FOUND, _EMPTY, _NOT_OWED, _FOUND),
}

FIRST = SectionText(
    "HU-350", "I.1", "Cấp ủy đã ban hành văn bản.\nTổ chức 12 hội nghị quán triệt.\nRiêng của Kim Bảng."
)
SECOND = SectionText("HU-353", "I.1", "Đảng bộ ta có lời riêng.\nTổ chức 12 hội nghị quán triệt.\nHết.")
SHARED = "Tổ chức 12 hội nghị quán triệt."


def span_of(text: SectionText, words: str) -> Span:
    start = text.text.index(words)
    return Span(start, start + len(words))


PAIR = Copied(
    CopyKind.UNITS,
    "I.1",
    FIRST,
    SECOND,
    0.876,
    ((span_of(FIRST, SHARED), span_of(SECOND, SHARED)),),
)
FROM_OUTLINE = Copied(CopyKind.OUTLINE, "IV", replace(SECOND, section="IV"), SectionText("", "IV", SHARED), 1.0)
FROM_PREVIOUS = Copied(CopyKind.PREVIOUS, "I.2", replace(SECOND, section="I.2"), replace(SECOND, section="I.2"), 0.6)
GROUP = CopyGroup("I.1", ("HU-350", "HU-353"), 0.8, 0.999)
CONFLICT = Conflict("HU-353", "stated_twice", "II.1.3", "mục II.1.3, bảng 1", "Số loa ghi 12 và 15.")
UNPLACED = UnplacedContent("HU-350", "đoạn 48 đến đoạn 60", "“V- Khác …” (312 từ)")

ANNEXES = ConsolidationAnnexes(
    issuer="Ban Tuyên giáo Tỉnh ủy Hà Nam",
    report_code="BC/BTGTU",
    year=2022,
    outline=OUTLINE,
    preflight=PREFLIGHT,
    names=NAMES,
    checks=CHECKS,
    groups=(GROUP,),
    copied=(PAIR, FROM_OUTLINE, FROM_PREVIOUS),
    conflicts=(CONFLICT,),
    unplaced=(UNPLACED,),
)
NO_ANNEXES = replace(ANNEXES, preflight=EMPTY, names={}, checks={}, groups=(), copied=(), conflicts=(), unplaced=())


def large_preflight(units: int) -> Preflight:
    """Nine in ten are in; the names are as long as real ones get."""
    inputs = tuple(_input(n) for n in range(units) if n % 10 != 3)
    absent = tuple(
        replace(DUY_TIEN, unit=f"X{n:04}", name=_name(n), reason=tuple(Absence)[n % len(Absence)])
        for n in range(3, units, 10)
    )
    return replace(PREFLIGHT, inputs=inputs, absent=absent, gaps=())


def large_annexes(units: int, *, outline: Outline) -> ConsolidationAnnexes:
    preflight = large_preflight(units)
    leaves = [leaf.id for leaf in outline.leaves()]
    states = tuple(SectionState)
    return replace(
        ANNEXES,
        outline=outline,
        preflight=preflight,
        names={f"X{n:04}": _name(n) for n in range(units)},
        checks={
            one.unit: OutlineCheck(
                tuple(SectionCheck(s, "", states[(n + place) % len(states)]) for place, s in enumerate(leaves)),
                findings=(STALE, RENAMED),
            )
            for n, one in enumerate(preflight.inputs)
        },
        groups=(CopyGroup("II.1.3", tuple(one.unit for one in preflight.inputs[:40]), 0.61, 1.0),),
    )


def _name(number: int) -> str:
    return f"Đảng ủy các cơ quan và doanh nghiệp thị trấn Nguyễn Thị Minh Khai số {number}"


def _input(number: int) -> RunInput:
    return replace(
        LY_NHAN,
        unit=f"X{number:04}",
        name=_name(number),
        document_number=f"{number + 1:02}-BC/ĐU",
        received_at=AS_OF - timedelta(days=number % 40, minutes=7 * number),
        days_late=number % 3,
    )
