"""Drafts for the tests of carrying over, and what is left of them when all of our changes are accepted or rejected."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
from lxml import etree

from documents.blocks import Block, Table
from documents.carrying.tracked import AUTHOR
from documents.party_document import Column, PartyDocument
from documents.reading import read_report
from documents.word_names import PARAGRAPH, WORD
from tests.documents.examples import zip_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document
    from lxml.etree import _Element

AT = datetime(2022, 8, 25, 8, tzinfo=timezone(timedelta(hours=7)))
HEADING = "1. Kết quả tổ chức triển khai thực hiện các nhiệm vụ nêu trong Chỉ thị số 07-CT/TW"
FIRST = "Huyện ủy Lý Nhân đã quán triệt Chỉ thị đến toàn thể đảng viên trong quý I năm 2017."
SECOND = "Hệ thống loa truyền thanh được nâng cấp ở mười hai thôn với kinh phí 1,2 tỷ đồng."
THIRD = "Công tác thông tin cơ sở được các cấp ủy quan tâm, phân công đồng chí phụ trách."
LATE = "Huyện ủy Kim Bảng mở bốn lớp bồi dưỡng cho cán bộ làm công tác tuyên truyền miệng."
DRAFT = (HEADING, FIRST, SECOND, THIRD)
_DELETED_TEXT = {f"{WORD}delText": f"{WORD}t", f"{WORD}delInstrText": f"{WORD}instrText"}


def draft(*blocks: str | tuple[tuple[str, ...], ...], run: str = "") -> bytes:
    """A paragraph for each text, a table for rows."""
    document = PartyDocument("Báo cáo")
    for block in blocks:
        if isinstance(block, str):
            document.paragraph(block, style="Heading 2" if block == HEADING else "Body Text")
        else:
            document.table([Column(title, 60) for title in block[0]], block[1:])
    if run:
        document.mark({"dondoc-ban-tong-hop": run})
    return document.to_bytes()


def edited(content: bytes, edit: Callable[[Document], object]) -> bytes:
    """As another program saves it."""
    document = docx.Document(BytesIO(content))
    edit(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def accepted(content: bytes) -> list[str]:
    """The words of each block when everything is accepted, tables cell by cell."""
    return [text for block in read_report(content).blocks for text in _texts(block)]


def rejected(content: bytes) -> bytes:
    """The file with all that the program changed taken back, and nobody else's changes."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    _take_back_insertions(root)
    for mark in _ours(root, "del"):
        _take_back_deletion(mark)
    return zip_file(parts | {"word/document.xml": etree.tostring(root)})


def body_of(content: bytes) -> _Element:
    with ZipFile(BytesIO(content)) as archive:
        body = etree.fromstring(archive.read("word/document.xml")).find(f"{WORD}body")
    assert body is not None
    return body


def part(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode() if name in archive.namelist() else ""


def _ours(root: _Element, name: str) -> list[_Element]:
    return [one for one in root.iter(f"{WORD}{name}") if one.get(f"{WORD}author") == AUTHOR]


def _take_back_insertions(root: _Element) -> None:
    ends = [mark for mark in _ours(root, "ins") if _parent(mark).tag == f"{WORD}rPr"]
    paragraphs = [next(mark.iterancestors(PARAGRAPH)) for mark in ends]
    for mark in _ours(root, "ins"):
        parent = _parent(mark)
        _remove(_parent(parent) if parent.tag == f"{WORD}trPr" else mark)
    for paragraph in paragraphs:
        assert not paragraph.xpath("string()"), "an inserted paragraph holds nothing but what was inserted"
        assert paragraph.find(f".//{WORD}commentReference") is None
        _remove(paragraph)
    for table in [one for one in root.iter(f"{WORD}tbl") if one.find(f"{WORD}tr") is None]:
        _remove(table)


def _take_back_deletion(mark: _Element) -> None:
    for one in mark.iter(*_DELETED_TEXT):
        one.tag = _DELETED_TEXT[str(one.tag)]
    parent = _parent(mark)
    place = parent.index(mark)
    parent[place : place + 1] = list(mark)


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _remove(element: _Element | None) -> None:
    parent = None if element is None else element.getparent()
    if element is not None and parent is not None:
        parent.remove(element)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    return [getattr(block, "text", "[hình]")]
