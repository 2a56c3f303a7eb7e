from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.habits import HABITS
from demo.sample_reports import SampleUnit, sample_report
from documents.blocks import Paragraph, Report, Table
from documents.merging.draft import Draft
from documents.merging.object_copying import LOST_FILE, LOST_PICTURE
from documents.office import convert
from documents.package import UnreadableReport
from documents.programs import Programs
from documents.reading import UNREAD_PART, read_word
from documents.sniffing import FileKind
from tests.documents.examples import OUTLINE, audit_findings
from tests.documents.merging.drafts import Merged, merged, said, skeleton
from tests.documents.merging.torture import torture
from tests.documents.mutations import mutated_part
from tests.documents.word_files import build, line, run

if TYPE_CHECKING:
    from pathlib import Path

_LOST = (f"[{LOST_PICTURE[1:-1]}]", ())


@pytest.fixture(scope="module")
def tortured(tmp_path_factory: pytest.TempPathFactory) -> Merged:
    return merged(tmp_path_factory.mktemp("draft"), torture(), torture(), sources="comments")


def test_everything_of_a_report_reads_in_the_draft_as_it_read_in_the_report(tortured: Merged) -> None:
    different = [(was, became) for was, became in tortured.pairs if was != became]

    assert len(tortured.pairs) == 82
    assert [became for _, became in different] == [_LOST] * 4  # two pictures of each: one lies outside, one is missing


def test_what_could_not_come_along_is_named(tortured: Merged) -> None:
    found = [(remark.unit, remark.text) for remark in tortured.remarks]

    assert found == [(unit, text) for unit in "AB" for text in (LOST_PICTURE, LOST_PICTURE, LOST_FILE, UNREAD_PART)]


def test_draft_is_a_valid_file_of_word(tortured: Merged, tmp_path: Path) -> None:
    assert audit_findings(tortured.content, tmp_path / "audited.docx") == []


def test_draft_opens_in_libreoffice(tortured: Merged) -> None:
    office = Programs.found().office
    assert office is not None

    printed = convert(tortured.content, FileKind.DOCX, office=office, target="pdf")

    assert printed.startswith(b"%PDF")


def test_every_habit_of_writing_comes_out_the_same(tmp_path: Path) -> None:
    unit = SampleUnit("Xã Nguyên Lý", "xã", "Huyện ủy Lý Nhân", "05-BC/ĐU", "Lý Nhân", None)
    report = sample_report(unit, OUTLINE, seed="nguyen-ly", thorough=True)

    draft = merged(tmp_path, *(written_in(report) for written_in in HABITS.values()))

    assert all(was == became for was, became in draft.pairs)
    assert audit_findings(draft.content, tmp_path / "audited.docx") == []


def test_same_reports_give_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    first, second = (merged(tmp_path / name, torture(), torture()) for name in ("a", "một thư mục khác"))

    assert first.content == second.content


def test_only_what_is_routed_goes_in_and_each_section_keeps_the_order(tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work")
    for unit in ("B", "A"):
        word = read_word(build(line(f"Một {unit}") + line(f"Hai {unit}") + line(f"Ba {unit}")))
        draft.take_in(unit, word.report, word=word, route={3: "II", 1: "II"})

    found = [(passage.unit, passage.position, passage.text) for passage in draft.passages("II")]

    assert found == [("B", 1, "Một B"), ("B", 3, "Ba B"), ("A", 1, "Một A"), ("A", 3, "Ba A")]
    assert list(draft.passages("II")) == list(draft.passages("II"))
    assert list(draft.passages("I")) == []


def test_text_behind_the_heading_of_the_outline_goes_in_without_it(tmp_path: Path) -> None:
    word = read_word(
        build(line(run("1. Công tác lãnh đạo: ", "<w:b/>"), run("Cấp ủy đã "), run("chỉ đạo", "<w:i/>"), "."))
    )
    draft = Draft(skeleton(), tmp_path / "work")
    draft.take_in("A", word.report, word=word, route={1: "I"}, without_heading={1})

    (passage,) = draft.passages("I")

    assert (passage.blocks, passage.is_plain) == ((Paragraph("Cấp ủy đã chỉ đạo.", 1),), True)


def test_report_that_is_no_word_file_is_written_from_its_blocks(tmp_path: Path) -> None:
    table = Table((("TT", "Nội dung"), ("1", "Loa")), 2)
    report = Report((Paragraph("Đọc từ PDF.", 1), table))
    draft = Draft(skeleton(), tmp_path / "work")
    draft.take_in("A", report, word=None, route={1: "I", 2: "I"})

    with draft.writing(tmp_path / "draft.docx") as body:
        positions = [(body.passage(passage), body.position) for passage in draft.passages("I")]

    result = Merged((tmp_path / "draft.docx").read_bytes(), (), ())
    assert positions == [(Paragraph("Đọc từ PDF.", 2), 2), (None, 3)]
    assert said(result.blocks[3]) == said([table])
    assert audit_findings(result.content, tmp_path / "audited.docx") == []


def test_nothing_is_left_of_a_draft_whose_writing_failed(tmp_path: Path) -> None:
    draft = Draft(skeleton(), tmp_path / "work")

    with pytest.raises(RuntimeError), draft.writing(tmp_path / "draft.docx"):
        raise RuntimeError

    assert not list(tmp_path.glob("draft*"))


@pytest.mark.parametrize("seed", range(12))
def test_spoilt_file_that_can_be_read_can_be_merged(seed: int, tmp_path: Path) -> None:
    content = mutated_part(torture(), str(seed))
    try:
        read_word(content)
    except UnreadableReport:
        return

    draft = merged(tmp_path, content)

    assert sum(was == became for was, became in draft.pairs) >= len(draft.pairs) // 2


_WORDS = st.text(st.sampled_from("aâấ \t\u00a0ằe\u0301-/."), max_size=12)
_RUNS = st.lists(st.tuples(_WORDS, st.sampled_from(["", "<w:b/>", "<w:i/>", "<w:vanish/>"])), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_RUNS, min_size=1, max_size=4))
def test_any_paragraph_reads_as_before(tmp_path: Path, paragraphs: list[list[tuple[str, str]]]) -> None:
    content = build("".join(line(*(run(text, look) for text, look in runs)) for runs in paragraphs))

    draft = merged(tmp_path, content)

    assert all(was == became for was, became in draft.pairs)
