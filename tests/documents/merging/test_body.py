from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from documents.blocks import Footnote, Paragraph
from documents.merging.draft import Draft
from domain.sentences import Span, sentence_spans
from tests.documents.examples import audit_findings
from tests.documents.merging.drafts import Merged, merged, skeleton, taken_in
from tests.documents.merging.torture import note, table
from tests.documents.word_files import Parts, bold, build, line, run

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = line(run("Đã mở "), bold("12 lớp"), run(". Có 300 người dự. Kết quả tốt."))


def test_sentences_may_be_taken_out_of_a_plain_passage(tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work")
    taken_in(draft, build(PLAIN))

    with draft.writing(tmp_path / "draft.docx") as body:
        (passage,) = draft.passages("I")
        first, _, last = sentence_spans(passage.text)
        kept = body.passage(passage, keep=(first, last))
        nothing = body.passage(passage, keep=())

    result = _read(tmp_path)
    assert passage.is_plain
    assert (kept, nothing) == (Paragraph("Đã mở 12 lớp. Kết quả tốt.", 2), None)
    assert result.texts == ["Đã mở 12 lớp. Kết quả tốt."]
    assert "<w:b/></w:rPr><w:t>12 lớp</w:t>" in result.part("word/document.xml")


@pytest.mark.parametrize(
    "body",
    [
        line(run("Có chú thích"), note("footnote", 1)),
        table([["a"]]),
        line(run("Hai"), "<w:r><w:br/></w:r>", run("dòng")),
    ],
)
def test_passage_with_more_than_text_is_not_plain(body: str, tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work")
    taken_in(draft, build(body, _NOTES))

    assert [passage.is_plain for passage in draft.passages("I")] == [False]


def test_position_is_that_at_which_a_reader_of_the_draft_finds_the_block(tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work")
    taken_in(draft, build(PLAIN + table([["a"]]) + table([["b"]]) + PLAIN))

    with draft.writing(tmp_path / "draft.docx") as body:
        body.paragraph("Hai dòng,\nmột đoạn mỗi dòng.", style="Body Text")
        positions = [body.position]
        for passage in draft.passages("I"):
            body.passage(passage)
            positions.append(body.position)
        body.paragraph("Số 07-CT/TW.", style="Unit Line")
        positions.append(body.position)

    blocks = _read(tmp_path).blocks
    assert positions[0] == 3  # the first of the skeleton, and two lines
    assert all(position in blocks for position in positions)
    assert [block.text for block in blocks[positions[-1]] if isinstance(block, Paragraph)] == ["Số 07-CT/TW."]


def test_one_comment_says_where_several_blocks_are_from(tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work", sources="comments")
    taken_in(draft, build(PLAIN + table([["a"]])))

    with draft.writing(tmp_path / "draft.docx") as body:
        body.begin_source("Huyện A,\nmục I")
        for passage in draft.passages("I"):
            body.passage(passage)
        body.end_source()
        body.begin_source("Không có gì")
        body.end_source()

    result = _read(tmp_path)
    document = result.part("word/document.xml")
    assert [document.count(f"<w:comment{mark}") for mark in ("RangeStart", "RangeEnd", "Reference")] == [1, 1, 1]
    assert (
        document.index("RangeStart") < document.index("Đã mở") < document.index("<w:tbl>") < document.index("RangeEnd")
    )
    assert result.part("word/comments.xml").count("<w:comment ") == 1
    assert audit_findings(result.content, tmp_path / "audited.docx") == []


def test_sources_may_be_footnotes_among_those_of_the_unit(tmp_path: Path) -> None:
    result = merged(tmp_path, build(line(run("Theo huyện"), note("footnote", 1)), _NOTES), sources="footnotes")

    notes = [block for block in result.blocks[2] if isinstance(block, Footnote)]
    assert notes == [Footnote(1, "Niên giám.", 2), Footnote(2, "A, đoạn 1", 2)]
    assert audit_findings(result.content, tmp_path / "audited.docx") == []


def test_quoted_sentence_carries_its_source(tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work", sources="footnotes")

    with draft.writing(tmp_path / "draft.docx") as body:
        body.paragraph("6/9 đơn vị nêu: kết quả tốt.", style="Body Text", source="A; B")

    assert _read(tmp_path).blocks[2] == [Paragraph("6/9 đơn vị nêu: kết quả tốt.", 2), Footnote(1, "A; B", 2)]


def test_span_over_two_looks_keeps_both(tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work")
    taken_in(draft, build(PLAIN))

    with draft.writing(tmp_path / "draft.docx") as body:
        (passage,) = draft.passages("I")
        body.passage(passage, keep=(Span(3, 9),))

    assert _read(tmp_path).texts == ["mở 12"]


_NOTES = Parts(footnotes=f'<w:footnote w:id="1"><w:p>{run("Niên giám.")}</w:p></w:footnote>')


def _read(folder: Path) -> Merged:
    return Merged((folder / "draft.docx").read_bytes(), (), ())
