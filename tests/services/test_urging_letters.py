from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.errors import RuleBroken
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from services.exemptions import exempt
from services.urging_letters import UrgingOrder, urging_letter
from tests.small_plan import CONTACTS, PLAN, UNITS, duty, plan_with
from tests.stories.lines import Line
from tests.stories.story import ONE_DAY, Story

if TYPE_CHECKING:
    from documents.urging_letter import UrgedReport
    from services.urging_letters import Urged

EVENING = time(23)
BOARD = UrgingOrder()


def asked(story: Story, order: UrgingOrder = BOARD) -> Urged | None:
    with story.workplace.read() as session:
        return urging_letter(session, story.campaign, order, as_of=story.at(EVENING))


def urged(story: Story, order: UrgingOrder = BOARD) -> Urged:
    found = asked(story, order)
    assert found is not None
    return found


def reports(story: Story, order: UrgingOrder = BOARD) -> dict[str, UrgedReport]:
    return {one.unit: one for one in urged(story, order).letter.reports}


def wake(story: Story, day: date) -> None:
    """Nothing runs until that day: what was missed folds, and the tests stay quick."""
    story.skip(to=day - ONE_DAY)
    story.advance(to=day)


def lived(line: Line) -> Story:
    """22 August: X1 and X2 of Lý Nhân reported, X3 did not; the districts are overdue since Saturday."""
    story = Story(RehearsalRoom(line), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    wake(story, date(2022, 6, 24))
    story.skip(to=date(2022, 7, 28))
    story.hand_in("X1")
    story.skip(to=date(2022, 8, 2))
    story.hand_in("X2")
    wake(story, date(2022, 8, 22))
    return story


@pytest.fixture(scope="module")
def seen() -> Story:
    """For tests that only look."""
    return lived(Line())


@pytest.fixture
def late(line: Line) -> Story:
    """For tests in which something more happens."""
    return lived(line)


def test_nobody_overdue_means_no_letter(story: Story) -> None:
    wake(story, date(2022, 7, 20))

    assert asked(story) is None


def test_board_urges_every_tier_and_tells_of_those_in_time_first(seen: Story) -> None:
    letter = urged(seen).letter

    assert letter.units == ("Đảng ủy xã An Lão", "Huyện ủy Lý Nhân", "Huyện ủy Bình Lục")
    assert [(one.name, one.received, one.expected) for one in letter.counts] == [("Cấp xã", 2, 3), ("Cấp huyện", 0, 2)]
    assert (letter.counts[0].on_time, letter.counts[0].late) == (("Đảng ủy xã Hợp Lý",), ("Đảng ủy xã Nhân Mỹ",))
    assert letter.reports[0].label == "Đảng ủy xã An Lão (thuộc Huyện ủy Bình Lục)"
    assert letter.destination == "đúng nơi nhận theo Kế hoạch"
    assert letter.letterhead.number_line == "Số        -CV/BTGTU"
    assert letter.signature.recipients == (
        "Như trên",
        "Thường trực Tỉnh ủy (để báo cáo)",
        "Huyện ủy Bình Lục (để phối hợp đôn đốc)",
        "Lưu Ban Tuyên giáo Tỉnh ủy",
    )


def test_counts_are_those_of_the_status_of_the_day(seen: Story) -> None:
    counts = {one.name: (one.received, one.expected) for one in urged(seen).letter.counts}
    overdue = {one.name for one in seen.status(as_of=seen.at(EVENING)).units if one.is_overdue}

    tiers = {one.name: (one.count.received, one.count.expected) for one in seen.status(as_of=seen.at(EVENING)).tiers}
    assert counts == {name: tiers[name] for name in counts}
    assert overdue == set(urged(seen).letter.units)


def test_tier_narrows_the_letter(seen: Story) -> None:
    letter = urged(seen, UrgingOrder(tier="district")).letter

    assert letter.units == ("Huyện ủy Lý Nhân", "Huyện ủy Bình Lục")
    assert letter.destination == "Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy)"
    assert [one.last_day for one in letter.terms] == [date(2022, 8, 20)]


def test_unit_named_that_is_not_overdue_is_left_out_and_told(seen: Story) -> None:
    found = urged(seen, UrgingOrder(units=("X1", "HU2")))

    assert found.letter.units == ("Huyện ủy Bình Lục",)
    assert [found.names[one.unit] for one in found.left_out] == ["Đảng ủy xã Hợp Lý"]
    assert asked(seen, UrgingOrder(units=("X1",))) is None


def test_district_urges_its_own_communes_and_signs_for_its_committee(seen: Story) -> None:
    letter = urged(seen, UrgingOrder(issuer="HU2")).letter

    assert letter.units == ("Đảng ủy xã An Lão",)
    assert letter.reports[0].label == "Đảng ủy xã An Lão"
    assert letter.counts[0].expected == 1
    assert (letter.letterhead.issuer_line, letter.letterhead.number_line) == ("Huyện ủy Bình Lục", "Số        -CV/HU")
    assert letter.purpose == "tổng hợp, báo cáo Ban Thường vụ Tỉnh ủy"
    assert letter.destination == "Huyện ủy Bình Lục"
    assert letter.signature.authority == "T/M Ban Thường vụ"
    assert "Ban Tuyên giáo Tỉnh ủy (để theo dõi)" in letter.signature.recipients
    assert asked(seen, UrgingOrder(issuer="HU1")) is None


def test_who_is_above_nobody_cannot_urge(seen: Story) -> None:
    with pytest.raises(RuleBroken, match="Đảng ủy xã Hợp Lý không có đơn vị cấp dưới nào phải báo cáo"):
        asked(seen, UrgingOrder(issuer="X1"))


def test_extended_unit_is_urged_by_its_new_deadline_alone(story: Story) -> None:
    wake(story, date(2022, 8, 18))
    story.extend("HU1", day=date(2022, 8, 24))
    wake(story, date(2022, 8, 22))
    assert list(reports(story, UrgingOrder(tier="district"))) == ["Huyện ủy Bình Lục"]

    wake(story, date(2022, 8, 25))

    found = reports(story, UrgingOrder(tier="district"))
    assert [(one.last_day, one.days_late) for one in found.values()] == [
        (date(2022, 8, 24), 1),
        (date(2022, 8, 20), 5),
    ]


def test_exempt_unit_is_never_urged(late: Story) -> None:
    owed = late.obligation("HU1").id
    with late.workplace.begin() as session:
        exempt(session, late.campaign, owed, reason="Sáp nhập.", by="Mai", now=late.at())

    letter = urged(late, UrgingOrder(tier="district")).letter
    assert letter.units == ("Huyện ủy Bình Lục",)
    assert letter.counts[0].expected == 1


def test_returned_report_past_its_day_is_told_apart(late: Story) -> None:
    late.hand_in("HU1")
    late.give_back("HU1", new_day=date(2022, 8, 24), hour=time(11))
    assert "Huyện ủy Lý Nhân" not in reports(late)
    wake(late, date(2022, 8, 25))

    found = reports(late)

    assert found["Huyện ủy Lý Nhân"].is_returned
    assert found["Huyện ủy Lý Nhân"].last_day == date(2022, 8, 24)
    assert not found["Huyện ủy Bình Lục"].is_returned


def test_promise_and_last_contact_stand_beside_the_unit(late: Story, line: Line) -> None:
    line.refused.add("hu2@hanam.example")
    late.promise("HU1", day=date(2022, 8, 26))
    wake(late, date(2022, 8, 24))

    found = reports(late, UrgingOrder(tier="district"))

    assert found["Huyện ủy Lý Nhân"].promised == date(2022, 8, 26)
    assert found["Huyện ủy Lý Nhân"].last_contact == "Đôn đốc, 22/8/2022"


def test_only_notices_that_went_out_are_cited(story: Story, line: Line) -> None:
    line.refused.add("hu2@hanam.example")
    wake(story, date(2022, 6, 24))
    wake(story, date(2022, 8, 22))

    letter = urged(story, UrgingOrder(tier="district")).letter

    assert letter.notified == 1
    assert (letter.notified_days[0], letter.notified_days[-1]) == (date(2022, 6, 24), date(2022, 8, 22))
    assert urged(story, UrgingOrder(units=("HU2",))).letter.notified_days == ()


def test_letter_of_a_past_day_knows_nothing_of_later(late: Story) -> None:
    before = urged(late).letter
    late.hand_in("HU1", hour=time(9))
    now = late.at(time(8, 30))

    with late.workplace.read() as session:
        again = urging_letter(session, late.campaign, BOARD, as_of=now)

    assert again is not None
    assert again.letter == before


def test_answer_is_due_after_three_working_days_unless_said(late: Story) -> None:
    wake(late, date(2022, 8, 30))

    assert urged(late).letter.by_day == date(2022, 9, 6)  # the holidays of 1 and 2 September and a weekend lie between
    assert urged(late, UrgingOrder(by_day=date(2022, 8, 31))).letter.by_day == date(2022, 8, 31)


@pytest.mark.parametrize(
    ("by_day", "instead"),
    [(date(2022, 8, 27), "2022-08-29"), (date(2022, 8, 22), "2022-08-23"), (date(2022, 7, 1), "2022-08-23")],
)
def test_day_to_answer_by_is_a_working_day_to_come(seen: Story, by_day: date, instead: str) -> None:
    with pytest.raises(RuleBroken, match=f"Hãy chọn ngày khác, ví dụ --by-day {instead}"):
        asked(seen, UrgingOrder(by_day=by_day))


def test_board_is_never_urged_by_itself(room: RehearsalRoom) -> None:
    own = duty("own", "province", date(2022, 6, 27), ladder="district", units=["BTG"])
    story = Story(room, Prepared(plan_with(duties=(own, *PLAN.duties)), UNITS, CONTACTS, "{}", "sha"))
    wake(story, date(2022, 6, 28))

    assert story.obligation("BTG").standing.is_overdue
    assert asked(story) is None
