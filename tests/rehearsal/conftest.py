from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.preparing import prepare_plan
from rehearsal.rehearsing import rehearse
from rehearsal.scenarios import SILENT
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from rehearsal.rehearsing import Rehearsal


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    """The small plan: three communes due on 31/7/2022, two districts on 20/8/2022."""
    return Prepared(PLAN, UNITS, CONTACTS, "{}", "sha")


@pytest.fixture(scope="session")
def silent(prepared: Prepared) -> Rehearsal:
    return rehearse(prepared, SILENT)


@pytest.fixture(scope="session")
def shipped() -> Prepared:
    return prepare_plan("ke-hoach-15-kh-tu")


@pytest.fixture(scope="session")
def shipped_silent(shipped: Prepared) -> Rehearsal:
    """The largest there is: every unit hears every rung."""
    return rehearse(shipped, SILENT)
