from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.documents.examples import audit_findings
from tests.documents.merging.drafts import merged
from tests.documents.merging.torture import section, table
from tests.documents.word_files import build, line

if TYPE_CHECKING:
    from pathlib import Path

_UPRIGHT, _ACROSS = 9_355, 14_287


@pytest.mark.parametrize(
    ("columns", "width", "page", "most"),
    [
        (4, 1_000, section(is_across=False), _UPRIGHT),
        (8, 1_770, section(is_across=False), _UPRIGHT),
        (12, 1_180, section(is_across=False), _ACROSS),
        (12, 1_180, section(is_across=True), _ACROSS),
        (63, 400, section(is_across=False), _ACROSS),
    ],
)
def test_table_stays_within_the_margins(columns: int, width: int, page: str, most: int, tmp_path: Path) -> None:  # noqa: PLR0917 -- a row of the table above
    body = table([[str(number) for number in range(columns)]], width=width)

    draft = merged(tmp_path, build(line("Trước") + body + line("Sau") + page))

    document = draft.part("word/document.xml")
    widths = [int(one) for one in re.findall(r'<w:gridCol w:w="(\d+)"', document)]
    assert len(widths) == columns
    assert most * 0.4 < sum(widths) <= most
    assert document.count('w:orient="landscape"') == (most == _ACROSS)
    assert draft.texts == ["Trước", "Sau"]
    assert audit_findings(draft.content, tmp_path / "audited.docx") == []


def test_pages_go_back_upright_and_only_the_first_has_no_number(tmp_path: Path) -> None:
    wide = table([[str(number) for number in range(30)]], width=400)

    document = merged(tmp_path, build(line("Trước") + wide + line("Sau"))).part("word/document.xml")

    sections = re.findall(r"<w:sectPr.*?</w:sectPr>", document)
    assert ["titlePg" in one for one in sections] == [True, False, False]
    assert ["landscape" in one for one in sections] == [False, True, False]


def test_letters_grow_smaller_with_the_columns(tmp_path: Path) -> None:
    document = merged(tmp_path, build(table([["1"] * 63]))).part("word/document.xml")

    assert '<w:sz w:val="10"/>' in document
