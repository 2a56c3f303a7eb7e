"""Nhắc việc: what will go out, what went, what is held; and that every act is refused to who only looks."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select, update

from config import clock
from config.day import run_day
from database.models import AuditEntryRow, HoldRow, OutboxRow
from database.queries.rehearsals import rehearsals_of
from domain.access import Role
from domain.outbox import MessageState
from domain.rehearsals import RehearsalKind
from rehearsal.kept_answers import answer_from_bytes
from rehearsal.recording import RecordedChannels
from rehearsal.working import work_once
from tests.flows.live import OPENED
from tests.web.handed_in import CLOCK
from tests.web.people import csrf_of
from tests.web.queries import counting

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import httpx

    from config.wiring import Workplace


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", CLOCK)


@pytest.fixture
def board(as_role: Callable[..., httpx.Client]) -> httpx.Client:
    return as_role(Role.BOARD)


def post(client: httpx.Client, path: str, **data: str) -> httpx.Response:
    return client.post(path, data={"csrf": csrf_of(client), **data}, follow_redirects=True)


def deeds(place: Workplace) -> list[str]:
    with place.read() as session:
        return list(session.scalars(select(AuditEntryRow.action).order_by(AuditEntryRow.id)))


def messages(place: Workplace, count: int, *, state: str = "accepted") -> None:
    """More letters to X1, alike but for their number."""
    now = place.now()
    with place.begin() as session:
        known = len(session.scalars(select(OutboxRow.id)).all())
        row = session.scalars(select(OutboxRow).where(OutboxRow.unit == "X1")).first()
        assert row is not None
        alike = {column.key: getattr(row, column.key) for column in OutboxRow.__table__.columns if column.key != "id"}
        alike |= {"state": state, "sent_at": now if state == "accepted" else None, "settled_at": None, "moment": now}
        session.execute(insert(OutboxRow), [{**alike, "key": f"{row.key}/{known + number}"} for number in range(count)])


def test_a_unit_is_held_by_name_with_a_reason_and_let_go_again(place: Workplace, board: httpx.Client) -> None:
    messages(place, 1, state="held")

    page = post(board, "/reminders/holds", unit="hop ly", reason="xã đang khắc phục hậu quả mưa lũ").text

    assert "Đảng ủy xã Hợp Lý" in page
    assert "xã đang khắc phục hậu quả mưa lũ" in page
    assert "1 thông báo" in page
    page = post(board, "/reminders/holds/1/release").text
    assert "1 thông báo đang giữ sẽ được gửi một lần" in page
    assert "Không có yêu cầu giữ nào" in page
    assert deeds(place)[-2:] == ["messages-held", "messages-released"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Hãy chọn một đơn vị"),
        ({"unit": "X1", "everything": "1"}, "không chọn cả hai"),
        ({"unit": "xa", "reason": "lũ"}, "đơn vị khớp với"),
        ({"unit": "X1", "reason": ""}, "Cần ghi lý do giữ"),
        ({"unit": "X1", "reason": "lũ", "until": "hôm qua"}, "hôm qua"),
    ],
)
def test_a_hold_that_makes_no_sense_shows_the_form_again(
    place: Workplace, board: httpx.Client, typed: dict[str, str], told: str
) -> None:
    answer = post(board, "/reminders/holds", **typed)

    assert answer.status_code in (409, 422)
    assert told in answer.text
    with place.read() as session:
        assert session.scalars(select(HoldRow)).all() == []


def test_one_message_is_held_from_its_own_page(place: Workplace, board: httpx.Client) -> None:
    messages(place, 1, state="queued")
    with place.read() as session:
        number = session.scalars(select(OutboxRow.id).where(OutboxRow.state == MessageState.QUEUED)).one()

    assert "Giữ riêng thông báo này" in board.get(f"/messages/{number}").text
    page = post(board, f"/messages/{number}/hold", reason="chờ ý kiến lãnh đạo").text

    assert "một thông báo gửi Đảng ủy xã Hợp Lý" in page


def test_a_viewer_sees_everything_and_is_offered_nothing(
    as_role: Callable[..., httpx.Client], place: Workplace
) -> None:
    messages(place, 1, state="held")
    viewer = as_role(Role.VIEWER)

    pages = [viewer.get(f"/reminders?view={view}").text for view in ("coming", "sent", "held")]

    assert all('<form method="post" action="/reminders' not in page for page in pages)
    assert "Đảng ủy xã Hợp Lý" in pages[2]
    assert viewer.get("/reminders/write").status_code == 403


def test_what_will_go_out_is_foretold_to_the_letter(place: Workplace, board: httpx.Client) -> None:
    assert "Đang tính lịch" in board.get("/reminders").text

    assert work_once(place, now=clock.now())
    page, one = board.get("/reminders").text, board.get("/reminders/coming/1/0").text

    assert "nếu không đơn vị nào nộp thêm báo cáo" in page
    assert "Đang tính lịch" not in page
    assert not work_once(place, now=clock.now())  # looking again asks for nothing new
    assert "Sẽ gửi lúc" in one
    taken = CalamineWorkbook.from_filelike(BytesIO(board.get("/reminders/coming/1.xlsx").content)).get_sheet_by_index(0)
    assert board.get("/reminders/coming/1/99999").status_code == 404
    foretold = _foretold(place)
    assert sorted(row[3] for row in taken.to_python()[4:]) == sorted(unit for _, unit, *_ in foretold)
    assert foretold[0][-1].partition("\n")[0] in one
    assert foretold == _lived(place, sorted({at for at, *_ in foretold}))


def _foretold(place: Workplace) -> list[tuple[datetime, str, str, str]]:
    with place.read() as session:
        (asked,) = rehearsals_of(session, place.campaign().id, kind=RehearsalKind.FORECAST)
    found = answer_from_bytes(place.store.get(asked.answer_sha256)).rehearsal.messages
    return sorted((one.at, one.unit, one.message, one.text) for one in found)


def _lived(place: Workplace, moments: list[datetime]) -> list[tuple[datetime, str, str, str]]:
    """What really goes out when those moments come."""
    vars(place)["channels"] = RecordedChannels()
    campaign = place.campaign()
    for moment in moments:
        run_day(place, campaign, now=moment)
    with place.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.sent_at >= moments[0]))
        local = campaign.plan.calendar.local
        return sorted((local(row.sent_at), row.unit, row.message, row.text) for row in rows if row.sent_at)


def test_the_past_is_shown_without_forms_and_without_a_forecast(board: httpx.Client) -> None:
    day = f"{OPENED - timedelta(days=1):%Y-%m-%d}"

    assert "chỉ tính được cho hôm nay" in board.get(f"/reminders?as_of={day}").text
    assert "Chưa có thông báo nào được gửi" in board.get(f"/reminders?view=sent&as_of={day}").text
    assert '<form method="post" action="/reminders' not in board.get(f"/reminders?view=held&as_of={day}").text


def test_messages_are_narrowed_by_their_address_and_taken_as_a_file(place: Workplace, board: httpx.Client) -> None:
    messages(place, 2, state="unknown")
    with place.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.state == "unknown").values(settled_at=place.now()))

    page = board.get("/messages?group=unknown&unit=Hợp Lý").text
    workbook = CalamineWorkbook.from_filelike(BytesIO(board.get("/messages.xlsx?group=unknown").content))

    assert "2 thông báo, mới nhất trước" in page
    assert "Không có thông báo nào khớp" in board.get("/messages?unit=khong-co").text
    assert board.get("/messages?group=sai&day=mai&page=x&notice=y").status_code == 200
    rows = workbook.get_sheet_by_index(0).to_python()
    assert sum("chưa rõ kết quả" in row for row in rows) == 2
    assert deeds(place)[-1] == "file-taken"


def test_an_unknown_message_is_settled_on_the_word_of_a_person(place: Workplace, board: httpx.Client) -> None:
    messages(place, 1, state="unknown")
    with place.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.state == "unknown").values(settled_at=place.now()))
        number = session.scalars(select(OutboxRow.id).where(OutboxRow.state == "unknown")).one()

    refused = post(board, f"/messages/{number}/settle", note="Gọi đồng chí Lan")
    page = post(board, f"/messages/{number}/settle", arrived="yes", note="Gọi đồng chí Lan").text

    assert (refused.status_code, "Hãy chọn người nhận" in refused.text) == (409, True)
    assert "Gọi đồng chí Lan (Trần Thị Lan ghi)" in page
    assert "người nhận xác nhận đã nhận được" in page


def test_lists_of_messages_ask_the_same_questions_for_one_and_for_300(place: Workplace, board: httpx.Client) -> None:
    board.get("/messages")  # the first page that is ever asked for reads the campaign
    asked: list[list[int]] = []
    for more in (1, 2, 297):
        messages(place, more, state="accepted")
        counts = []
        for path in ("/messages", "/reminders?view=sent", "/reminders?view=held"):
            with counting(place.engine) as found:
                assert board.get(path).status_code == 200
            counts.append(len(found))
        asked.append(counts)

    assert asked[1:] == asked[:-1]
