from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from documents.page_pictures import MOST_BYTES, pages_drawn, shown_picture
from tests.documents.pictures import jpeg_head, png

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_png_and_jpeg_are_shown() -> None:
    shown = [shown_picture(content) for content in (png(), jpeg_head(40, 30))]

    assert [one.kind if one else None for one in shown] == ["png", "jpeg"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload='alert(1)'/>",
        b"GIF89a" + bytes(20),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        png(0, 10),
        png(50_000, 50_000),
        jpeg_head(60_000, 60_000),
        png() + bytes(MOST_BYTES),
    ],
)
def test_what_is_no_picture_or_too_large_is_not_shown(content: bytes) -> None:
    assert shown_picture(content) is None


def test_scanned_page_is_drawn_for_the_screen(foreign: Mapping[str, bytes]) -> None:
    (page,) = pages_drawn(foreign["scan.pdf"], [1])

    assert page.kind == "png"
    assert len(page.content) < 1_000_000


def test_what_is_no_pdf_draws_nothing() -> None:
    assert pages_drawn(b"%PDF-1.7 broken", [1]) == []
