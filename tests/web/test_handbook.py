"""Every picture of the users' handbook is made from the pages as they are now, and every page in it is looked at by axe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.access import Role
from rehearsal import working
from services.standings import obligations_at
from tests.web.pages.consolidated import SECOND, place, ran_small
from tests.web.pictures import FOLDER, HANDBOOK, PICTURES
from tests.web.unit_visits import in_2022, path_of

if TYPE_CHECKING:
    from pathlib import Path

    from config.wiring import Workplace
    from tests.web.browser import Visit

__all__ = ["place", "ran_small"]
LATE_AUGUST = "2022-08-26T10:00"
UNIT, SHOWN = "HU1", "X1"


def shown(place: Workplace) -> dict[str, str]:
    """What the addresses of the pictures name."""
    page = path_of(place, UNIT, moment=LATE_AUGUST)
    with place.read() as session:
        found = {one.unit: one for one in obligations_at(session, place.campaign(), as_of=place.now())}
    return {
        "unit": UNIT,
        "run": str(SECOND),
        "unit_page": page,
        "own": str(found[UNIT].id),
        "obligation": str(found[SHOWN].id),
    }


def width_of(png: Path) -> int:
    return int.from_bytes(png.read_bytes()[16:20], "big")


def test_the_pages_of_the_handbook_are_light_and_can_be_used_by_everybody(place: Workplace, visit: Visit) -> None:
    in_2022(place, LATE_AUGUST)
    names = shown(place)
    visit.open("/reminders", role=Role.BOARD)  # asks for what will go out,
    working.work_once(place, now=place.now())  # which is worked out elsewhere

    for one in PICTURES:
        page = visit.open(one.path.format(**names), role=one.role, width=one.width)
        assert page.locator("h1").count() == 1, one.name
        visit.check()
        assert width_of(visit.picture(one.name, is_whole=False)) == one.width


def test_the_handbook_shows_all_of_them_and_nothing_else() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(HANDBOOK.glob("*.md")))

    assert sorted(re.findall(r"\(hinh/([a-z-]+)\.png\)", text)) == sorted(one.name for one in PICTURES)
    assert sorted(path.stem for path in FOLDER.glob("*.png")) == sorted(one.name for one in PICTURES)
