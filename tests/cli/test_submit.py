from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from cli.main import REFUSED, WRONG_USAGE
from config import clock
from config.wiring import workplace
from database.queries.submissions import last_submission
from documents.blocks import Table
from documents.reading import read_report
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from database.models import SubmissionRow
    from tests.cli.conftest import Dondoc

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
        "Đối chiếu đề cương: đủ 15/15 mục.\n"
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


def test_submit_says_what_the_file_says_to_the_outline(done: Callable[..., str], report: str) -> None:
    """A commune's section is none of the radio's, and the report is headed by another unit."""
    found = json.loads(done("submit", "PTTH", report, "--on", "2022-08-18", "--json"))

    assert (found["kind"], found["note"]) == ("docx", "")
    assert {one["number"]: one["state"] for one in found["check"]["sections"]}["II.1.4"] == "missing"
    assert "other_unit" in {one["code"] for one in found["check"]["findings"]}


def test_submit_names_what_lacks_and_what_to_look_at(done: Callable[..., str], report: str) -> None:
    printed = done("submit", "PTTH", report, "--on", "2022-08-18")

    checked = printed.splitlines()[3]
    assert checked.startswith("Đối chiếu đề cương: 0/1 mục, thiếu II.1.4; ")
    assert all(line.startswith("  - ") for line in printed.splitlines()[4:])


@pytest.mark.parametrize(
    ("way", "line"),
    [
        ("paper", "Văn bản số 5-BC/HU (văn bản giấy). Không kèm tệp, cần đọc bản giấy.\n"),
        (
            "document-system",
            "Văn bản số 5-BC/HU (hệ thống văn bản). Không kèm tệp, cần đọc trên hệ thống văn bản.\n",
        ),
    ],
)
def test_submit_without_a_file_takes_the_number_for_it(done: Callable[..., str], way: str, line: str) -> None:
    printed = done("submit", "HU-353", "--way", way, "--number", "5-BC/HU", "--on", "2022-08-22")

    assert (
        printed == f"Phiếu tiếp nhận số 0001/TN-15-KH/TU\nHuyện ủy Lý Nhân, nhận 22/8/2022, 07:30; chậm 2 ngày\n{line}"
    )
    last = kept("HU-353")
    assert last is not None
    assert (last.sending_way, last.file_name, last.size) == (way.replace("-", "_"), "", 0)


def test_submit_of_a_scan_that_came_on_paper_keeps_both(done: Callable[..., str], report: str) -> None:
    done("submit", "HU-353", report, "--way", "paper", "--number", "5-BC/HU", "--on", "2022-08-18", "--by", "Văn thư")

    last = kept("HU-353")
    assert last is not None
    assert (last.sending_way, last.file_name, last.registered_by) == ("paper", "bao-cao.docx", "Văn thư")


@pytest.mark.parametrize("number", [(), ("--number", "  ")])
def test_submit_on_paper_without_a_number_is_refused(refused: Callable[..., str], number: tuple[str, ...]) -> None:
    told = refused("submit", "HU-353", "--way", "paper", *number, "--on", "2022-08-18")

    assert told.endswith("mà không kèm tệp thì phải ghi số văn bản (--number).\n")


def test_submit_of_the_same_letter_again_is_refused(done: Callable[..., str], refused: Callable[..., str]) -> None:
    letter = ("submit", "HU-353", "--way", "paper", "--number", "5-BC/HU", "--on", "2022-08-18")
    done(*letter)

    assert refused(*letter).startswith("Văn bản số 5-BC/HU đã được ghi nhận ngày 18/8/2022, phiếu tiếp nhận số 0001")


def test_submit_without_file_or_way_is_wrong_usage(dondoc: Dondoc) -> None:
    printed = dondoc("submit", "HU-353", "--on", "2022-08-18")

    assert printed.code == WRONG_USAGE
    assert printed.err.startswith("Thiếu tệp báo cáo. Nếu báo cáo đến bằng văn bản giấy mà không có bản chụp, hãy ghi")


def test_submit_by_an_unknown_way_is_wrong_usage(dondoc: Dondoc, report: str) -> None:
    printed = dondoc("submit", "HU-353", report, "--way", "fax")

    assert (printed.code, printed.err) == (
        WRONG_USAGE,
        "Không có cách gửi “fax”; hãy ghi một trong: file, paper, document-system.\n",
    )


def test_submit_of_a_damaged_file_keeps_it_and_says_so(refused: Callable[..., str], opened: Path) -> None:
    content = b"PK\x03\x04 hong"
    Path("hong.docx").write_bytes(content)

    told = refused("submit", "HU-353", "hong.docx", "--on", "2022-08-18")

    sha256 = hashlib.sha256(content).hexdigest()
    assert f"Tệp đã được giữ nguyên trạng (mã {sha256[:12]}) nhưng chưa được tính là đã nộp.\n" in told
    assert [path.read_bytes() for path in opened.rglob(sha256)] == [content]
    assert kept("HU-353") is None


def test_submit_writes_the_receipt(done: Callable[..., str], report: str) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18", "--by", "Trần Thị Mai", "--receipt", "phieu.docx")

    (_, facts, *_) = [one for one in read_report(Path("phieu.docx").read_bytes()).blocks if isinstance(one, Table)]
    told = {row[0]: row[1] for row in facts.rows}
    assert (told["Thời điểm nhận"], told["Tệp"][:15]) == ("07 giờ 30 ngày 18/8/2022", "bao-cao.docx (1")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (".", ". là một thư mục; hãy ghi tên tệp, ví dụ --receipt phieu-tiep-nhan.docx\n"),
        (
            "khong-co/phieu.docx",
            "Không có thư mục khong-co để ghi phiếu tiếp nhận; hãy tạo thư mục hoặc chọn chỗ khác.\n",
        ),
        ("phieu.pdf", "Phiếu tiếp nhận là tệp Word; hãy ghi tên có đuôi .docx, ví dụ --receipt phieu.docx\n"),
        ("bao-cao.docx", "Đã có tệp bao-cao.docx; hãy chọn tên khác cho phiếu tiếp nhận.\n"),
    ],
)
def test_receipt_that_could_not_be_written_is_told_before_anything_is_done(
    refused: Callable[..., str], report: str, path: str, sentence: str
) -> None:
    content = Path(report).read_bytes()

    assert refused("submit", "HU-353", report, "--on", "2022-08-18", "--receipt", path) == sentence

    assert kept("HU-353") is None
    assert Path(report).read_bytes() == content


def test_receipt_that_the_disk_did_not_take_loses_no_report(dondoc: Dondoc, report: str) -> None:
    Path("day.docx").symlink_to("khong-co/phieu.docx")  # leads to a folder that is not there

    printed = dondoc("submit", "HU-353", report, "--on", "2022-08-18", "--receipt", "day.docx")

    assert printed.code == REFUSED
    assert printed.out.startswith("Phiếu tiếp nhận số 0001/TN-15-KH/TU\n")
    assert printed.err.startswith("Báo cáo đã được ghi nhận, nhưng chưa ghi được phiếu tiếp nhận vào day.docx (")
    assert printed.err.endswith("Hãy ghi phiếu vào chỗ khác: dondoc review show HU-353 --receipt TỆP\n")
    assert kept("HU-353") is not None
