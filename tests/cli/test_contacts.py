from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from tests.documents.sheets import rows_of, sheet_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc

TOKEN = "AAplantedTOKENvalue"  # noqa: S105 -- planted to be looked for
DAY = ("--as-of", "2022-06-24")
HEAD = "mã;đơn vị;họ tên;vai trò;kênh;địa chỉ;điện thoại\n"
GOOD = "HU-353;Huyện ủy Lý Nhân;Nguyễn Văn A;;zbs;912345678;912345678\nHU-353;HU-353;Nguyễn Văn A;;email;a@hanam.example;\n"


def listed(text: str, name: str = "dau-moi.csv") -> str:
    Path(name).write_text(HEAD + text, encoding="utf-8")
    return name


def workbook(*rows: tuple[object, ...]) -> str:
    with xlsxwriter.Workbook("dau-moi.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((("Danh sách đầu mối",), HEAD.strip().split(";"), *rows)):
            sheet.write_row(place, 0, row)
    return "dau-moi.xlsx"


@pytest.fixture
def mail_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server that nobody calls."""
    monkeypatch.setenv("DONDOC_MAIL_URL", "mailto://127.0.0.1:9?from=btgtu@hanam.example")


def addresses(done: Callable[..., str]) -> list[str]:
    found = json.loads(done("contacts", "list", "--unit", "HU-353", "--json", *DAY))
    return [one["address"] for one in found["units"][0]["contacts"]]


@pytest.mark.usefixtures("opened")
def test_import_tries_first_and_then_saves(done: Callable[..., str]) -> None:
    dry = done("contacts", "import", listed(GOOD), "--dry-run", *DAY)

    assert "Chưa ghi gì." in dry
    assert addresses(done) == ["hu-353@hanam.example"]

    done("contacts", "import", listed(GOOD), "--by", "An", *DAY)

    assert addresses(done) == ["84912345678", "a@hanam.example"]
    assert "không khác" in done("contacts", "import", listed(GOOD), *DAY)
    shown = done("contacts", "show", "ly nhan", *DAY)
    assert "Những lần thay đổi" in shown
    assert "0912345678" in shown


@pytest.mark.usefixtures("opened")
def test_import_of_a_workbook_gives_back_the_zero_of_a_telephone(done: Callable[..., str]) -> None:
    done("contacts", "import", workbook(("HU-353", "HU-353", "A", "", "esms", 912345678, 912345678)), *DAY)

    assert addresses(done)[0] == "84912345678"


@pytest.mark.usefixtures("opened")
def test_import_with_faults_names_all_of_them_and_saves_nothing(
    done: Callable[..., str], refused: Callable[..., str]
) -> None:
    told = refused("contacts", "import", listed(GOOD + "HU-1;Không có;;;email;x;\n"), *DAY)

    assert told.splitlines()[:3] == [
        "dau-moi.csv, dòng 4, cột 2: không có đơn vị nào mang mã hoặc tên “Không có”; xem mã đúng: dondoc units",
        "dau-moi.csv, dòng 4, cột 3: thiếu họ tên hoặc chức danh của đầu mối.",
        "dau-moi.csv, dòng 4, cột 6: địa chỉ thư điện tử “x” không đúng dạng ten@coquan.vn.",
    ]
    assert told.splitlines()[-1] == "Chưa ghi gì; danh sách có 3 lỗi."
    assert addresses(done) == ["hu-353@hanam.example"]


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("name", ["khong-co.csv", "."])
def test_import_of_what_is_no_file_is_refused(refused: Callable[..., str], name: str) -> None:
    assert name in refused("contacts", "import", name, *DAY)


def test_secret_of_an_address_is_nowhere_to_be_read(opened: Path, dondoc: Dondoc) -> None:
    rows = f"HU-353;HU-353;A;;;tgram://123456789:{TOKEN}/5/;\n"
    unit = ("--unit", "HU-353")

    said = [
        dondoc("contacts", "import", listed(rows), *DAY, *more)
        for more in (("--dry-run",), ("--dry-run", "--json"), (), ("--json",))
    ]
    said += [
        dondoc(*command)
        for command in (
            ("contacts", "check", *unit, *DAY),
            ("contacts", "list", *unit, *DAY, "--json"),
            ("contacts", "show", "HU-353", *DAY),
            ("contacts", "show", "HU-353", *DAY, "--json"),
            ("units", "HU-353", "--json"),
            ("evidence", "HU-353", *DAY),
        )
    ]
    said.append(dondoc("contacts", "list", *unit, "--xlsx", "dau-moi-lien-he.xlsx", *DAY))

    assert [one.code for one in said] == [0] * len(said)
    assert TOKEN not in "".join(one.out + one.err for one in said)
    left = [path for folder in (opened, Path()) for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in left if TOKEN.encode() in path.read_bytes()] == ["dau-moi.csv"]


@pytest.mark.usefixtures("opened", "mail_set_up")
def test_check_queues_one_test_for_each_person_and_does_so_once(done: Callable[..., str]) -> None:
    first = json.loads(done("contacts", "check", "--json", *DAY))
    again = done("contacts", "check", *DAY)

    assert (len(first["queued"]), first["skipped"]) == (126, [])
    assert first["at"] == "2022-06-24T08:00:00+07:00"
    assert again.startswith("Không có thư kiểm tra nào cần gửi.\nKhông gửi cho 126 kênh, thư kiểm tra trước còn chờ")


@pytest.mark.usefixtures("opened")
def test_check_without_mail_set_up_says_so_and_queues_nothing(done: Callable[..., str]) -> None:
    assert "Không gửi cho 126 kênh, kênh chưa được cấu hình: " in done("contacts", "check", *DAY)


@pytest.mark.usefixtures("opened")
def test_check_of_a_channel_that_is_none_is_refused(refused: Callable[..., str]) -> None:
    assert "--channel: không có kênh nào tên “zalo”" in refused("contacts", "check", "--channel", "zalo", *DAY)


@pytest.mark.usefixtures("opened")
def test_list_counts_each_tier_and_can_be_printed(done: Callable[..., str]) -> None:
    printed = done("contacts", "list", "--tier", "huyện", "--xlsx", "dau-moi-lien-he.xlsx", *DAY)
    again = done("contacts", "list", "--tier", "huyện", "--xlsx", "lai.xlsx", *DAY)

    assert "Cấp huyện và tương đương: 0/13 đơn vị có kênh đã xác nhận; số kênh: chưa kiểm tra 13.\n" in printed
    content = Path("dau-moi-lien-he.xlsx").read_bytes()
    assert content == Path("lai.xlsx").read_bytes()
    assert again.endswith("Đã ghi lai.xlsx\n")
    assert sheet_names(content) == ["Đầu mối", "Theo cấp"]
    rows = rows_of(content, sheet=1)
    assert [cell for cell in rows[4] if cell][-2:] == ["Đỏ", "chưa kiểm tra"]
    assert BytesIO(content).read(2) == b"PK"


@pytest.mark.usefixtures("opened")
def test_list_that_is_empty_says_so(done: Callable[..., str], refused: Callable[..., str]) -> None:
    assert done("contacts", "list", "--unit", "VPTU", "--unproven", *DAY).endswith("không có đơn vị nào như vậy.\n")
    assert "Không có đơn vị nào tên" in refused("contacts", "show", "qqqq", *DAY)


@pytest.mark.usefixtures("opened")
def test_removed_contact_leaves_its_unit_without_anybody(done: Callable[..., str]) -> None:
    done("contacts", "import", listed(GOOD), "--replace", *DAY)

    assert "chưa có đầu mối" in done("contacts", "list", "--unit", "HU-352", *DAY)
    assert "Chưa có đầu mối liên hệ nào." in done("contacts", "show", "HU-352", *DAY)
