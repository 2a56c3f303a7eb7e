"""Communes report to their district, the district edits what was put together for it, the province puts the districts together."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from database.store import Store
from domain.errors import RuleBroken
from tests.documents.edited_drafts import edited
from tests.documents.examples import paragraph, word_file
from tests.stories.consolidating import Staff

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from services.tracing import SourceOf, Traced
    from tests.stories.story import Story

EVERYWHERE = "Các đoàn thể đã đưa nhiệm vụ thông tin cơ sở vào tiêu chí thi đua hằng năm."
IN_ONE_DISTRICT = "Đội ngũ cộng tác viên viết tin được kiện toàn ngay sau đại hội đảng bộ."
OF_HOP_LY = "Đã lắp đặt bốn mươi loa không dây tại bảy thôn."
OF_NHAN_MY = "Nhà văn hóa thôn Đoài được sửa chữa bằng nguồn xã hội hóa."
DELETED = "Sổ ghi chép của đài truyền thanh được thay mới."
OF_AN_LAO = "Tủ sách pháp luật của xã có ba trăm đầu sách."
STRAY = "Xã ủng hộ quỹ phòng, chống dịch mười hai triệu đồng."
CHANGED = "Đã lắp đặt bốn mươi loa không dây, huyện hỗ trợ một nửa kinh phí."
ADDED = "Ban Thường vụ Huyện ủy đã làm việc với từng xã trong tháng 7."


def report(*, first: tuple[str, ...], second: tuple[str, ...], stray: tuple[str, ...] = ()) -> bytes:
    """Answers to sections I and II, and "Không." to IV."""
    sections = {"I- Tình hình quán triệt": first, "II- Kết quả": second, "IV- Đề xuất, kiến nghị": ("Không.",)}
    if stray:
        sections["V- Công tác khác"] = stray
    body = "".join(
        paragraph(title, style="Heading1") + "".join(map(paragraph, texts)) for title, texts in sections.items()
    )
    return word_file(body)


def edit(document: Document) -> None:
    """One sentence changed, one added, one deleted, as in Word."""
    by_text = {one.text: one for one in document.paragraphs}
    by_text[OF_HOP_LY].runs[0].text = CHANGED
    by_text[OF_HOP_LY].insert_paragraph_before(ADDED)
    gone = by_text[DELETED]._p
    body = gone.getparent()
    assert body is not None
    body.remove(gone)


@pytest.fixture
def staff(story: Story, tmp_path: Path) -> Staff:
    """The communes have reported; HU1 has sent its draft on after editing it, HU2 as it was."""
    staff = Staff(story, Store(tmp_path / "files"))
    story.skip(to=date(2022, 7, 28))
    staff.hand_in("X1", report(first=(EVERYWHERE, IN_ONE_DISTRICT), second=(OF_HOP_LY,)))
    staff.hand_in("X2", report(first=(EVERYWHERE, IN_ONE_DISTRICT), second=(OF_NHAN_MY, DELETED), stray=(STRAY,)))
    staff.hand_in("X3", report(first=(EVERYWHERE,), second=(OF_AN_LAO,)))
    story.skip(to=date(2022, 8, 2))
    drafts = {unit: staff.draft(staff.consolidate(unit)) for unit in ("HU1", "HU2")}
    story.skip(to=date(2022, 8, 18))
    staff.hand_in("HU1", edited(drafts["HU1"], edit))
    staff.hand_in("HU2", drafts["HU2"])
    return staff


def leads_to(found: Traced) -> list[tuple[str, list[str]]]:
    """The districts that say it, each with its communes."""
    return [(source.name, [below.name for below in source.below]) for source in found.sources]


def deepest(sources: tuple[SourceOf, ...]) -> Iterator[SourceOf]:
    for source in sources:
        if source.below:
            yield from deepest(source.below)
        else:
            yield source


def test_province_counts_the_communes_that_its_districts_counted(staff: Staff) -> None:
    said = staff.said(staff.consolidate("BTG"))

    assert said[: said.index("Ban Tuyên giáo Tỉnh ủy trân trọng báo cáo./.")] == [
        "I- Tình hình quán triệt",
        f"2/2 đơn vị (Lý Nhân: 2/2 đơn vị, Bình Lục) nêu: {EVERYWHERE}",
        "Huyện ủy Lý Nhân:",
        f"2/2 đơn vị (Hợp Lý, Nhân Mỹ) nêu: {IN_ONE_DISTRICT}",
        "II- Kết quả",
        "Huyện ủy Lý Nhân:",
        "Đảng ủy xã Hợp Lý:",
        ADDED,
        CHANGED,
        "Đảng ủy xã Nhân Mỹ:",
        OF_NHAN_MY,
        "Huyện ủy Bình Lục:",
        "Đảng ủy xã An Lão:",
        OF_AN_LAO,
        "IV- Đề xuất, kiến nghị",
        "2/2 đơn vị (Lý Nhân: 2/2 đơn vị, Bình Lục: 1/1 đơn vị) trả lời: Không.",
        "Nội dung chưa xếp được vào mục nào của đề cương",
        "Đề nghị chuyển các đoạn dưới đây vào mục phù hợp, hoặc bỏ, trước khi trình.",
        "Huyện ủy Lý Nhân:",
        "Đảng ủy xã Nhân Mỹ:",
        "V- Công tác khác",
        STRAY,
    ]


def test_line_of_a_commune_is_lighter_than_that_of_its_district(staff: Staff) -> None:
    document = docx.Document(BytesIO(staff.draft(staff.consolidate("BTG"))))

    lines = {one.text: one for one in document.paragraphs if one.text.endswith(("Lý:", "Nhân:", "Lục:", "Mỹ:", "Lão:"))}

    assert {text: _is_bold(one) for text, one in lines.items()} == {
        "Huyện ủy Lý Nhân:": True,
        "Huyện ủy Bình Lục:": True,
        "Đảng ủy xã Hợp Lý:": False,
        "Đảng ủy xã Nhân Mỹ:": False,
        "Đảng ủy xã An Lão:": False,
    }


def test_sentences_of_the_province_lead_through_the_districts_to_the_communes(staff: Staff) -> None:
    run_id = staff.consolidate("BTG")

    found = {words: _the_one(staff.trace(run_id, words)) for words in (OF_NHAN_MY, STRAY, EVERYWHERE, IN_ONE_DISTRICT)}
    copied = _the_one(staff.trace(run_id, f"2/2 đơn vị (Lý Nhân: 2/2 đơn vị, Bình Lục) nêu: {EVERYWHERE}"))
    (nothing,) = [one for one in staff.trace(run_id, "Không.") if one.text == "Không."]

    nhan_my = [("Huyện ủy Lý Nhân", ["Đảng ủy xã Nhân Mỹ"])]
    both = ("Huyện ủy Lý Nhân", ["Đảng ủy xã Hợp Lý", "Đảng ủy xã Nhân Mỹ"])
    everybody = [both, ("Huyện ủy Bình Lục", ["Đảng ủy xã An Lão"])]
    assert [leads_to(one) for one in found.values()] == [nhan_my, nhan_my, everybody, [both]]
    assert leads_to(nothing) == everybody
    assert copied == found[EVERYWHERE]
    assert {words: {one.text for one in deepest(one.sources)} for words, one in found.items()} == {
        words: {words} for words in found
    }


def test_what_the_district_wrote_itself_ends_there_and_what_it_deleted_is_gone(staff: Staff) -> None:
    run_id = staff.consolidate("BTG")

    own = [leads_to(_the_one(staff.trace(run_id, words))) for words in (CHANGED, ADDED)]

    assert own == [[("Huyện ủy Lý Nhân", [])]] * 2
    with pytest.raises(RuleBroken, match=f"^Dự thảo của lượt {run_id} không có câu nào chứa “Sổ ghi chép"):
        staff.trace(run_id, DELETED)


def test_commune_that_hands_in_anew_does_not_change_what_the_district_was_made_from(staff: Staff, story: Story) -> None:
    """The district sent on what it was given; its sources are those of the run that its file names."""
    staff.hand_in("X2", report(first=("Đã nộp lại, sửa toàn bộ nội dung mục này.",), second=("Sửa lại kết quả.",)))
    staff.consolidate("HU1")
    story.skip(to=date(2022, 8, 19))

    found = _the_one(staff.trace(staff.consolidate("BTG"), OF_NHAN_MY))

    assert [(one.name, one.version) for one in deepest(found.sources)] == [("Đảng ủy xã Nhân Mỹ", 1)]


def _is_bold(line: Paragraph) -> bool:
    return bool(line.runs[0].bold or (line.style and line.style.font.bold))


def _the_one(found: tuple[Traced, ...]) -> Traced:
    (one,) = found
    return one
