from __future__ import annotations

from typing import TYPE_CHECKING

from documents.merging.draft import Draft
from tests.documents.merging.drafts import Merged, merged, skeleton, taken_in
from tests.documents.merging.torture import listed
from tests.documents.word_files import Parts, abstract, build, level, line, listing, style

if TYPE_CHECKING:
    from pathlib import Path

_LEVELS = (level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "decimal", "%1.%3."))
_LISTS = Parts(numbering=abstract(7, *_LEVELS) + listing(3, 7))
_REPORT = build(
    listed("Một", 0, 3) + listed("Con", 1, 3) + listed("Cháu", 2, 3) + listed("Hai", 0, 3) + listed("Con", 1, 3), _LISTS
)
_NUMBERED = ["1. Một", "a) Con", "1.1. Cháu", "2. Hai", "a) Con"]


def test_numbers_begin_anew_with_each_unit_and_equal_lists_are_shared(tmp_path: Path) -> None:
    draft = merged(tmp_path, _REPORT, _REPORT)

    assert draft.texts == [*_NUMBERED, *_NUMBERED]
    assert draft.part("word/numbering.xml").count("<w:abstractNum ") == 1
    assert draft.part("word/numbering.xml").count("<w:num ") == 2


def test_numbers_are_those_of_the_report_whatever_is_left_out_before_them(tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work")
    taken_in(draft, _REPORT)

    with draft.writing(tmp_path / "draft.docx") as body:
        for passage in draft.passages("I"):
            if passage.position in (3, 4):
                body.passage(passage)

    # The third level shows the numbers above it, which are not in the draft: it is typed.
    result = Merged((tmp_path / "draft.docx").read_bytes(), (), ())
    assert result.texts == ["1.1. Cháu", "2. Hai"]
    assert "<w:t>1.1. </w:t>" in result.part("word/document.xml").replace(' xml:space="preserve"', "")
    assert '<w:startOverride w:val="2"/>' in result.part("word/numbering.xml")


def test_numbers_of_a_list_style_are_kept_apart_as_well(tmp_path: Path) -> None:
    parts = Parts(
        styles=style("S", name="List Number", inner='<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'),
        numbering=_LISTS.numbering,
    )
    report = build(line("Một", style="S") + line("Hai", style="S"), parts)

    assert merged(tmp_path, report, report).texts == ["1. Một", "2. Hai", "1. Một", "2. Hai"]
