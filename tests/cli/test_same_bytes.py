"""The same campaign gives the same files, wherever and in whatever surroundings a run is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.main import DONE
from domain.run_files import FILE_NAMES
from tests.stories.process import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc

HERE = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8", "PYTHONHASHSEED": "2"}
COMMAND = (
    "consolidate",
    "--as-of",
    "2022-08-22",
    "--approve",
    "Đến hạn trình.",
    "--by",
    "Nguyễn Thị Lan",
    "--out",
    "ra",
)


def started(folder: Path, surroundings: dict[str, str]) -> subprocess.Popen[bytes]:
    own = {"DONDOC_DATA": "du-lieu", "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, "-m", "cli.main", *COMMAND],
        cwd=folder,
        env={**own, **surroundings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.usefixtures("opened")
def test_run_gives_the_same_bytes_in_another_folder_time_zone_and_language(
    done: Callable[..., str], dondoc: Dondoc, report: str, tmp_path: Path
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")
    done(
        "submit", "DU-CA", str(ROOT / "demo" / "samples" / "DU-CA.pdf"), "--on", "2022-08-19", "--number", "12-BC/ĐUCA"
    )
    here, there = tmp_path / "đây", tmp_path / "chỗ khác" / "kia"
    shutil.copytree("du-lieu", here / "du-lieu")
    # There the run has another number as well.
    dondoc("consolidate", "--as-of", "2022-08-21")
    shutil.copytree("du-lieu", there / "du-lieu")

    runs = [started(here, HERE), started(there, THERE)]
    said = [run.communicate() for run in runs]

    assert [(run.returncode, errors) for run, (_, errors) in zip(runs, said, strict=True)] == [(DONE, b"")] * 2
    names = sorted(path.name for path in (here / "ra").iterdir())
    assert len(names) >= len(FILE_NAMES) - 2  # nothing was edited, and there is no run before this one
    assert names == sorted(path.name for path in (there / "ra").iterdir())
    assert [name for name in names if (here / "ra" / name).read_bytes() != (there / "ra" / name).read_bytes()] == []
