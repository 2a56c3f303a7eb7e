from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from tests.web.calls import ask
from web.app import HEADERS
from web.static_files import KEPT, STATIC, static, version

if TYPE_CHECKING:
    from pathlib import Path

VENDOR = STATIC / "vendor"
SHEETS = sorted(STATIC.glob("*.css"))
LISTED = re.compile(r"^\| `(.+)` \| `([0-9a-f]{64})` \|$", re.MULTILINE)
NAMED = re.compile(r'url\("([^"?]+)\?v=([^"]+)"\)')


def test_what_is_vendored_is_what_was_published() -> None:
    listed = dict(LISTED.findall((VENDOR / "VENDORED.md").read_text()))

    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in VENDOR.iterdir()}
    del found["VENDORED.md"]
    assert found == listed


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_names_the_files_that_stand_beside_it(sheet: Path) -> None:
    text = sheet.read_text()

    assert text.count("url(") == len(NAMED.findall(text))
    assert all(version(path) == named for path, named in NAMED.findall(text))


def test_a_file_is_kept_where_its_address_names_its_content(url: str) -> None:
    answer = ask("GET", url + static("dondoc.css"))

    assert answer.headers["Cache-Control"] == KEPT
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["", "?v=0123"])
def test_a_file_is_asked_for_again_where_its_address_does_not(url: str, query: str) -> None:
    answer = ask("GET", f"{url}/static/dondoc.css{query}")

    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_that_is_not_there_is_refused(url: str) -> None:
    assert ask("GET", f"{url}/static/none.css?v=0123").status_code == 404


def test_a_sheet_travels_packed_and_a_font_as_it_is(url: str) -> None:
    sheet = ask("GET", url + static("dondoc.css"))
    font = ask("GET", url + static("vendor/be-vietnam-pro-latin-400-normal.woff2"))

    assert sheet.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in font.headers
