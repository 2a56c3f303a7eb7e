from __future__ import annotations

import hashlib
import re
import socket
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from config.wiring import workplace
from database.models import HandInRow, SubmissionFileRow, SubmissionRow, UploadRow
from database.pieces import Pieces
from database.queries.unit_links import duties_of
from domain.uploads import LARGEST_PIECE
from services.uploads import piece_name
from tests.web.unit_visits import client_of, in_2022, path_of, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx
    from fastapi import FastAPI

    from config.wiring import Workplace

ANNEX = bytes(range(256)) * 2_500  # 640 kB: three pieces


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    with client_of(url) as found:
        yield found


def duty_of(place: Workplace, unit: str) -> int:
    with place.read() as session:
        return duties_of(session, 1, unit)[0]


def begun(client: httpx.Client, path: str, duty: int, *files: tuple[str, bytes]) -> dict[str, Any]:
    announced = {"files": [{"name": name, "size": len(content)} for name, content in files]}
    answer = client.post(f"{path}/duties/{duty}/hand-ins/begin", json=announced)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def send(client: httpx.Client, file: dict[str, Any], content: bytes, *, at: int) -> httpx.Response:
    return client.patch(file["url"], content=content, headers={"Upload-Offset": str(at)})


def send_whole(client: httpx.Client, file: dict[str, Any], content: bytes) -> None:
    for at in range(0, len(content), LARGEST_PIECE):
        assert send(client, file, content[at : at + LARGEST_PIECE], at=at).status_code == 204


def pieces_of(place: Workplace, file: dict[str, Any]) -> Path:
    """Where the file grows while it comes in."""
    with place.read() as session:
        row = session.get_one(UploadRow, int(file["url"].rpartition("/")[2]))
        return Pieces(place.settings.data / "uploads").path(piece_name(row))


def submissions(place: Workplace) -> int:
    with place.read() as session:
        return session.scalar(select(func.count(SubmissionRow.id))) or 0


def test_report_and_annex_come_piece_by_piece_and_count_once_the_button_is_pressed(
    place: Workplace, client: httpx.Client
) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")
    plan = begun(client, path, duty, ("Báo cáo.docx", report()), ("Biểu.xlsx", ANNEX))
    send_whole(client, plan["files"][0], report())
    send_whole(client, plan["files"][1], ANNEX)

    looked = client.get(plan["next"])
    assert "Đủ 3/3 mục" in looked.text
    assert submissions(place) == 0
    done = client.post(f"{plan['next']}/finish", data={"document_number": " 45-BC/ĐU "})

    assert done.headers["location"] == f"{path}/duties/{duty}/receipts/1"
    receipt = client.get(done.headers["location"]).text
    assert "Đúng hạn" in receipt
    assert "45-BC/ĐU" in receipt
    assert hashlib.sha256(report()).hexdigest() in receipt
    assert hashlib.sha256(ANNEX).hexdigest() in receipt
    with place.read() as session:
        kept = session.scalars(select(SubmissionFileRow)).one()
        assert (kept.file_name, kept.size) == ("Biểu.xlsx", len(ANNEX))
    assert place.store.get(kept.sha256) == ANNEX
    assert list((place.settings.data / "uploads").iterdir()) == []


def test_button_pressed_twice_and_a_page_reloaded_lead_to_the_same_receipt(
    place: Workplace, client: httpx.Client
) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")
    came = client.post(f"{path}/duties/{duty}/hand-ins", files={"report": ("bc.docx", report())})

    first = client.post(f"{came.headers['location']}/finish", data={"document_number": "1"})
    second = client.post(f"{came.headers['location']}/finish", data={"document_number": "2"})
    back = client.get(came.headers["location"])

    assert first.headers["location"] == second.headers["location"] == back.headers["location"]
    assert submissions(place) == 1


def test_a_receipt_is_shown_also_by_a_machine_whose_clock_is_behind(place: Workplace, client: httpx.Client) -> None:
    path, duty, behind = path_of(place, "X1"), duty_of(place, "X1"), place.now()
    came = client.post(f"{path}/duties/{duty}/hand-ins", files={"report": ("bc.docx", report())})

    vars(place)["now"] = lambda: behind + timedelta(minutes=4)
    done = client.post(f"{came.headers['location']}/finish")
    vars(place)["now"] = lambda: behind
    shown = client.get(done.headers["location"])

    assert shown.status_code == 200
    assert "Phiếu tiếp nhận số" in shown.text
    assert client.get(f"{done.headers['location']}/slip.docx").status_code == 200
    assert client.get(f"{path}/duties/{duty}/receipts/2").status_code == 404


def test_wrong_offset_changes_nothing_and_is_told_where_to_go_on(place: Workplace, client: httpx.Client) -> None:
    plan = begun(client, path_of(place, "X1"), duty_of(place, "X1"), ("a.bin", ANNEX))
    file = plan["files"][0]
    send(client, file, ANNEX[:1000], at=0)

    ahead = send(client, file, ANNEX[2000:3000], at=2000)
    again = send(client, file, ANNEX[:1000], at=0)
    empty = send(client, file, b"", at=1000)
    too_large = send(client, file, bytes(LARGEST_PIECE + 1), at=1000)
    largest = send(client, file, bytes(LARGEST_PIECE), at=1000)

    assert [(one.status_code, one.headers.get("Upload-Offset")) for one in (ahead, again, empty)] == [(409, "1000")] * 3
    assert too_large.status_code == 413
    assert (largest.status_code, largest.headers["Upload-Offset"]) == (204, str(1000 + LARGEST_PIECE))
    asked = client.head(file["url"])
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == (
        str(1000 + LARGEST_PIECE),
        str(len(ANNEX)),
    )


def test_nothing_goes_past_the_announced_end(place: Workplace, client: httpx.Client) -> None:
    file = begun(client, path_of(place, "X1"), duty_of(place, "X1"), ("a.bin", b"12345"))["files"][0]

    assert send(client, file, b"123456", at=0).status_code == 409
    assert send(client, file, b"12345", at=0).status_code == 204
    assert send(client, file, b"6", at=5).status_code == 409


def test_cut_connection_loses_one_piece_and_no_more(place: Workplace, client: httpx.Client, url: str) -> None:
    plan = begun(client, path_of(place, "X1"), duty_of(place, "X1"), ("a.docx", report()))
    file, half = plan["files"][0], len(report()) // 2
    send(client, file, report()[:half], at=0)

    with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as line:
        head = f"PATCH {file['url']} HTTP/1.1\r\nHost: x\r\nUpload-Offset: {half}\r\nContent-Length: {len(report()) - half}\r\n\r\n"
        line.sendall(head.encode() + report()[half : half + 100])

    assert client.head(file["url"]).headers["Upload-Offset"] == str(half)
    assert send(client, file, report()[half:], at=half).status_code == 204
    assert "Đủ 3/3 mục" in client.get(plan["next"]).text


def test_upload_goes_on_after_the_server_was_started_anew(
    place: Workplace, client: httpx.Client, request: pytest.FixtureRequest
) -> None:
    plan = begun(client, path_of(place, "X1"), duty_of(place, "X1"), ("a.docx", report()))
    file, half = plan["files"][0], len(report()) // 2
    send(client, file, report()[:half], at=0)
    # Bytes of a piece that was written when the power failed, and never told as received.
    (part,) = (place.settings.data / "uploads").iterdir()
    part.write_bytes(part.read_bytes() + b"half a piece")

    another = workplace()
    in_2022(another)
    app: FastAPI = request.getfixturevalue("_served")[1]
    app.state.place = another

    left = client.get(f"{plan['next']}/files").json()["files"][0]
    assert left["received"] == half
    assert send(client, left, report()[half:], at=half).status_code == 204
    assert "Đủ 3/3 mục" in client.get(plan["next"]).text
    another.engine.dispose()


def test_pieces_that_were_thrown_away_are_sent_anew_and_leave_no_hole(place: Workplace, client: httpx.Client) -> None:
    plan = begun(client, path_of(place, "X1"), duty_of(place, "X1"), ("a.docx", report()))
    file, half = plan["files"][0], len(report()) // 2
    send(client, file, report()[:half], at=0)
    for part in (place.settings.data / "uploads").iterdir():
        part.unlink()

    answer = send(client, file, report()[half:], at=half)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "0")
    send_whole(client, file, report())
    (place.settings.data / "uploads").joinpath("1-1.part").unlink()
    assert "Chưa nộp được" in client.get(plan["next"]).text


def test_two_browsers_with_the_same_report_get_one_receipt_and_one_reason(
    place: Workplace, client: httpx.Client, url: str
) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")
    with client_of(url) as other:
        one, two = (
            each.post(f"{path}/duties/{duty}/hand-ins", files={"report": ("bc.docx", report())}).headers["location"]
            for each in (client, other)
        )
        first = client.post(f"{one}/finish")
        second = other.post(f"{two}/finish")

    assert first.status_code == 303
    assert second.status_code == 409
    assert "đã được ghi nhận" in second.text
    assert "Các tệp đã tải lên vẫn được giữ" in second.text
    assert submissions(place) == 1


def test_two_browsers_sending_into_one_upload_cannot_mix_it(place: Workplace, client: httpx.Client, url: str) -> None:
    plan = begun(client, path_of(place, "X1"), duty_of(place, "X1"), ("a.docx", report()))
    file, half = plan["files"][0], len(report()) // 2
    with client_of(url) as other:
        answers = [
            send(client, file, report()[:half], at=0).status_code,
            send(other, file, b"x" * half, at=0).status_code,
            send(other, file, report()[half:], at=half).status_code,
        ]

    assert answers == [204, 409, 204]
    assert "Đủ 3/3 mục" in client.get(plan["next"]).text


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("trong.docx", b""), "trống"),
        (("bao-cao.docx", b"MZ" + bytes(2000)), "không"),
        (("hong.docx", b"PK\x03\x04" + bytes(500)), "hỏng"),
    ],
)
def test_file_that_is_no_report_is_refused_with_what_to_do(
    place: Workplace, client: httpx.Client, file: tuple[str, bytes], said: str
) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")

    came = client.post(f"{path}/duties/{duty}/hand-ins", files={"report": file})
    if "location" in came.headers:
        finished = client.post(f"{came.headers['location']}/finish")
        came = client.get(came.headers["location"])
        assert finished.status_code == 422

    assert said in came.text
    assert "Nộp báo cáo</button>" not in came.text
    assert submissions(place) == 0


def test_nothing_is_finished_while_a_file_is_on_its_way(place: Workplace, client: httpx.Client) -> None:
    plan = begun(client, path_of(place, "X1"), duty_of(place, "X1"), ("a.docx", report()), ("b.bin", ANNEX))
    send_whole(client, plan["files"][0], report())

    answer = client.post(f"{plan['next']}/finish")

    assert answer.status_code == 422
    assert "chưa tải lên xong" in answer.text
    assert submissions(place) == 0


@pytest.mark.parametrize(
    "announced",
    [[], [{"name": "a", "size": 0}], [{"name": "a", "size": 2**33}], [{"name": "a", "size": 5}] * 21],
)
def test_what_could_not_be_taken_is_refused_before_it_is_sent(
    place: Workplace, client: httpx.Client, announced: list[dict[str, object]]
) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")

    answer = client.post(f"{path}/duties/{duty}/hand-ins/begin", json={"files": announced})

    assert answer.status_code == 422
    assert answer.json()["error"]
    with place.read() as session:
        assert session.scalar(select(func.count(HandInRow.id))) == 0


def test_no_unit_reaches_what_is_another_units(place: Workplace, client: httpx.Client) -> None:
    own, other = path_of(place, "X1"), path_of(place, "X2")
    duty = duty_of(place, "X1")
    plan = begun(client, own, duty, ("a.docx", report()))
    file = plan["files"][0]
    send_whole(client, file, report())
    key, upload = plan["key"], file["url"].rpartition("/")[2]
    first = client.get(plan["next"])
    client.post(f"{plan['next']}/finish")

    answers = {
        f"{method} {tail}": client.request(method, other + tail, **more).status_code
        for method, tail, more in (
            ("GET", f"/duties/{duty}", {}),
            ("GET", f"/duties/{duty}/form.docx", {}),
            ("GET", f"/duties/{duty}/hand-in", {}),
            ("POST", f"/duties/{duty}/hand-ins", {"files": {"report": ("a.docx", report())}}),
            ("POST", f"/duties/{duty}/hand-ins/begin", {"json": {"files": [{"name": "a", "size": 1}]}}),
            ("GET", f"/duties/{duty}/check", {}),
            ("POST", f"/duties/{duty}/check", {"files": {"report": ("a.docx", report())}}),
            ("GET", f"/duties/{duty}/promise", {}),
            ("POST", f"/duties/{duty}/promise", {"data": {"day": "2022-07-25"}}),
            ("GET", f"/duties/{duty}/receipts/1", {}),
            ("GET", f"/duties/{duty}/receipts/1/slip.docx", {}),
            ("GET", f"/hand-ins/{key}", {}),
            ("GET", f"/hand-ins/{key}/files", {}),
            ("POST", f"/hand-ins/{key}/finish", {}),
            ("GET", f"/uploads/{upload}", {}),
            ("HEAD", f"/uploads/{upload}", {}),
            ("PATCH", f"/uploads/{upload}", {"content": b"x", "headers": {"Upload-Offset": "0"}}),
        )
    }

    assert first.status_code == 200
    assert {route: status for route, status in answers.items() if status != 404} == {}
    assert client.get(f"{own}/duties/{duty}/receipts/1").status_code == 200
    assert re.search(r"Phiếu số", client.get(f"{own}/duties/{duty}").text)


def test_a_full_disk_is_said_in_a_sentence_and_the_same_piece_is_taken_later(
    place: Workplace, client: httpx.Client
) -> None:
    path, duty = path_of(place, "X1"), duty_of(place, "X1")
    (file,) = begun(client, path, duty, ("bao-cao.docx", report()))["files"]
    pieces = pieces_of(place, file)
    pieces.parent.mkdir(exist_ok=True)
    pieces.symlink_to("/dev/full")  # a device on which there is never any room

    refused = send(client, file, report(), at=0)

    pieces.unlink()
    assert (refused.status_code, "ổ đĩa" in refused.text) == (503, True)
    assert send(client, file, report(), at=0).status_code == 204
