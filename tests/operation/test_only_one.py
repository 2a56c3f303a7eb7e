from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from domain.errors import RuleBroken
from operation.only_one import is_served, only_one

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_service_on_the_same_folder_is_refused_by_name(tmp_path: Path) -> None:
    with only_one(tmp_path):
        assert is_served(tmp_path)
        with pytest.raises(RuleBroken, match=f"tiến trình {os.getpid()}"), only_one(tmp_path):
            pass

    assert not is_served(tmp_path)


def test_a_service_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    holding = (
        f"import os, sys, pathlib; from operation.only_one import only_one\n"
        f"with only_one(pathlib.Path({str(tmp_path)!r})):\n    os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", holding], check=False)  # noqa: S603 -- our own interpreter

    with only_one(tmp_path):
        assert is_served(tmp_path)


def test_another_folder_is_free(tmp_path: Path) -> None:
    with only_one(tmp_path / "a"), only_one(tmp_path / "b"):
        assert not is_served(tmp_path / "c")
