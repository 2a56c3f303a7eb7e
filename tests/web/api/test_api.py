"""What programs do with the API, over real HTTP on the small campaign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from database.models import OutboxRow
from database.queries.audit_log import entries
from database.queries.escalations import ESCALATION
from domain.access import Role
from tests.services.test_handing_in import REPORT
from tests.web.api.operations import operations
from tests.web.queries import counting
from web.api.problems import CODES

if TYPE_CHECKING:
    import httpx

    from config.wiring import Workplace
    from tests.web.api.conftest import AsProgram

DOCS = Path(__file__).parents[3] / "docs"


def hand_in(client: httpx.Client, unit: str = "X1", **headers: str) -> httpx.Response:
    return client.post(
        f"/units/{unit}/submissions",
        files={"file": ("báo cáo.docx", REPORT)},
        data={"number": "7-BC/ĐU"},
        headers=headers,
    )


def test_campaign_and_its_tiers(as_program: AsProgram) -> None:
    client = as_program("watch")

    (campaign,) = client.get("/campaigns").json()
    tiers = client.get("/status").json()["tiers"]

    assert (campaign["plan"], campaign["number"]) == ("ke-hoach-nho", "15-KH/TU")
    assert [(one["id"], one["expected"], one["received"]) for one in tiers][:2] == [
        ("commune", 3, 0),
        ("district", 2, 0),
    ]


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ({"q": "hop ly"}, ["X1"]),
        ({"tier": "district"}, ["HU1", "HU2"]),
        ({"superior": "HU1"}, ["X1", "X2"]),
        ({"overdue": "true"}, []),
        ({"tier": "commune", "limit": 1, "offset": 1}, ["X2"]),
        ({"state": "on_time"}, []),
        ({"superior": "X99"}, []),
    ],
)
def test_units_are_found_filtered_and_paged(as_program: AsProgram, query: dict[str, Any], units: list[str]) -> None:
    found = as_program("watch").get("/units", params=query).json()

    assert [one["unit"] for one in found["items"]] == units


def test_the_past_is_shown_as_it_was(as_program: AsProgram) -> None:
    client = as_program("watch", "review")
    hand_in(client)

    today, before = (client.get("/status", params=query).json() for query in ({}, {"as_of": "2022-07-19"}))

    assert (today["tiers"][0]["received"], before["tiers"][0]["received"]) == (1, 0)


def test_a_report_from_the_hand_in_to_its_acceptance(place: Workplace, as_program: AsProgram) -> None:
    client = as_program()
    receipt = hand_in(client)
    assert (receipt.status_code, receipt.json()["version"], receipt.json()["days_late"]) == (201, 1, 0)
    assert receipt.json()["check"]["is_complete"] is True

    (waiting,) = client.get("/reviews").json()["items"]
    content = client.get("/units/X1/submissions/1/file")
    accepted = client.post("/units/X1/acceptances", json={"reason": "Đủ các mục"})
    again = client.post("/units/X1/acceptances", json={})

    assert (waiting["unit"], waiting["version"]["receipt"]) == ("X1", receipt.json()["receipt"])
    assert content.content == REPORT
    assert content.headers["content-disposition"].startswith("attachment")
    assert (accepted.status_code, accepted.json()["stage"]) == (201, "accepted")
    assert (again.status_code, again.json()["code"]) == (409, "refused_by_rule")
    assert "Không cần chấp nhận lần nữa" in again.json()["detail"]
    moves = [one["move"] for one in client.get("/units/X1/case-file").json()["events"]]
    assert moves == ["submit", "accept"]
    with place.read() as session:
        doers = {one.who for one in entries(session)}
    assert doers == {"Trần Thị Lan (qua Máy kiểm thử)"}


def test_returned_matched_and_handed_in_again(as_program: AsProgram) -> None:
    client = as_program()
    check = hand_in(client).json()["check"]
    second = next(one for one in check["sections"] if one["number"] == "II")

    matched = client.post("/units/X1/matches", json={"position": second["position"], "section": "I", "reason": "nhầm"})
    returned = client.post("/units/X1/returns", json={"new_day": "2022-07-25", "sections": {"II": "chưa rõ"}})

    assert matched.status_code == 201
    assert any(one["is_corrected"] for one in matched.json()["sections"])
    assert (returned.json()["stage"], returned.json()["deadline"]) == ("returned", "2022-07-25")


def test_days_that_change_what_is_asked_of_a_unit(as_program: AsProgram) -> None:
    client = as_program()
    extension = {"day": "2022-08-10", "approver": "Thường trực Tỉnh ủy", "document_number": "9-CV/TU"}

    answers = [
        client.post("/units/X1/extensions", json=extension),
        client.post("/units/X1/promises", json={"day": "2022-08-05"}),
        client.post("/units/X2/exemptions", json={"reason": "Sáp nhập"}),
        client.post("/units/X2/reinstatements", json={"reason": "Chưa sáp nhập"}),
        client.post("/units/X3/calls", json={"result": "promised", "day": "2022-07-28", "note": "đồng chí Hoa"}),
    ]

    assert [one.status_code for one in answers] == [201] * 5
    assert (answers[1].json()["deadline"], answers[1].json()["promised"]) == ("2022-08-10", "2022-08-05")
    assert [one.json()["stage"] for one in answers[2:4]] == ["exempt", "open"]
    assert client.get("/units/X3").json()["duties"][0]["promised"] == "2022-07-28"
    assert [one["result"] for one in client.get("/units/X3/calls").json()] == ["promised"]


def test_a_call_repeated_under_its_key_is_done_once(as_program: AsProgram) -> None:
    client = as_program()
    headers = {"Idempotency-Key": "may-a-1"}

    first, second = hand_in(client, **headers), hand_in(client, **headers)
    without = hand_in(client)
    other = client.post("/units/X1/acceptances", json={}, headers=headers)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert without.status_code == 409  # the same file a second time
    assert (other.status_code, "cho một yêu cầu khác" in other.json()["detail"]) == (409, True)


def test_check_of_a_file_keeps_nothing(as_program: AsProgram) -> None:
    client = as_program("watch")

    found = client.post("/units/X1/checks", files={"file": ("a.docx", REPORT)})
    unreadable = client.post("/units/X1/checks", files={"file": ("a.exe", b"MZ")})

    assert (found.status_code, found.json()["is_complete"]) == (200, True)
    assert unreadable.status_code in {409, 422}
    assert client.get("/units/X1/submissions").json() == []


def test_run_is_asked_for_shown_and_cancelled(as_program: AsProgram) -> None:
    client = as_program()

    asked = client.post("/runs", json={"unit": "HU1"})
    number = asked.json()["run"]
    cancelled = client.post(f"/runs/{number}/cancellations")
    resumed = client.post(f"/runs/{number}/resumptions")

    assert (asked.status_code, asked.json()["state"]) == (201, "requested")
    assert (cancelled.json()["state"], resumed.json()["state"]) == ("cancelled", "requested")
    assert [one["run"] for one in client.get("/runs").json()["items"]] == [number]
    assert client.get(f"/runs/{number}/files/du-thao.docx").json()["code"] == "not_found"


def test_messages_decisions_phone_list_proof_and_calendars_are_there(place: Workplace, as_program: AsProgram) -> None:
    place.settings.web_url = "https://dondoc.tinh.example"
    client = as_program("watch")

    messages = client.get("/messages", params={"unit": "X1"}).json()
    text = client.get(f"/messages/{messages['items'][0]['number']}").json()
    decisions = client.get("/units/X1/decisions").json()
    proof = client.get("/proof").json()

    assert {one["unit"] for one in messages["items"]} == {"X1"}
    assert text["steps"]
    assert decisions["decisions"][0]["reason"]
    assert (proof["lost"], proof["doubled"]) == (len(proof["lost_items"]), 0)
    assert client.get("/phone-list").json()["total"] >= 0
    assert client.get("/units/X1").json()["calendar"].startswith("https://dondoc.tinh.example/lich/")
    assert all(one["link"].endswith(".ics") for one in client.get("/calendars").json())


def test_what_is_wrong_with_a_call_is_named(as_program: AsProgram) -> None:
    client = as_program()

    answer = client.post("/units/X1/promises", json={"day": "hôm nào", "dya": "2022-07-25"})

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [one["where"] for one in answer.json()["errors"]] == ["body.day", "body.dya"]
    assert "hôm nào" not in answer.text
    assert client.get("/nothing-there").json()["code"] == CODES[404]
    assert client.delete("/status").json()["code"] == CODES[405]
    assert client.get("/status", params={"as_of": "hôm qua"}).json()["code"] == CODES[422]


def test_a_list_asks_the_same_questions_however_long_it_is(place: Workplace, as_program: AsProgram) -> None:
    client = as_program("watch")
    client.get("/units")
    asked = []
    for limit in (1, 3, 300):
        with counting(place.engine) as questions:
            client.get("/units", params={"limit": limit})
        asked.append(len(questions))

    assert len(set(asked)) == 1


def test_description_and_its_page_name_every_operation(url: str, as_program: AsProgram) -> None:
    client = as_program("watch")
    client.headers.pop("authorization")

    described = client.get("/openapi.json").json()
    page = client.get("/docs").text
    guide = (DOCS / "api.md").read_text(encoding="utf-8")

    known = {(method.upper(), path) for path, found in described["paths"].items() for method in found}
    assert known == {(one.method, one.path) for one in operations()}
    assert [one for one in known if f"<code>{one[0]} {one[1]}</code>" not in page] == []
    assert [one for one in known if f"`{one[0]} {one[1].removeprefix('/api/v1')}`" not in guide] == []
    assert [code for code in CODES.values() if f"`{code}`" not in guide] == []
    assert "http" not in page.replace("https://dondoc.tinh.example", "").replace("http_", "")
    assert url not in page


def test_the_office_sees_what_it_was_told_and_acknowledges_it(place: Workplace, as_program: AsProgram) -> None:
    with place.begin() as session:
        told = session.get_one(OutboxRow, 1)
        told.message, told.recipient_name = ESCALATION, "Chánh Văn phòng"
    office, board = as_program(role=Role.OFFICE), as_program()

    (one,) = office.get("/escalations").json()["items"]
    seen = office.post(f"/escalations/{one['number']}/acknowledgements", json={"note": "Đã báo cáo Thường trực"})

    assert (one["recipient_name"], one["acknowledgements"]) == ("Chánh Văn phòng", [])
    assert [said["note"] for said in seen.json()["acknowledgements"]] == ["Đã báo cáo Thường trực"]
    assert board.get("/escalations").json()["total"] == 1
    assert board.post(f"/escalations/{one['number']}/acknowledgements", json={}).status_code == 403
