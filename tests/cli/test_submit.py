from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from config import clock
from config.wiring import workplace
from database.queries.submissions import last_submission
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from database.models import SubmissionRow

pytestmark = pytest.mark.usefixtures("opened")


def kept(unit: str) -> SubmissionRow | None:
    """The last version that the unit handed in."""
    place = workplace()
    campaign = place.campaign()
    with place.read() as session:
        owed = obligations_at(session, campaign, as_of=clock.now())
        return last_submission(session, next(one.id for one in owed if one.unit == unit))


def test_submit_gives_a_receipt(done: Callable[..., str], report: str, report_content: bytes) -> None:
    printed = done("submit", "ly nhan", report, "--number", "12-BC/HU", "--on", "2022-08-18")

    sha256 = hashlib.sha256(report_content).hexdigest()
    assert printed == (
        "Phiếu tiếp nhận số 0001/TN-15-KH/TU\n"
        "Huyện ủy Lý Nhân, nhận 18/8/2022, 07:30; đúng hạn\n"
        f"Tệp bao-cao.docx, SHA-256 {sha256}\n"
    )


def test_submit_after_the_deadline_counts_the_days(done: Callable[..., str], report: str) -> None:
    found = json.loads(done("submit", "HU-353", report, "--on", "2022-08-22T16:00", "--json"))

    assert (found["received_at"], found["days_late"]) == ("2022-08-22T16:00:00+07:00", 2)


def test_submit_again_makes_a_second_version(done: Callable[..., str], report: str, mended: str) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")
    second = json.loads(done("submit", "HU-353", mended, "--on", "2022-08-19", "--json"))

    assert second["receipt"] == "0002/TN-15-KH/TU"
    last = kept("HU-353")
    assert last is not None
    assert last.number == 2


def test_submit_of_the_same_file_again_is_refused(
    done: Callable[..., str], refused: Callable[..., str], report: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")

    told = refused("submit", "HU-353", report, "--on", "2022-08-19")

    assert told == (
        "Tệp “bao-cao.docx” đã được ghi nhận ngày 18/8/2022, phiếu tiếp nhận số 0001/TN-15-KH/TU; không cần ghi nhận lại. "
        "Nếu đơn vị gửi bản khác, hãy kiểm tra lại tên tệp.\n"
    )
    last = kept("HU-353")
    assert last is not None
    assert last.number == 1


def test_submit_of_one_file_for_two_units_is_taken(done: Callable[..., str], report: str) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")
    done("submit", "HU-352", report, "--on", "2022-08-18")

    assert kept("HU-352") is not None


def test_submit_of_a_mended_report_after_the_deadline_is_not_late(
    done: Callable[..., str], report: str, mended: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")

    found = json.loads(done("submit", "HU-353", mended, "--on", "2022-08-22", "--json"))

    assert found["days_late"] == 0


def test_submit_keeps_names_and_numbers_in_composed_letters(done: Callable[..., str], report: str) -> None:
    decomposed = unicodedata.normalize("NFD", "báo-cáo-lý-nhân.docx")
    path = Path(report).rename(Path(report).with_name(decomposed))

    done("submit", "HU-353", str(path), "--number", unicodedata.normalize("NFD", "12-BC/ĐỦ"), "--on", "2022-08-18")

    last = kept("HU-353")
    assert last is not None
    assert (last.file_name, last.document_number) == ("báo-cáo-lý-nhân.docx", "12-BC/ĐỦ")


def test_submit_on_the_day_of_opening_is_never_before_the_opening(done: Callable[..., str], report: str) -> None:
    found = json.loads(done("submit", "HU-353", report, "--on", "2022-06-24", "--json"))

    assert found["received_at"] == "2022-06-24T07:30:00+07:00"


def test_submit_without_a_day_is_received_now(
    done: Callable[..., str], report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2022, 8, 18, 9, 41, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    monkeypatch.setattr(clock, "now", lambda: now)

    found = json.loads(done("submit", "HU-353", report, "--json"))

    assert found["received_at"] == "2022-08-18T09:41:00+07:00"


@pytest.mark.parametrize("day", [(), ("--on", "2022-12-15")])
def test_submit_long_after_the_closing_is_refused(
    refused: Callable[..., str], report: str, day: tuple[str, ...]
) -> None:
    told = refused("submit", "HU-353", report, *day)

    assert "quá xa ngày kết thúc đợt (30/9/2022): chỉ ghi nhận được đến hết ngày 14/12/2022. Hãy ghi" in told
    assert kept("HU-353") is None


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2022-06-23", "Ngày nộp 23/6/2022 sớm hơn ngày mở đợt 24/6/2022.\n"),
        ("2031-01-01", "Ngày nhận 2031-01-01 ở tương lai; hãy ghi ngày thực nhận."),
    ],
)
def test_submit_on_an_impossible_day_is_refused(
    refused: Callable[..., str], report: str, day: str, sentence: str
) -> None:
    assert refused("submit", "HU-353", report, "--on", day).startswith(sentence)
    assert kept("HU-353") is None


def test_submit_before_the_last_version_is_refused(
    done: Callable[..., str], refused: Callable[..., str], report: str, mended: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-22")

    told = refused("submit", "HU-353", mended, "--on", "2022-08-19")

    assert told.startswith("Đơn vị đã có bản nộp ngày 22/8/2022 (phiếu tiếp nhận số 0001/TN-15-KH/TU);")
    assert "hãy ghi --on từ ngày 22/8/2022. Nếu ngày nhận của phiếu" in told


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trong.docx", b"", "“trong.docx”: Tệp trống; một tệp trống không được tính là báo cáo."),
        ("ghi-chu.txt", b"khong phai bao cao", "“ghi-chu.txt”: Tệp không thuộc loại được nhận (.docx"),
        ("gia.docx", b"khong phai Word", "“gia.docx”: Nội dung tệp không đúng là tệp .docx,"),
        ("hong.docx", b"PK\x03\x04 hong", "“hong.docx”: Tệp bị hỏng, không đọc được."),
    ],
)
def test_submit_of_what_is_no_report_is_refused(
    refused: Callable[..., str], name: str, content: bytes, sentence: str
) -> None:
    Path(name).write_bytes(content)

    assert refused("submit", "HU-353", name, "--on", "2022-08-18").startswith(sentence)
    assert kept("HU-353") is None


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("khong-co.docx", "Không tìm thấy tệp khong-co.docx; hãy kiểm tra lại đường dẫn.\n"),
        (".", ". là một thư mục; hãy ghi đường dẫn của tệp báo cáo.\n"),
    ],
)
def test_submit_of_a_file_that_is_not_there_is_refused(refused: Callable[..., str], path: str, sentence: str) -> None:
    assert refused("submit", "HU-353", path) == sentence


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("làng Vũ Đại", "Không có đơn vị nào tên “làng Vũ Đại”."),
        ("Trần Hưng Đạo", "“Trần Hưng Đạo” có thể là nhiều đơn vị;"),
        ("VPTU", "Văn phòng Tỉnh ủy Hà Nam không có nhiệm vụ báo cáo trong kế hoạch 15-KH/TU."),
    ],
)
def test_submit_for_a_unit_that_owes_nothing_is_refused(
    refused: Callable[..., str], report: str, unit: str, sentence: str
) -> None:
    assert refused("submit", unit, report, "--on", "2022-08-18").startswith(sentence)


def test_submit_for_another_duty_than_the_unit_has_is_refused(refused: Callable[..., str], report: str) -> None:
    told = refused("submit", "HU-353", report, "--duty", "khac", "--on", "2022-08-18")

    assert told.startswith("Hãy chọn một nhiệm vụ của Huyện ủy Lý Nhân bằng --duty:\n  district   Báo cáo sơ kết của")
