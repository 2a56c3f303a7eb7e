"""How many headings are matched to the right section, on Word files in the habits in which officials write them.

The figures of many more files come from `python -m bench`; here are as many as show that the thresholds hold.
"""

from __future__ import annotations

import pytest

from documents.reading import read_report
from tests.documents.corpus.habits import FAITHFUL_HABITS, HARD, OTHER_WORDS, documents
from tests.documents.corpus.measuring import Score

FAITHFUL_FILES, HARD_FILES = 12, 40
LEAST_FAITHFUL, LEAST_HARD = 0.99, 0.95


def measured(habit: str, number: int) -> Score:
    score = Score()
    for content, written in documents(habit, number):
        score.count(read_report(content), written)
    return score


@pytest.mark.parametrize("habit", FAITHFUL_HABITS)
def test_headings_of_the_outline_are_matched_in_every_habit(habit: str) -> None:
    score = measured(habit, FAITHFUL_FILES)

    assert score.true > 15 * FAITHFUL_FILES
    assert (score.precision >= LEAST_FAITHFUL, score.recall >= LEAST_FAITHFUL) == (True, True), score


def test_reworded_moved_and_renumbered_headings_are_matched() -> None:
    score = measured(HARD, HARD_FILES)

    assert (score.precision >= LEAST_HARD, score.recall >= LEAST_HARD) == (True, True), score


def test_words_that_the_matcher_was_not_made_with_are_hardly_ever_taken_for_another_section() -> None:
    assert measured(OTHER_WORDS, HARD_FILES).precision >= LEAST_HARD
