from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from icalendar import Calendar

from config import clock
from config.calendar_links import calendar_link
from domain.feed_tokens import FeedOwner
from services.extensions import extend
from services.standings import obligations_at
from tests.flows.live import SECRET, open_small_campaign
from tests.web.calls import serving
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.wiring import Workplace
    from domain.campaigns import Campaign

SITE = "https://dondoc.tinh.example"


class Site:
    """The small campaign, opened, with its calendars on the web. `client` calls them as calendar programs do."""

    def __init__(self, place: Workplace, campaign: Campaign, client: httpx.Client) -> None:
        self.place, self.campaign, self.client = place, campaign, client

    def link(self, owner: FeedOwner) -> str:
        return calendar_link(self.place, owner).removeprefix(SITE)

    @property
    def of_unit(self) -> str:
        return self.link(FeedOwner(self.campaign.id, unit="X1"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all these tests: a campaign takes longer to open than they take together."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("lich"))
        for name, value in {"DATA": folder, "SECRET": SECRET, "WEB_URL": f"{SITE}/"}.items():
            patch.setenv(f"DONDOC_{name}", value)
        place, campaign = open_small_campaign()
    with serving(create_app(place)) as url, httpx.Client(base_url=url, verify=False) as client:  # noqa: S501 -- no TLS on loopback
        yield Site(place, campaign, client)
    place.engine.dispose()


def _extend(place: Workplace, campaign: Campaign) -> None:
    with place.begin() as session:
        owed = next(one.id for one in obligations_at(session, campaign, as_of=clock.now()) if one.unit == "X1")
        day = clock.day_of("2022-08-10")
        at = campaign.opened_at
        extend(session, campaign, owed, day=day, approver="Thường trực", document_number="9-CV/TU", now=at)


def test_link_of_a_unit_gives_its_calendar(site: Site) -> None:
    answer = site.client.get(site.of_unit)

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert event["SUMMARY"] == "[15-KH/TU] Hạn gửi báo cáo – Đảng ủy xã Hợp Lý"


def test_link_of_staff_gives_every_tier(site: Site) -> None:
    answer = site.client.get(site.link(FeedOwner(site.campaign.id, staff="btg")))

    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) > 1


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    tag = site.client.get(site.of_unit).headers["etag"]

    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        answer = site.client.get(site.of_unit, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)

    _extend(site.place, site.campaign)
    answer = site.client.get(site.of_unit, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert b"20220810" in answer.content


def test_head_tells_the_same_without_the_calendar(site: Site) -> None:
    got, told = site.client.get(site.of_unit), site.client.head(site.of_unit)

    assert (told.status_code, told.content, told.headers["etag"]) == (200, b"", got.headers["etag"])


@pytest.mark.parametrize(
    "owner", [FeedOwner(1, unit="X9"), FeedOwner(1, staff="x1"), FeedOwner(9, unit="X1")], ids=["unit", "staff", "plan"]
)
def test_link_of_who_is_not_in_the_list_is_gone(site: Site, owner: FeedOwner) -> None:
    answer = site.client.get(site.link(owner))

    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "liên kết đã sai" in answer.text


@pytest.mark.parametrize(
    "token", ["u1-layq-aaaaaaaaaaaaaaaaaaaaaaaaaa", "x", "%00", "..%2F..%2Fsecret", "u" * 5_000], ids=range(5)
)
def test_link_that_was_made_up_is_gone(site: Site, token: str) -> None:
    assert site.client.get(f"/lich/{token}.ics").status_code == 404


def test_links_that_were_taken_back_are_gone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    link = site.of_unit
    monkeypatch.setattr(site.place.settings, "feed_series", 2)

    assert site.client.get(link).status_code == 404
    assert site.client.get(site.of_unit).status_code == 200
