from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from database.store import Store
from documents.reading import read_report
from documents.section_answers import texts_of
from domain.figures import Figure, FigureKind
from domain.run_files import ANNEXES, COPIES, MANIFEST
from services.campaigns import Prepared
from tests.services.made_runs import consolidated, hand_in, report
from tests.small_plan import CONTACTS, PLAN, UNITS, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from pathlib import Path

    from domain.plans import Plan
    from rehearsal.rehearsing import RehearsalRoom

HANDED_IN = date(2022, 7, 28)
OLD_WORDS = (
    "Đảng bộ đã lắp mới cụm loa không dây tại thôn Đoài, thôn Trung và thôn Đông, phát hai buổi mỗi ngày vào lúc năm giờ sáng "
    "và năm giờ chiều; đội văn nghệ quần chúng dựng tiểu phẩm về phòng cháy, an toàn giao thông, nước sạch, được nhân dân đón "
    "nhận và đề nghị tiếp tục biểu diễn lưu động vào dịp hội làng đầu xuân."
)
CLASSES = Figure("classes", "Lớp bồi dưỡng", "lớp", "II", FigureKind.FLOW, is_summed=True, words=("lớp bồi dưỡng",))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def test_old_report_handed_in_again_is_shown_beside_that_of_the_last_campaign(
    room: RehearsalRoom, store: Store
) -> None:
    last = _story(room, plan_with(identity=replace(PLAN.identity, id="dot-truoc")))
    hand_in(last, store, "X1", content=report(OLD_WORDS))
    story = _story(room, plan_with(opens=PLAN.opens + timedelta(days=1)))
    hand_in(story, store, "X1", content=report(OLD_WORDS))
    hand_in(story, store, "X2", content=report("Đã mở 12 lớp."))

    made = consolidated(story, store, "HU1")

    said = _texts(made.files[COPIES])
    assert any("đợt trước" in text and "Đảng ủy xã Hợp Lý" in text for text in said)
    assert f'"sha256": "{made.reports["X1"]}"' in made.files[MANIFEST].decode().partition('"last_campaign"')[2]


def test_first_campaign_has_no_other_to_be_compared_with(room: RehearsalRoom, store: Store) -> None:
    story = _story(room, PLAN)
    hand_in(story, store, "X1", content=report(OLD_WORDS))

    assert not any("đợt trước" in text for text in _texts(consolidated(story, store, "HU1").files[COPIES]))


@pytest.mark.parametrize(("stated", "is_named"), [(20, True), (17, False)])
def test_total_of_a_district_is_held_to_those_of_its_communes(
    room: RehearsalRoom, store: Store, stated: int, *, is_named: bool
) -> None:
    story = _story(room, plan_with(figures=(CLASSES,)))
    for unit, count in (("X1", 12), ("X2", 5), ("HU1", stated)):
        hand_in(story, store, unit, content=report(f"Đã mở {count} lớp bồi dưỡng cho cán bộ cơ sở."))

    said = _texts(consolidated(story, store, "BTG").files[ANNEXES])

    assert any("2 đơn vị cấp dưới cộng lại là 17" in text for text in said) == is_named


def test_communes_of_which_one_is_missing_make_no_total(room: RehearsalRoom, store: Store) -> None:
    story = _story(room, plan_with(figures=(CLASSES,)))
    for unit, count in (("X1", 12), ("HU1", 20)):
        hand_in(story, store, unit, content=report(f"Đã mở {count} lớp bồi dưỡng cho cán bộ cơ sở."))

    assert not any("cấp dưới" in text for text in _texts(consolidated(story, store, "BTG").files[ANNEXES]))


def _story(room: RehearsalRoom, plan: Plan) -> Story:
    story = Story(room, Prepared(plan, UNITS, CONTACTS, "{}", "sha"))
    story.day = HANDED_IN
    return story


def _texts(content: bytes) -> list[str]:
    return [text for block in read_report(content).blocks for text in texts_of(block)]
