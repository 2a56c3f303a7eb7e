from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.errors import RuleBroken
from services.exemptions import exempt, reinstate

if TYPE_CHECKING:
    from tests.stories.story import Story

NOON = time(12)


@pytest.fixture
def july(story: Story) -> Story:
    """20 July: the communes have been reminded once, and nothing has come in."""
    story.advance(to=date(2022, 7, 20))
    return story


def let_off(story: Story, unit: str = "X1", *, hour: time = NOON, reason: str = "Sáp nhập.", number: str = "") -> None:
    owed = story.obligation(unit).id
    with story.workplace.begin() as session:
        exempt(
            session, story.campaign, owed, reason=reason, document_number=number, by="Nguyễn Văn A", now=story.at(hour)
        )


def lift(story: Story, unit: str = "X1", *, hour: time = NOON, reason: str = "Hoãn sáp nhập.") -> None:
    owed = story.obligation(unit).id
    with story.workplace.begin() as session:
        reinstate(session, story.campaign, owed, reason=reason, by="Nguyễn Văn A", now=story.at(hour))


def test_exempt_unit_hears_of_it_and_then_nothing_more(july: Story) -> None:
    let_off(july, number="5-TB/TU")

    july.advance(to=date(2022, 9, 10))

    heard = [kind for day, kind in july.heard("x1") if day >= date(2022, 7, 20)]
    assert heard == ["exempted"]
    (letter,) = [row for row in july.messages(to="x1") if row.message == "exempted"]
    assert "Sáp nhập." in letter.text
    assert "5-TB/TU" in letter.text


def test_exempt_unit_is_in_nobodys_list(july: Story) -> None:
    let_off(july)

    july.advance(to=date(2022, 8, 8))

    lists = [row.text for row in july.messages() if row.message in ("district_digest", "board_digest") and row.text]
    assert lists
    assert not any("Hợp Lý" in text for text in lists)


def test_exempt_unit_leaves_the_figures_of_what_is_expected(july: Story) -> None:
    let_off(july)

    communes = next(tier for tier in july.status(as_of=july.at(NOON)).tiers if tier.id == "commune").count
    assert (communes.expected, communes.exempt) == (2, 1)


def test_exemption_writes_down_what_was_due_and_undecided(july: Story) -> None:
    july.skip(to=date(2022, 8, 3))

    let_off(july)

    found = [one.decision for one in july.decisions("X1") if one.decision.outcome == "not_owed"]
    assert {row.rung for row in found} >= {"-7d", "-1wd", "+1wd"}
    assert {row.reason for row in found} == {"Đơn vị được miễn báo cáo."}


def test_lifted_exemption_lets_the_ladder_go_on_from_there(july: Story) -> None:
    let_off(july)
    july.advance(to=date(2022, 7, 27))

    lift(july)

    assert july.obligation("X1", as_of=july.at(NOON)).standing.state == "expected"
    july.advance(to=date(2022, 7, 29))
    assert [(day, kind) for day, kind in july.heard("x1") if day > date(2022, 7, 20)] == [
        (date(2022, 7, 21), "exempted"),
        (date(2022, 7, 29), "last_reminder"),
    ]


def test_lifted_exemption_finds_the_unit_overdue_by_its_old_deadline(july: Story) -> None:
    let_off(july)
    july.advance(to=date(2022, 8, 4))

    lift(july)

    standing = july.obligation("X1", as_of=july.at(NOON)).standing
    assert (standing.state, standing.days_late) == ("overdue", 4)


def test_rungs_of_the_time_of_an_exemption_are_decided_and_never_sent(july: Story) -> None:
    let_off(july)
    july.advance(to=date(2022, 8, 4))
    lift(july)

    july.advance(to=date(2022, 8, 9))

    outcomes = {
        one.decision.rung: one.decision.outcome
        for one in july.decisions("X1")
        if one.decision.audience == "unit" and one.decision.moment > july.calendar.at(date(2022, 7, 20), NOON)
    }
    assert outcomes["-1wd"] == outcomes["+1wd"] == "not_owed"


def test_exemption_can_be_given_again_and_is_told_again(july: Story) -> None:
    let_off(july)
    july.advance(to=date(2022, 7, 21))
    lift(july)

    let_off(july, hour=time(14), reason="Giải thể.")

    july.advance(to=date(2022, 7, 22))
    letters = [row for row in july.messages(to="x1") if row.message == "exempted"]
    assert len(letters) == 2
    assert "Giải thể." in letters[-1].text


def test_letter_of_an_exemption_that_was_lifted_meanwhile_is_never_sent(july: Story) -> None:
    let_off(july)
    lift(july, hour=time(14))

    july.advance(to=date(2022, 7, 21))

    (letter,) = [row for row in july.messages(to="x1") if row.message == "exempted"]
    assert (letter.state, letter.note) == (
        "superseded",
        "Việc miễn báo cáo đã được bỏ trước khi thông báo được gửi.",
    )


def test_report_of_an_exempt_unit_is_expected_and_received(july: Story) -> None:
    let_off(july)

    july.hand_in("X1", hour=time(14))

    communes = next(tier for tier in july.status(as_of=july.at(time(15))).tiers if tier.id == "commune").count
    assert (communes.expected, communes.exempt, communes.on_time) == (3, 0, 1)


@pytest.mark.parametrize("reason", ["", "  "])
def test_exemption_or_its_end_for_no_reason_is_refused(july: Story, reason: str) -> None:
    with pytest.raises(RuleBroken, match="Miễn báo cáo phải ghi rõ lý do"):
        let_off(july, reason=reason)
    let_off(july)
    with pytest.raises(RuleBroken, match="Bỏ miễn báo cáo phải ghi rõ lý do"):
        lift(july, reason=reason)


def test_exemption_of_who_has_handed_in_is_refused(july: Story) -> None:
    july.hand_in("X1")

    with pytest.raises(RuleBroken, match="Không thể miễn báo cáo: đơn vị đã nộp báo cáo"):
        let_off(july)


def test_end_of_no_exemption_is_refused(july: Story) -> None:
    with pytest.raises(RuleBroken, match="Không thể bỏ miễn báo cáo"):
        lift(july)
