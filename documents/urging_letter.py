"""The letter (công văn) that urges units whose report is overdue, with the list of them annexed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.letterhead import write_letterhead, write_signature
from documents.party_document import Column, PartyDocument
from domain.vietnamese_dates import day_text, weekday_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from documents.letterhead import Letterhead, Signature

# Units that the letter itself names; more of them are told in the annex.
MOST_ADDRESSEES = 5
MOST_NAMED = 20
# Days of earlier notices that are told one by one; of more, the first and the last.
MOST_DAYS = 8
IN_THE_LIST = "các đơn vị có tên trong danh sách kèm theo"
_BLANK_LETTER = "số            ngày        tháng        năm"

_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 52),
    Column("Hạn gửi", 21, centred=True),
    Column("Chậm (ngày)", 15, centred=True),
    Column("Lần liên hệ gần nhất", 44),
    Column("Hẹn gửi", 21, centred=True),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline as the plan sets it: for what, where, in which words; `is_assumed` where those name no day."""

    duty: str
    clause: str
    quote: str
    last_day: date
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class TierCount:
    """How a tier stands; those who reported are named, those on time apart from those who came after."""

    name: str
    expected: int
    on_time: tuple[str, ...]
    late: tuple[str, ...]

    @property
    def received(self) -> int:
        return len(self.on_time) + len(self.late)


@dataclass(frozen=True, slots=True)
class UrgedReport:
    """One report that is overdue, under the deadline that holds for this unit.

    `unit` is the unit's own name, `label` that name with what tells it apart. `is_returned` is a report that was handed in
    and sent back, and whose new day has passed.
    """

    unit: str
    label: str
    last_day: date
    days_late: int
    last_contact: str
    promised: date | None = None
    is_returned: bool = False


@dataclass(frozen=True, slots=True)
class UrgingLetter:
    """`plan`, `task`, `purpose` and `destination` stand as they are in a sentence; `by_day` is the day to answer by.

    `notified_days` are those on which notices went to the units, `notified` the number of units that one reached.
    `earlier` is the last such letter, as people cite it ("05-CV/BTGTU ngày 23/8/2022"): numbers are given by them.
    """

    letterhead: Letterhead
    issuer: str
    plan: str
    task: str
    terms: tuple[Term, ...]
    as_of: date
    counts: tuple[TierCount, ...]
    reports: tuple[UrgedReport, ...]
    notified: int
    notified_days: tuple[date, ...]
    purpose: str
    destination: str
    by_day: date
    signature: Signature
    time: int = 1
    earlier: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """Each once, however many of its reports are overdue."""
        return tuple(dict.fromkeys(one.unit for one in self.reports))


def subject(task: str, *, time: int) -> str:
    """What the letter is about, as it stands below its number."""
    again = f" (lần {time})" if time > 1 else ""
    return f"V/v đôn đốc gửi {task}{again}"


def write_urging_letter(value: UrgingLetter) -> bytes:
    """A .docx. The same value gives the same bytes."""
    document = PartyDocument(subject(value.task, time=value.time))
    write_letterhead(document, value.letterhead)
    _write_addressees(document, value.units)
    for text in _body(value):
        document.paragraph(text)
    write_signature(document, value.signature)
    _write_annex(document, value)
    return document.to_bytes()


def _write_addressees(document: PartyDocument, units: Sequence[str]) -> None:
    if len(units) == 1:
        document.paragraph(f"Kính gửi: {units[0]}", style="Addressees")
        return
    if len(units) > MOST_ADDRESSEES:
        document.paragraph(f"Kính gửi: {_capitalised(IN_THE_LIST)}", style="Addressees")
        return
    document.paragraph("Kính gửi:", style="Addressees")
    for number, unit in enumerate(units, start=1):
        document.paragraph(f"- {unit}{'.' if number == len(units) else ','}")


def _body(value: UrgingLetter) -> list[str]:
    """Cited is the plan, then what was written before, then the count with those on time first; at last the request."""
    return [
        f"Thực hiện {value.plan}, {value.issuer} theo dõi, đôn đốc việc gửi {value.task}.",
        " ".join(map(_term, value.terms)),
        *_earlier(value),
        *(_count(count, value.as_of) for count in value.counts[:-1]),
        f"{_count(value.counts[-1], value.as_of)} {_overdue(value)}",
        f"{_request(value)}{_promises(value)}",
        f"Đơn vị đã gửi báo cáo hoặc có khó khăn, vướng mắc đề nghị thông tin lại {value.issuer} trong thời hạn trên./.",
    ]


def _term(term: Term) -> str:
    quote = f" (“{term.quote}”)" if term.quote and not term.is_assumed else ""
    assumed = " (mốc tạm xác định)" if term.is_assumed else ""
    limit = f"chậm nhất hết ngày {day_text(term.last_day)}{assumed}"
    return f"Theo {_lowered(term.clause)}{quote}, {_lowered(term.duty)} gửi {limit}."


def _earlier(value: UrgingLetter) -> list[str]:
    said = []
    if value.time > 1:
        cited = f"số {value.earlier}" if value.earlier else f"{_BLANK_LETTER} {value.as_of.year}"
        said.append(f"{value.issuer} đã có Công văn {cited} về việc này.")
    if value.notified_days:
        said.append(
            f"Thông báo nhắc việc, đôn đốc đã gửi đến {value.notified}/{len(value.units)} đơn vị, {_days(value.notified_days)}."
        )
    return [" ".join(said)] if said else []


def _days(days: Sequence[date]) -> str:
    if len(days) == 1:
        return f"ngày {day_text(days[0])}"
    if len(days) > MOST_DAYS:
        return f"trong {len(days)} ngày, từ ngày {day_text(days[0])} đến ngày {day_text(days[-1])}"
    return f"các ngày {', '.join(map(day_text, days))}"


def _count(count: TierCount, as_of: date) -> str:
    text = f"Tính đến ngày {day_text(as_of)}, {_lowered(count.name)} đã có {count.received}/{count.expected} đơn vị gửi báo cáo"
    parts = [f"{len(units)} đơn vị {how}{_named(units)}" for units, how in _came(count) if units]
    return f"{text}, trong đó {'; '.join(parts)}." if parts else f"{text}."


def _came(count: TierCount) -> tuple[tuple[tuple[str, ...], str], ...]:
    return ((count.on_time, "gửi đúng hạn"), (count.late, "gửi sau hạn"))


def _named(units: Sequence[str]) -> str:
    return " (danh sách kèm theo)" if len(units) > MOST_NAMED else f" ({'; '.join(units)})"


def _overdue(value: UrgingLetter) -> str:
    """Who never handed in is told apart from who did, and has to mend it."""
    missing, returned = _missing(value), _returned(value)
    parts = []
    if missing:
        parts.append(f"{len(_units(missing)):02d} đơn vị quá hạn chưa gửi báo cáo")
    if returned:
        parts.append(f"{len(_units(returned)):02d} đơn vị đã gửi, được trả lại để bổ sung và đã quá hạn nộp lại")
    return f"Đến nay còn {' và '.join(parts)} (danh sách kèm theo)."


def _promises(value: UrgingLetter) -> str:
    if any(one.promised and one.promised >= value.as_of for one in value.reports):
        return " Đơn vị đã hẹn ngày gửi (ghi trong danh sách) đề nghị thực hiện đúng ngày đã hẹn."
    return ""


def _request(value: UrgingLetter) -> str:
    whom = value.units[0] if len(value.units) == 1 else IN_THE_LIST
    asks = "tiếp tục đề nghị" if value.time > 1 else "đề nghị"
    reasons = ", đồng thời nêu rõ nguyên nhân gửi chậm" if value.time > 1 else ""
    return (
        f"Để có căn cứ {value.purpose}, {value.issuer} {asks} {whom} khẩn trương hoàn thành, gửi báo cáo về "
        f"{value.destination} chậm nhất hết {weekday_name(value.by_day)}, ngày {day_text(value.by_day)}{reasons}."
    )


def _write_annex(document: PartyDocument, value: UrgingLetter) -> None:
    document.annex("DANH SÁCH ĐƠN VỊ QUÁ HẠN GỬI BÁO CÁO")
    document.paragraph(f"(Kèm theo Công văn này; tính đến ngày {day_text(value.as_of)})", style="Place And Date")
    document.gap()
    tables = [
        ("Đơn vị chưa gửi báo cáo", _missing(value)),
        ("Đơn vị được trả lại báo cáo, đã quá hạn nộp lại", _returned(value)),
    ]
    for title, reports in [(title, reports) for title, reports in tables if reports]:
        document.heading(title, level=3)
        document.keep_with_next()
        document.table(_COLUMNS, [_row(number, one) for number, one in enumerate(reports, start=1)], small=True)
    for count in value.counts:
        for units, how in _came(count):
            if len(units) > MOST_NAMED:
                document.heading(f"{count.name}: {len(units)} đơn vị {how}", level=3)
                document.paragraph(f"{'; '.join(units)}.")


def _row(number: int, one: UrgedReport) -> list[str]:
    return [
        str(number),
        one.label,
        day_text(one.last_day),
        str(one.days_late),
        _capitalised(one.last_contact),
        day_text(one.promised) if one.promised else "",
    ]


def _missing(value: UrgingLetter) -> list[UrgedReport]:
    return [one for one in value.reports if not one.is_returned]


def _returned(value: UrgingLetter) -> list[UrgedReport]:
    return [one for one in value.reports if one.is_returned]


def _units(reports: Sequence[UrgedReport]) -> list[str]:
    return list(dict.fromkeys(one.unit for one in reports))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
