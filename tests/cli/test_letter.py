from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.main import WRONG_USAGE
from documents.blocks import Paragraph
from documents.reading import read_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")
ON = ("--as-of", "2022-08-22")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words(path: Path) -> str:
    return "\n".join(one.text for one in read_report(path.read_bytes()).blocks if isinstance(one, Paragraph))


def test_urging_letter_goes_to_the_units_named_that_are_overdue(done: Callable[..., str], here: Path) -> None:
    done("exempt", "binh luc", "--why", "Sáp nhập.", "--as-of", "2022-08-18")

    printed = done("letter", "urging", "--unit", "ly nhan", "--unit", "HU-352", *ON)

    assert printed == (
        "Công văn đôn đốc: Cong-van-don-doc-2022-08-22.docx\n"
        "Tính đến 22/8/2022: 1 đơn vị quá hạn; đề nghị gửi trước khi hết ngày 25/8/2022.\n"
        "  - Huyện ủy Lý Nhân: quá hạn 2 ngày\n"
        "Không đưa vào công văn: Huyện ủy Bình Lục (được miễn).\n"
        "Số công văn và người ký để trống cho người điền.\n"
    )
    assert words(here / "Cong-van-don-doc-2022-08-22.docx").startswith("Kính gửi: Huyện ủy Lý Nhân")


def test_second_letter_from_a_district_by_a_day_of_its_choice(done: Callable[..., str], here: Path) -> None:
    options = ("--from", "ly nhan", "--time", "2", "--earlier", "12-CV/HU ngày 15/8/2022", "--by-day", "2022-08-31")

    printed = json.loads(done("letter", "urging", *options, *ON, "--out", "ra/cv.docx", "--json"))

    assert (printed["time"], printed["by_day"]) == (2, "2022-08-31")
    assert {one["duty"] for one in printed["units"]} == {"commune"}
    assert "Huyện ủy Lý Nhân đã có Công văn số 12-CV/HU ngày 15/8/2022" in words(here / "ra" / "cv.docx")


def test_letter_agrees_with_the_status_of_the_day(done: Callable[..., str]) -> None:
    done("promise", "phu ly", "--day", "2022-08-26", "--as-of", "2022-08-22")

    letter = json.loads(done("letter", "urging", "--tier", "district", *ON, "--json"))
    office = json.loads(done("letter", "office", *ON, "--json"))
    status = json.loads(done("status", "--tier", "district", *ON, "--json"))

    overdue = {one["name"]: one["days_late"] for one in status["units"] if one["is_overdue"]}
    assert {one["name"]: one["days_late"] for one in letter["units"]} == overdue
    assert {one["name"]: one["days_late"] for one in (*office["overdue"], *office["unreached"])} == overdue
    assert [one["name"] for one in letter["units"] if one["promised"]] == ["Thành ủy Phủ Lý"]
    assert (office["received"], office["expected"]) == (0, status["tiers"][0]["expected"])


def test_office_list_is_written_and_counted(done: Callable[..., str], here: Path) -> None:
    printed = done("letter", "office", *ON)

    assert printed == (
        "Danh sách gửi Văn phòng: Danh-sach-gui-Van-phong-2022-08-22.docx\n"
        "Tính đến 22/8/2022: 0 đơn vị quá hạn, 13 đơn vị chưa liên lạc được.\n"
    )
    assert "13 đơn vị quá hạn" in words(here / "Danh-sach-gui-Van-phong-2022-08-22.docx")


@pytest.mark.parametrize("letter", ["urging", "office"])
def test_nobody_overdue_is_said_and_nothing_written(refused: Callable[..., str], here: Path, letter: str) -> None:
    before = set(here.rglob("*.docx"))

    printed = refused("letter", letter, "--as-of", "2022-07-20")

    assert printed.startswith("Tính đến 20/7/2022, không có đơn vị nào quá hạn")
    assert set(here.rglob("*.docx")) == before


@pytest.mark.parametrize("letter", ["urging", "office"])
def test_file_that_is_there_is_not_written_over_unasked(
    done: Callable[..., str], refused: Callable[..., str], here: Path, letter: str
) -> None:
    (here / "cv.docx").write_bytes(b"da ky")

    assert "Đã có tệp cv.docx" in refused("letter", letter, *ON, "--out", "cv.docx")
    assert (here / "cv.docx").read_bytes() == b"da ky"
    done("letter", letter, *ON, "--out", "cv.docx", "--force")
    assert words(here / "cv.docx")


@pytest.mark.parametrize(
    ("out", "sentence"), [(".", "là một thư mục"), ("cv.pdf", "Tên tệp phải có đuôi .docx, ví dụ --out cv.docx")]
)
def test_file_of_another_kind_is_refused(refused: Callable[..., str], out: str, sentence: str) -> None:
    assert sentence in refused("letter", "office", *ON, "--out", out)


@pytest.mark.parametrize("wrong", [("--time", "0"), ("--tier", "thôn"), ("--by-day", "mai"), ("--time", "hai")])
def test_letter_that_was_not_understood_ends_with_two(dondoc: Dondoc, wrong: tuple[str, ...]) -> None:
    printed = dondoc("letter", "urging", *wrong, *ON)

    assert (printed.code, printed.out) == (WRONG_USAGE, "")


def test_same_day_gives_the_same_bytes(done: Callable[..., str], here: Path) -> None:
    for name in ("a.docx", "b.docx"):
        done("letter", "urging", *ON, "--out", name)

    assert (here / "a.docx").read_bytes() == (here / "b.docx").read_bytes()
