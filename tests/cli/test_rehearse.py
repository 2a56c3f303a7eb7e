from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cli.main import DONE, REFUSED, WRONG_USAGE, run
from rehearsal.comparison import Comparison
from rehearsal.rehearsing import Message, Rehearsal, Silence

if TYPE_CHECKING:
    from collections.abc import Callable

    Dondoc = Callable[..., str]

PLAN = "ke-hoach-15-kh-tu"
SHORT = ("--through", "2022-07-15")
DOCUMENT = Path(__file__).parents[2] / "docs" / "json-shapes.md"


@pytest.fixture
def dondoc(capsys: pytest.CaptureFixture[str]) -> Dondoc:
    """Rehearses the shipped plan with these options and returns what it prints."""

    def call(*options: str) -> str:
        code = run(["rehearse", PLAN, *options])
        printed = capsys.readouterr()
        assert (code, printed.err) == (DONE, "")
        return printed.out

    return call


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Dondoc:
    """Runs what a rule must refuse, and returns the sentence."""

    def call(*arguments: str) -> str:
        code = run(["rehearse", *arguments])
        printed = capsys.readouterr()
        assert (code, printed.out) == (REFUSED, "")
        return printed.err

    return call


def keys(value: object) -> set[str]:
    return set(value) if isinstance(value, dict) else set()


def test_rehearse_prints_the_calendar(dondoc: Dondoc) -> None:
    lines = dondoc(*SHORT).splitlines()

    assert lines[0] == "Diễn tập kế hoạch số 15-KH/TU, từ 24/6/2022 đến 15/7/2022"
    assert "Thứ Sáu, ngày 24/6/2022: 122 thông báo" in lines
    assert "         [15-KH/TU] Nhắc nộp báo cáo: còn 16 ngày" in lines
    nhac = next(line for line in lines if "Nhắc việc: 109 thông báo" in line)
    assert nhac.endswith("Đảng ủy phường Lê Hồng Phong và 106 đơn vị khác")


def test_rehearse_ends_with_its_figures(dondoc: Dondoc) -> None:
    printed = dondoc(*SHORT)

    assert "231 thông báo trong 2 ngày" in printed
    assert printed.endswith("Trong số này, không ai nhận quá một thông báo trong một ngày.\n")


def test_rehearse_one_unit_names_who_gets_what(dondoc: Dondoc) -> None:
    printed = dondoc(*SHORT, "--unit", "xa hop ly")

    assert "  08:00  Nhắc việc: Đảng ủy xã Hợp Lý <du-13567@hanam.example>" in printed
    assert "2 thông báo trong 2 ngày" in printed


def test_rehearse_one_unit_says_why_not(dondoc: Dondoc, tmp_path: Path) -> None:
    scenario = tmp_path / "mat-lien-lac.yaml"
    scenario.write_text("units: { xa hop ly: { conduct: unreachable } }", encoding="utf-8")

    printed = dondoc(*SHORT, "--unit", "DU-13567", "--scenario", str(scenario))

    assert "Kịch bản: mat-lien-lac\n" in printed
    assert "Không có thông báo nào." in printed
    assert "bị từ chối 1, không có kênh 1" in printed
    assert "15/7/2022  Nhắc việc (trước hạn 14 ngày): không có kênh. Địa chỉ du-13567@hanam.example" in printed


def test_rehearse_one_day_prints_that_day_alone(dondoc: Dondoc) -> None:
    printed = dondoc(*SHORT, "--day", "2022-07-15")

    assert "Thứ Sáu, ngày 15/7/2022: 109 thông báo" in printed
    assert "24/6/2022: " not in printed


def test_rehearse_in_full_prints_the_letters(dondoc: Dondoc) -> None:
    printed = dondoc(*SHORT, "--unit", "DU-13567", "--full")

    assert printed.count("Kính gửi: Đảng ủy xã Hợp Lý") == 2
    assert "         Mốc: trước hạn 14 ngày. Đến mốc của thang nhắc việc." in printed


def test_rehearse_as_json_has_the_documented_shape(dondoc: Dondoc) -> None:
    found: dict[str, Any] = json.loads(dondoc(*SHORT, "--json"))

    assert (found["plan"], found["scenario"], found["opens"], found["through"]) == (
        PLAN,
        "silent",
        "2022-06-24",
        "2022-07-15",
    )
    assert list(found) == list(Rehearsal.__dataclass_fields__)
    assert list(found["messages"][0]) == list(Message.__dataclass_fields__)
    assert list(found["decisions"][0]) == list(Silence.__dataclass_fields__)
    assert found["messages"][-1]["at"] == "2022-07-15T08:00:00+07:00"


def test_rehearse_as_json_is_documented() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")

    fields = {name for kind in (Rehearsal, Message, Silence, Comparison) for name in kind.__dataclass_fields__}
    assert {name for name in fields if f'"{name}"' not in document} == set()


def test_rehearse_as_json_keeps_to_unit_and_day(dondoc: Dondoc) -> None:
    found: dict[str, Any] = json.loads(dondoc(*SHORT, "--json", "--unit", "DU-13567", "--day", "2022-07-15"))

    messages, decisions = found["messages"], found["decisions"]
    assert [(one["unit"], datetime.fromisoformat(one["at"]).day) for one in messages] == [("DU-13567", 15)]
    assert [(one["unit"], one["outcome"]) for one in decisions] == [("DU-13567", "sent")]


def test_rehearse_tells_the_leaders_from_their_staff(dondoc: Dondoc) -> None:
    options = ("--through", "2022-08-05", "--unit", "BTGTU")

    printed = dondoc(*options)

    assert "Ban Tuyên giáo Tỉnh ủy Hà Nam (lãnh đạo) <btgtu-ld1@hanam.example>" in printed
    assert "Ban Tuyên giáo Tỉnh ủy Hà Nam <btgtu-cv1@hanam.example>" in printed
    audiences = {one["to"]: one["audience"] for one in json.loads(dondoc(*options, "--json"))["messages"]}
    assert audiences == {"btgtu-ld1@hanam.example": "leaders", "btgtu-cv1@hanam.example": "board"}


def test_rehearse_as_html_writes_one_page(dondoc: Dondoc, tmp_path: Path) -> None:
    path = tmp_path / "moi" / "dien-tap.html"

    printed = dondoc(*SHORT, "--html", str(path))

    assert printed.endswith(f"Đã ghi trang diễn tập: {path}\n")
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_rehearse_as_html_and_json_prints_json_alone(dondoc: Dondoc, tmp_path: Path) -> None:
    printed = dondoc(*SHORT, "--json", "--html", str(tmp_path / "dien-tap.html"))

    assert keys(json.loads(printed)) == set(Rehearsal.__dataclass_fields__)
    assert (tmp_path / "dien-tap.html").is_file()


def test_rehearse_compares_two_ladders(dondoc: Dondoc) -> None:
    printed = dondoc(*SHORT, "--compare", "ladders-light")

    assert "thêm 0, bớt 109, dời ngày 0, giữ nguyên 122 thông báo" in printed
    assert "Bớt\n  Thứ Sáu, ngày 15/7/2022\n    Nhắc việc: 109 thông báo, gửi Đảng ủy phường Quang Trung" in printed


def test_rehearse_compares_with_a_file_and_shows_both_days(dondoc: Dondoc, ladders: Path) -> None:
    ladders.write_text(ladders.read_text(encoding="utf-8").replace("-14d", "-13d"), encoding="utf-8")

    printed = dondoc("--through", "2022-07-18", "--compare", str(ladders), "--unit", "DU-13567")
    found = json.loads(dondoc("--through", "2022-07-18", "--compare", str(ladders), "--unit", "DU-13567", "--json"))

    assert "dời ngày 1, giữ nguyên 1 thông báo" in printed
    assert "từ 15/7/2022 sang 18/7/2022, Nhắc việc: 1 thông báo, gửi Đảng ủy xã Hợp Lý" in printed
    assert list(found) == ["added", "dropped", "moved", "unchanged"]
    assert (found["added"], found["dropped"], found["unchanged"]) == ([], [], 1)
    assert {key: one["at"][:10] for key, one in found["moved"][0].items()} == {
        "before": "2022-07-15",
        "after": "2022-07-18",
    }


@pytest.fixture
def ladders(tmp_path: Path) -> Path:
    """A copy of the plan's own ladders, to be changed."""
    own = Path(__file__).parents[2] / "config" / "plans" / PLAN / "ladders.yaml"
    path = tmp_path / "thang-khac.yaml"
    path.write_text(own.read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--scenario", "lam-bieng"), "Có thể dùng: silent, punctual, mixed hoặc đường dẫn một tệp YAML."),
        (("--compare", "thang-la"), "Có sẵn: ladders, ladders-light; cũng có thể ghi đường dẫn một tệp YAML."),
        (("--through", "2022-06-01"), "Diễn tập được đến một ngày từ 24/6/2022 (ngày mở đợt) đến 14/12/2022"),
        (("--through", "2031-01-01"), "không phải 01/01/2031."),
        (("--day", "2022-12-24"), "nằm ngoài thời gian diễn tập, từ 24/6/2022 đến 30/9/2022."),
        (("--unit", "Hyện ủy Lý Nhân"), "Có phải là:\n  HU-353     Huyện ủy Lý Nhân (Thường trực"),
        (("--unit", "0"), "Xem danh sách đơn vị: dondoc units"),
        (("--unit", "Huyện ủy"), "hãy ghi rõ hơn hoặc dùng mã:\n  HU-350     Huyện ủy Kim Bảng ("),
    ],
)
def test_rehearse_refuses_with_the_way_out(refusal: Dondoc, options: tuple[str, ...], sentence: str) -> None:
    assert sentence in refusal(PLAN, *options)


def test_rehearse_refuses_an_unknown_plan(refusal: Dondoc) -> None:
    assert f"Có phải là: {PLAN}?" in refusal("ke-hoach-16")


def test_rehearse_refuses_a_scenario_of_unknown_units(refusal: Dondoc, tmp_path: Path) -> None:
    scenario = tmp_path / "la.yaml"
    scenario.write_text("units:\n  Hyện ủy Lý Nhân: { conduct: late }\n", encoding="utf-8")

    told = refusal(PLAN, "--scenario", str(scenario))

    assert told.startswith("la.yaml, dòng 2, cột 3: Không có đơn vị nào tên “Hyện ủy Lý Nhân”. Có phải là:\n  HU-353")


def test_rehearse_refuses_ladders_that_lack_one(refusal: Dondoc, ladders: Path) -> None:
    ladders.write_text(ladders.read_text(encoding="utf-8").replace("province:", "tinh:"), encoding="utf-8")

    assert "thang-khac.yaml: thiếu thang “province” mà kế hoạch dùng" in refusal(PLAN, "--compare", str(ladders))


def test_rehearse_refuses_to_write_where_it_cannot(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "tep").touch()

    code = run(["rehearse", PLAN, "--through", "2022-06-24", "--html", str(tmp_path / "tep" / "trang.html")])

    assert code == REFUSED
    assert capsys.readouterr().err.endswith("(trên đường dẫn có một tệp, không phải thư mục); hãy chọn nơi khác.\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--nhanh",), "Không có tùy chọn “--nhanh”."),
        (("--through", "hom-nay"), "“hom-nay” không phải là ngày; hãy viết như 2022-08-22"),
        (("--compare", "ladders-light", "--full"), "--compare chỉ đi cùng --scenario, --through, --unit và --json"),
        (("--compare", "ladders-light", "--html", "x.html"), "--compare chỉ đi cùng --scenario, --through"),
    ],
)
def test_rehearse_that_is_not_understood_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    assert run(["rehearse", PLAN, *options]) == WRONG_USAGE
    assert sentence in capsys.readouterr().err
