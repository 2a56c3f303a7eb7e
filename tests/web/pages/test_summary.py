"""The summary that lies on a desk: one sheet of paper for a province, and a table that fits a tablet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest

from config.preparing import prepare_plan
from config.wiring import workplace
from domain.access import Role
from services.campaigns import open_campaign
from tests.web.calls import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.wiring import Workplace
    from tests.web.browser import Visit

TABLET = 900
OVER = """() => [...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).length"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    """The shipped plan, of which nobody has handed in anything when it is over: the longest list of names."""
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "du-lieu"))
    monkeypatch.setenv("DONDOC_CLOCK", "2022-11-01T09:00")
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    found = workplace()
    found.prepare()
    prepared = prepare_plan("ke-hoach-15-kh-tu")
    with found.begin() as session:
        open_campaign(session, prepared, now=prepared.plan.calendar.opening(date(2022, 6, 24)))
    yield found
    found.engine.dispose()
    found.hasty_engine.dispose()


def test_the_summary_of_the_shipped_plan_is_one_sheet_of_paper_and_fits_a_tablet(visit: Visit) -> None:
    page = visit.open("/summary", role=Role.BOARD, width=TABLET)

    assert page.evaluate(OVER) == 0
    visit.check()
    paper = pypdfium2.PdfDocument(visit.paper("summary"))
    text = paper[0].get_textpage().get_text_range()
    assert len(paper) == 1
    assert "Đơn vị quá hạn (123)" in text
    assert "Quá hạn 39 ngày: Ban Tuyên giáo" in text
    assert "Trở về" not in text
