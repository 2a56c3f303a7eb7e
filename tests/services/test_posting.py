from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from domain.outbox import Priority
from services.decisions import decide_tier
from services.posting import thread_of

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_letter_is_named_by_plan_duty_version_rung_and_person(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))

    (opening,) = story.messages(to="x1")

    assert opening.key == "ke-hoach-nho/X1/commune/v1/opening/x1/email"
    assert opening.thread == thread_of("X1", "commune") == "X1/commune"


def test_digest_gathers_all_units_of_a_day_in_one_message(story: Story) -> None:
    story.advance(to=date(2022, 8, 3))

    (digest,) = story.messages(to="btg")

    assert digest.key == "ke-hoach-nho/board_digest/2022-08-03/btg/email"
    behind = [
        one.unit
        for unit in ("X1", "X2", "X3")
        for one in story.decisions(unit)
        if one.message and one.message.key == digest.key
    ]
    assert behind == ["X1", "X2", "X3"]


def test_digest_that_still_waits_takes_in_what_the_next_tier_decides(story: Story) -> None:
    story.advance(to=date(2022, 8, 10))
    story.extend("HU1", day=date(2022, 8, 11))
    story.advance(to=date(2022, 8, 11))
    story.skip(to=date(2022, 8, 12))

    story.run()

    text = story.letter("btg", day=date(2022, 8, 12)).text
    assert "Đảng ủy xã Hợp Lý: quá hạn 12 ngày" in text
    assert "Huyện ủy Lý Nhân: quá hạn 1 ngày" in text


def test_digest_decided_after_that_of_the_day_has_left_gets_a_second_key(story: Story) -> None:
    story.advance(to=date(2022, 8, 10))
    story.extend("HU1", day=date(2022, 8, 11))
    story.advance(to=date(2022, 8, 11))
    story.skip(to=date(2022, 8, 12))

    for tier in ("commune", "district"):
        with story.workplace.begin() as session:
            decide_tier(session, story.campaign, tier=tier, now=story.at())
        story.deliver()

    assert [row.key for row in story.messages(to="btg")][-2:] == [
        "ke-hoach-nho/board_digest/2022-08-12/btg/email",
        "ke-hoach-nho/board_digest/2022-08-12/btg/email/+1wd/HU1",
    ]


def test_urgent_rungs_go_before_a_units_own_and_those_before_digests(story: Story) -> None:
    story.advance(to=date(2022, 8, 12))

    by_kind = {row.message: row.priority for row in story.messages()}

    assert by_kind["last_reminder"] == Priority.URGENT
    assert by_kind["reminder"] == by_kind["urging"] == Priority.OWN_DUTY
    assert by_kind["district_digest"] == by_kind["board_digest"] == Priority.DIGEST


def test_reminder_expires_with_its_deadline_and_urging_never_does(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))

    *_, last_reminder, urging = story.messages(to="x1")

    assert last_reminder.expires_at == story.calendar.at(date(2022, 8, 1), time(0))
    assert urging.expires_at is None
