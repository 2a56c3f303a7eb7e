from __future__ import annotations

from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.custom_properties import custom_properties
from documents.form_origin import FormOrigin, form_of
from documents.party_document import PartyDocument
from tests.documents.examples import paragraph, word_file, zip_file

ORIGIN = FormOrigin("ke-hoach-15-kh-tu", "HU-353", "district")


def marked(properties: dict[str, str]) -> bytes:
    document = PartyDocument("Báo cáo")
    document.paragraph("x")
    document.mark(properties)
    return document.to_bytes()


def test_origin_comes_back_from_the_file() -> None:
    assert form_of(marked(ORIGIN.properties())) == ORIGIN


def test_origin_outlives_another_program_that_saves_the_file() -> None:
    document = docx.Document(BytesIO(marked(ORIGIN.properties())))
    document.add_paragraph("Không.")
    saved = BytesIO()
    document.save(saved)

    assert form_of(saved.getvalue()) == ORIGIN


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 broken",
        word_file(paragraph("x")),
        zip_file({"docProps/custom.xml": b"<not-closed"}),
        zip_file({"docProps/custom.xml": b"<!DOCTYPE d [<!ENTITY a 'x'>]><d>&a;</d>"}),
        zip_file({"docProps/custom.xml": custom_properties({"dondoc-plan": "p", "dondoc-unit": "u"})}),
        marked({}),
        marked(ORIGIN.properties() | {"dondoc-duty": ""}),
        marked(ORIGIN.properties() | {"dondoc-unit": "x" * 101}),
    ],
    ids=["empty", "pdf", "broken", "other", "no-xml", "doctype", "half", "unmarked", "blank", "long"],
)
def test_file_that_is_none_of_our_forms_has_no_origin(content: bytes) -> None:
    assert form_of(content) is None


@given(st.integers(0), st.integers(0, 255))
def test_damaged_form_never_raises(place: int, byte: int) -> None:
    content = bytearray(marked(ORIGIN.properties()))
    content[place % len(content)] = byte

    assert isinstance(form_of(bytes(content)), FormOrigin | None)
