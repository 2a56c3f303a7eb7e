from __future__ import annotations

from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.custom_properties import custom_properties
from documents.draft_origin import draft_properties, run_of
from documents.party_document import PartyDocument
from tests.documents.examples import paragraph, word_file, zip_file

RUN = "ke-hoach-15-kh-tu/BTG/3"


def marked(properties: dict[str, str]) -> bytes:
    document = PartyDocument("Báo cáo")
    document.paragraph("x")
    document.mark(properties)
    return document.to_bytes()


def test_run_comes_back_from_the_draft() -> None:
    assert run_of(marked(draft_properties(RUN))) == RUN


def test_run_outlives_another_program_that_saves_the_file() -> None:
    saved = BytesIO()
    docx.Document(BytesIO(marked(draft_properties(RUN)))).save(saved)

    assert run_of(saved.getvalue()) == RUN


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 broken",
        word_file(paragraph("x")),
        zip_file({"docProps/custom.xml": b"<not-closed"}),
        zip_file({"docProps/custom.xml": custom_properties({"dondoc-plan": "p"})}),
        marked(draft_properties("")),
        marked(draft_properties("x" * 101)),
    ],
    ids=["empty", "pdf", "broken", "other", "no-xml", "unmarked", "blank", "long"],
)
def test_file_that_is_none_of_our_drafts_has_no_run(content: bytes) -> None:
    assert run_of(content) is None


@given(st.integers(0), st.integers(0, 255))
def test_damaged_draft_never_raises(place: int, byte: int) -> None:
    content = bytearray(marked(draft_properties(RUN)))
    content[place % len(content)] = byte

    assert isinstance(run_of(bytes(content)), str | None)
