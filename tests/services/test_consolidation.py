from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest

from database.store import Store
from domain.consolidation_runs import RunCancelled
from services.campaigns import Prepared
from services.consolidation import READING, WRITING
from tests.services.made_runs import consolidated, hand_in, report
from tests.small_plan import CONTACTS, PLAN, UNITS, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from pathlib import Path

    from rehearsal.rehearsing import RehearsalRoom


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def texts_of(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


def outer_tables(content: bytes) -> list[list[str]]:
    """The cells of the letterhead and of the closing."""
    tables = [
        [cell.text.strip() for cell in table.rows[0].cells] for table in docx.Document(io.BytesIO(content)).tables
    ]
    return [cells for cells in tables if cells[0] != "STT"]


def test_run_merges_what_stands_and_names_what_is_missing(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 28))
    hand_in(story, store, "X1", content=report("Đã mở 12 lớp."))

    made = consolidated(story, store, "HU1")

    assert (made.received, made.unreadable) == (("Đảng ủy xã Hợp Lý",), ())
    assert "Đã mở 12 lớp." in texts_of(made.content)


def test_work_says_how_far_it_is_and_stops_when_told(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 28))
    hand_in(story, store, "X1", content=report("Đã mở 12 lớp."))
    heard: list[tuple[str, int, int]] = []

    def listen(stage: str, done: int, total: int) -> None:
        heard.append((stage, done, total))
        if stage == WRITING:
            raise RunCancelled("Đã dừng.")

    with pytest.raises(RunCancelled):
        consolidated(story, store, "HU1", progress=listen)

    assert heard[0] == (READING, 0, 1)
    assert [stage for stage, _, _ in heard] == [READING, WRITING]


def test_draft_of_a_district_is_headed_and_addressed_as_its_own(story: Story, store: Store) -> None:
    made = consolidated(story, store, "HU1")

    head, closing = outer_tables(made.content)
    assert head == [
        "ĐẢNG BỘ TỈNH\nHUYỆN ỦY LÝ NHÂN\n*\nSố        -BC/HU",
        "ĐẢNG CỘNG SẢN VIỆT NAM\n\nLý Nhân, ngày      tháng      năm 2022",
    ]
    assert closing[0] == "Nơi nhận:\n- Thường trực Tỉnh ủy (để báo cáo),\n- Lưu Văn phòng Huyện ủy."


@pytest.mark.parametrize(
    ("recipients", "last"),
    [(("Thường trực Tỉnh ủy (để báo cáo)", "Lưu Ban"), "Lưu Ban"), ((), "Lưu Ban Tuyên giáo Tỉnh ủy")],
)
def test_draft_of_the_board_goes_where_the_plan_sends_it(
    room: RehearsalRoom, store: Store, recipients: tuple[str, ...], last: str
) -> None:
    identity = replace(PLAN.identity, distribution=("Các huyện ủy",))
    plan = plan_with(identity=identity, bodies=replace(PLAN.bodies, recipients=recipients))

    made = consolidated(Story(room, Prepared(plan, UNITS, CONTACTS, "{}", "sha")), store, "BTG")

    assert outer_tables(made.content)[1][0] == f"Nơi nhận:\n- Thường trực Tỉnh ủy (để báo cáo),\n- {last}."


def test_draft_opens_by_citing_the_plan(story: Story, store: Store) -> None:
    made = consolidated(story, store, "BTG")

    citation = "Thực hiện Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy Hà Nam"
    assert f"{citation}, Ban Tuyên giáo Tỉnh ủy báo cáo như sau:" in texts_of(made.content)


def test_run_names_what_it_could_not_read(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 28))
    hand_in(story, store, "X1", content=b"%PDF-1.7")

    made = consolidated(story, store, "HU1")

    assert made.received == ()
    (counted,) = [text for text in texts_of(made.content) if text.startswith("Báo cáo này tổng hợp từ")]
    assert "Đảng ủy xã Hợp Lý" in counted


def test_run_of_the_same_versions_gives_the_same_bytes_again(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 28))
    hand_in(story, store, "X1", content=report("Đã mở 12 lớp."))

    assert consolidated(story, store, "HU1").files == consolidated(story, store, "HU1").files
