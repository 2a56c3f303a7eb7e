from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest

from database.models import ConsolidationRow
from database.store import Store
from domain.errors import RuleBroken
from services.campaigns import Prepared
from services.consolidation import Consolidated, claim, consolidate, publish, request
from services.submissions import Handed, submit
from tests.documents.examples import paragraph, word_file
from tests.small_plan import CONTACTS, PLAN, UNITS, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from pathlib import Path

    from rehearsal.rehearsing import RehearsalRoom


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def report(sentence: str) -> bytes:
    return word_file(paragraph("II- Kết quả", style="Heading1") + paragraph(sentence))


def hand_in(story: Story, store: Store, unit: str, *, content: bytes) -> None:
    digest = store.put(content)
    handed = Handed(file_name="bao-cao.docx", size=len(content), sha256=digest, document_number=f"7-BC/{unit}")
    with story.workplace.begin() as session:
        submit(session, story.campaign, story.obligation(unit).id, handed, received_at=story.at(), now=story.at())


def consolidated(story: Story, store: Store, unit: str) -> tuple[int, Consolidated]:
    with story.workplace.begin() as session:
        run = request(session, story.campaign, unit=unit, now=story.at())
        assert claim(session, run)
        return run, consolidate(session, story.campaign, store, run_id=run, now=story.at())


def outer_tables(content: bytes) -> list[list[str]]:
    """The cells of the letterhead and of the closing."""
    tables = [
        [cell.text.strip() for cell in table.rows[0].cells] for table in docx.Document(io.BytesIO(content)).tables
    ]
    return [cells for cells in tables if cells[0] != "STT"]


def test_run_is_claimed_by_one_only(story: Story) -> None:
    with story.workplace.begin() as session:
        run = request(session, story.campaign, unit="HU1", now=story.at())

        assert [claim(session, run), claim(session, run)] == [True, False]


def test_run_for_a_unit_that_nobody_reports_to_is_refused(story: Story) -> None:
    with pytest.raises(RuleBroken, match="không có đơn vị nào gửi báo cáo về"), story.workplace.begin() as session:
        request(session, story.campaign, unit="X1", now=story.at())


def test_run_merges_what_stands_and_names_what_is_missing(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 28))
    hand_in(story, store, "X1", content=report("Đã mở 12 lớp."))

    _, found = consolidated(story, store, "HU1")

    assert (found.received, found.missing, found.unreadable) == (("Đảng ủy xã Hợp Lý",), ("Đảng ủy xã Nhân Mỹ",), ())
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(found.content)).paragraphs)
    assert "Đã mở 12 lớp." in text


def test_draft_of_a_district_is_headed_and_addressed_as_its_own(story: Story, store: Store) -> None:
    _, found = consolidated(story, store, "HU1")

    head, closing = outer_tables(found.content)
    assert head == [
        "ĐẢNG BỘ TỈNH\nHUYỆN ỦY LÝ NHÂN\n*\nSố        -BC/HU",
        "ĐẢNG CỘNG SẢN VIỆT NAM\n\nLý Nhân, ngày      tháng      năm 2022",
    ]
    assert closing[0] == "Nơi nhận:\n- Thường trực Tỉnh ủy (để báo cáo),\n- Lưu Huyện ủy Lý Nhân."


@pytest.mark.parametrize(
    ("recipients", "last"),
    [(("Thường trực Tỉnh ủy (để báo cáo)", "Lưu Ban"), "Lưu Ban"), ((), "Lưu Ban Tuyên giáo Tỉnh ủy")],
)
def test_draft_of_the_board_goes_where_the_plan_sends_it(
    room: RehearsalRoom, store: Store, recipients: tuple[str, ...], last: str
) -> None:
    identity = replace(PLAN.identity, distribution=("Các huyện ủy",))
    plan = plan_with(identity=identity, bodies=replace(PLAN.bodies, recipients=recipients))

    _, found = consolidated(Story(room, Prepared(plan, UNITS, CONTACTS, "{}", "sha")), store, "BTG")

    assert outer_tables(found.content)[1][0] == f"Nơi nhận:\n- Thường trực Tỉnh ủy (để báo cáo),\n- {last}."


def test_draft_opens_by_citing_the_plan(story: Story, store: Store) -> None:
    _, found = consolidated(story, store, "BTG")

    citation = "Thực hiện Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy Hà Nam"
    texts = [one.text for one in docx.Document(io.BytesIO(found.content)).paragraphs]
    assert f"{citation}, Ban Tuyên giáo Tỉnh ủy báo cáo như sau:" in texts


def test_run_names_what_it_could_not_read(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 28))
    hand_in(story, store, "X1", content=b"%PDF-1.7")

    _, found = consolidated(story, store, "HU1")

    assert found.unreadable == ("Đảng ủy xã Hợp Lý",)
    assert "Đảng ủy xã Hợp Lý" in found.missing


def test_run_of_the_board_gathers_what_is_sent_through_it(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 8, 10))
    hand_in(story, store, "HU2", content=report("Đã kiểm tra 3 cơ sở."))

    _, found = consolidated(story, store, "BTG")

    assert (found.received, found.missing) == (("Huyện ủy Bình Lục",), ("Huyện ủy Lý Nhân",))


def test_run_leaves_a_returned_report_out(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 20))
    hand_in(story, store, "X1", content=report("Còn sơ sài."))
    story.give_back("X1", new_day=date(2022, 7, 29))

    _, found = consolidated(story, store, "HU1")

    assert found.received == ()


def test_run_keeps_its_exact_inputs_and_gives_the_same_bytes_again(story: Story, store: Store) -> None:
    story.advance(to=date(2022, 7, 28))
    hand_in(story, store, "X1", content=(content := report("Đã mở 12 lớp.")))

    _, first = consolidated(story, store, "HU1")
    _, second = consolidated(story, store, "HU1")

    assert first.content == second.content
    assert json.loads(first.inputs) == [{"unit": "X1", "version": 1, "sha256": store.put(content)}]


def test_run_is_published_with_where_its_draft_lies(story: Story) -> None:
    with story.workplace.begin() as session:
        run = request(session, story.campaign, unit="HU1", now=story.at())
        found = Consolidated(b"", ("Đảng ủy xã Hợp Lý",), (), (), "[]")
        publish(session, run, found, sha256="a" * 64, path="tong-hop.docx", now=story.at())

        row = session.get_one(ConsolidationRow, run)
        assert (row.state, row.path, row.finished_at) == ("done", "tong-hop.docx", story.at())
