"""A plan that is changed while its campaign runs: the ladders follow, nothing is lost, nothing comes twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from config.frozen_plan import plan_to_json
from database.queries.campaigns import last_change
from database.queries.rehearsals import change_stamp
from domain.deadlines import Reading
from domain.errors import RuleBroken
from domain.plan_changes import DateChange, HolidayChange, LadderChange, PlanChange, Word
from services.exemptions import exempt
from services.plan_changes import StalePreview, change_plan, changes_of, concerned
from services.promises import promise
from tests.small_plan import BOARD, COMMUNE, UNIT, rung
from tests.stories.story import RUNS_AT, TEN, Story

if TYPE_CHECKING:
    from domain.campaigns import Campaign

WORD = Word("Nguyễn Thị Lan", "Đường sá ngập lụt", "Ban Thường vụ Tỉnh ủy", "31-CV/TU")
NEW_DAY = date(2022, 8, 10)
DATE = DateChange("commune", NEW_DAY)


def change(story: Story, what: PlanChange, *, hour: time = TEN, word: Word = WORD, stamp: str = "") -> Campaign:
    with story.workplace.begin() as session:
        story.campaign = change_plan(
            session, story.campaign, what, word=word, freeze=plan_to_json, now=story.at(hour), stamp=stamp
        )
    return story.campaign


def reach(story: Story, day: date) -> None:
    """The day after its morning's run, with none before: what was missed folds."""
    story.skip(to=day)
    story.run()


def ladder(*rungs: object, send_at: time = RUNS_AT) -> LadderChange:
    return LadderChange("commune", tuple(rungs), send_at)  # type: ignore[arg-type]


def without(rung_id: str) -> LadderChange:
    return ladder(*(one for one in COMMUNE.rungs if one.id != rung_id))


def test_a_new_date_moves_the_ladder_and_tells_the_units(story: Story) -> None:
    reach(story, date(2022, 7, 20))

    change(story, DATE)
    story.advance(to=date(2022, 8, 11))

    heard = [one for one in story.heard("x1") if one[0] > date(2022, 7, 20)]
    assert heard == [
        (date(2022, 7, 21), "extended"),
        (date(2022, 7, 27), "reminder"),
        (date(2022, 8, 3), "reminder"),
        (date(2022, 8, 5), "reminder"),
        (date(2022, 8, 9), "last_reminder"),
        (date(2022, 8, 11), "urging"),
    ]
    assert story.is_proved()


def test_a_look_back_shows_the_plan_as_it_was(story: Story) -> None:
    reach(story, date(2022, 7, 20))
    before = story.campaign.plan
    change(story, DATE)
    change(story, HolidayChange(date(2022, 7, 22), works=False, name="Nghỉ bão"), hour=time(11))

    then = story.campaign.at(story.at(time(9)))

    assert then.plan == before
    assert story.campaign.at(story.at(time(10, 30))).plan.duty("commune").deadline.day == NEW_DAY
    assert story.campaign.at(story.at(time(10, 30))).plan.calendar.is_working_day(date(2022, 7, 22))
    assert story.status(as_of=story.at(time(9))).tiers[0].deadline == date(2022, 7, 31)
    assert story.status().tiers[0].deadline == NEW_DAY


def test_a_unit_with_a_date_of_its_own_keeps_it_and_one_that_handed_in_is_left_alone(story: Story) -> None:
    reach(story, date(2022, 7, 20))
    story.extend("X2", day=date(2022, 8, 31))
    story.hand_in("X3")
    with story.workplace.read() as session:
        found = concerned(session, story.campaign, DATE)

    change(story, DATE, hour=time(11))

    deadlines = {
        unit: story.obligation(unit, as_of=story.at(time(12))).version.deadline.day for unit in ("X1", "X2", "X3")
    }
    assert deadlines == {"X1": NEW_DAY, "X2": date(2022, 8, 31), "X3": date(2022, 7, 31)}
    assert (found.moved, found.kept) == (("X1",), ("X2", "X3"))
    assert story.is_proved()


def test_a_date_for_some_units_leaves_the_plan_to_the_others(story: Story) -> None:
    reach(story, date(2022, 7, 20))

    change(story, replace(DATE, units=("X1", "X2")))

    deadlines = [story.obligation(unit, as_of=story.at(time(12))).version.deadline.day for unit in ("X1", "X2", "X3")]
    assert deadlines == [NEW_DAY, NEW_DAY, date(2022, 7, 31)]
    assert story.campaign.plan.duty("commune").deadline.day == date(2022, 7, 31)


def test_another_reading_takes_a_day_away(story: Story) -> None:
    reach(story, date(2022, 7, 20))

    change(story, DateChange("district", date(2022, 8, 20), Reading.BEFORE))

    deadline = story.obligation("HU1", as_of=story.at(time(12))).standing.deadline
    assert (deadline.last_day, deadline.reading) == (date(2022, 8, 19), Reading.BEFORE)


def test_a_rung_taken_away_is_silent_and_a_new_one_speaks(story: Story) -> None:
    reach(story, date(2022, 7, 20))

    change(story, ladder(*without("-7d").rungs, rung("-5d", (UNIT, "reminder"))))
    story.advance(to=date(2022, 8, 2))

    heard = [one for one in story.heard("x1") if one[0] > date(2022, 7, 20)]
    assert heard == [
        (date(2022, 7, 26), "reminder"),  # -5d, from 24/7 (a Sunday falls on 22/7) no longer
        (date(2022, 7, 27), "reminder"),
        (date(2022, 7, 29), "last_reminder"),
        (date(2022, 8, 1), "urging"),
    ]
    assert story.is_proved()


def test_a_rung_whose_new_day_is_over_comes_at_once_and_one_that_came_does_not_come_again(story: Story) -> None:
    """27/7 becomes a day off after the morning of 26/7: the third working day before 31/7 was 27/7 and is now 26/7."""
    reach(story, date(2022, 7, 25))
    story.advance(to=date(2022, 7, 26))

    change(story, HolidayChange(date(2022, 7, 27), works=False, name="Nghỉ bão"))
    story.run(time(14))
    change(story, HolidayChange(date(2022, 7, 27), works=True, name="Hết bão"), hour=time(15))
    story.advance(to=date(2022, 7, 28))

    heard = [one for one in story.heard("x1") if one[0] > date(2022, 7, 25)]
    assert heard == [(date(2022, 7, 26), "reminder")]
    assert [one.decision.rung for one in story.decisions("X1")].count("-3wd") == 1
    assert story.is_proved()


def test_what_was_due_before_the_change_is_decided_after_it(story: Story) -> None:
    reach(story, date(2022, 7, 21))
    story.skip(to=date(2022, 7, 24))

    change(story, without("-7d"))
    story.advance(to=date(2022, 7, 25))

    assert [one.decision.rung for one in story.decisions("X1")][-1] == "-7d"
    assert story.is_proved()


def test_a_repeated_rung_with_another_rhythm_goes_on_from_there(story: Story) -> None:
    reach(story, date(2022, 8, 16))
    weekly = COMMUNE.rungs[-1]

    change(story, ladder(*COMMUNE.rungs[:-1], replace(weekly, every_days=3)))
    change(story, ladder(*COMMUNE.rungs[:-1], weekly), hour=time(11))
    change(story, ladder(*COMMUNE.rungs[:-1], replace(weekly, every_days=3)), hour=time(12))
    story.advance(to=date(2022, 8, 23))

    keys = [one.decision.rung for one in story.decisions("X1") if one.decision.audience == "unit"][-4:]
    assert keys == ["weekly#1", "+5wd.every3d#4", "+5wd.every3d#5", "+5wd.every3d#6"]
    assert story.is_proved()


def test_promises_follow_a_changed_calendar(story: Story) -> None:
    reach(story, date(2022, 8, 2))
    with story.workplace.begin() as session:
        promise(session, story.campaign, story.obligation("X1").id, day=date(2022, 8, 4), made_by="X1", now=story.at())

    change(story, HolidayChange(date(2022, 8, 5), works=False, name="Nghỉ bão"), hour=time(11))
    story.advance(to=date(2022, 8, 8))

    assert "promise+1wd@2022-08-04" in [one.decision.rung for one in story.decisions("X1")]
    assert story.is_proved()


def test_who_is_exempt_is_not_woken(story: Story) -> None:
    reach(story, date(2022, 7, 20))
    with story.workplace.begin() as session:
        exempt(session, story.campaign, story.obligation("X1").id, by="Lan", reason="Sáp nhập", now=story.at())

    change(story, without("-7d"), hour=time(11))
    story.advance(to=date(2022, 8, 2))

    assert [one for one in story.heard("x1") if one[0] > date(2022, 7, 21)] == []
    assert story.is_proved()


def test_a_change_is_written_down_with_both_plans_and_on_whose_word(story: Story) -> None:
    reach(story, date(2022, 7, 20))
    campaign = change(story, DATE)

    with story.workplace.read() as session:
        (found,) = changes_of(session, campaign, as_of=story.at())
        assert changes_of(session, campaign, as_of=story.at(time(9))) == []
        assert last_change(session, campaign.id) == found.id == campaign.change
    assert found.summary == "Đổi hạn “Báo cáo sơ kết” (II.3): từ hết ngày 31/7/2022 thành hết ngày 10/8/2022"
    assert (found.by, found.approver, found.document_number) == (WORD.by, WORD.approver, WORD.document_number)


def test_a_campaign_read_before_the_change_does_nothing_after_it(story: Story) -> None:
    reach(story, date(2022, 7, 20))
    stale = story.campaign
    change(story, DATE)
    story.campaign = stale

    with pytest.raises(RuleBroken, match="Kế hoạch vừa được thay đổi"):
        story.run(time(14))


def test_what_was_shown_is_not_made_once_the_ladders_went_on(story: Story) -> None:
    reach(story, date(2022, 7, 20))
    with story.workplace.read() as session:
        stamp = change_stamp(session, story.campaign.id)
    story.advance(to=date(2022, 7, 22))

    with pytest.raises(StalePreview):
        change(story, DATE, stamp=stamp)


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (DateChange("commune", date(2022, 7, 19)), "đã qua"),
        (DateChange("commune", date(2022, 7, 20)), "hôm nay mới được báo"),
        (DateChange("commune", date(2022, 7, 31)), "đã là hết ngày 31/7/2022"),
        (DateChange("commune", date(2023, 6, 1)), "Lịch làm việc chỉ biết"),
        (DateChange("commune", date(2022, 12, 30)), "quá xa"),
        (DateChange("xa", NEW_DAY), "không có nhiệm vụ"),
        (replace(DATE, units=("HU1",)), "Không có nhiệm vụ này ở đơn vị: HU1"),
        (HolidayChange(date(2022, 7, 19), works=False, name="Nghỉ"), "đã qua"),
        (HolidayChange(date(2022, 7, 23), works=False, name="Nghỉ"), "đã là ngày nghỉ"),
        (HolidayChange(date(2022, 7, 22), works=False, name=" "), "Hãy ghi tên"),
        (HolidayChange(date(2022, 12, 29), works=False, name="Nghỉ"), "quá xa"),
        (ladder(), "ít nhất một nấc"),
        (ladder(*COMMUNE.rungs), "không có gì thay đổi"),
        (ladder(*COMMUNE.rungs, COMMUNE.rungs[0]), "hai nấc cùng mốc"),
        (ladder(*COMMUNE.rungs, rung("-5d", (UNIT, "urging"))), "trước hạn thì chỉ gửi nhắc việc"),
        (ladder(*COMMUNE.rungs, rung("+2wd", (UNIT, "reminder"))), "sau hạn thì phải gửi đôn đốc"),
        (ladder(*COMMUNE.rungs, rung("+2wd", (BOARD, "urging"))), "không dành cho người nhận"),
        (ladder(*COMMUNE.rungs, rung("+2wd")), "chưa gửi cho ai"),
        (ladder(*COMMUNE.rungs, rung("-2wd", (UNIT, "reminder"), every=7)), "phải ở sau hạn"),
        (ladder(*COMMUNE.rungs, send_at=time(6)), "giờ làm việc"),
        (LadderChange("thang", COMMUNE.rungs, RUNS_AT), "không có thang"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(story: Story, what: PlanChange, says: str) -> None:
    story.skip(to=date(2022, 7, 20))
    before = story.campaign

    with pytest.raises(RuleBroken, match=says):
        change(story, what)

    with story.workplace.read() as session:
        assert last_change(session, before.id) == 0


def test_a_date_needs_an_approver_and_a_number(story: Story) -> None:
    story.skip(to=date(2022, 7, 20))
    with pytest.raises(RuleBroken, match="người \\(cơ quan\\) quyết định và số văn bản"):
        change(story, DATE, word=Word("Lan", "Ngập lụt"))
    with pytest.raises(RuleBroken, match="lý do"):
        change(story, without("-7d"), word=Word("Lan", " "))
