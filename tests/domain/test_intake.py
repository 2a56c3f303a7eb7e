from __future__ import annotations

import pytest

from domain.errors import RuleBroken
from domain.intake import MATCH_NAMES, MOVES, STATE_NAMES, IntakeState, MatchedBy, check_move
from domain.mail import SIGN_NAMES, Sign


def test_every_state_clue_and_sign_has_its_words() -> None:
    assert (set(STATE_NAMES), set(MATCH_NAMES), set(SIGN_NAMES)) == (set(IntakeState), set(MatchedBy), set(Sign))
    assert set(MOVES) == set(IntakeState)


@pytest.mark.parametrize("before", IntakeState)
@pytest.mark.parametrize("after", IntakeState)
def test_only_the_moves_of_the_table_are_made(before: IntakeState, after: IntakeState) -> None:
    if after in MOVES[before]:
        check_move(before, after)
    else:
        with pytest.raises(RuleBroken, match=STATE_NAMES[before]):
            check_move(before, after)


def test_what_was_filed_stays_filed() -> None:
    assert MOVES[IntakeState.ACCEPTED] == frozenset()
    assert all(IntakeState.RECEIVED not in after for after in MOVES.values())
