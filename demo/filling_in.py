"""What a unit does that answers on the form of `dondoc outline`: types over the hints, and signs."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from demo.habits import BODY, PARAGRAPH, edited, level_of, text_of
from documents.report_form import ABOUT_THE_FORM

if TYPE_CHECKING:
    from domain.outline import Outline

_HINT = re.compile(r'<w:tag w:val="([^"]+)"/>')
_BODY_TEXT = 'w:val="BodyText"'


def filled_in(form: bytes, report: bytes, outline: Outline) -> bytes:
    """The form with what the report says to each section in place of the hints, of which none is left over."""
    answers = _answers(report, outline)

    def type_over(body: str) -> str:
        return PARAGRAPH.sub(lambda found: _typed_over(found[0], answers), body)

    return edited(form, {BODY: type_over})


def _typed_over(paragraph: str, answers: dict[str, str]) -> str:
    hint = _HINT.search(paragraph)
    if hint is None:
        return paragraph
    return "" if hint[1] == ABOUT_THE_FORM else answers.pop(hint[1], "")


def _answers(report: bytes, outline: Outline) -> dict[str, str]:
    """By the id of the section its paragraphs, as they stand in the file. A table stays out, and so does its caption."""
    with ZipFile(BytesIO(report)) as file:
        paragraphs = PARAGRAPH.findall(file.read(BODY).decode())
    ids = {section.heading: section.id for section in outline.walk()}
    found: dict[str, str] = {}
    section = ""
    for paragraph in paragraphs:
        text = text_of(paragraph)
        if level_of(paragraph):
            section = ids[text]
        elif section and _BODY_TEXT in paragraph and not text.endswith(":"):
            found[section] = found.get(section, "") + paragraph
    return found
