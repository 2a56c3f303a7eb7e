"""The files of a run are opened by what their readers have: an office program, and whoever checks them against the standard."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest

from documents.programs import Programs
from domain.run_files import CLEAN, DRAFT, FILE_NAMES
from tests.documents.examples import audit_findings
from tests.stories.process import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SAMPLES = ROOT / "demo" / "samples"
KINDS = {"DU-CA": "DU-CA.pdf", "PTTH": "PTTH.jpg"}
GO_AHEAD = ("--approve", "Đến hạn trình.", "--by", "Nguyễn Thị Lan")


def printed(files: Sequence[Path], folder: Path) -> dict[str, int]:
    """How many pages each has when LibreOffice prints it, all in one go."""
    office = Programs.found().office
    assert office is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, check=True, timeout=120, capture_output=True)  # noqa: S603 -- our own files
    return {path.stem: len(pypdfium2.PdfDocument(path)) for path in folder.glob("*.pdf")}


@pytest.mark.usefixtures("opened")
def test_every_file_of_a_run_over_every_kind_of_report_can_be_opened(
    done: Callable[..., str], report: str, tmp_path: Path
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")
    done("consolidate", "--as-of", "2022-08-18", *GO_AHEAD, "--out", "truoc")
    for unit, name in KINDS.items():
        done("submit", unit, str(SAMPLES / name), "--on", "2022-08-19")

    done("consolidate", "--as-of", "2022-08-22", *GO_AHEAD, "--onto", f"truoc/{CLEAN}", "--out", "ra")

    assert sorted(path.name for path in Path("ra").iterdir()) == sorted(FILE_NAMES)
    documents = [path for path in sorted(Path("ra").iterdir()) if path.suffix == ".docx"]
    assert {path.name: audit_findings(path.read_bytes(), tmp_path / "a.docx") for path in documents} == {
        path.name: [] for path in documents
    }
    pages = printed([*documents, Path("ra", "so-lieu.xlsx")], tmp_path / "pdf")
    assert sorted(pages) == sorted([path.stem for path in documents] + ["so-lieu"])
    assert min(pages.values()) >= 1
    assert pages[Path(DRAFT).stem] == pages[Path(CLEAN).stem]
