from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.blocks import Block, Footnote, Heading, Paragraph, Report, Table
from documents.consolidated_report import ConsolidatedDraft, ConsolidatedReport, Places, ReceivedReport
from documents.draft_words import NOTHING_YET, UNPLACED_NOTE, UNPLACED_TITLE
from documents.outline_matching import match
from documents.reading import read_report, read_word
from documents.source_notes import Cited
from documents.trace_file import read_trace
from domain.addressees import Addressee
from domain.likeness import Thresholds
from domain.outline import ANSWER_HERE, Outline
from domain.traces import Origin
from tests.documents.examples import (
    LETTERHEAD,
    OUTLINE,
    SIGNATURE,
    audit_findings,
    paragraph,
    word_file,
)
from tests.documents.tracing import untraced, wrong_words

if TYPE_CHECKING:
    from pathlib import Path

    from domain.traces import TracedSentence

TITLES = {section.id: section.heading for section in OUTLINE.walk()}
OWED = frozenset(leaf.id for leaf in OUTLINE.leaves() if not leaf.owners)
CENTRAL = Addressee("central", "Với Trung ương", ("trung ương", "chính phủ"))
PROVINCE = Addressee("province", "Với tỉnh", ("tỉnh", "ubnd tỉnh", "tỉnh ủy"))
ADDRESSED = Outline(
    OUTLINE.title,
    (*OUTLINE.sections[:-1], replace(OUTLINE.sections[-1], addressees=(CENTRAL, PROVINCE))),
)
TRAINED = "Cấp ủy đã mở lớp bồi dưỡng cho đội ngũ báo cáo viên, tuyên truyền viên cơ sở."
OWN = "Riêng xã có mô hình loa truyền thanh thông minh đặt tại nhà văn hóa thôn Đoài."


@dataclass(frozen=True)
class Written:
    content: bytes
    clean: bytes
    blocks: tuple[Block, ...]
    trace: tuple[TracedSentence, ...]

    @property
    def texts(self) -> list[str]:
        """Paragraphs and headings; the letterhead, a table, counts as an empty one."""
        return [getattr(block, "text", "") for block in self.blocks]

    def below(self, section_id: str) -> list[object]:
        """What stands between the heading of the section and the next one of the outline."""
        found = match(Report(self.blocks), OUTLINE).sections[section_id].blocks
        return [block.rows if isinstance(block, Table) else getattr(block, "text", None) for block in found]


@dataclass
class Desk:
    """Takes reports in and writes the draft; keeps what each unit wrote, to hold the trace to it."""

    folder: Path
    runs: int = 0

    def write(
        self,
        *reports: ReceivedReport,
        missing: tuple[str, ...] = (),
        outline: Outline = OUTLINE,
        sources: str = "comments",
    ) -> Written:
        self.runs += 1
        folder = self.folder / str(self.runs)
        folder.mkdir()
        places = Places(folder / "draft.docx", folder / "trace.json", folder / "work")
        draft = ConsolidatedDraft(_around(outline), places, sources=sources)
        for report in reports:
            draft.take_in(report)
        draft.write(missing=missing, thresholds=Thresholds(), trace_head={})
        draft.write_clean(folder / "clean.docx")
        content, clean = places.draft.read_bytes(), (folder / "clean.docx").read_bytes()
        blocks, trace = read_report(content).blocks, read_trace(places.trace.read_bytes()).sentences
        assert wrong_words(trace, blocks, {one.cited.unit: one.report.blocks for one in reports}) == []
        assert untraced(trace, blocks) == []
        return Written(content, clean, blocks, trace)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_draft_has_every_section_of_the_outline(desk: Desk) -> None:
    made = desk.write(_received("Xã A", Heading(1, TITLES["IV"], 1), Paragraph("Không.", 2)))

    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert [text for text in headings if text in TITLES.values()] == [one.heading for one in OUTLINE.walk()]


def test_passages_stand_under_the_name_of_their_unit(desk: Desk) -> None:
    table = Table((("TT", "Nội dung"), ("1", "Loa")), 3)

    made = desk.write(
        _received("Xã A", Heading(2, TITLES["II.2"], 1), Paragraph("Tốt.", 2), table),
        _received("Xã B", Heading(2, TITLES["II.2"], 1), Heading(3, "a) Ưu điểm", 2), Paragraph("Khá.", 3)),
    )

    assert made.below("II.2") == ["Xã A:", "Tốt.", table.rows, "Xã B:", "a) Ưu điểm", "Khá."]


def test_what_several_say_alike_is_stated_once_with_their_names(desk: Desk) -> None:
    made = desk.write(
        _answering("Xã A", f"{TRAINED} {OWN}"),
        _answering("Xã B", TRAINED),
        _answering("Xã C", "Không có gì khác biệt."),
    )

    assert made.below("II.2") == [
        f"2/3 đơn vị (Xã A, Xã B) nêu: {TRAINED}",
        "Xã A:",
        OWN,
        "Xã C:",
        "Không có gì khác biệt.",
    ]
    (stated,) = [one for one in made.trace if one.text == TRAINED]
    assert [(source.unit, source.text) for source in stated.sources] == [("Xã A", TRAINED), ("Xã B", TRAINED)]


def test_item_of_a_list_is_quoted_without_its_dash(desk: Desk) -> None:
    made = desk.write(_answering("Xã A", f"- {TRAINED}"), _answering("Xã B", f"+ {TRAINED}"))

    assert made.below("II.2") == [f"2/2 đơn vị (Xã A, Xã B) nêu: {TRAINED}"]


def test_names_beyond_what_a_line_holds_are_counted(desk: Desk) -> None:
    made = desk.write(*(_answering(f"Xã {number:02d}", TRAINED) for number in range(1, 16)))

    names = ", ".join(f"Xã {number:02d}" for number in range(1, 13))
    assert made.below("II.2") == [f"15/15 đơn vị ({names} và 3 đơn vị khác) nêu: {TRAINED}"]
    (stated,) = [one for one in made.trace if one.text == TRAINED]
    assert len(stated.sources) == 15


def test_units_that_have_nothing_are_counted_together(desk: Desk) -> None:
    made = desk.write(_answering("Xã A", "Không./."), _answering("Xã B", OWN), _answering("Xã C", "Không có."))

    assert made.below("II.2") == ["2/3 đơn vị (Xã A, Xã C) trả lời: Không.", "Xã B:", OWN]


def test_proposals_are_split_by_addressee(desk: Desk) -> None:
    proposals = (
        "1. Với Trung ương",
        "Đề nghị ban hành nghị định về thông tin cơ sở.",
        "2. Với tỉnh",
        "Đề nghị bố trí kinh phí duy trì đài truyền thanh.",
        "Đề nghị Ủy ban nhân dân huyện hỗ trợ thiết bị.",
    )
    made = desk.write(
        _received("Xã A", Heading(1, TITLES["IV"], 1), *(Paragraph(text, 2 + n) for n, text in enumerate(proposals))),
        outline=ADDRESSED,
    )

    assert made.below("IV")[:9] == [
        "Với Trung ương",
        "Xã A:",
        proposals[1],
        "Với tỉnh",
        "Xã A:",
        proposals[3],
        "Với cơ quan, đơn vị khác",
        "Xã A:",
        proposals[4],
    ]


def test_counted_answers_of_nothing_stand_before_the_proposals(desk: Desk) -> None:
    answers = ("1/4 đơn vị (Hợp Lý) trả lời: Không.", "Với tỉnh: Đề nghị bố trí kinh phí duy trì đài truyền thanh.")

    made = desk.write(
        _received("Huyện A", Heading(1, TITLES["IV"], 1), *(Paragraph(text, 2 + n) for n, text in enumerate(answers))),
        outline=ADDRESSED,
    )

    assert made.below("IV")[:6] == ["Với Trung ương", "Huyện A:", answers[0], "Với tỉnh", "Huyện A:", answers[1]]


def test_section_without_text_says_so_where_text_is_due(desk: Desk) -> None:
    made = desk.write(_received("Xã A", Heading(2, TITLES["I.1"], 1)))

    assert made.below("I.1") == [NOTHING_YET]
    assert made.below("I") == []


def test_hints_that_a_unit_left_in_its_form_are_nobodys_words(desk: Desk) -> None:
    made = desk.write(
        _received("Xã A", Heading(2, TITLES["II.2"], 1), Paragraph(ANSWER_HERE, 2)),
        _received("Xã B", Heading(2, TITLES["II.2"], 1), Paragraph("Khá.", 2), Paragraph(ANSWER_HERE, 3)),
    )

    assert made.below("II.2") == ["Xã B:", "Khá."]


def test_draft_opens_with_the_plan_and_counts_what_is_in_it(desk: Desk) -> None:
    made = desk.write(_answering("Xã A", "x"), missing=("Xã B", "Xã C"))

    opening = made.texts.index(
        "Thực hiện Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy, Ban Tuyên giáo Tỉnh ủy báo cáo như sau:"
    )
    assert made.texts[opening + 1] == (
        "Báo cáo này tổng hợp từ báo cáo của 1/3 đơn vị. Chưa tổng hợp 02 đơn vị: Xã B; Xã C."
    )
    assert "Ban Tuyên giáo Tỉnh ủy trân trọng báo cáo./." in made.texts


def test_draft_of_all_and_draft_of_nobody_say_so(desk: Desk) -> None:
    assert (
        "Báo cáo này tổng hợp từ báo cáo của 1/1 đơn vị. Tất cả các đơn vị đã có báo cáo."
        in desk.write(_answering("Xã A", "x")).texts
    )
    nobody = desk.write()
    assert "Chưa có báo cáo nào để tổng hợp." in nobody.texts
    assert nobody.texts.count(NOTHING_YET) == len(OUTLINE.leaves())


def test_text_without_a_section_is_kept_behind_the_sections_under_its_unit(desk: Desk) -> None:
    stray = (Heading(1, "V- Mục tự thêm", 3), Paragraph("Thêm.", 4))

    made = desk.write(_received("Xã B", Heading(1, TITLES["IV"], 1), Paragraph("Có.", 2), *stray))

    begin = made.texts.index(UNPLACED_TITLE)
    assert made.texts[begin : begin + 5] == [UNPLACED_TITLE, UNPLACED_NOTE, "Xã B:", "V- Mục tự thêm", "Thêm."]


def test_heading_of_the_outline_that_runs_on_into_text_leaves_the_text(desk: Desk) -> None:
    run_in = (
        f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{TITLES['II.2']}: </w:t></w:r>"
        f"<w:r><w:t>Nhìn chung các đơn vị đã thực hiện tốt.</w:t></w:r></w:p>"
    )
    word = read_word(word_file(paragraph(TITLES["II"], style="Heading1") + run_in))
    received = ReceivedReport(_cited("Xã A"), word.report, match(word.report, OUTLINE), word)

    assert desk.write(received).below("II.2") == ["Xã A:", "Nhìn chung các đơn vị đã thực hiện tốt."]


@pytest.mark.parametrize("sources", ["comments", "footnotes", "none"])
def test_draft_in_every_form_is_traced_and_passes_the_audit(desk: Desk, tmp_path: Path, sources: str) -> None:
    table = Table((("TT", ""), ("1", "Loa\ntruyền thanh")), 3)
    note = Footnote(1, "Số liệu đến 30/6/2022.", 2)

    made = desk.write(
        _received("Xã A", Heading(2, TITLES["II.2"], 1), Paragraph(f"{TRAINED} {OWN}", 2), note, table),
        _answering("Xã B", TRAINED),
        sources=sources,
    )

    assert audit_findings(made.content, tmp_path / "audited.docx") == []
    assert audit_findings(made.clean, tmp_path / "clean.docx") == []
    with ZipFile(BytesIO(made.clean)) as clean:
        assert all("Nguồn:".encode() not in clean.read(name) for name in clean.namelist())
    noted = [one for one in made.trace if one.place.note is not None and one.origin is Origin.PROGRAM]
    assert bool(noted) == (sources == "footnotes")


def test_the_same_reports_give_the_same_bytes(desk: Desk) -> None:
    reports = (_answering("Xã A", f"{TRAINED} {OWN}"), _answering("Xã B", TRAINED))

    first, second = desk.write(*reports), desk.write(*reports)

    assert (first.content, first.trace) == (second.content, second.trace)


_TEXTS = st.lists(
    st.sampled_from([TRAINED, OWN, "Không.", "Tổng số 15 hội nghị.", "Đề nghị tỉnh hỗ trợ kinh phí."]), min_size=1
)
_UNITS = st.lists(st.lists(_TEXTS, min_size=1, max_size=4), max_size=4)


@given(_UNITS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_sentence_of_a_report_is_in_the_draft_with_its_source(desk: Desk, units: list[list[list[str]]]) -> None:
    reports = [
        _received(
            f"Xã {unit}",
            Heading(1, TITLES["IV"], 1),
            *(Paragraph(" ".join(said), number) for number, said in enumerate(paragraphs, start=2)),
        )
        for unit, paragraphs in enumerate(units)
    ]

    made = desk.write(*reports, outline=ADDRESSED)

    quoted = {(source.unit, source.place) for one in made.trace for source in one.sources}
    positions = {(unit, place.paragraph) for unit, place in quoted}
    assert positions == {(f"Xã {unit}", 2 + place) for unit, told in enumerate(units) for place in _told(told)}


def _told(paragraphs: list[list[str]]) -> list[int]:
    """Who answers "Không." again and again is quoted once."""
    if all(said == ["Không."] for said in paragraphs):
        return [0]
    return list(range(len(paragraphs)))


def _received(unit: str, *blocks: Block) -> ReceivedReport:
    report = Report(blocks)
    return ReceivedReport(_cited(unit), report, match(report, OUTLINE), None)


def _answering(unit: str, text: str) -> ReceivedReport:
    """From a Word file, so that its sentences may be taken apart."""
    body = paragraph(TITLES["II"], style="Heading1") + paragraph(TITLES["II.2"], style="Muc") + paragraph(text)
    word = read_word(word_file(body))
    return ReceivedReport(_cited(unit), word.report, match(word.report, OUTLINE), word)


def _cited(unit: str) -> Cited:
    return Cited(unit, unit, unit, unit, 1, "", "abcdef0123456789", OWED)


def _around(outline: Outline) -> ConsolidatedReport:
    return ConsolidatedReport(
        LETTERHEAD,
        "sơ kết 05 năm",
        "Kế hoạch số 15-KH/TU của Ban Thường vụ Tỉnh ủy",
        "Ban Tuyên giáo Tỉnh ủy",
        outline,
        SIGNATURE,
        {},
    )
