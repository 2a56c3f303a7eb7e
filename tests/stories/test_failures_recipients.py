"""F6, F7, F11, F12, F25, F26: who hears, what of, how often, and with whose name in it."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from database.models import ContactRow
from domain.calls import CallResult, Ground
from domain.outbox import MessageState
from domain.units import Unit
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.calls import Made, record_call
from services.phone_list import phone_list
from tests.small_plan import CALENDAR, COMMUNES, CONTACTS, PLAN, contact, plan_with
from tests.stories.larger_plans import prepared, province
from tests.stories.story import Story

if TYPE_CHECKING:
    from tests.stories.conftest import OpenStory
    from tests.stories.lines import Line

NINE = time(9)
RUNG_DAYS = [date(2022, 6, 24), *(date(2022, 8, day) for day in (1, 3, 5, 12, 22, 24, 31))]
superiors = st.lists(st.integers(0, 9), min_size=4, max_size=10)


def test_f6_a_report_between_decision_and_sending_withdraws_the_letter(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 7, 15))
    story.decide()
    story.hand_in("X1", hour=time(8, 30))

    story.deliver(NINE)

    reminder = next(row for row in story.messages(to="x1") if row.message == "reminder")
    assert (reminder.state, reminder.note) == (
        MessageState.SUPERSEDED,
        "Đơn vị đã nộp báo cáo trước khi thông báo được gửi.",
    )
    assert story.sent(date(2022, 7, 15)) == [("receipt", "x1"), ("reminder", "x2"), ("reminder", "x3")]


def test_f6_a_unit_that_has_handed_in_hears_nothing_more(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")

    story.advance(to=date(2022, 9, 30))

    assert story.heard("x1")[-2:] == [(date(2022, 7, 15), "reminder"), (date(2022, 7, 21), "receipt")]
    assert all("Hợp Lý: quá hạn" not in row.text for row in story.messages(to="hu1"))


def test_f6_when_all_have_handed_in_the_superior_is_left_in_peace(story: Story) -> None:
    story.advance(to=date(2022, 7, 31))
    story.skip(to=date(2022, 8, 1))
    story.decide()
    for unit in ("X1", "X2"):
        story.hand_in(unit, hour=time(8, 30))

    story.deliver(NINE)

    (digest,) = [row for row in story.messages(to="hu1") if row.message == "district_digest"]
    assert (digest.state, digest.note) == (MessageState.SUPERSEDED, "Không còn đơn vị nào quá hạn để nêu tên.")


def test_f6_a_report_by_post_counts_from_its_day_and_stops_the_ladder(story: Story) -> None:
    story.advance(to=date(2022, 8, 5))
    story.hand_in("X1", received=date(2022, 7, 29))

    story.advance(to=date(2022, 9, 30))

    assert story.obligation("X1").standing.state == "on_time"
    assert [kind for day, kind in story.heard("x1") if day > date(2022, 8, 5)] == ["receipt"]


def test_f7_an_extension_before_sending_withdraws_the_old_date(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 7, 15))
    story.decide()
    story.extend("X1", day=date(2022, 8, 15), hour=time(8, 30))

    story.deliver(NINE)
    story.advance(to=date(2022, 8, 1))

    old, new = [row for row in story.messages(to="x1") if row.message == "reminder"]
    assert (old.state, old.note) == (
        MessageState.SUPERSEDED,
        "Hạn đã đổi thành 15/8/2022; thang nhắc của hạn mới thay thế.",
    )
    assert "15/8/2022" in new.text
    assert "31/7/2022" not in new.text


def test_f7_an_opening_that_was_held_tells_the_new_date(story: Story) -> None:
    story.skip(to=PLAN.opens)
    story.decide()
    story.extend("X1", day=date(2022, 8, 15), hour=time(8, 30))

    story.deliver(NINE)

    (text,) = [row.text for row in story.messages(to="x1") if row.message == "opening"]
    assert "15/8/2022" in text
    assert "31/7/2022" not in text


def test_f7_a_letter_goes_to_the_address_as_it_is_now(story: Story, line: Line) -> None:
    story.skip(to=PLAN.opens)
    story.decide()
    with story.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.code == "x1").values(address="moi@hanam.example"))

    story.deliver()

    assert [one.address for one in line.carried if "/X1/" in one.key] == ["moi@hanam.example"]


@settings(max_examples=10, deadline=None)
@given(superiors=superiors)
def test_f11_nobody_hears_but_the_unit_those_above_it_and_the_named_bodies(superiors: list[int]) -> None:
    codes = [f"U{number}" for number in range(len(superiors))]
    above = ["TT", *(codes[wish % number] for number, wish in enumerate(superiors[1:], start=1))]
    tiers = ["district", *("commune" if wish % 3 else "district" for wish in superiors[1:])]
    units = [Unit(code, f"Đơn vị {code}", tier, boss) for code, tier, boss in zip(codes, tiers, above, strict=True)]
    story = Story(RehearsalRoom(RecordingChannel("email")), prepared(PLAN, units))

    for day in RUNG_DAYS:
        story.skip(to=day)
        story.run()

    allowed = {(code, person) for code, boss in zip(codes, above, strict=True) for person in (code, boss, "BTG", "VP")}
    heard = {(one.unit, one.message.unit) for code in codes for one in story.decisions(code) if one.message}
    assert heard <= allowed
    assert {person for _, person in heard} >= set(codes)


def test_f11_a_superior_reads_of_its_own_subordinates_only(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))

    text = story.letter("hu1", day=date(2022, 8, 1)).text

    assert [unit.name in text for unit in COMMUNES] == [True, True, False]


def test_f12_a_unit_without_contact_is_for_the_telephone_not_for_the_office(open_story: OpenStory) -> None:
    story = open_story(contacts=[one for one in CONTACTS if one.unit != "HU1"])

    story.advance(to=date(2022, 8, 24))

    about_the_office = [one.decision.outcome for one in story.decisions("HU1") if one.decision.audience == "office"]
    assert about_the_office == ["unreached"]
    overdue, unreached = story.letter("vp", day=date(2022, 8, 24)).text.split("Các đơn vị chưa liên lạc được")
    assert ("Huyện ủy Lý Nhân" in overdue, "Huyện ủy Bình Lục" in overdue) == (False, True)
    assert "Huyện ủy Lý Nhân" in unreached


def test_f12_where_nobody_was_reached_the_office_hears_nothing(story: Story, line: Line) -> None:
    line.refused |= {"hu1@hanam.example", "hu2@hanam.example"}

    story.advance(to=date(2022, 9, 7))

    assert story.heard("vp") == []
    text = story.letter("btg", day=date(2022, 8, 31)).text
    assert "Huyện ủy Lý Nhân" in text.split("chưa liên lạc được", maxsplit=1)[1]


def test_f12_a_mended_address_puts_the_unit_back_on_the_ladder(open_story: OpenStory, line: Line) -> None:
    story = open_story(plan=plan_with(duties=PLAN.duties[1:]))
    line.refused.add("hu1@hanam.example")
    story.advance(to=date(2022, 8, 24))
    with story.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.code == "hu1").values(address="moi@hanam.example"))

    story.advance(to=date(2022, 9, 7))

    outcomes = [one.decision.outcome for one in story.decisions("HU1") if one.decision.audience == "office"]
    assert outcomes == ["unreached", "unreached", "send"]


def test_f25_in_a_silent_campaign_nobody_hears_twice_a_day_but_when_urgent(line: Line) -> None:
    story = Story(RehearsalRoom(line), province(3, 12))

    story.advance(to=date(2022, 9, 30))

    gone = [row for row in story.messages() if row.sent_at is not None and row.priority > 1]
    a_day = Counter((row.address, CALENDAR.local(row.sent_at).date()) for row in gone if row.sent_at)
    assert set(a_day.values()) == {1}


def test_f25_two_people_of_a_unit_hear_the_same_and_each_once_a_day(open_story: OpenStory) -> None:
    story = open_story(contacts=[*CONTACTS, contact("HU1", suffix="-2")])

    story.advance(to=date(2022, 8, 12))

    assert story.heard("hu1") == story.heard("hu1-2")
    assert max(Counter(day for day, _ in story.heard("hu1")).values()) == 1


def test_f26_a_list_names_units_days_contact_and_last_contact(story: Story) -> None:
    story.advance(to=date(2022, 8, 12))

    text = story.letter("btg", day=date(2022, 8, 12)).text

    for unit in COMMUNES:
        assert f"{unit.name}: quá hạn 12 ngày" in text
        assert f"Đầu mối {unit.code}, 0226.0000.001" in text
    assert text.count("Lần liên hệ gần nhất: Đôn đốc, 01/8/2022") == len(COMMUNES)


def test_f12_a_unit_whose_address_broke_after_it_was_reached_is_not_escalated(line: Line, story: Story) -> None:
    story.advance(to=date(2022, 8, 18))
    line.refused.add("hu1@hanam.example")

    story.advance(to=date(2022, 8, 24))

    (escalation,) = [one for one in story.decisions("HU1") if one.decision.message == "escalation_list"]
    assert escalation.decision.outcome == "unreached"


def test_f12_a_unit_without_a_working_contact_is_telephoned_and_not_escalated(story: Story, line: Line) -> None:
    line.refused.add("hu1@hanam.example")

    story.advance(to=date(2022, 8, 24))

    with story.workplace.read() as session:
        called = {one.unit: one for one in phone_list(session, story.campaign, as_of=story.at())}
    assert called["HU1"].grounds[0] is Ground.NO_CHANNEL
    assert called["HU1"].call is not None
    told = [one.decision for one in story.decisions("HU1") if one.decision.audience == "office"]
    assert [(one.outcome, one.message_key) for one in told] == [("unreached", None)]


def test_f13_a_call_that_reached_the_unit_is_contact_with_person_and_time_and_lets_the_office_be_told(
    story: Story, line: Line
) -> None:
    line.refused.add("hu1@hanam.example")
    story.advance(to=date(2022, 8, 23))
    with story.workplace.begin() as session:
        record_call(session, story.campaign, Made("HU1", CallResult.REACHED), who="Mai", now=story.at())

    story.advance(to=date(2022, 8, 24))

    (told,) = [one.decision for one in story.decisions("HU1") if one.decision.audience == "office"]
    assert told.outcome == "send"
    assert "Gọi điện, đã gặp, 23/8/2022" in story.letter("vp", day=date(2022, 8, 24)).text
