"""A person before a real browser, who also sees what users do not: errors in the console, requests to other machines,
weight on the line, what a reader's aid would stumble over, and lines that run out of a phone's screen."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright._impl._api_structures import SetCookieParam
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

    from domain.access import Role

WIDE, PHONE = 1280, 375
HEIGHTS = {WIDE: 900, PHONE: 812}
HEAVIEST = 150_000  # bytes on the line for the first page that somebody opens
QUIET = (
    "--no-sandbox",  # the tests may run as root, where Chromium asks for it
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves the machine, even by mistake
)
RUNS_OVER = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    const scrolls = (element) => element && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    return [...document.body.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > edge + 1 && !scrolls(element.parentElement))
        .map((element) => element.outerHTML.slice(0, 160));
}"""


def start_chromium(playwright: Playwright) -> Browser:
    """Debian's Chromium: the one that the installation of the tests brings."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "There is no Chromium on this machine: run `sh scripts/test_tools.sh`."
    return playwright.chromium.launch(executable_path=found, args=QUIET)


class Visit:
    """One test's time before the browser. Whoever opens it with another role or width sits down at another machine."""

    def __init__(
        self, browser: Browser, url: str, cookies: Callable[[Role], list[SetCookieParam]], folder: Path
    ) -> None:
        self._browser, self._url, self._cookies, self._folder = browser, url, cookies, folder
        self._contexts: dict[tuple[object, ...], BrowserContext] = {}
        self._documents: set[str] = set()
        self._finished: list[Request] = []
        self.page: Page
        self.errors: list[str] = []

    def open(
        self, path: str, *, role: Role | None = None, width: int = WIDE, who: int = 1, has_scripts: bool = True
    ) -> Page:
        """The page as this role sees it; a second person of the same role is `who=2`."""
        key = (role, width, who, has_scripts)
        context = self._contexts.get(key) or self._sit_down(key, role, width, has_scripts=has_scripts)
        self._finished.clear()
        self.page = context.pages[0] if context.pages else self._new_page(context)
        self.page.goto(path if path.startswith("http") else self._url + path)
        return self.page

    def weight(self) -> int:
        """The bytes that came over the line since the page was opened, as they travelled: packed."""
        self._arrived().evaluate("document.fonts.ready.then(() => true)")
        sizes = [request.sizes() for request in self._finished]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)

    def axe(self) -> None:
        """No serious or critical obstacle for people who do not see well, hear a page read, or use no mouse."""
        assert not (faults := self._obstacles()), "\n".join(faults)

    def fits(self) -> None:
        """Nothing runs out of the screen to the right."""
        assert not (faults := self._outside()), "\n".join(faults)

    def check(self) -> None:
        """All that is asked of every page."""
        assert not (faults := self.faults()), "\n".join(faults)

    def faults(self) -> list[str]:
        """What is wrong with the page, each in a line: for a test that looks at many."""
        weight = self.weight()
        is_heavy = [f"{self.page.url} weighs {weight} bytes"] if weight > HEAVIEST else []
        return [*self._obstacles(), *self._outside(), *is_heavy]

    def picture(self, name: str, *, is_whole: bool = True) -> Path:
        """A picture of the page: in the folder that PICTURES names, for people to look at, or in the test's own."""
        path = self._folder / f"{name}.png"
        self._arrived().screenshot(path=path, full_page=is_whole)
        return path

    def paper(self, name: str) -> Path:
        """The page as it is printed, on A4."""
        path = self._folder / f"{name}.pdf"
        self.page.pdf(path=path, prefer_css_page_size=True)
        return path

    def leave(self) -> None:
        """Whoever leaves tells what went wrong meanwhile."""
        for context in self._contexts.values():
            context.close()
        assert not self.errors, "\n".join(self.errors)

    def _obstacles(self) -> list[str]:
        # Without preloading: it would put styles into the page, which our own headers refuse.
        found = (
            Axe().run(self._arrived(), options={"resultTypes": ["violations"], "preload": False}).response["violations"]
        )
        grave = [violation for violation in found if violation["impact"] in {"serious", "critical"}]
        return [f"{self.page.url} {_told(violation)}" for violation in grave]

    def _outside(self) -> list[str]:
        return [f"{self.page.url} runs out of the screen: {element}" for element in self._arrived().evaluate(RUNS_OVER)]

    def _arrived(self) -> Page:
        """The page once all of it is there: a click is over as soon as the next one begins to come."""
        self.page.wait_for_load_state()
        return self.page

    def _sit_down(self, key: tuple[object, ...], role: Role | None, width: int, *, has_scripts: bool) -> BrowserContext:
        context = self._browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            has_touch=width == PHONE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=has_scripts,
        )
        if role is not None:
            context.add_cookies(self._cookies(role))
        context.on("request", self._ask)
        context.on("requestfinished", self._end)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))
        self._contexts[key] = context
        return context

    def _new_page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.set_default_timeout(15_000)  # milliseconds; a busy machine is slow
        return page

    def _ask(self, request: Request) -> None:
        if request.is_navigation_request():
            self._documents.add(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.errors.append(f"asked another machine: {request.url}")

    def _end(self, request: Request) -> None:
        self._finished.append(request)

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that refuses (403, 404, 409, 422) is an answer, yet Chromium notes it as an error.
        is_refusal = "Failed to load resource" in message.text and message.location["url"] in self._documents
        if message.type == "error" and not is_refusal:
            self.errors.append(f"console: {message.text} ({message.location['url']})")


def pictures_folder(otherwise: Path) -> Path:
    folder = Path(os.environ.get("PICTURES") or otherwise)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _told(violation: dict[str, Any]) -> str:
    places = "\n".join(
        f"    {node['html'][:200]}\n        {node.get('failureSummary', '')}" for node in violation["nodes"][:5]
    )
    return f"{violation['id']} ({violation['impact']}): {violation['help']}, {len(violation['nodes'])} times\n{places}"
