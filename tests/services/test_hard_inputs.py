"""What a campaign may bring at its worst: every run ends in a draft that makes sense, every sentence of it traced."""

from __future__ import annotations

from datetime import date
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn

from database.store import Store
from documents.blocks import Table
from documents.draft_words import NOTHING_YET, UNPLACED_TITLE
from documents.opening import open_report
from documents.reading import read_report
from documents.trace_file import read_trace
from domain.errors import RuleBroken
from domain.outline_check import OutlineCheck, SectionCheck, SectionState
from domain.run_files import ANNEXES, COPIES, DRAFT, LETTER, MANIFEST, TRACE
from domain.spelling import nfc
from domain.units import Unit, UnitTree
from services.campaigns import Prepared
from tests.documents.examples import audit_findings, paragraph, word_file
from tests.documents.tracing import untraced, wrong_words
from tests.services.made_runs import consolidated, hand_in
from tests.small_plan import CONTACTS, OUTLINE, PLAN, UNITS, contact, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from documents.blocks import Block
    from rehearsal.rehearsing import RehearsalRoom
    from tests.services.made_runs import Made

TITLES = {section.id: section.heading for section in OUTLINE.sections}
CHECKED = OutlineCheck((SectionCheck("II", "Kết quả", SectionState.FOUND, position=1),))
TRAINED = "Cấp ủy đã mở 12 lớp bồi dưỡng cho đội ngũ báo cáo viên, tuyên truyền viên cơ sở."
AS_LIBREOFFICE_WRITES = '<w:trPr><w:cantSplit w:val="true"/><w:tblHeader w:val="false"/></w:trPr>'
KEPT = (
    "Hệ thống loa truyền thanh của xã được giữ gìn, sửa chữa hằng năm bằng ngân sách xã và bằng đóng góp của nhân dân các thôn, "
    "nhờ đó tin, bài về chủ trương của Đảng, chính sách của Nhà nước đến được với từng hộ dân."
)
STRANGE = "Đảng ủy xã \"Hợp & <Lý>\" 'Mới' Ng\u00e3\u0301 🎉]]>"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


@pytest.fixture
def story(room: RehearsalRoom) -> Story:
    return july(Story(room, Prepared(PLAN, UNITS, CONTACTS, "{}", "sha")))


def july(story: Story) -> Story:
    story.skip(to=date(2022, 7, 28))
    return story


def report(*answers: str) -> bytes:
    """Word XML below each of the titles of the outline."""
    parts = zip(TITLES.values(), answers, strict=True)
    return word_file("".join(paragraph(title, style="Heading1") + answer for title, answer in parts))


def said(*answers: str) -> bytes:
    return report(*(paragraph(answer) for answer in answers))


def table(columns: int, *, width: int) -> str:
    """Two rows; `width` of a column in twentieths of a point."""
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    cell = f"<w:tc>{paragraph('Ô')}</w:tc>"
    row = f"<w:tr>{AS_LIBREOFFICE_WRITES}{cell * columns}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{row * 2}</w:tbl>"


def run(story: Story, store: Store, **contents: bytes) -> Made:
    """Of HU1, held to its trace."""
    for unit, content in contents.items():
        hand_in(story, store, unit, content=content)
    made = consolidated(story, store, "HU1")
    blocks, trace = read_report(made.content).blocks, read_trace(made.files[TRACE]).sentences
    kept = {unit: opened(store.get(sha256)) for unit, sha256 in made.reports.items()}
    assert wrong_words(trace, blocks, kept) == []
    assert untraced(trace, blocks) == []
    return made


def opened(content: bytes) -> Sequence[Block]:
    found = open_report(content, name="bao-cao.docx").report
    assert found is not None
    return found.blocks


def texts(content: bytes) -> list[str]:
    return [text for block in read_report(content).blocks if (text := getattr(block, "text", ""))]


def below(made: Made, section: str) -> list[str]:
    """What the draft says in a section."""
    found = texts(made.content)
    heads = [*TITLES.values(), UNPLACED_TITLE, "Huyện ủy Lý Nhân trân trọng báo cáo./."]
    start = found.index(TITLES[section]) + 1
    return found[start : next(place for place, text in enumerate(found) if place >= start and text in heads)]


def widths_of_tables(content: bytes) -> Iterator[tuple[int, int]]:
    """Of those of the unit, and of what is between the margins of their pages; in twentieths of a point."""
    waiting: list[int] = []
    for element in docx.Document(BytesIO(content)).element.body:
        if element.tag == qn("w:tbl") and any(text.text == "Ô" for text in element.iter(qn("w:t"))):
            waiting.append(sum(int(column.get(qn("w:w"))) for column in element.iter(qn("w:gridCol"))))
        for section in element.iter(qn("w:sectPr")):
            page, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
            taken = sum(int(margins.get(qn(f"w:{side}"))) for side in ("left", "right"))
            yield from ((width, int(page.get(qn("w:w"))) - taken) for width in waiting)
            waiting = []


def test_campaign_in_which_nobody_handed_in_says_so_in_every_file(story: Story, store: Store) -> None:
    made = run(story, store)

    assert [below(made, section) for section in TITLES] == [[NOTHING_YET]] * 3
    assert (
        "Báo cáo này tổng hợp từ báo cáo của 0/2 đơn vị. Chưa tổng hợp 02 đơn vị: Đảng ủy xã Hợp Lý; Đảng ủy xã Nhân Mỹ."
        in texts(made.content)
    )
    assert "đã tổng hợp báo cáo của 0/2 đơn vị" in " ".join(texts(made.files[LETTER]))


def test_one_report_stands_under_its_unit(story: Story, store: Store) -> None:
    made = run(story, store, X1=said("Đã quán triệt.", TRAINED, "Không."))

    assert below(made, "II") == ["Đảng ủy xã Hợp Lý:", TRAINED]
    assert below(made, "IV") == ["1/1 đơn vị (Hợp Lý) trả lời: Không."]


def test_reports_that_are_all_the_same_are_stated_once_and_named_as_copies(story: Story, store: Store) -> None:
    same = said("Đã quán triệt sâu rộng đến toàn thể cán bộ, đảng viên trong xã.", f"{TRAINED} {KEPT}", "Không.")

    made = run(story, store, X1=same, X2=same)

    both = "2/2 đơn vị (Hợp Lý, Nhân Mỹ)"
    assert below(made, "II") == [f"{both} nêu: {TRAINED}", f"{both} nêu: {KEPT}"]
    copied = texts(made.files[COPIES])
    assert "Đảng ủy xã Hợp Lý và Đảng ủy xã Nhân Mỹ: giống nhau 100%." in copied


def test_units_that_answer_nothing_but_no_are_counted_together(story: Story, store: Store) -> None:
    made = run(
        story, store, X1=said("Không.", "Không có.", "Không./."), X2=said("Không.", "Không.", "Không có gì khác.")
    )

    answers = ("Không.", "Không có.", "Không.")
    assert [below(made, section) for section in TITLES] == [
        [f"2/2 đơn vị (Hợp Lý, Nhân Mỹ) trả lời: {answer}"] for answer in answers
    ]


def test_section_that_goes_on_later_is_put_together_and_one_that_comes_again_is_kept(
    story: Story, store: Store
) -> None:
    words = (
        *((TITLES["II"], "Phần đầu."), (TITLES["IV"], "Không."), (f"{TITLES['II']} (tiếp theo)", "Phần tiếp.")),
        (TITLES["IV"], "Lần hai."),
    )
    body = "".join(paragraph(title, style="Heading1") + paragraph(text) for title, text in words)

    made = run(story, store, X1=word_file(body))

    assert below(made, "II") == ["Đảng ủy xã Hợp Lý:", "Phần đầu.", "Phần tiếp."]
    found = texts(made.content)
    assert found[found.index(UNPLACED_TITLE) :][2:5] == ["Đảng ủy xã Hợp Lý:", TITLES["IV"], "Lần hai."]


def test_tables_wider_than_the_page_are_made_to_fit(story: Story, store: Store, tmp_path: Path) -> None:
    wide = {5: 4_000, 12: 2_000, 63: 600, 90: 600}
    tables = paragraph("và").join(table(columns, width=width) for columns, width in wide.items())

    made = run(story, store, X1=report(paragraph("Không."), tables, paragraph("Không.")))

    found = [block for block in read_report(made.content).blocks if isinstance(block, Table) and "Ô" in block.rows[0]]
    assert [[len(row) for row in one.rows] for one in found] == [[columns] * 2 for columns in wide]
    widths = list(widths_of_tables(made.content))
    assert all(width <= between_margins for width, between_margins in widths)
    assert [between_margins > 12_000 for _, between_margins in widths] == [False, True, True, True]
    assert audit_findings(made.content, tmp_path / "audited.docx") == []


def test_report_of_two_hundred_pages_is_taken_in_whole(story: Story, store: Store) -> None:
    """Some 500 words a page, no sentence like another."""
    pages = "".join(
        "".join(paragraph(f"Tại thôn {page}.{place}, {TRAINED[:1].lower()}{TRAINED[1:]} " * 5) for place in range(4))
        for page in range(200)
    )

    made = run(story, store, X1=report(paragraph("Không."), pages, paragraph("Không.")))

    assert sum(text.count(TRAINED[1:]) for text in below(made, "II")) == 200 * 20


def test_report_that_answers_only_what_it_does_not_owe_is_kept_there(room: RehearsalRoom, store: Store) -> None:
    first, results, last = OUTLINE.sections
    owned = type(results)(results.id, results.label, results.title, results.level, owners=("BHN",))
    outline = type(OUTLINE)(OUTLINE.title, (first, owned, last))
    prepared = Prepared(plan_with(outline=outline), UNITS, CONTACTS, "{}", "sha")
    content = word_file(paragraph(results.heading, style="Heading1") + paragraph(TRAINED))

    made = run(july(Story(room, prepared)), store, X1=content)

    assert below(made, "II") == ["Đảng ủy xã Hợp Lý:", TRAINED]
    assert below(made, "I") == [NOTHING_YET]


def test_strange_signs_in_names_and_texts_are_written_as_they_are(
    room: RehearsalRoom, store: Store, tmp_path: Path
) -> None:
    units = UnitTree((*UNITS, Unit("X9", STRANGE, "commune", "HU1", symbol="Đ&<")))
    text = "A &amp; B &lt;c&gt; \"d\" 'e' Nga\u0303 👩‍👩‍👧 \u202eđảo\u202c \u200bhết."

    made = run(
        july(Story(room, Prepared(PLAN, units, (*CONTACTS, contact("X9")), "{}", "sha"))),
        store,
        X9=said(text, TRAINED, "Không."),
        X1=said("Không.", TRAINED, "Không."),
    )

    assert below(made, "I")[1:] == [f"{STRANGE}:", nfc(unescape(text))]
    for name in (DRAFT, ANNEXES, LETTER):
        assert audit_findings(made.files[name], tmp_path / name) == []


def test_name_with_a_sign_that_no_file_holds_is_written_without_it(room: RehearsalRoom, store: Store) -> None:
    units = UnitTree((*UNITS, Unit("X9", "Đảng ủy xã\x07 Số 9", "commune", "HU1")))
    prepared = Prepared(PLAN, units, (*CONTACTS, contact("X9")), "{}", "sha")

    made = run(july(Story(room, prepared)), store, X9=said("Tốt.", TRAINED, "Không."))

    assert below(made, "I") == ["Đảng ủy xã Số 9:", "Tốt."]


def test_file_that_cannot_be_read_any_more_is_missing_in_every_file(story: Story, store: Store) -> None:
    hand_in(story, store, "X1", content=said("Tốt.", TRAINED, "Không."))
    hand_in(story, store, "X2", content=b"%PDF-1.7", name="bao-cao.pdf", check=CHECKED)

    made = consolidated(story, store, "HU1")

    assert made.unreadable == ("Đảng ủy xã Nhân Mỹ",)
    counted = "Báo cáo này tổng hợp từ báo cáo của 1/2 đơn vị. Chưa tổng hợp 01 đơn vị: Đảng ủy xã Nhân Mỹ."
    assert counted in texts(made.content)
    assert "Đã tổng hợp báo cáo của 1/2 đơn vị." in " ".join(texts(made.files[ANNEXES]))
    assert "đã tổng hợp báo cáo của 1/2 đơn vị" in " ".join(texts(made.files[LETTER]))
    assert '"unreadable": {\n    "X2": "“bao-cao.pdf”: Tệp PDF bị hỏng' in made.files[MANIFEST].decode()


def test_run_whose_file_was_lost_says_which_and_what_to_do(story: Story, store: Store) -> None:
    content = said("Tốt.", TRAINED, "Không.")
    hand_in(story, store, "X1", content=content)

    def lose() -> None:
        store.path(store.put(content)).unlink()

    with pytest.raises(
        RuleBroken, match=r"^Không còn tệp “bao-cao.docx” của Đảng ủy xã Hợp Lý trong kho .* bản sao lưu"
    ):
        consolidated(story, store, "HU1", between=lose)
