from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("opened")
ON = ("--as-of", "2022-08-22")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_evidence_of_a_unit_is_one_zip(done: Callable[..., str], here: Path, report: str) -> None:
    done("submit", "ly nhan", report, "--number", "12-BC/HU", "--on", "2022-08-18")

    printed = done("evidence", "ly nhan", *ON)

    assert printed == (
        "Hồ sơ của Huyện ủy Lý Nhân: Ho-so-HU-353-2022-08-22.zip\n"
        "Gồm 0 thư đã gửi, 1 tệp bản nộp, 1 phiếu tiếp nhận, bản tóm tắt và dữ liệu.\n"
    )
    with ZipFile(here / "Ho-so-HU-353-2022-08-22.zip") as archive:
        assert archive.read("ban-nop/district-lan-1-bao-cao.docx") == Path(report).read_bytes()


def test_evidence_as_json_names_every_file(done: Callable[..., str], here: Path) -> None:
    printed = json.loads(done("evidence", "HU-353", *ON, "--out", "ra/hs.zip", "--json"))

    with ZipFile(here / "ra" / "hs.zip") as archive:
        assert printed["files"] == archive.namelist() == ["ho-so.docx", "ho-so.json", "MANIFEST.txt"]


def test_file_gone_from_the_store_is_said(done: Callable[..., str], report: str, opened: Path) -> None:
    done("submit", "ly nhan", report, "--number", "12-BC/HU", "--on", "2022-08-18")
    for kept in (opened / "files").rglob("*"):
        if kept.is_file():
            kept.unlink()

    assert "Lưu ý: Bản nộp lần 1 (bao-cao.docx" in done("evidence", "ly nhan", *ON)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("VPTU", *ON), "không có nhiệm vụ báo cáo"),
        (("HU-353", "--as-of", "2022-06-01"), "đợt chưa mở nên chưa có hồ sơ"),
        (("HU-353", *ON, "--out", "hs.docx"), "Tên tệp phải có đuôi .zip, ví dụ --out hs.zip"),
        (("khong co", *ON), "Không có đơn vị nào tên"),
    ],
)
def test_evidence_that_cannot_be_had_is_refused_in_words(
    refused: Callable[..., str], here: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused("evidence", *arguments)
    assert list(here.glob("*.zip")) == []
