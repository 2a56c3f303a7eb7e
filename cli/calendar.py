"""`dondoc calendar`: the calendar of a unit or of the board's staff, as a file or as a link to subscribe to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_units import find_unit
from cli.moments import looked_at
from cli.new_files import Force, new_file, write_new_file
from cli.options import AsJson, AsOf, PlanName
from cli.printing import day_text, print_json, say
from config.calendar_links import calendar_link
from config.wiring import workplace
from domain.errors import RuleBroken, UsageError
from domain.feed_tokens import FeedOwner
from notifications.calendar_file import Feed, write_feed
from services.calendar_feeds import staff_members
from services.staff_calendars import staff_feed
from services.unit_calendars import unit_feed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from domain.campaigns import Campaign

STAFF_FILE = "Lich-theo-doi-bao-cao.ics"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who may subscribe, under which link; it is empty without an address on the web."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A calendar that was asked for, and whose it is."""

    feed: Feed
    file_name: str
    subscribers: tuple[Subscriber, ...]


def calendar(
    *,
    unit: Annotated[str, Parameter(metavar="ĐƠN-VỊ", help="Lịch của một đơn vị: hạn nộp và ngày hẹn nộp.")] = "",
    staff: Annotated[
        bool, Parameter(negative="", help="Lịch của cán bộ theo dõi: hạn của mọi cấp, ngày hẹn, ngày nhắc và đôn đốc.")
    ] = False,
    link: Annotated[
        bool, Parameter(negative="", help="In liên kết để đăng ký lịch (tự cập nhật), không ghi tệp.")
    ] = False,
    out: Annotated[
        Path | None,
        Parameter(name="--out", metavar="TỆP", help="Tệp .ics sẽ ghi; bỏ trống là tên thường dùng, tại đây."),
    ] = None,
    force: Force = False,
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    if bool(unit) == staff:
        raise UsageError("Hãy nêu lịch của ai: --unit ĐƠN-VỊ hoặc --staff.")
    if link and out is not None:
        raise UsageError("--link chỉ in liên kết; muốn ghi tệp thì bỏ --link.")
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    with place.read() as session:
        wanted = (
            _of_staff(session, place, campaign, as_of=moment)
            if staff
            else _of_unit(session, place, campaign, name=unit, as_of=moment)
        )
    if link:
        _check_links(place, wanted, whose="--staff" if staff else f"--unit {wanted.subscribers[0].code}")
        path = None
    else:
        path = new_file(out, usual=wanted.file_name, force=force)
        write_new_file(path, write_feed(wanted.feed))
    if json:
        print_json(_as_json(wanted, path))
    else:
        _print(wanted, path)


def _of_unit(session: Session, place: Workplace, campaign: Campaign, *, name: str, as_of: datetime) -> Wanted:
    found = find_unit(session, campaign, name)
    feed = unit_feed(session, campaign, found.code, as_of=as_of)
    if not feed.entries:
        raise RuleBroken(f"{found.name} không có nhiệm vụ báo cáo trong đợt này nên không có lịch.")
    url = calendar_link(place, FeedOwner(campaign.id, unit=found.code))
    return Wanted(feed, f"Lich-bao-cao-{found.code}.ics", (Subscriber(found.code, found.name, url),))


def _of_staff(session: Session, place: Workplace, campaign: Campaign, *, as_of: datetime) -> Wanted:
    """Each of the staff has a link of their own, which ends when they are no longer a contact of the board."""
    people = staff_members(session, campaign)
    subscribers = (
        Subscriber(one.code, one.name, calendar_link(place, FeedOwner(campaign.id, staff=one.code))) for one in people
    )
    return Wanted(staff_feed(session, campaign, as_of=as_of), STAFF_FILE, tuple(subscribers))


def _check_links(place: Workplace, wanted: Wanted, *, whose: str) -> None:
    if not place.settings.web_url.strip():
        raise RuleBroken(
            "Chưa có địa chỉ web nên chưa có liên kết để đăng ký. Hãy đặt DONDOC_WEB_URL (ví dụ https://dondoc.tinh.example), "
            f"hoặc ghi ra tệp rồi gửi đi: dondoc calendar {whose}",
        )
    if not wanted.subscribers:
        raise RuleBroken(
            "Danh sách đầu mối chưa có cán bộ nào của cơ quan theo dõi nên chưa có ai để cấp liên kết; "
            f"hãy bổ sung đầu mối, hoặc ghi lịch ra tệp: dondoc calendar {whose}",
        )


def _print(wanted: Wanted, path: Path | None) -> None:
    if path is None:
        for one in wanted.subscribers:
            say(f"{one.name}: {one.url}", hang=2)
        say("Ai có liên kết đều xem được lịch; chỉ gửi cho đúng người.")
        return
    say(f"{wanted.feed.name}: {path}", hang=2)
    for entry in wanted.feed.entries:
        say(f"  {day_text(entry.day)}  {entry.summary}", hang=14)


def _as_json(wanted: Wanted, path: Path | None) -> dict[str, object]:
    """The documented shape. A link lets its reader in, so it is only printed where links were asked for."""
    return {
        "name": wanted.feed.name,
        "path": path,
        "events": [
            {"day": one.day, "summary": one.summary, "is_cancelled": one.is_cancelled} for one in wanted.feed.entries
        ],
        "subscribers": [one if path is None else replace(one, url="") for one in wanted.subscribers],
    }
