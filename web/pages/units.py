"""Đơn vị: the list of all units with its filters in the address, the tree of them, and the list as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from database.queries.unit_lists import Sorting, Wanted
from domain.audit_log import Action
from domain.obligations import State
from domain.spelling import nfc
from domain.vietnamese_dates import day_text
from services.list_files import Column, list_file
from services.unit_trees import superiors, unit_tree
from services.units import UnitLine, unit_page
from services.wording import STATES, standing_text
from web.answers import XLSX, file_answer
from web.desks import Desk
from web.permits import Watching
from web.rendering import moment_text

router = APIRouter(prefix="/units")
MOST = 20_000  # rows of an export
LONGEST_SEARCH = 120
SORTINGS = {
    Sorting.UNIT: "cấp, thứ tự đơn vị",
    Sorting.NAME: "tên đơn vị",
    Sorting.DEADLINE: "hạn gần nhất",
    Sorting.LATE: "chậm nhiều nhất",
    Sorting.RECEIVED: "mới nhận nhất",
}
COLUMNS = (
    Column("Mã", 10),
    Column("Đơn vị", 34),
    Column("Cấp", 12),
    Column("Cấp trên trực tiếp", 26),
    Column("Hạn", 12),
    Column("Tình trạng", 20),
    Column("Ngày nhận", 12),
    Column("Số văn bản", 16),
    Column("Số ngày chậm", 9),
    Column("Hẹn nộp", 12),
    Column("Đã nhắc", 9),
    Column("Liên hệ gần nhất", 14),
    Column("Bước tiếp theo", 30),
)


def _wanted(  # noqa: PLR0917 -- the filters of an address
    q: str = "",
    tier: str = "",
    state: str = "",
    superior: str = "",
    overdue: str = "",
    no_channel: str = "",
    promised: str = "",
    sort: str = "",
) -> Wanted:
    """What the address asks for; what it spells wrongly is not asked for."""
    return Wanted(
        words=nfc(q.strip())[:LONGEST_SEARCH].replace("\x00", ""),
        tier=tier.replace("\x00", ""),
        state=state if state in set(State) else "",
        superior=superior.replace("\x00", ""),
        is_overdue=bool(overdue),
        has_no_channel=bool(no_channel),
        has_promised=bool(promised),
        sorting=Sorting(sort) if sort in set(Sorting) else Sorting.UNIT,
    )


Asked = Annotated[Wanted, Depends(_wanted)]


def query_of(wanted: Wanted) -> dict[str, object]:
    """The filters as they stand in the address."""
    return {
        "q": wanted.words,
        "tier": wanted.tier,
        "state": wanted.state,
        "superior": wanted.superior,
        "overdue": "1" if wanted.is_overdue else "",
        "no_channel": "1" if wanted.has_no_channel else "",
        "promised": "1" if wanted.has_promised else "",
        "sort": "" if wanted.sorting is Sorting.UNIT else wanted.sorting.value,
    }


@router.get("")
def show(desk: Watching, wanted: Asked, page: str = "1") -> HTMLResponse:
    number = int(page) if page.isdecimal() and len(page) < 7 else 1  # noqa: PLR2004 -- no list has a million pages
    with desk.read() as session:
        found = unit_page(session, desk.campaign, wanted, as_of=desk.as_of, number=number)
        above = superiors(session, desk.campaign)
    return desk.page(
        "units/list.html",
        found=found,
        wanted=wanted,
        query=query_of(wanted),
        superiors=above,
        states=STATES,
        sortings=SORTINGS,
        standing_text=standing_text,
        tiers=_tiers(desk),
    )


@router.get("/tree")
def tree(desk: Watching, page: str = "1") -> HTMLResponse:
    number = int(page) if page.isdecimal() and len(page) < 7 else 1  # noqa: PLR2004 -- the same
    with desk.read() as session:
        found = unit_tree(session, desk.campaign, as_of=desk.as_of, number=number)
    return desk.page("units/tree.html", found=found, standing_text=standing_text)


@router.get(".xlsx")
def export(desk: Watching, wanted: Asked) -> Response:
    with desk.begin() as session:
        found = unit_page(session, desk.campaign, wanted, as_of=desk.as_of, size=MOST)
        desk.record(session, Action.FILE_TAKEN, about="units", rows=len(found.lines), **query_of(wanted))
    return file_answer(_file(desk, wanted, found.lines), "danh-sach-don-vi.xlsx", XLSX)


def _file(desk: Desk, wanted: Wanted, lines: tuple[UnitLine, ...]) -> bytes:
    plan = desk.campaign.plan
    filters = "; ".join(_filters(desk, wanted)) or "không lọc"
    notes = [f"Tính đến {moment_text(desk.as_of)}; {len(lines)} dòng; {filters}."]
    title = f"Danh sách đơn vị theo Kế hoạch số {plan.identity.number}"
    return list_file(title, notes, COLUMNS, [_cells(one) for one in lines])


def _filters(desk: Desk, wanted: Wanted) -> list[str]:
    """What the list was narrowed to, in words."""
    tiers = {tier.id: tier.name for tier in desk.campaign.plan.tiers}
    said = {
        "tìm": wanted.words,
        "cấp": tiers.get(wanted.tier, wanted.tier),
        "tình trạng": STATES[State(wanted.state)] if wanted.state else "",
        "cấp trên trực tiếp": wanted.superior,
        "chỉ đơn vị": ", ".join(
            words
            for words, is_so in (
                ("quá hạn", wanted.is_overdue),
                ("không có kênh", wanted.has_no_channel),
                ("đã hẹn ngày", wanted.has_promised),
            )
            if is_so
        ),
    }
    return [f"{name}: {value}" for name, value in said.items() if value]


def _cells(one: UnitLine) -> list[object]:
    return [
        one.unit,
        one.name,
        one.tier_name,
        one.superior_name,
        one.deadline,
        standing_text(one.state, is_overdue=one.is_overdue, days_late=0),
        one.received_at.date() if one.received_at else None,
        one.document_number,
        one.days_late or None,
        one.promised,
        one.reminders,
        one.last_contact.date() if one.last_contact else None,
        f"{day_text(one.next_at.date())}: {one.next_message}" if one.next_at else "",
    ]


def _tiers(desk: Desk) -> list[tuple[str, str]]:
    owing = {duty.tier for duty in desk.campaign.plan.duties}
    return [(tier.id, tier.name) for tier in desk.campaign.plan.tiers if tier.id in owing]
