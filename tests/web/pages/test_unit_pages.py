from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document
from sqlalchemy import select

from config.unit_links import unit_link
from database.models import ConsolidationRow, ContactRow, OutboxRow, PromiseRow
from database.queries.contacts import contact_rows
from database.queries.unit_links import FRESH_LINK, duties_of
from domain.access import Role
from domain.notices import Words
from services.notices import send_notice
from services.rendering import Batch
from services.reviews import return_submission
from tests.web.people import csrf_of
from tests.web.queries import counting
from tests.web.unit_visits import client_of, in_2022, path_of, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from config.wiring import Workplace


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    with client_of(url) as found:
        yield found


def duty_of(place: Workplace, unit: str) -> int:
    with place.read() as session:
        return duties_of(session, 1, unit)[0]


def handed_in(place: Workplace, client: httpx.Client, unit: str, content: bytes = b"") -> str:
    """The path of the receipt."""
    path, duty = path_of(place, unit), duty_of(place, unit)
    came = client.post(f"{path}/duties/{duty}/hand-ins", files={"report": ("bc.docx", content or report())})
    return client.post(f"{came.headers['location']}/finish").headers["location"]


def letters(place: Workplace) -> list[OutboxRow]:
    with place.read() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.message == FRESH_LINK)))


def test_every_letter_to_a_unit_brings_its_own_link_and_none_brings_anothers(
    place: Workplace, client: httpx.Client
) -> None:
    campaign = in_2022(place)
    place.settings.web_url = "https://dondoc.example"
    with place.read() as session:
        rows = list(session.scalars(select(OutboxRow).where(OutboxRow.message == "opening")))
        batch = Batch(session, campaign, rows, now=place.now(), links=place.answer_links)
        bare = Batch(session, campaign, rows, now=place.now())
        texts = {row.unit: batch.rendered(row) for row in rows}
        without = {row.unit: bare.rendered(row).text for row in rows}

    assert set(texts) == {"HU1", "HU2", "X1", "X2", "X3"}
    for unit, letter in texts.items():
        (line,) = [one for one in letter.text.splitlines() if "/u/" in one]
        link = line.rpartition(" ")[2]
        assert f'href="{link}"' in letter.html
        page = client.get(link.removeprefix("https://dondoc.example"))
        assert page.status_code == 200
        assert '"campaign">Kế hoạch số' in page.text
        assert letter.text.splitlines()[0].removeprefix("Kính gửi: ") in page.text
        assert "/u/" not in without[unit]


def test_letter_made_twice_says_the_same_whenever_it_is_made(place: Workplace) -> None:
    campaign = in_2022(place)
    place.settings.web_url = "https://dondoc.example"
    with place.read() as session:
        rows = list(session.scalars(select(OutboxRow).where(OutboxRow.message == "opening")))
        one, two = (
            Batch(session, campaign, rows, now=place.now() + later, links=place.answer_links).rendered(rows[0])
            for later in (timedelta(), timedelta(days=3))
        )

    assert one == two


def test_page_says_what_is_owed_by_when_and_offers_what_can_be_done(place: Workplace, client: httpx.Client) -> None:
    page = client.get(path_of(place, "X1"))

    assert page.headers["Referrer-Policy"] == "no-referrer"
    for said in ("Đảng ủy xã Hợp Lý", "31/7/2022", "còn 11 ngày", "Chưa nộp", "Nộp báo cáo</a>", "Huyện ủy Lý Nhân"):
        assert said in page.text
    assert "Các đơn vị trực thuộc" not in page.text
    assert "Nhân Mỹ" not in page.text


def test_forged_link_opens_one_plain_sentence(place: Workplace, client: httpx.Client) -> None:
    path = path_of(place, "X1")

    answers = [client.get(one) for one in (f"{path[:-1]}{'a' if path[-1] != 'a' else 'b'}", "/u/x", f"{path}/khac")]

    assert [one.status_code for one in answers] == [404] * 3
    assert "Hợp Lý" not in answers[0].text


def test_expired_link_offers_a_fresh_one_to_the_registered_addresses_once_an_hour(
    place: Workplace, client: httpx.Client
) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")
    in_2022(place, "2022-09-19T09:00")

    ended = [client.get(path + tail) for tail in ("", "/history", f"/duties/{duty}/form.docx")]
    written = client.post(f"{path}/contact", data={"name": "Kẻ lạ", "email": "la@la.example"})
    assert letters(place) == []
    first, second = client.post(f"{path}/fresh"), client.post(f"{path}/fresh")

    assert [one.status_code for one in (*ended, written)] == [410] * 4
    assert "Gửi liên kết mới" in ended[0].text
    assert first.text == second.text
    assert "đã đăng ký" in first.text
    assert [(row.unit, row.address) for row in letters(place)] == [("X1", "x1@hanam.example")]
    in_2022(place, "2022-09-19T10:01")
    client.post(f"{path}/fresh")
    assert len(letters(place)) == 2
    place.settings.web_url = "https://dondoc.example"
    with place.read() as session:
        batch = Batch(session, place.campaign(), letters(place), now=place.now(), links=place.answer_links)
        text = batch.rendered(letters(place)[0]).text
    link = next(one for one in text.split() if "/u/" in one)
    assert client.get(link.removeprefix("https://dondoc.example")).status_code == 200


def test_revoked_link_opens_nothing_and_the_next_one_does(
    place: Workplace, client: httpx.Client, as_role: Callable[..., httpx.Client]
) -> None:
    path, other = path_of(place, "X1"), path_of(place, "X2")
    board = as_role(Role.BOARD)
    key = csrf_of(board)

    without_reason = board.post("/units/X1/links/revoke", data={"csrf": key, "reason": " "})
    assert without_reason.status_code == 409
    assert client.get(path).status_code == 200
    board.post("/units/X1/links/revoke", data={"csrf": key, "reason": "Thư bị chuyển ra ngoài"})

    assert client.get(path).status_code == 410
    assert client.get(other).status_code == 200
    assert client.get(path_of(place, "X1")).status_code == 200


def test_link_is_given_only_where_the_installation_has_an_address(place: Workplace) -> None:
    campaign = in_2022(place)

    assert unit_link(place, campaign, "X1", now=place.now()) == ""
    place.settings.web_url = "https://dondoc.example"
    assert unit_link(place, campaign, "X1", now=place.now()).startswith("https://dondoc.example/u/1-")


def test_account_of_a_unit_is_led_to_its_own_pages(place: Workplace, as_role: Callable[..., httpx.Client]) -> None:
    in_2022(place)
    own, board = as_role(Role.UNIT, body="X2"), as_role(Role.BOARD)

    led = own.get("/my-unit")

    assert "Đảng ủy xã Nhân Mỹ" in own.get(led.headers["location"]).text
    assert board.get("/my-unit").headers["location"] == "/"


def test_form_and_slip_are_word_files_of_the_unit(place: Workplace, client: httpx.Client) -> None:
    receipt = handed_in(place, client, "X1")
    place.settings.web_url = "https://dondoc.example"
    path, duty = path_of(place, "X1"), duty_of(place, "X1")

    form = Document(BytesIO(client.get(f"{path}/duties/{duty}/form.docx").content))
    slip = Document(BytesIO(client.get(f"{receipt}/slip.docx").content))

    assert any("Kết quả" in one.text for one in form.paragraphs)
    assert any("Phiếu tiếp nhận" in one.text or "PHIẾU TIẾP NHẬN" in one.text for one in slip.paragraphs)
    assert len(slip.inline_shapes) == 1  # the code that opens the pages


def test_check_says_what_is_missing_and_keeps_nothing(place: Workplace, client: httpx.Client) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")
    before = {one for one in place.settings.data.rglob("*") if one.is_file() and one.parent.name != "du-lieu"}

    checked = client.post(f"{path}/duties/{duty}/check", files={"report": ("bc.docx", report(fourth=""))})
    refused = client.post(f"{path}/duties/{duty}/check", files={"report": ("bc.docx", b"khong phai Word")})

    assert checked.status_code == 200
    assert "2/3 mục" in checked.text
    assert "để trống" in checked.text
    assert refused.status_code == 422
    after = {one for one in place.settings.data.rglob("*") if one.is_file() and one.parent.name != "du-lieu"}
    assert after == before


def test_returned_report_shows_its_reasons_by_section_and_the_new_day(place: Workplace, client: httpx.Client) -> None:
    handed_in(place, client, "X1")
    campaign = in_2022(place, "2022-07-21T09:00")
    duty = duty_of(place, "X1")
    with place.begin() as session:
        return_submission(
            session,
            campaign,
            duty,
            reason="Thiếu số liệu.",
            sections={"II": "chưa nêu kinh phí"},
            new_day=campaign.local_day(place.now()) + timedelta(days=7),
            by="Cán bộ",
            now=place.now(),
        )

    path = path_of(place, "X1", moment="2022-07-21T10:00")
    page = client.get(f"{path}/duties/{duty}").text

    for said in ("Trả lại", "Thiếu số liệu.", "Mục II. Kết quả: chưa nêu kinh phí", "28/7/2022", "Nộp báo cáo</a>"):
        assert said in page


def test_promise_is_noted_and_a_day_that_is_over_is_refused(place: Workplace, client: httpx.Client) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")

    past = client.post(f"{path}/duties/{duty}/promise", data={"day": "2022-07-01", "reason": "bận"})
    nonsense = client.post(f"{path}/duties/{duty}/promise", data={"day": "hôm nào"})
    made = client.post(f"{path}/duties/{duty}/promise", data={"day": "2022-07-28", "reason": "chờ số liệu"})

    assert [one.status_code for one in (past, nonsense, made)] == [422, 422, 303]
    assert "đã qua" in past.text
    assert "bận</textarea>" in past.text
    with place.read() as session:
        assert [str(one.day) for one in session.scalars(select(PromiseRow))] == ["2022-07-28"]
    assert "hẹn ngày 28/7/2022" in client.get(f"{path}/history").text


def test_proposed_contact_gets_letters_only_once_staff_took_the_person_over(
    place: Workplace, client: httpx.Client, as_role: Callable[..., httpx.Client]
) -> None:
    path = path_of(place, "X1")
    form = {"name": "Trần Văn Mới", "role": "Phó Bí thư", "email": "moi@hanam.example", "phone": "0912 000 111"}

    wrong = client.post(f"{path}/contact", data={"name": "A", "email": "khong-phai-thu"})
    for _ in range(2):
        assert client.post(f"{path}/contact", data=form).status_code == 303
    board = as_role(Role.BOARD)
    listed = board.get("/contacts/proposals")

    assert wrong.status_code == 422
    assert listed.text.count("Trần Văn Mới") == 1
    assert "moi@hanam.example" not in {one.address for one in contacts(place)}
    board.post("/contacts/proposals/1/accept", data={"csrf": csrf_of(board)})
    again = board.post("/contacts/proposals/1/decline", data={"csrf": csrf_of(board)})
    assert again.status_code == 409
    assert [one.name for one in contacts(place) if one.address == "moi@hanam.example"] == ["Trần Văn Mới"]
    assert "đã đưa vào danh sách" in client.get(f"{path}/contact").text
    assert "Không có đề nghị nào" in board.get("/contacts/proposals").text


def contacts(place: Workplace) -> list[ContactRow]:
    with place.read() as session:
        return list(contact_rows(session, 1))


def test_history_tells_what_the_unit_did_and_was_told_and_nothing_of_others(
    place: Workplace, client: httpx.Client
) -> None:
    handed_in(place, client, "X1")
    handed_in(place, client, "X2", report(fourth="Tăng kinh phí."))

    page = client.get(f"{path_of(place, 'X1', moment='2022-07-20T10:00')}/history").text

    assert "Nộp báo cáo" in page
    assert "Đã gửi đến đơn vị: Thông báo triển khai" in page
    assert page.count("Nộp báo cáo") == 1


def test_words_of_staff_stand_on_the_pages_of_the_unit_they_went_to(place: Workplace, client: httpx.Client) -> None:
    campaign = in_2022(place)
    for number, words in enumerate((Words("Giao ban", "Mời dự\n<b>ngày 25/7</b>."), Words("Bổ sung", "Nộp phụ lục."))):
        send(place, words, key=str(number))
    with place.begin() as session:
        hidden = Words("Chưa gửi", "Đang giữ lại.")
        send_notice(session, campaign, hidden, key="3", units=["X1"], channels=["email"], by="Lan", now=place.now())

    path = path_of(place, "X1", moment="2022-07-20T10:00")
    history = client.get(f"{path}/history").text
    duty = client.get(f"{path}/duties/{duty_of(place, 'X1')}").text
    others = client.get(f"{path_of(place, 'X2', moment='2022-07-20T10:00')}/history").text

    for page in (history, duty):
        assert "Mời dự\n&lt;b&gt;ngày 25/7&lt;/b&gt;." in page
        assert page.index("Thông báo riêng: Bổ sung") < page.index("Thông báo riêng: Giao ban")
        assert page.count("Thông báo riêng: ") == 2
    assert "Thông báo riêng" not in others


def send(place: Workplace, words: Words, *, key: str) -> None:
    """To the people of X1, who got it over Zalo and by mail, each a minute after the notice before."""
    now = place.now() + timedelta(minutes=int(key))
    with place.begin() as session:
        notice = send_notice(
            session, place.campaign(), words, key=key, units=["X1"], channels=["email"], by="Lan", now=now
        )
        (row,) = session.scalars(select(OutboxRow).where(OutboxRow.notice_id == notice.notice_id))
        row.state, row.sent_at, row.settled_at = "accepted", now, now
        again = {column.key: getattr(row, column.key) for column in OutboxRow.__table__.columns if column.key != "id"}
        session.add(OutboxRow(**again | {"key": f"{row.key}/zalooa", "channel": "zalooa"}))


def test_district_sees_its_communes_and_no_commune_sees_any(place: Workplace, client: httpx.Client) -> None:
    handed_in(place, client, "X1")
    later = "2022-07-20T10:00"
    district, other = path_of(place, "HU1", moment=later), path_of(place, "HU2", moment=later)

    page = client.get(f"{district}/subordinates").text
    assert "Đã nộp 1/2 báo cáo" in page
    assert "An Lão" not in page
    assert "Nhân Mỹ" not in client.get(f"{other}/subordinates").text
    commune = path_of(place, "X1")
    assert [client.get(f"{commune}/{tail}").status_code for tail in ("subordinates", "consolidation")] == [404, 404]
    assert client.post(f"{commune}/consolidation").status_code == 404


def test_district_asks_for_a_run_of_its_own_and_reaches_no_other(place: Workplace, client: httpx.Client) -> None:
    handed_in(place, client, "X1")
    district, other = path_of(place, "HU1"), path_of(place, "HU2")

    asked = client.post(f"{district}/consolidation")
    again = client.post(f"{district}/consolidation")

    assert asked.headers["location"] == again.headers["location"]
    with place.read() as session:
        assert session.scalars(select(ConsolidationRow.unit)).all() == ["HU1"]
    assert client.get(asked.headers["location"]).status_code == 200
    tail = asked.headers["location"].removeprefix(district)
    assert client.get(other + tail).status_code == 404
    assert client.post(f"{other}{tail}/approve", data={"reason": "x"}).status_code == 404
    assert client.get(f"{other}{tail}/files/du-thao.docx").status_code == 404
    assert client.get(f"{district}{tail}/files/du-thao.docx").status_code == 404


def test_pages_ask_as_many_questions_for_many_communes_as_for_one(place: Workplace, client: httpx.Client) -> None:
    paths = path_of(place, "HU2"), path_of(place, "HU1")  # one commune, two communes
    client.get(f"{paths[0]}/subordinates")

    asked = []
    for path in paths:
        with counting(place.engine) as found:
            client.get(f"{path}/subordinates")
        asked.append(len(found))

    assert asked[0] == asked[1]
