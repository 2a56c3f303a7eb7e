"""Every part that pages are put together from, on one page before a real browser."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, FileSystemLoader
from starlette.middleware.gzip import GZipMiddleware

from tests.web.browser import PHONE, WIDE
from tests.web.calls import serving
from web.app import Guard
from web.rendering import environment as usual_environment
from web.static_files import KeptFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Dialog

    from tests.web.browser import Visit

MANY = 300


@pytest.fixture(scope="module")
def sample() -> Iterator[str]:
    """The address of the page; `?rows=` says how long its table is."""
    usual = usual_environment()
    assert usual.loader is not None
    environment = usual.overlay(loader=ChoiceLoader([FileSystemLoader(Path(__file__).parent), usual.loader]))
    app = FastAPI()

    @app.get("/")
    def page(rows: int = 8) -> HTMLResponse:
        return HTMLResponse(environment.get_template("kit_sample.html").render(rows=rows))

    @app.post("/slow")
    def slow() -> HTMLResponse:
        time.sleep(0.2)  # so that the second press falls while the first is under way
        return page()

    app.mount("/static", KeptFiles())
    app.add_middleware(GZipMiddleware)
    app.add_middleware(Guard)
    with serving(app) as address:
        yield address


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_part_is_legible_and_fits(visit: Visit, sample: str, width: int) -> None:
    visit.open(sample, width=width)

    visit.picture(f"kit-{width}")
    visit.check()


def test_table_of_300_rows_fits_a_phone_and_keeps_its_head_on_a_desk(visit: Visit, sample: str) -> None:
    visit.open(f"{sample}?rows={MANY}", width=PHONE)
    visit.fits()

    page = visit.open(f"{sample}?rows={MANY}")
    page.locator("table.list tbody tr").nth(200).scroll_into_view_if_needed()
    assert page.locator("table.list thead th").first.bounding_box() is not None
    assert page.locator("table.list thead th").first.is_visible()
    assert page.evaluate("document.querySelector('table.list thead th').getBoundingClientRect().top") == 0


def test_paper_carries_no_navigation_and_no_buttons(visit: Visit, sample: str) -> None:
    visit.open(f"{sample}?rows=60")

    paper = pypdfium2.PdfDocument(visit.paper("kit"))
    text = "".join(page.get_textpage().get_text_range() for page in paper)
    assert paper[0].get_size() == pytest.approx((595, 842), abs=1)  # A4 in points
    assert "Diễn biến" in text
    assert "In từ chương trình" in text
    assert "Đăng xuất" not in text
    assert "Tải bảng tính" not in text
    paper.close()


def test_slider_leads_to_the_day_where_it_is_let_go(visit: Visit, sample: str) -> None:
    page = visit.open(sample)

    with page.expect_navigation():
        page.get_by_role("slider").press("ArrowLeft")
    assert page.url.endswith("as_of=2022-08-21")


def test_day_can_be_chosen_without_scripts(visit: Visit, sample: str) -> None:
    page = visit.open(sample, has_scripts=False)

    page.get_by_role("button", name="Xem", exact=True).click()
    assert page.url.endswith("as_of=2022-08-22")


def test_dangerous_button_asks_first(visit: Visit, sample: str) -> None:
    page = visit.open(sample)
    asked: list[str] = []
    posts: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.on("request", lambda request: posts.append(request.method) if request.method == "POST" else None)
    page.get_by_role("button", name="Xóa đề xuất").click()
    assert asked == ["Thực hiện việc này: “Xóa đề xuất”?"]
    assert posts == []


def test_button_pressed_twice_sends_once(visit: Visit, sample: str) -> None:
    page = visit.open(sample)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.method) if request.method == "POST" else None)

    page.evaluate("""() => {
        const button = [...document.querySelectorAll('main form button')].find((one) => one.textContent === 'Trả lại');
        button.click();
        setTimeout(() => button.click(), 50);
    }""")
    page.wait_for_url("**/slow")
    assert posts == ["POST"]
