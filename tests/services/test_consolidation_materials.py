from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from database.store import Store
from domain.outline_check import OutlineCheck, SectionCheck, SectionState
from services import consolidation_runs
from services.consolidation_materials import gather
from services.preflight import preflight
from tests.services.made_runs import hand_in, report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.story import Story

FOUND = OutlineCheck((SectionCheck("II", "Kết quả", SectionState.FOUND),))
EMPTY = OutlineCheck((SectionCheck("II", "Kết quả", SectionState.EMPTY),))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def test_check_is_that_of_the_version_that_was_pinned(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 28))
    hand_in(story, store, "X1", content=report("Đã mở 12 lớp."), check=FOUND)
    run_id = _pinned(story, store)
    hand_in(story, store, "X1", content=report("Đã mở 13 lớp."), check=EMPTY)

    with story.workplace.read() as session:
        run = consolidation_runs.find_run(session, story.campaign, run_id)
        assert dict(gather(session, story.campaign, store, run).checks) == {"X1": FOUND}


def _pinned(story: Story, store: Store) -> int:
    """A run over what stands at this moment; what comes in the same moment would count as well, if nothing were pinned."""
    campaign, now = story.campaign, story.at()
    with story.workplace.begin() as session:
        run_id = consolidation_runs.request(session, campaign, unit="HU1", now=now)
        attempt = consolidation_runs.claim(session, run_id, now=now)
        assert attempt
        found = preflight(session, campaign, store, unit="HU1", as_of=now)
        consolidation_runs.pin(session, run_id, attempt, found, now=now)
    return run_id
