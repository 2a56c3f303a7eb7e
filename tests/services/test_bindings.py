from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import BindingCodeRow, ContactChangeRow, ContactRow, HookRow
from domain.errors import RuleBroken
from services.bindings import GOOD_FOR, MOST_TRIES, Bound, bind, issue_code, release, wrong_code_note
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from tests.stories.story import Story

NOW = CALENDAR.at(date(2022, 7, 20), time(9))
SECRET = b"test only"


def issue(story: Story, code: str, *, to: str = "x1", now: datetime = NOW) -> str:
    draws = chain([code], repeat("000001"))
    with story.workplace.begin() as session:
        contact = session.scalars(select(ContactRow).where(ContactRow.code == to)).first()
        assert contact is not None
        issued = issue_code(
            session,
            story.campaign,
            contact,
            channel="zalobot",
            by="Lan",
            draw=lambda: next(draws),
            secret=SECRET,
            now=now,
        )
    return issued.code


def use(story: Story, code: str, *, chat: str = "chat-1", now: datetime = NOW) -> Bound:
    with story.workplace.begin() as session:
        return bind(session, code, channel="zalobot", address=chat, secret=SECRET, now=now)


def chats(story: Story) -> list[tuple[str, str]]:
    with story.workplace.read() as session:
        rows = session.scalars(select(ContactRow).where(ContactRow.channel == "zalobot").order_by(ContactRow.id))
        return [(row.code, row.address) for row in rows]


def test_code_binds_the_chat_to_the_person_and_is_good_once(story: Story) -> None:
    code = issue(story, "482913")

    assert use(story, code) == Bound(is_bound=True, note="Đã liên kết zalobot với Đầu mối X1 (X1).")
    assert not use(story, code, chat="chat-2").is_bound

    assert chats(story) == [("x1", "chat-1")]
    with story.workplace.read() as session:
        (change,) = session.scalars(select(ContactChangeRow))
        assert (change.contact, change.channel, change.before, change.after) == (
            "x1",
            "zalobot",
            "",
            '{"address": "chat-1"}',
        )


def test_only_a_digest_of_the_code_is_kept(story: Story) -> None:
    issue(story, "482913")

    with story.workplace.read() as session:
        (row,) = session.scalars(select(BindingCodeRow))
    assert "482913" not in "".join(map(str, vars(row).values()))


@pytest.mark.parametrize(("late", "is_bound"), [(-timedelta(seconds=1), True), (timedelta(), False)])
def test_code_is_good_for_fifteen_minutes(story: Story, late: timedelta, *, is_bound: bool) -> None:
    code = issue(story, "482913")

    assert use(story, code, now=NOW + GOOD_FOR + late).is_bound is is_bound


def test_new_code_makes_the_earlier_one_void(story: Story) -> None:
    first, second = issue(story, "482913"), issue(story, "482914")

    assert [use(story, code).is_bound for code in (first, second)] == [False, True]


def test_code_in_use_is_drawn_again_and_a_spent_one_may_come_again(story: Story) -> None:
    issue(story, "482913")

    assert issue(story, "482913", to="x2") == "000001"
    assert issue(story, "482913", to="x3", now=NOW + GOOD_FOR) == "482913"


def test_chat_belongs_to_one_person_until_it_is_released(story: Story) -> None:
    use(story, issue(story, "482913"))

    refused = use(story, issue(story, "482914", to="x2"))
    assert not refused.is_bound
    assert "đã liên kết với Đầu mối X1 (X1)" in refused.note

    with story.workplace.begin() as session:
        person = session.scalars(select(ContactRow).where(ContactRow.code == "x1", ContactRow.channel == "email")).one()
        release(session, story.campaign, person, channel="zalobot", who="Lan", now=NOW)
    assert use(story, issue(story, "482915", to="x2")).is_bound
    assert chats(story) == [("x2", "chat-1")]


def test_release_of_what_is_not_bound_is_refused(story: Story) -> None:
    with story.workplace.begin() as session:
        person = session.scalars(select(ContactRow).where(ContactRow.code == "x1")).one()
        with pytest.raises(RuleBroken, match="chưa liên kết"):
            release(session, story.campaign, person, channel="zalobot", who="Lan", now=NOW)


def test_person_who_binds_another_account_moves_to_it(story: Story) -> None:
    use(story, issue(story, "482913"))
    use(story, issue(story, "482914"), chat="chat-2")

    assert chats(story) == [("x1", "chat-2")]


def test_chat_that_guesses_is_not_listened_to_for_an_hour(story: Story) -> None:
    for number in range(MOST_TRIES):
        found = use(story, f"00000{number}")
        assert found.note == wrong_code_note("zalobot", "chat-1")
        with story.workplace.begin() as session:
            key, note = f"k{number}", found.note
            session.add(HookRow(source="zalobot", event_key=key, received_at=NOW, headers="{}", body=b"", note=note))
    code = issue(story, "482913")

    assert not use(story, code).is_bound
    assert use(story, code, chat="chat-10").is_bound
    later = NOW + timedelta(hours=2)
    assert use(story, issue(story, "482914", to="x2", now=later), now=later).is_bound
