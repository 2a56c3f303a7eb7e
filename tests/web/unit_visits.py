"""A unit before its own pages: its link, the clock of its campaign, and what it hands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from config.unit_links import unit_path
from tests.documents.word_files import bold, build, run
from tests.documents.word_files import line as paragraph

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.campaigns import Campaign

MOMENT = "2022-07-20T09:00"  # eleven days before the communes' deadline


def in_2022(place: Workplace, moment: str = MOMENT) -> Campaign:
    """Let the installation live at this moment."""
    place.settings.clock = moment
    place.__dict__.pop("now", None)
    return place.campaign()


def path_of(place: Workplace, unit: str, *, moment: str = MOMENT) -> str:
    """The unit's link as a path on this site."""
    campaign = in_2022(place, moment)
    with place.read() as session:
        return unit_path(place, session, campaign, unit, now=place.now())


def client_of(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=30, verify=False)  # noqa: S501 -- no TLS on loopback


def report(*, fourth: str = "Không.") -> bytes:
    """A report on the outline of the small plan."""
    said = (
        ("I. Tình hình quán triệt", "Đảng ủy đã quán triệt Chỉ thị đến 100% chi bộ."),
        ("II. Kết quả", "Đã lắp 12 cụm loa truyền thanh."),
        ("IV. Đề xuất, kiến nghị", fourth),
    )
    return build("".join(paragraph(bold(heading)) + paragraph(run(text)) for heading, text in said))
