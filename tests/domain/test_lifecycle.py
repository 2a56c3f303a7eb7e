from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from domain.errors import RuleBroken
from domain.exemptions import Exemption
from domain.lifecycle import MOVES, Move, Stage, check_move, stage
from domain.submissions import Submission
from tests.small_plan import CALENDAR, PLAN

if TYPE_CHECKING:
    from datetime import datetime

START = CALENDAR.at(PLAN.opens, CALENDAR.hours[0][0])
EVERY_PAIR = [(at, move) for at in Stage for move in Move]


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def first(
    *, accepted_at: int | None = None, returned_at: int | None = None, withdrawn_at: int | None = None
) -> Submission:
    """The first version, received in the first hour; what became of it by the hour in which it did."""
    accepted, returned, withdrawn = (
        None if at is None else hour(at) for at in (accepted_at, returned_at, withdrawn_at)
    )
    return Submission(1, hour(1), accepted_at=accepted, returned_at=returned, withdrawn_at=withdrawn)


SECOND = Submission(2, hour(5))


@pytest.mark.parametrize(
    ("submissions", "stages"),
    [
        ((), ["open", "open", "open", "open"]),
        ((first(),), ["open", "received", "received", "received"]),
        ((first(accepted_at=3),), ["open", "received", "accepted", "accepted"]),
        ((first(returned_at=3),), ["open", "received", "returned", "returned"]),
        ((first(accepted_at=2, returned_at=3),), ["open", "received", "returned", "returned"]),
        ((first(withdrawn_at=3),), ["open", "received", "open", "open"]),
        ((first(returned_at=3), SECOND), ["open", "received", "returned", "received"]),
        ((first(accepted_at=3), SECOND), ["open", "received", "accepted", "received"]),
    ],
)
def test_stage_follows_from_what_happened_by_then(submissions: tuple[Submission, ...], stages: list[str]) -> None:
    assert [stage(submissions, as_of=hour(at)) for at in (0, 1, 4, 6)] == stages


def test_withdrawal_brings_back_what_stood_before() -> None:
    second = Submission(2, hour(5), withdrawn_at=hour(7))

    found = [stage((first(returned_at=3), second), as_of=hour(at)) for at in (4, 6, 8)]

    assert found == ["returned", "received", "returned"]


def test_exempt_is_who_need_not_report_until_a_report_stands_or_is_asked_for_again() -> None:
    exemption = (Exemption(hour(2)),)
    handed_in = Submission(1, hour(4), returned_at=hour(6))

    found = [stage((handed_in,), exemption, as_of=hour(at)) for at in (1, 3, 5, 7)]

    assert found == ["open", "exempt", "received", "returned"]


def test_exemption_after_a_return_ends_what_the_return_asked_for() -> None:
    exemption = (Exemption(hour(4), until=hour(6)),)

    found = [stage((first(returned_at=3),), exemption, as_of=hour(at)) for at in (3, 5, 7)]

    assert found == ["returned", "exempt", "returned"]


def test_exemption_is_back_when_the_only_report_is_withdrawn() -> None:
    handed_in = Submission(1, hour(4), withdrawn_at=hour(6))

    assert stage((handed_in,), (Exemption(hour(2)),), as_of=hour(7)) is Stage.EXEMPT


@pytest.mark.parametrize(("at", "move"), [pair for pair in EVERY_PAIR if pair[1] in MOVES[pair[0]]])
def test_move_of_the_table_is_allowed(at: Stage, move: Move) -> None:
    check_move(at, move)


@pytest.mark.parametrize(("at", "move"), [pair for pair in EVERY_PAIR if pair[1] not in MOVES[pair[0]]])
def test_any_other_move_is_refused_with_the_way_out(at: Stage, move: Move) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_move(at, move)

    what, _, why = str(refusal.value).partition(": ")
    assert what.startswith("Không thể ")
    reason, _, way_out = why.partition(". ")
    assert reason
    assert way_out.endswith(".")


@pytest.mark.parametrize("at", Stage)
def test_report_can_be_handed_in_at_any_stage(at: Stage) -> None:
    assert MOVES[at][Move.SUBMIT] == {Stage.RECEIVED}


def test_table_of_moves_knows_every_stage_and_every_move() -> None:
    assert set(MOVES) == set(Stage)
    assert {move for moves in MOVES.values() for move in moves} == set(Move)


@pytest.mark.parametrize(
    ("at", "move", "sentence"),
    [
        (
            Stage.ACCEPTED,
            Move.ACCEPT,
            "Không thể chấp nhận báo cáo: báo cáo của đơn vị đã được chấp nhận. Không cần chấp nhận lần nữa.",
        ),
        (
            Stage.EXEMPT,
            Move.PROMISE,
            "Không thể ghi ngày hẹn nộp: đơn vị đang được miễn báo cáo. Nếu đơn vị lại phải báo cáo, hãy bỏ miễn trước.",
        ),
    ],
)
def test_refusal_is_one_sentence_of_why_and_one_of_what_to_do(at: Stage, move: Move, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_move(at, move)

    assert str(refusal.value) == sentence
