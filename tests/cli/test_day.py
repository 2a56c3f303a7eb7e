from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from demo.mail_sink import Fault, MailSink
from tests.notifications.channels.scripted_server import SILENCE, ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("opened")
SENDER = "nhac-viec@tuyengiao.example"
NOBODY_LISTENS = f"mailto://127.0.0.1:1/?from={SENDER}&to={SENDER}"
OPENING = {"commune": {"send": 109}, "district": {"send": 13}, "province": {}}
NOTHING: dict[str, dict[str, int]] = {"commune": {}, "district": {}, "province": {}}


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailSink]:
    with MailSink(tmp_path / "thu") as running:
        monkeypatch.setenv("DONDOC_MAIL_URL", running.url(sender=SENDER, name="Ban Tuyên giáo"))
        yield running


def ran(done: Callable[..., str], *arguments: str) -> dict[str, Any]:
    found = json.loads(done("day", *arguments, "--json"))
    assert isinstance(found, dict)
    return found


def test_day_sends_what_is_due(done: Callable[..., str], sink: MailSink) -> None:
    printed = done("day", "--as-of", "2022-06-24")

    assert printed == (
        "Cần xem: 123 đơn vị chưa có kênh liên lạc nào được xác nhận (Ban Tuyên giáo Tỉnh ủy Hà Nam, "
        "Ban cán sự đảng Ủy ban nhân dân tỉnh Hà Nam, Thành ủy Phủ Lý và 120 đơn vị khác).\n"
        "  Kiểm tra: dondoc contacts check; danh sách: dondoc contacts list --unproven\n"
        "Ngày làm việc 24/6/2022, 08:00\n"
        "  Cấp xã và tương đương: gửi 109\n"
        "  Cấp huyện và tương đương: gửi 13\n"
        "  Cấp tỉnh: không có mốc nào đến hạn\n"
        "  Hộp thư đi: đã gửi 122\n"
    )
    assert len(list(sink.folder.glob("**/*.eml"))) == 122


def test_day_again_sends_nothing_twice(done: Callable[..., str], sink: MailSink) -> None:
    first = ran(done, "--as-of", "2022-06-24")
    second = ran(done, "--as-of", "2022-06-24")

    assert (first["decisions"], first["deliveries"]) == (OPENING, {"accepted": 122})
    assert (second["decisions"], second["deliveries"]) == (NOTHING, {})
    assert sink.connections > 0


def test_day_without_mail_set_up_keeps_what_it_would_send(done: Callable[..., str]) -> None:
    printed = done("day", "--as-of", "2022-06-24")

    assert printed.endswith(
        "  Hộp thư đi: chưa gửi được 1\n"
        "  Còn 122 thông báo chờ trong hộp thư đi; gửi tiếp và xem từng thông báo: dondoc deliver\n"
        "    Kênh gửi chưa được cấu hình (DONDOC_MAIL_URL).\n",
    )


def test_day_of_a_rehearsal_instance_is_that_of_its_clock_and_sends_nothing(
    done: Callable[..., str], sink: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", "2022-06-24T08:00")

    printed = done("day")

    assert "Ngày làm việc 24/6/2022, 08:0" in printed
    assert "gửi 109" in printed
    assert "Còn 122 thông báo chờ" in printed
    assert "tính đến 24/6/2022" in done("status").casefold()
    assert sink.connections == 0


def test_day_goes_on_when_nobody_answers_at_the_mail_server(
    done: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_MAIL_URL", NOBODY_LISTENS)

    found = ran(done, "--as-of", "2022-06-24")

    assert (found["decisions"], found["deliveries"], found["waiting"]) == (OPENING, {"deferred": 1}, 122)
    assert "    Máy chủ thư không nhận kết nối.\n" in done("day", "--as-of", "2022-06-24T09:00")


def test_day_goes_on_when_the_mail_server_hangs(done: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(GREETING=SILENCE) as server:
        monkeypatch.setenv("DONDOC_MAIL_URL", f"mailto://{server.address}/?from={SENDER}&to={SENDER}")
        monkeypatch.setenv("DONDOC_MAIL_TIMEOUT_SECONDS", "0.2")

        found = ran(done, "--as-of", "2022-06-24")

    assert (found["decisions"], found["deliveries"], found["waiting"]) == (OPENING, {"deferred": 1}, 122)


def test_day_sends_the_rest_once_the_mail_server_is_back(done: Callable[..., str], sink: MailSink) -> None:
    sink.fault = Fault.TRY_LATER
    during = ran(done, "--as-of", "2022-06-24")

    sink.fault = None
    after = ran(done, "--as-of", "2022-06-24T09:00")

    assert during["waiting"] == 122
    assert (after["deliveries"], after["waiting"]) == ({"accepted": 122}, 0)


def test_a_channel_that_is_down_is_told_once_and_not_with_each_message(done: Callable[..., str]) -> None:
    done("day", "--as-of", "2022-06-24")

    printed = done("day", "--as-of", "2022-07-05")

    assert printed.count("  Cần xem: ") == 1
    assert "  Cần xem: Kênh thư điện tử không gửi được từ 08 giờ 00 ngày 24/6/2022" in printed
    assert "/v1/" not in printed
    assert "  Còn 122 thông báo chờ trong hộp thư đi" in printed


def test_day_names_the_unit_and_the_address_that_was_refused(
    done: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailSink(tmp_path / "thu", refuse={"hu-353@hanam.example": "550 5.1.1 No such user here"}) as sink:
        monkeypatch.setenv("DONDOC_MAIL_URL", sink.url(sender=SENDER, name="Ban Tuyên giáo"))
        printed = done("day", "--as-of", "2022-06-24")
        found = ran(done, "--as-of", "2022-06-24T10:00")

    what = (
        "Địa chỉ hu-353@hanam.example của Đầu mối Huyện ủy Lý Nhân không nhận được tin từ ngày 24/6/2022. "
        "Máy chủ thư từ chối địa chỉ hu-353@hanam.example: 5.1.1 No such user here. "
        "Hãy gọi điện thoại và xin địa chỉ đúng."
    )
    assert printed.endswith(f"  Cần xem: {what} (Huyện ủy Lý Nhân)\n")
    assert found["flaws"] == [
        {"code": "refused", "subject": "HU-353", "text": what, "unit": "HU-353", "message": ""},
    ]


@pytest.mark.parametrize("command", ["day", "deliver"])
def test_a_run_beyond_the_calendar_is_refused(refused: Callable[..., str], command: str) -> None:
    told = refused(command, "--as-of", "2031-01-01")

    assert told.startswith("Lịch làm việc chỉ biết từ 01/01/2021 đến 31/12/2023, không có ngày 01/01/2031.")


def test_day_with_a_mail_address_that_is_none_is_refused(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_MAIL_URL", "khong-phai-dia-chi:mat-khau")

    told = refused("day", "--as-of", "2022-06-24")

    assert told.startswith("Cấu hình thư điện tử không đọc được;")
    assert "mat-khau" not in told
