from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.main import REFUSED, WRONG_USAGE
from config.plan_file import find_plan, load_plan
from documents.form_origin import FormOrigin, form_of
from documents.outline_checking import check_outline
from documents.outline_matching import match
from documents.reading import read_report
from domain.outline import ANSWER_HERE
from domain.outline_check import SectionState
from tests.cli.conftest import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc
    from tests.config.folders import PlanFolder

LOADED = load_plan(find_plan(SHIPPED))
OUTLINE = LOADED.plan.outline


@pytest.fixture(autouse=True)
def here(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the command is called; no campaign is open."""
    assert not data.exists()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_form_is_written_here_before_any_campaign_is_open(done: Callable[..., str], here: Path) -> None:
    printed = done("outline", SHIPPED, "--unit", "ly nhan")

    assert printed.startswith(
        "Mẫu báo cáo của Huyện ủy Lý Nhân: Mau-bao-cao-HU-353.docx\nPhải báo cáo 15 mục, hạn 20/8/2022: I.1, "
    )
    content = (here / "Mau-bao-cao-HU-353.docx").read_bytes()
    assert form_of(content) == FormOrigin(SHIPPED, "HU-353", "district")


def test_form_comes_back_with_every_owed_section_and_no_answer(done: Callable[..., str], here: Path) -> None:
    done("outline", SHIPPED, "--unit", "HU-353")

    matched = match(read_report((here / "Mau-bao-cao-HU-353.docx").read_bytes()), OUTLINE)

    owed = OUTLINE.owed_by("HU-353", tier="district")
    below = {leaf.id: [getattr(one, "text", "") for one in matched.sections[leaf.id].blocks] for leaf in owed}
    assert below == {leaf.id: list(leaf.prompts) for leaf in owed}
    assert (matched.unplaced, len(matched.closing)) == ((), 1)
    assert below["I.2"] == [ANSWER_HERE]


def test_untouched_form_is_checked_as_empty_throughout(done: Callable[..., str], here: Path) -> None:
    done("outline", SHIPPED, "--unit", "HU-353")

    report = read_report((here / "Mau-bao-cao-HU-353.docx").read_bytes())
    check = check_outline(report, LOADED.plan, LOADED.units["HU-353"], LOADED.plan.duty("district"))

    assert check.numbers(SectionState.EMPTY) == tuple(leaf.id for leaf in OUTLINE.owed_by("HU-353", tier="district"))
    assert check.numbers(SectionState.NOT_OWED) == ("II.1.4",)
    assert check.extra_headings == ()


def test_running_campaign_needs_no_plan_folder(done: Callable[..., str], opened: Path, here: Path) -> None:
    assert opened.exists()

    done("outline", SHIPPED, "--unit", "BHN", "--out", "moi/mau.docx")

    assert form_of((here / "moi" / "mau.docx").read_bytes()) == FormOrigin(SHIPPED, "BHN", "section-owners")


def test_forms_of_all_units_that_owe_go_into_one_folder(done: Callable[..., str], here: Path) -> None:
    printed = json.loads(done("outline", SHIPPED, "--all", "mau", "--json"))

    assert len(printed["files"]) == 123
    assert {here / one["path"] for one in printed["files"]} == set((here / "mau").iterdir())
    paper = next(one for one in printed["files"] if one["unit"] == "BHN")
    assert paper == {
        "unit": "BHN",
        "duty": "section-owners",
        "path": "mau/Mau-bao-cao-BHN.docx",
        "sections": ["II.1.4"],
    }


def test_form_that_lies_there_is_not_overwritten_unasked(
    done: Callable[..., str], refused: Callable[..., str], here: Path
) -> None:
    filled = here / "Mau-bao-cao-HU-353.docx"
    filled.write_bytes(b"filled in")

    said = refused("outline", SHIPPED, "--unit", "HU-353")

    assert said == "Đã có tệp Mau-bao-cao-HU-353.docx; hãy chọn chỗ khác, hoặc thêm --force để ghi đè.\n"
    assert filled.read_bytes() == b"filled in"
    done("outline", SHIPPED, "--unit", "HU-353", "--force")
    assert filled.read_bytes().startswith(b"PK")


def test_one_form_that_lies_there_stops_all_before_the_first(refused: Callable[..., str], here: Path) -> None:
    folder = here / "mau"
    folder.mkdir()
    for code in ("BHN", "HU-353"):
        (folder / f"Mau-bao-cao-{code}.docx").touch()

    said = refused("outline", SHIPPED, "--all", "mau")

    assert said.startswith("Đã có tệp mau/Mau-bao-cao-HU-353.docx và 1 tệp khác; ")
    assert len(list(folder.iterdir())) == 2


def test_unit_that_owes_nothing_is_told_so(refused: Callable[..., str]) -> None:
    said = refused("outline", SHIPPED, "--unit", "VPTU")

    assert said == "Văn phòng Tỉnh ủy Hà Nam không có nhiệm vụ báo cáo trong kế hoạch 15-KH/TU.\n"


def test_duty_that_the_unit_does_not_have_is_refused_with_those_it_has(refused: Callable[..., str]) -> None:
    said = refused("outline", SHIPPED, "--unit", "HU-353", "--duty", "commune")

    assert said.startswith("Hãy chọn một nhiệm vụ của Huyện ủy Lý Nhân bằng --duty:\n  district ")


def test_unit_with_two_duties_gets_two_forms_by_name(
    done: Callable[..., str], refused: Callable[..., str], folder: PlanFolder
) -> None:
    folder.replace("plan.yaml", "units: [STTTT, BHN, PTTH]", "units: [STTTT, BHN, PTTH, BCSD-UBND]")

    assert "Hãy chọn một nhiệm vụ" in refused("outline", str(folder.path), "--unit", "BCSD-UBND")
    printed = done("outline", str(folder.path), "--unit", "BCSD-UBND", "--duty", "section-owners")
    assert "Mau-bao-cao-BCSD-UBND-section-owners.docx" in printed


@pytest.mark.parametrize(
    ("out", "said"),
    [("mau.pdf", "hãy ghi tên tệp có đuôi .docx, ví dụ --out mau.docx"), (".", "là một thư mục; hãy ghi tên tệp")],
)
def test_place_that_cannot_hold_a_form_is_refused(refused: Callable[..., str], out: str, said: str) -> None:
    assert said in refused("outline", SHIPPED, "--unit", "HU-353", "--out", out)


def test_place_that_cannot_be_written_to_is_told(dondoc: Dondoc, here: Path) -> None:
    (here / "tep").touch()

    printed = dondoc("outline", SHIPPED, "--all", "tep")

    assert printed.code == REFUSED
    assert "trên đường dẫn có một tệp, không phải thư mục" in printed.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--unit", "HU-353", "--all", "mau"),
        ("--all", "mau", "--out", "x.docx"),
        ("--all", "mau", "--duty", "commune"),
    ],
)
def test_one_unit_or_all_must_be_said(dondoc: Dondoc, arguments: tuple[str, ...]) -> None:
    printed = dondoc("outline", SHIPPED, *arguments)

    assert (printed.code, printed.out) == (WRONG_USAGE, "")
    assert printed.err.startswith("Hãy ghi --unit ĐƠN-VỊ")
