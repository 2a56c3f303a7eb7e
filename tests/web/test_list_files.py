"""Every list of the pages can be taken along as a workbook, with the rows that the page shows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from python_calamine import load_workbook
from sqlalchemy import select, update

from database.models import AnswerRow, AuditEntryRow, IntakeRow, OutboxRow
from domain.access import Role
from domain.calls import CallResult
from domain.changes import ChangeKind
from services.calls import Made, record_call
from services.contact_proposals import Proposed, propose
from services.holds import hold_unit
from services.subscriptions import find_subscription, queue_test, subscribe
from tests.web.handed_in import mail_waiting
from tests.web.pages.consolidated import place
from tests.web.people import csrf_of
from tests.web.routes import routes
from tests.web.unit_visits import client_of, path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

    AsRole = Callable[..., httpx.Client]

__all__ = ["place"]  # a fixture
# These come of a rehearsal, and playing one takes seconds: the tests that play one take them.
PLAYED = {"/rehearsal/{rehearsal_id:int}.xlsx", "/reminders/coming/{rehearsal_id:int}.xlsx"}
MOMENT = "2022-08-26T09:00"
LINK = re.compile(r'href="([^"?]+\.xlsx)(\?[^"]*)?"')
# What a page shows, and its file must hold.
BOARD = {
    "/office": ("Văn phòng Tỉnh ủy", "chưa xác nhận"),
    "/office/overdue": ("Huyện ủy Lý Nhân",),
    "/consolidation": ("Huyện ủy Lý Nhân", "Lan", "hoàn thành"),
    "/answers": ("Nộp ở đâu?", "Đảng ủy xã Nhân Mỹ"),
    "/triage": ("Báo cáo <b>sơ kết</b>", "=HYPERLINK", "Hộp thư đầy."),
    "/contacts": ("Huyện ủy Lý Nhân",),
    "/contacts/proposals": ("Đỗ Văn Mới", "Đảng ủy xã Hợp Lý"),
    "/phone": (),
    "/phone/log": ("gọi lại sau", "Trần Thị Lan"),
    "/reminders?view=held": ("xã đang lũ", "Đảng ủy xã Hợp Lý"),
    "/rehearsal": ("mọi đơn vị nộp đúng hạn",),
    "/messages": ("Đảng ủy xã Hợp Lý",),
    "/reports": ("Đảng ủy xã Hợp Lý",),
    "/units": ("Đảng ủy xã Hợp Lý",),
    "/plan": (),
}
ADMINISTRATOR = {
    "/admin/users": ("Trần Thị Lan", "hoạt động"),
    "/admin/subscriptions": ("https://may-chu.example",),
    "/admin/subscriptions/1": ("gọi thử", "chờ gửi"),
    "/admin/audit-log": ("Trần Thị Lan",),
}


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", MOMENT)


def written(place: Workplace) -> None:
    """Something in every list."""
    campaign, now = place.campaign(), place.now()
    mail_waiting(place, {"=HYPERLINK(1).docx": b"x"})
    with place.begin() as session:
        session.add(
            AnswerRow(
                campaign_id=campaign.id,
                unit="X2",
                contact="x2",
                channel="email",
                at=now,
                kind="asks",
                text="Nộp ở đâu?",
                event_key="1",
            )
        )
        back = {
            "subject": "",
            "sender_name": "",
            "state": "dismissed",
            "why": "bounce",
            "unit": "X1",
            "note": "Hộp thư đầy.",
        }
        session.add(
            IntakeRow(message_id="<2@x>", raw_sha256="0" * 64, sender="", arrived_at=now, taken_in_at=now, **back)
        )
        propose(session, campaign, "X1", Proposed("Đỗ Văn Mới", phone="0912345678"), now=now)
        call = Made("X1", CallResult.REACHED, note="gọi lại sau")
        record_call(session, campaign, call, who="Trần Thị Lan", now=now - timedelta(hours=1), anyway=True)
        hold_unit(session, campaign, "X1", reason="xã đang lũ", by="Lan", now=now, until=date(2022, 9, 5))
        first = session.scalars(select(OutboxRow.id).where(OutboxRow.unit == "X1")).first()
        session.execute(update(OutboxRow).where(OutboxRow.id == first).values(state="queued", settled_at=None))
        address, kinds = "https://may-chu.example/nhan", [ChangeKind.SUBMITTED]
        row = subscribe(
            session, campaign, address, kinds=kinds, secret="s" * 43, cipher=place.cipher, by="Quản trị", now=now
        )
        queue_test(session, campaign, find_subscription(session, campaign, row.id), site="", now=now)


def rows_of(client: httpx.Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    rows = load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return ["\n".join(str(cell) for cell in row) for row in rows]


def files_on(client: httpx.Client, page: str) -> dict[str, str]:
    """The texts of every workbook that the page offers, by address."""
    found = LINK.findall(client.get(page).text)
    return {path: "\n".join(rows_of(client, unescape(path + query))) for path, query in found}


def taken(place: Workplace) -> int:
    with place.read() as session:
        return len(session.scalars(select(AuditEntryRow.id).where(AuditEntryRow.action == "file-taken")).all())


class Walk:
    """From page to page: the files that were taken, and what was wrong with them."""

    def __init__(self, place: Workplace) -> None:
        self._place, self.files, self.faults = place, set[str](), list[str]()

    def look(self, client: httpx.Client, page: str, words: tuple[str, ...]) -> None:
        before = taken(self._place)
        shown, files = unescape(client.get(page).text), files_on(client, page)
        everything = "\n".join(files.values())
        self.faults += [f"{page} does not show {one}" for one in words if one not in shown]
        self.faults += [f"no file of {page} holds {one}" for one in words if one not in everything]
        if not files or taken(self._place) != before + len(files):
            self.faults.append(f"{page} offers {len(files)} files, noted are {taken(self._place) - before}")
        self.files |= set(files)


def test_every_list_is_taken_along_as_a_workbook_with_its_rows(place: Workplace, as_role: AsRole) -> None:
    written(place)
    board, administrator = as_role(Role.BOARD), as_role(Role.ADMINISTRATOR)
    board.post("/rehearsal", data={"csrf": csrf_of(board), "scenario": "punctual", "begins": "now"})
    with place.read() as session:
        told = session.scalars(select(OutboxRow.id).where(OutboxRow.message == "escalation_list")).one()

    walk = Walk(place)
    for page, words in {f"/office/escalations/{told}": ("Huyện ủy Lý Nhân",), **BOARD}.items():
        walk.look(board, page, words)
    for page, words in ADMINISTRATOR.items():
        walk.look(administrator, page, words)
    own = path_of(place, "HU1", moment=MOMENT)
    with client_of(str(board.base_url)) as unit:
        walk.look(unit, f"{own}/subordinates", ("Đảng ủy xã Hợp Lý", "đã nộp, đúng hạn"))

    assert not walk.faults, "\n".join(walk.faults)
    listed = {one.path for one in routes() if one.path.endswith(".xlsx")} - PLAYED
    assert [one for one in listed if not any(re.fullmatch(_any_of(one), path) for path in walk.files)] == []


def _any_of(route: str) -> str:
    return re.sub(r"\{[^}]*\}", "[^/]+", route)


def test_file_of_an_earlier_day_holds_what_there_was_then(place: Workplace, as_role: AsRole) -> None:
    written(place)
    board = as_role(Role.BOARD)

    asked, told = (
        [len(rows_of(board, f"{path}{query}")) for query in ("", "?as_of=2022-08-20")]
        for path in ("/answers.xlsx", "/office/escalations.xlsx")
    )

    head = 4
    assert (asked, told) == ([head + 1, head], [head + 1, head])
