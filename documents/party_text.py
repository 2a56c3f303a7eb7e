"""Text as Word holds it in a paragraph, written straight into its XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from lxml import etree

from documents.printable import printable

if TYPE_CHECKING:
    from lxml.etree import _Element

# Light enough for black type on a poor printer.
MARK_FILL = "D9D9D9"

_RUN, _TEXT, _SPACE = qn("w:r"), qn("w:t"), qn("xml:space")
_SIGNS = {"\t": qn("w:tab"), "\n": qn("w:br"), "\r": qn("w:br"), "-": qn("w:noBreakHyphen")}
_SHADE = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): MARK_FILL}
_WORD = re.compile(r"\S+")
_BREAKS = re.compile(r"([\t\n\r])")
_BREAKS_AND_HYPHENS = re.compile(r"([\t\n\r-])")


def write_runs(paragraph: _Element, text: str, *, marked: bool = False) -> None:
    """The text; numbers of documents in runs of their own, with hyphens that no line ends after.

    What is `marked` is bold on grey.
    """
    clean = printable(text)
    end = 0
    for number in filter(_is_number, _WORD.finditer(clean)):
        _write_run(paragraph, clean[end : number.start()], _BREAKS, marked=marked)
        _write_run(paragraph, number[0], _BREAKS_AND_HYPHENS, marked=marked)
        end = number.end()
    _write_run(paragraph, clean[end:], _BREAKS, marked=marked)


def _is_number(word: re.Match[str]) -> bool:
    """07-CT/TW, 81/BC-STTTT, and the blank one before it is given: -BC/BTGTU."""
    return "-" in word[0] and "/" in word[0]


def _write_run(paragraph: _Element, text: str, signs: re.Pattern[str], *, marked: bool) -> None:
    if not text:
        return
    run = etree.SubElement(paragraph, _RUN)
    if marked:
        properties = etree.SubElement(run, qn("w:rPr"))
        etree.SubElement(properties, qn("w:b"))
        etree.SubElement(properties, qn("w:shd"), _SHADE)
    for piece in filter(None, signs.split(text)):
        if signs.fullmatch(piece):
            etree.SubElement(run, _SIGNS[piece])
        else:
            etree.SubElement(run, _TEXT, {_SPACE: "preserve"} if piece != piece.strip() else {}).text = piece
