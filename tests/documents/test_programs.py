from __future__ import annotations

from pathlib import Path

import pytest

from documents.programs import OFFICE, TESSERACT, Programs, told


def program(folder: Path, name: str, says: str = "") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\nprintf '%b' '{says}'\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only one on the search path."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_on_a_bare_machine_both_are_missing(folder: Path) -> None:
    assert list(folder.iterdir()) == []
    assert Programs.found() == Programs()
    assert Programs().missing() == (OFFICE, TESSERACT)


@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_libreoffice_is_found_by_either_name(folder: Path, name: str) -> None:
    path = program(folder, name)

    assert Programs.found() == Programs(office=path)


def test_tesseract_counts_with_vietnamese_alone(folder: Path) -> None:
    path = program(folder, "tesseract", "List of available languages (2):\\neng\\nosd\\n")
    assert Programs.found() == Programs()

    other = folder / "other"
    other.mkdir()
    path = program(other, "tesseract", "List of available languages (2):\\neng\\nvie\\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(other))
        assert Programs.found() == Programs(tesseract=path)


def test_set_up_says_what_is_there_and_what_is_lost() -> None:
    there, lost = told(Programs(office=Path("/usr/bin/soffice")))

    assert there == "Đã có LibreOffice: đọc được tệp .doc, .odt, .rtf."
    assert lost == (
        "Chưa có Tesseract tiếng Việt: bản chụp (ảnh, PDF chụp) vẫn được nhận nhưng phải có người đọc. Cài đặt: "
        "sudo apt-get install --no-install-recommends tesseract-ocr tesseract-ocr-vie"
    )
