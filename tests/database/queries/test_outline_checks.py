from __future__ import annotations

import json
from dataclasses import asdict
from datetime import time
from typing import TYPE_CHECKING

import pytest

from database.models import MatchCorrectionRow, OutlineCheckRow
from database.queries.outline_checks import check_of, checks_of, corrections_of
from database.queries.submissions import last_submission
from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck, SectionState
from services.outline_checks import keep_check

if TYPE_CHECKING:
    from tests.stories.story import Story

CHECK = OutlineCheck(
    sections=(
        SectionCheck("I", "Tình hình", SectionState.FOUND, "I- Tình hình", 7, 93, 0.9),
        SectionCheck("II", "Kết quả", SectionState.MISSING),
    ),
    extra_headings=("V- Khác",),
    findings=(ReportFinding("total", "mục I", "Tổng ghi 120, cộng được 118."),),
    note="Đọc bằng máy từ bản chụp.",
    extra_positions=(40,),
)


@pytest.fixture
def versions(story: Story) -> list[int]:
    """Two units handed in."""
    found = []
    for unit in ("X1", "X2"):
        story.hand_in(unit)
        with story.workplace.read() as session:
            row = last_submission(session, story.obligation(unit).id)
            assert row is not None
            found.append(row.id)
    return found


def test_check_is_read_as_it_was_kept(story: Story, versions: list[int]) -> None:
    with story.workplace.begin() as session:
        keep_check(session, versions[0], CHECK, now=story.at())

    with story.workplace.read() as session:
        assert check_of(session, versions[0]) == CHECK
        assert check_of(session, versions[1]) is None


def test_check_of_an_earlier_moment_is_the_one_made_by_then_or_else_the_first(
    story: Story, versions: list[int]
) -> None:
    corrected = OutlineCheck(note="Đã sửa đối chiếu.")
    with story.workplace.begin() as session:
        keep_check(session, versions[0], CHECK, now=story.at(time(11)))
        keep_check(session, versions[0], corrected, now=story.at(time(15)))

    with story.workplace.read() as session:
        asked = {hour: check_of(session, versions[0], as_of=story.at(time(hour))) for hour in (10, 12, 15)}

    assert asked == {10: CHECK, 12: CHECK, 15: corrected}


def test_latest_check_counts_each_for_its_version(story: Story, versions: list[int]) -> None:
    other = OutlineCheck(note="Cần người đọc.")
    with story.workplace.begin() as session:
        for version, check in ((versions[0], other), (versions[1], other), (versions[0], CHECK)):
            keep_check(session, version, check, now=story.at())

    with story.workplace.read() as session:
        assert checks_of(session, versions) == {versions[0]: CHECK, versions[1]: other}
        assert checks_of(session, []) == {}


def test_check_from_before_further_headings_had_places_is_still_read(story: Story, versions: list[int]) -> None:
    content = {name: value for name, value in asdict(CHECK).items() if name != "extra_positions"}
    with story.workplace.begin() as session:
        session.add(OutlineCheckRow(submission_id=versions[0], made_at=story.at(), content=json.dumps(content)))

    with story.workplace.read() as session:
        found = check_of(session, versions[0])

    assert found is not None
    assert (found.extra_headings, found.extra_positions) == (("V- Khác",), ())


def test_latest_word_on_a_heading_counts(story: Story, versions: list[int]) -> None:
    said: list[tuple[int, str | None]] = [(7, "I"), (9, "II"), (7, None)]
    with story.workplace.begin() as session:
        session.add_all(
            MatchCorrectionRow(
                submission_id=versions[0], position=place, section=section, at=story.at(time(11)), by="A", reason=""
            )
            for place, section in said
        )

    with story.workplace.read() as session:
        assert corrections_of(session, versions[0]) == {7: None, 9: "II"}
        assert corrections_of(session, versions[1]) == {}
