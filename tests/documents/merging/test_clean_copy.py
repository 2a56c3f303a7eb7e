from __future__ import annotations

from typing import TYPE_CHECKING

from documents.merging.clean_copy import clean_copy
from documents.package import normalised
from tests.documents.merging.drafts import merged
from tests.documents.merging.torture import torture
from tests.documents.word_files import build, line, replaced

if TYPE_CHECKING:
    from pathlib import Path

_REPORT = build(line("Đã mở 12 lớp.") + line("Kết quả tốt."))


def test_clean_copy_is_the_draft_that_never_had_comments(tmp_path: Path) -> None:
    merged(tmp_path / "with", torture(), sources="comments")
    without = merged(tmp_path / "without", torture(), sources="none")

    clean_copy(tmp_path / "with" / "draft.docx", tmp_path / "clean.docx")

    assert (tmp_path / "clean.docx").read_bytes() == without.content


def test_comments_that_word_wrote_are_taken_out_as_well(tmp_path: Path) -> None:
    draft = merged(tmp_path, _REPORT, sources="comments")
    looks = '<w:r w:rsidR="00A1"><w:rPr><w:rStyle w:val="x"/></w:rPr><w:commentReference'
    edited = replaced(draft.content, look=("<w:r><w:commentReference", looks))
    (tmp_path / "edited.docx").write_bytes(edited)

    clean_copy(tmp_path / "edited.docx", tmp_path / "clean.docx")

    clean = (tmp_path / "clean.docx").read_bytes()
    assert b"word/comments.xml" not in clean
    assert normalised(clean) == normalised(merged(tmp_path / "without", _REPORT).content)
