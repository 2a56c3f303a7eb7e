"""PDF files: their text laid out as a report, and which of their pages are pictures of pages."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

from documents.legacy_fonts import encoding_of, to_unicode
from documents.package import Refusal, UnreadableReport
from documents.page_lines import COLUMN_GAP, Line, Page
from documents.printable import KEPT_TOGETHER, printable
from documents.workroom import MEBIBYTE, Limits, room, run
from domain.spelling import nfc

WORKER = Path(__file__).with_name("pdf_worker.py")
LIMITS = Limits(seconds=60, memory=1536 * MEBIBYTE)

# Signs that a font without a table of letters leaves: such text can only be read from the picture of the page.
_NO_LETTER = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")
_MANY_UNKNOWN = 0.2
# A picture over most of the page and next to no text beside it (a stamp of the digital signature) is a scanned page.
_COVERS = 0.5
_FEW_LETTERS = 250
_DAMAGED = "Tệp PDF bị hỏng, không đọc được. Đề nghị xuất lại PDF từ Word, hoặc nộp tệp .docx."
_BOLD_SUFFIXES = ("bold", "italic", "regular", "bolditalic")
_PASSWORD = "Tệp PDF có mật khẩu nên không mở được. Đề nghị bỏ mật khẩu, hoặc nộp tệp .docx."  # noqa: S105 -- a sentence


class PdfTooSlow(Exception):  # noqa: N818 -- it names what happened
    """The file took longer than reading a PDF may; a person must read it."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """`scanned` are the numbers of the pages that are pictures, from 1; `total` counts the pages that were not read too.

    `overlaid` says that the text lies unseen under pictures: a machine recognised it before.
    """

    pages: tuple[Page, ...]
    total: int
    scanned: tuple[int, ...]
    overlaid: bool


def read_pdf(content: bytes) -> PdfText:
    """Raises UnreadableReport for a damaged or locked file, and PdfTooSlow for one that takes too long."""
    with room() as folder:
        source = folder / "report.pdf"
        source.write_bytes(content)
        outcome = run([sys.executable, "-P", WORKER, source], folder=folder, limits=LIMITS)
    if outcome.timed_out:
        raise PdfTooSlow
    return text_of(outcome.output if outcome.succeeded else b"")


def text_of(answer: bytes) -> PdfText:
    """What the worker printed; nothing, or half of it, when the file brought it down."""
    try:
        said = json.loads(answer)
    except ValueError as error:
        raise UnreadableReport(_DAMAGED) from error
    if said.get("error") == "password":
        raise UnreadableReport(_PASSWORD, code=Refusal.PASSWORD)
    if not said.get("pages"):
        raise UnreadableReport(_DAMAGED)
    pages = said["pages"]
    scanned = tuple(number for number, page in enumerate(pages, start=1) if _is_scanned(page))
    overlaid = any(page["hidden"] and page["covered"] >= _COVERS for page in pages)
    return PdfText(tuple(_page(page) for page in pages), said["count"], scanned, overlaid)


def _is_scanned(page: dict[str, Any]) -> bool:
    """Whether the page must be read from its picture: scanned, drawn without letters, or in letters that nobody knows."""
    text = "".join(run[0] for line in page["lines"] for run in line)
    if not text.strip():
        return bool(page["drawn"])
    unknown = len(_NO_LETTER.findall(text)) > _MANY_UNKNOWN * len(text)
    return unknown or (page["covered"] >= _COVERS and len(text) <= _FEW_LETTERS)


def _page(page: dict[str, Any]) -> Page:
    lines = (_line(runs) for runs in page["lines"])
    return Page(page["width"], page["height"], tuple(line for line in lines if line.text))


def _line(runs: list[list[Any]]) -> Line:
    texts = [_text(letters, font) for letters, font, *_ in runs]
    bold = sum(1 for _ in takewhile(lambda run: run[2], runs))
    return Line(
        _flat(texts),
        len(_flat(texts[:bold])),
        min(run[3] for run in runs),
        min(run[4] for run in runs),
        max(run[5] for run in runs),
        max(run[6] for run in runs),
        any(right[3] - left[5] > COLUMN_GAP * (left[6] - left[4]) for left, right in pairwise(runs)),
    )


def _flat(texts: list[str]) -> str:
    return " ".join(nfc("".join(texts)).split())


def _text(letters: str, font: str) -> str:
    plain = letters.replace("\u200b", "").replace(KEPT_TOGETHER, "-")
    return printable(to_unicode(plain, encoding_of(font_name(font))))


def font_name(name: str) -> str:
    """As the author chose it: "ABCDEF+.VnTime,Bold" is ".VnTime"."""
    chosen = name.rsplit("+", 1)[-1].split(",", 1)[0]
    front, dash, suffix = chosen.rpartition("-")
    return front if dash and suffix.casefold() in _BOLD_SUFFIXES else chosen
