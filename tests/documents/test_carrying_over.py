from __future__ import annotations

import re
import unicodedata
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.carrying_over import CarriedOver, carry_over, check_edited
from documents.draft_origin import run_of
from documents.office import convert
from documents.programs import Programs
from documents.reading import read_report
from documents.sniffing import FileKind
from documents.word_names import WORD
from domain.errors import RuleBroken
from tests.documents.edited_drafts import (
    AT,
    DRAFT,
    FIRST,
    HEADING,
    LATE,
    SECOND,
    THIRD,
    accepted,
    body_of,
    draft,
    edited,
    part,
    rejected,
)
from tests.documents.examples import audit_findings, zip_file
from tests.documents.word_files import build, line, replaced

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document


ROWS = (("Đơn vị", "Số loa"), ("Lý Nhân", "12"), ("Kim Bảng", "7"))
OTHER_ROWS = (("Tên cuộc thi tuyên truyền viên giỏi", "Số người dự"), ("Hội thi cấp huyện", "45"))
WORKBOOK = replaced(draft(FIRST), body=("w:body", "w:sheets"))
REWORDED = FIRST.replace("quý I", "quý II")


def carried(base: bytes, theirs: bytes, new: bytes, reasons: dict[int, str] | None = None) -> CarriedOver:
    """Carried over, after the one test that always holds: taken back, it is the file of the people."""
    result = carry_over(base, theirs, new, at=AT, reasons=reasons or {})
    assert read_report(rejected(result.content)).blocks == read_report(theirs).blocks
    return result


def test_new_passage_goes_behind_the_block_that_it_follows() -> None:
    theirs = draft(HEADING, FIRST, SECOND + " Đã sửa.", THIRD)

    result = carried(draft(*DRAFT), theirs, draft(HEADING, FIRST, SECOND, LATE, THIRD))

    assert accepted(result.content) == [HEADING, FIRST, SECOND + " Đã sửa.", LATE, THIRD]
    assert (result.inserted, result.removed, result.left) == (1, 0, ())


def test_insertions_bear_the_name_of_the_program_and_the_moment_of_the_run() -> None:
    result = carried(draft(*DRAFT), draft(*DRAFT), draft(*DRAFT, LATE))

    marks = list(body_of(result.content).iter(f"{WORD}ins"))
    assert {(mark.get(f"{WORD}author"), mark.get(f"{WORD}date")) for mark in marks} == {
        ("Đôn đốc", "2022-08-25T01:00:00Z")
    }
    assert len({mark.get(f"{WORD}id") for mark in marks}) == len(marks)


def test_passage_that_is_gone_is_struck_out_where_nobody_edited_it() -> None:
    result = carried(draft(*DRAFT), draft(*DRAFT), draft(HEADING, FIRST, THIRD))

    assert accepted(result.content) == [HEADING, FIRST, THIRD]
    assert (result.inserted, result.removed) == (0, 1)


def test_passage_that_is_gone_and_was_edited_stays_with_a_comment() -> None:
    theirs = draft(HEADING, REWORDED, SECOND, THIRD)

    result = carried(draft(*DRAFT), theirs, draft(HEADING, SECOND, THIRD), {2: "Báo cáo đã bị trả lại."})

    assert accepted(result.content) == [HEADING, REWORDED, SECOND, THIRD]
    assert result.left == (
        f"“{REWORDED[:80].rstrip()}…”: Lượt tổng hợp mới không còn đoạn này. Lý do: Báo cáo đã bị trả lại.",
    )
    assert "Lý do: Báo cáo đã bị trả lại." in part(result.content, "word/comments.xml")


def test_passage_that_changed_and_was_edited_stands_above_the_new_one() -> None:
    new = FIRST.replace("toàn thể", "98%")

    result = carried(draft(*DRAFT), draft(HEADING, REWORDED, SECOND, THIRD), draft(HEADING, new, SECOND, THIRD))

    assert accepted(result.content) == [HEADING, REWORDED, new, SECOND, THIRD]
    assert "bản mới chèn ngay dưới" in result.left[0]


def test_change_that_people_made_already_is_not_made_again() -> None:
    theirs = draft(HEADING, REWORDED, SECOND, THIRD, LATE)

    result = carried(draft(*DRAFT), theirs, draft(HEADING, REWORDED, SECOND, LATE, THIRD))

    assert (result.inserted, result.removed, result.left) == (0, 0, ())


def test_passage_whose_neighbour_was_deleted_goes_behind_the_nearest_before() -> None:
    result = carried(draft(*DRAFT), draft(HEADING, FIRST, THIRD), draft(HEADING, FIRST, SECOND, LATE, THIRD))

    assert accepted(result.content) == [HEADING, FIRST, LATE, THIRD]


def test_passage_follows_a_section_that_people_moved() -> None:
    second_heading = "2. Đánh giá chung về việc thực hiện Chỉ thị trong năm năm qua"
    base = draft(HEADING, FIRST, SECOND, second_heading, THIRD)
    theirs = draft(second_heading, THIRD, HEADING, FIRST, SECOND)

    result = carried(base, theirs, draft(HEADING, FIRST, SECOND, second_heading, THIRD, LATE))

    assert accepted(result.content) == [second_heading, THIRD, LATE, HEADING, FIRST, SECOND]


def test_tables_come_and_go_whole() -> None:
    result = carried(draft(*DRAFT, ROWS), draft(*DRAFT, ROWS), draft(*DRAFT, OTHER_ROWS))

    assert accepted(result.content) == [*DRAFT, *(cell for row in OTHER_ROWS for cell in row)]
    assert (result.inserted, result.removed) == (1, 1)


def test_two_tables_do_not_melt_into_one() -> None:
    """People deleted the narrow line behind the table."""
    theirs = edited(draft(*DRAFT, ROWS), lambda document: document.element.body.remove(document.paragraphs[-1]._p))

    result = carried(draft(*DRAFT, ROWS), theirs, draft(*DRAFT, ROWS, OTHER_ROWS))

    tags = [str(child.tag).rpartition("}")[2] for child in body_of(result.content)]
    assert ["tbl", "tbl"] not in [tags[place : place + 2] for place in range(len(tags))]
    assert accepted(result.content)[-4:] == [cell for row in OTHER_ROWS for cell in row]


def test_changes_and_comments_of_people_stay_as_they_are() -> None:
    own = (
        '<w:ins w:id="7" w:author="Nguyễn Văn Nam" w:date="2022-08-23T02:00:00Z"><w:r><w:t> Bổ sung.</w:t></w:r></w:ins>'
        '<w:del w:id="8" w:author="Nguyễn Văn Nam" w:date="2022-08-23T02:00:00Z"><w:r><w:delText> Bỏ.</w:delText></w:r></w:del>'
    )
    base = build(line(HEADING) + line(FIRST) + line(SECOND) + line(THIRD))
    theirs = build(line(HEADING) + line(FIRST) + line(SECOND, own) + line(THIRD))
    new = build(line(HEADING) + line(FIRST) + line(LATE) + line(THIRD))

    result = carried(base, theirs, new)

    assert accepted(result.content) == [HEADING, FIRST, LATE, SECOND + " Bổ sung.", THIRD]
    kept = [
        one for one in body_of(result.content).iter(f"{WORD}ins", f"{WORD}del") if one.get(f"{WORD}id") in {"7", "8"}
    ]
    assert [one.get(f"{WORD}author") for one in kept] == ["Nguyễn Văn Nam"] * 2


def test_paragraph_that_people_inserted_tracked_can_be_struck_out_in_turn() -> None:
    """As after a first time with --onto whose insertions nobody has accepted yet."""
    first = carried(draft(*DRAFT), draft(*DRAFT), draft(*DRAFT, LATE)).content

    result = carry_over(draft(*DRAFT, LATE), first, draft(*DRAFT), at=AT, reasons={})

    assert accepted(result.content) == list(DRAFT)


def test_file_saved_by_another_program_is_known_again() -> None:
    """Other runs, no-break hyphens and decomposed letters."""

    def save_otherwise(document: Document) -> None:
        for one in document.element.body.iter(f"{WORD}t"):
            one.text = unicodedata.normalize("NFD", one.text)

    theirs = edited(draft(*DRAFT), save_otherwise)
    result = carry_over(draft(*DRAFT), theirs, draft(*DRAFT, LATE), at=AT, reasons={})

    assert (result.inserted, result.removed) == (1, 0)


def test_result_is_the_draft_of_the_new_run() -> None:
    base, theirs = draft(*DRAFT, run="luot-1"), draft(*DRAFT, LATE, run="luot-1")

    assert run_of(carried(base, theirs, draft(*DRAFT, run="luot-2")).content) == "luot-2"
    assert run_of(carried(base, draft(*DRAFT), draft(*DRAFT, run="luot-2")).content) == "luot-2"


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (b"", "không phải .docx"),
        (b"PK\x03\x04 broken", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0", "có mật khẩu"),
        (b"%PDF-1.7", "không phải .docx"),
        (WORKBOOK, "không phải .docx"),
        (draft("Kế hoạch tổ chức hội nghị cán bộ chủ chốt quý III.", ROWS), "không phải bản sửa"),
        (draft(*DRAFT, run="luot-9"), "sửa từ một dự thảo khác: "),
    ],
    ids=["empty", "broken", "locked", "pdf", "workbook", "other", "other-run"],
)
def test_file_that_is_no_edited_draft_is_refused(theirs: bytes, said: str) -> None:
    base = draft(*DRAFT, run="luot-1")

    with pytest.raises(RuleBroken, match=re.escape(said)):
        carry_over(base, theirs, draft(*DRAFT, LATE), at=AT, reasons={})
    with pytest.raises(RuleBroken, match=re.escape(said)):
        check_edited(base, theirs)


def test_edited_draft_is_found_fit_before_the_work_begins() -> None:
    check_edited(draft(*DRAFT, run="luot-1"), draft(HEADING, REWORDED, THIRD, run="luot-1"))


def test_result_is_the_same_twice_and_passes_the_audit(tmp_path: Path) -> None:
    base, theirs = draft(*DRAFT, ROWS), draft(HEADING, REWORDED, SECOND, THIRD, ROWS)
    new = draft(HEADING, SECOND, LATE, OTHER_ROWS)

    content = carried(base, theirs, new).content

    assert content == carry_over(base, theirs, new, at=AT, reasons={}).content
    assert audit_findings(content, tmp_path / "onto.docx") == []


LETTERHEAD = "Tỉnh ủy Hà Nam, Ban Tuyên giáo báo cáo kết quả 05 năm thực hiện Chỉ thị. " * 8
KEEP, DROP, REWORD = "keep", "drop", "reword"


def text(letter: str) -> str:
    """Long enough to be known again, and like no other letter's."""
    return " ".join([letter * 6] * 5)


@st.composite
def three_drafts(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    base = [text(letter) for letter in "abcdefgh"[: draw(st.integers(1, 8))]]
    fates = st.lists(st.sampled_from((KEEP, KEEP, DROP, REWORD)), min_size=len(base), max_size=len(base))
    theirs = [with_fate(one, fate, " sửa") for one, fate in zip(base, draw(fates), strict=True)]
    new = [with_fate(one, fate, " mới") for one, fate in zip(base, draw(fates), strict=True)]
    turn = draw(st.integers(0, len(base)))
    own = draw(st.lists(st.tuples(st.integers(0, 8), st.sampled_from("OPQ")), max_size=3, unique_by=lambda one: one[1]))
    late = draw(
        st.lists(st.tuples(st.integers(0, 8), st.sampled_from("xyz")), max_size=3, unique_by=lambda one: one[1])
    )
    return base, put(theirs[turn:] + theirs[:turn], own), put(new, late)


def with_fate(one: str, fate: str, more: str) -> str:
    return {KEEP: one, DROP: "", REWORD: one + more}[fate]


def put(blocks: list[str], more: list[tuple[int, str]]) -> list[str]:
    found = [one for one in blocks if one]
    for place, letter in more:
        found.insert(min(place, len(found)), text(letter))
    return found


def file(blocks: list[str]) -> bytes:
    return build("".join(map(line, [LETTERHEAD, *blocks])))


@settings(max_examples=40, deadline=None)
@given(three_drafts())
def test_accepted_gives_the_edited_text_with_what_is_new_and_without_what_is_gone(
    drafts: tuple[list[str], list[str], list[str]],
) -> None:
    base, theirs, new = drafts

    result = carried(file(base), file(theirs), file(new))

    stayed = [one for one in theirs if one not in base or one in new]
    arrived = [one for one in new if one not in base and one not in theirs]
    _, *after = accepted(result.content)
    assert Counter(after) == Counter(stayed + arrived)
    assert [one for one in after if one in stayed] == stayed
    assert result.inserted == len(arrived)
    assert result.removed == len(theirs) - len(stayed)


# With blocks that stand in many places, and tables.
BLOCKS = st.lists(
    st.sampled_from(("Không.", "", "Huyện ủy Lý Nhân:", FIRST, SECOND, THIRD, LATE, *map(repr, (ROWS, OTHER_ROWS)))),
    max_size=12,
)


def mixed(blocks: list[str]) -> bytes:
    tables = {repr(rows): table(rows) for rows in (ROWS, OTHER_ROWS)}
    return build("".join([line(LETTERHEAD), *(tables.get(block) or line(block) for block in blocks), line("Hết.")]))


def table(rows: tuple[tuple[str, ...], ...]) -> str:
    cells = ["".join(f"<w:tc>{line(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@settings(max_examples=40, deadline=None)
@given(BLOCKS, BLOCKS)
def test_draft_that_nobody_edited_becomes_the_new_one(old: list[str], new: list[str]) -> None:
    assert accepted(carried(mixed(old), mixed(old), mixed(new)).content) == accepted(mixed(new))


@settings(max_examples=40, deadline=None)
@given(BLOCKS, BLOCKS)
def test_draft_of_a_run_without_changes_touches_nothing(old: list[str], theirs: list[str]) -> None:
    result = carried(mixed(old), mixed(theirs), mixed(old))

    assert (result.inserted, result.removed, result.left) == (0, 0, ())
    assert accepted(result.content) == accepted(mixed(theirs))


@settings(deadline=None)
@given(st.integers(0), st.integers(0, 255))
def test_damaged_file_is_refused_or_carried_over_and_never_breaks_the_program(place: int, byte: int) -> None:
    theirs = bytearray(EDITED)
    theirs[place % len(theirs)] = byte

    assert isinstance(outcome(bytes(theirs)), CarriedOver | RuleBroken)


def test_file_with_a_damaged_part_is_refused_with_advice_for_those_who_edit() -> None:
    with ZipFile(BytesIO(EDITED)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    theirs = zip_file(parts | {"word/styles.xml": b"<w:styles"})

    with pytest.raises(RuleBroken, match=r"lưu thành tệp \.docx mới rồi chạy lại"):
        carry_over(EDITED, theirs, EDITED_AND_LATE, at=AT, reasons={})


def outcome(theirs: bytes) -> CarriedOver | RuleBroken:
    try:
        return carry_over(EDITED, theirs, EDITED_AND_LATE, at=AT, reasons={})
    except RuleBroken as refusal:
        return refusal


EDITED, EDITED_AND_LATE = draft(*DRAFT, ROWS), draft(*DRAFT, LATE, OTHER_ROWS)


def test_file_that_libreoffice_saved_is_known_again_and_opens_there() -> None:
    """Styles, runs and parts are all of its own; what it opens again is read as it was written."""
    base, new = draft(*DRAFT, ROWS, run="luot-1"), draft(HEADING, FIRST, LATE, THIRD, ROWS, run="luot-2")
    theirs = saved_by_office(base)

    result = carried(base, theirs, new)

    assert (result.inserted, result.removed, result.left) == (1, 1, ())
    assert accepted(saved_by_office(result.content)) == accepted(new)


def saved_by_office(content: bytes) -> bytes:
    office = Programs.found().office
    assert office is not None
    return convert(content, FileKind.DOCX, office=office)
