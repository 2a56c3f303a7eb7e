"""Fixtures for tests before a browser. All of them run in one worker, which starts Chromium once for each file.

Not once for all: for as long as Playwright is there an event loop runs, and other tests of this worker want their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.web.browser import Visit, pictures_folder, start_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright._impl._api_structures import SetCookieParam
    from playwright.sync_api import Browser

    from domain.access import Role


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "visit" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="module")
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = start_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(request: pytest.FixtureRequest, _browser: Browser, url: str, tmp_path: Path) -> Iterator[Visit]:
    """A person before the browser; see `Visit`. The test fails where a page had errors or asked another machine."""

    def cookies(role: Role) -> list[SetCookieParam]:
        jar = request.getfixturevalue("as_role")(role).cookies.jar
        return [{"name": cookie.name, "value": cookie.value or "", "url": url} for cookie in jar]

    made = Visit(_browser, url, cookies, pictures_folder(tmp_path))
    yield made
    made.leave()
