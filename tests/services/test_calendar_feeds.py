from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from domain.feed_tokens import FeedOwner
from domain.units import ContactRole
from notifications.calendar_file import write_feed
from services.calendar_feeds import feed_of, staff_members
from services.campaigns import Prepared
from services.exemptions import exempt
from services.staff_calendars import MOST_NAMES, _listed, staff_feed
from services.unit_calendars import unit_feed
from tests.small_plan import CONTACTS, PLAN, UNITS, contact
from tests.stories.story import Story

if TYPE_CHECKING:
    from notifications.calendar_file import Feed
    from rehearsal.rehearsing import RehearsalRoom

NOON = time(12)


def of_unit(story: Story, unit: str = "X1") -> Feed:
    with story.workplace.read() as session:
        return unit_feed(session, story.campaign, unit, as_of=story.at(NOON))


def of_staff(story: Story) -> Feed:
    with story.workplace.read() as session:
        return staff_feed(session, story.campaign, as_of=story.at(NOON))


def days(feed: Feed) -> list[tuple[date, str]]:
    return [(one.day, one.summary.removeprefix("[15-KH/TU] ")) for one in feed.entries]


def test_unit_feed_has_the_deadline_with_alarms(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))

    feed = of_unit(story)

    (entry,) = feed.entries
    assert feed.name == "Hạn báo cáo 15-KH/TU: Đảng ủy xã Hợp Lý"
    assert days(feed) == [(date(2022, 7, 31), "Hạn gửi báo cáo – Đảng ủy xã Hợp Lý")]
    assert entry.uid == "ke-hoach-nho.commune.X1.20220624T003000Z@dondoc"
    assert (entry.sequence, entry.has_alarms, entry.is_cancelled) == (0, True, False)


def test_unit_feed_moves_the_event_with_the_deadline_and_keeps_its_name(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    (before,) = of_unit(story).entries
    story.extend("X1", day=date(2022, 8, 10))

    (after,) = of_unit(story).entries

    assert after.uid == before.uid
    assert (before.day, after.day) == (date(2022, 7, 31), date(2022, 8, 10))
    assert after.sequence > before.sequence
    assert after.stamped_at > before.stamped_at


def test_unit_feed_marks_what_was_handed_in_and_rings_no_more(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    story.promise("X1", day=date(2022, 7, 25))
    story.hand_in("X1", hour=time(11))

    (entry,) = of_unit(story).entries

    assert entry.summary.endswith("Đảng ủy xã Hợp Lý (đã nộp)")
    assert (entry.is_cancelled, entry.has_alarms) == (False, False)


def test_unit_feed_has_the_promised_day_while_it_is_owed(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    story.promise("X1", day=date(2022, 8, 3))

    feed = of_unit(story)

    assert days(feed)[1] == (date(2022, 8, 3), "Ngày hẹn nộp báo cáo – Đảng ủy xã Hợp Lý")
    assert feed.entries[1].description == (
        "Đơn vị đã hẹn nộp báo cáo ngày 03/8/2022. Hạn nộp không thay đổi: ngày 31/7/2022."
    )


def test_unit_feed_cancels_what_need_not_be_handed_in(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    with story.workplace.begin() as session:
        owed = story.obligation("X1").id
        exempt(session, story.campaign, owed, reason="Sáp nhập.", by="Ban", now=story.at())

    (entry,) = of_unit(story).entries

    assert entry.is_cancelled
    assert entry.summary.endswith("(được miễn báo cáo)")


def test_unit_feed_of_an_earlier_day_shows_that_day(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    story.extend("X1", day=date(2022, 8, 10))
    story.skip(to=date(2022, 7, 19))

    (entry,) = of_unit(story).entries

    assert (entry.day, entry.sequence) == (date(2022, 7, 31), 0)


def test_unit_feed_of_who_owes_nothing_is_empty(story: Story) -> None:
    assert of_unit(story, "VP").entries == ()


def test_feed_in_which_nothing_changed_keeps_its_bytes(story: Story) -> None:
    story.skip(to=date(2022, 7, 1))
    units, staff = write_feed(of_unit(story)), write_feed(of_staff(story))
    story.skip(to=date(2022, 7, 4))

    assert write_feed(of_unit(story)) == units
    assert write_feed(of_staff(story)) == staff


def test_staff_feed_has_one_event_for_each_day_and_matter(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.give_back("X1", new_day=date(2022, 7, 27), hour=time(11))
    story.hand_in("X2")
    story.promise("X3", day=date(2022, 8, 3))
    story.extend("HU2", day=date(2022, 8, 31))

    feed = of_staff(story)

    assert days(feed) == [
        (date(2022, 7, 22), "Nhắc việc: 1 đơn vị"),
        (date(2022, 7, 26), "Nhắc lần cuối: 1 đơn vị"),
        (date(2022, 7, 27), "Hạn nộp lại: 1 đơn vị"),
        (date(2022, 7, 29), "Nhắc việc: 1 đơn vị"),
        (date(2022, 7, 31), "Hạn gửi báo cáo – Cấp xã: chưa nộp 1/3 đơn vị"),
        (date(2022, 8, 3), "Ngày hẹn nộp: 1 đơn vị"),
        (date(2022, 8, 10), "Nhắc việc: 1 đơn vị"),
        (date(2022, 8, 20), "Hạn gửi báo cáo – Huyện ủy Lý Nhân: chưa nộp"),
        (date(2022, 8, 31), "Hạn gửi báo cáo – Huyện ủy Bình Lục: chưa nộp"),
    ]
    assert len({one.uid for one in feed.entries}) == len(feed.entries)


def test_staff_feed_names_who_is_missing(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    story.hand_in("X2")

    (entry,) = (one for one in of_staff(story).entries if one.day == date(2022, 7, 31))

    assert entry.description == (
        "Hạn gửi báo cáo – Cấp xã: chưa nộp 2/3 đơn vị, ngày 31/7/2022.\n- Đảng ủy xã Hợp Lý\n- Đảng ủy xã An Lão"
    )


def test_staff_feed_says_when_all_of_a_tier_came(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    for unit in ("X1", "X2", "X3"):
        story.hand_in(unit)

    assert (date(2022, 7, 31), "Hạn gửi báo cáo – Cấp xã: đã nộp đủ 3 đơn vị") in days(of_staff(story))


def test_list_of_names_is_cut_and_says_so() -> None:
    names = [f"Đảng ủy xã {number}" for number in range(MOST_NAMES + 2)]

    assert len(_listed(names[:MOST_NAMES])) == MOST_NAMES
    assert _listed(names)[MOST_NAMES:] == ["… và 2 đơn vị khác; xem đủ bằng lệnh: dondoc status"]


def test_link_of_a_unit_opens_its_feed_and_of_a_stranger_nothing(story: Story) -> None:
    with story.workplace.read() as session:
        feed = feed_of(session, story.campaign, FeedOwner(1, unit="X1"), as_of=story.at())
        none = feed_of(session, story.campaign, FeedOwner(1, unit="X9"), as_of=story.at())

    assert feed is not None
    assert feed.name == "Hạn báo cáo 15-KH/TU: Đảng ủy xã Hợp Lý"
    assert none is None


def test_link_of_staff_ends_with_the_contact(room: RehearsalRoom) -> None:
    former = contact("BTG", role=ContactRole.STAFF, suffix="-cu")
    story = Story(room, Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))

    with room.read() as session:
        people = [one.code for one in staff_members(session, story.campaign)]
        found = [
            feed_of(session, story.campaign, FeedOwner(1, staff=code), as_of=story.at())
            for code in (*people, former.code, "x1")
        ]

    assert people == ["btg", "btg-ld"]
    assert [one is not None for one in found] == [True, True, False, False]
