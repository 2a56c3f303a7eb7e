from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from config.plan_file import LoadedPlan, find_plan, load_plan
from tests.config.folders import PlanFolder

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = "ke-hoach-15-kh-tu"


@pytest.fixture(scope="session")
def shipped() -> LoadedPlan:
    return load_plan(find_plan(SHIPPED))


@pytest.fixture
def folder(tmp_path: Path) -> PlanFolder:
    """A copy of the shipped plan, to be spoilt."""
    return PlanFolder(shutil.copytree(find_plan(SHIPPED), tmp_path / "ke-hoach"))
