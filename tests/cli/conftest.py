"""The command line is called as its users call it, on a data folder of its own for each test."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from cli.main import DONE, REFUSED, run
from config.plan_file import find_plan, load_plan
from demo.sample_reports import SampleUnit, sample_report
from tests.config.folders import PlanFolder

if TYPE_CHECKING:
    from collections.abc import Callable

SHIPPED = "ke-hoach-15-kh-tu"


@dataclass(frozen=True)
class Printed:
    """What a command left behind: its exit code and its two streams."""

    code: int
    out: str
    err: str


class Dondoc(Protocol):
    def __call__(self, *arguments: str) -> Printed: ...


@pytest.fixture
def dondoc(capsys: pytest.CaptureFixture[str]) -> Dondoc:
    def call(*arguments: str) -> Printed:
        code = run(list(arguments))
        printed = capsys.readouterr()
        return Printed(code, printed.out, printed.err)

    return call


@pytest.fixture
def done(dondoc: Dondoc) -> Callable[..., str]:
    """Runs a command that succeeds, and returns what it printed."""

    def call(*arguments: str) -> str:
        printed = dondoc(*arguments)
        assert (printed.code, printed.err) == (DONE, "")
        return printed.out

    return call


@pytest.fixture
def refused(dondoc: Dondoc) -> Callable[..., str]:
    """Runs a command that must be refused, and returns the sentence."""

    def call(*arguments: str) -> str:
        printed = dondoc(*arguments)
        assert (printed.code, printed.out) == (REFUSED, "")
        assert "Traceback" not in printed.err
        assert "ngoài dự kiến" not in printed.err
        return printed.err

    return call


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that the settings name; nothing is in it yet."""
    folder = tmp_path / "du-lieu"
    monkeypatch.setenv("DONDOC_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def freshly_opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the shipped plan, opened on 24/6/2022 and untouched since."""
    folder = tmp_path_factory.mktemp("moi-mo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DONDOC_DATA", str(folder))
        assert run(["plan", "open", SHIPPED, "--on", "2022-06-24"]) == DONE
    return folder


@pytest.fixture
def opened(data: Path, freshly_opened: Path) -> Path:
    return shutil.copytree(freshly_opened, data)


@pytest.fixture
def folder(tmp_path: Path) -> PlanFolder:
    """A copy of the shipped plan, to be changed."""
    return PlanFolder(shutil.copytree(find_plan(SHIPPED), tmp_path / "ke-hoach"))


@pytest.fixture(scope="session")
def report_content() -> bytes:
    unit = SampleUnit("Huyện ủy Lý Nhân", "Huyện ủy", "Tỉnh ủy Hà Nam", "12-BC/HU", "Lý Nhân", date(2022, 8, 18))
    return sample_report(unit, load_plan(find_plan(SHIPPED)).plan.outline, seed="ly-nhan")


@pytest.fixture
def report(tmp_path: Path, report_content: bytes) -> str:
    """A Word file, as a district might hand it in."""
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(report_content)
    return str(path)


@pytest.fixture
def mended(report: str) -> str:
    """The same report with something added."""
    path = Path(report).with_name("bao-cao-da-sua.docx")
    path.write_bytes(Path(report).read_bytes())
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("docProps/note.txt", "đã sửa")
    return str(path)
