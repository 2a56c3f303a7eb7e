"""Reports of twelve pages as units write them, in three habits: heading styles, typed bold numbers, automatic numbers."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import docx
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

HABITS = ("heading styles", "bold typed numbers", "automatic numbers")
HEADINGS, PARAGRAPHS, TABLES, PICTURES, NOTES = 21, 60, 4, 3, 2

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_OFFICE}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
# Under each Roman number so many parts, and in each of them so many: 4 + 9 + 8 headings.
_SHAPE = {"I-": (0, 0), "II-": (5, 0), "III-": (0, 3, 0), "IV-": (0, 0)}
_SENTENCE = (
    "Cấp ủy, chính quyền đã tập trung lãnh đạo, chỉ đạo quán triệt, tuyên truyền sâu rộng Chỉ thị đến cán bộ, đảng viên và "
    "nhân dân trên địa bàn; công tác phối hợp giữa các ngành, đoàn thể được duy trì thường xuyên, đạt kết quả tích cực."
)
_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
_SIZE = '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/>'
_REVISION = 'w:rsidR="00A77B3E" w:rsidRPr="005D1F5C"'
_PAGE = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
_PICTURE_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_PICTURE_SIZE = 'cx="3600000" cy="2400000"'
_BODY = '<w:pPr><w:spacing w:before="120" w:after="120" w:line="360" w:lineRule="exact"/><w:ind w:firstLine="567"/><w:jc w:val="both"/></w:pPr>'


def report_file(habit: str, seed: str) -> bytes:
    """A .docx of about 540 kB, the same for the same seed."""
    dice = Random(seed)  # noqa: S311 -- sample texts are no secret
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in _parts(habit, dice).items():
            archive.writestr(name, part)
        for number in range(PICTURES):
            archive.writestr(f"word/media/image{number}.jpeg", dice.randbytes(150_000), ZIP_STORED)
    return target.getvalue()


def _parts(habit: str, dice: Random) -> dict[str, str | bytes]:
    kinds = ("styles", "numbering", "footnotes")
    return {
        "[Content_Types].xml": _content_types(kinds),
        "_rels/.rels": _relationships([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relationships(
            [*((kind, f"{kind}.xml") for kind in kinds), *(("image", f"media/image{n}.jpeg") for n in range(PICTURES))]
        ),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{''.join(_body(habit, dice))}{_PAGE}</w:body></w:document>",
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": _footnotes(),
    }


def _content_types(kinds: tuple[str, ...]) -> str:
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {"document": "document.main", **{kind: kind for kind in kinds}}
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{office}.{kind}+xml"/>' for part, kind in parts.items()
    )
    package = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{package}"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    )
    names = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{names}">{defaults}{overrides}</Types>'


@cache
def _styles() -> bytes:
    """Those that python-docx starts a document with, the built-in ones of Word, without its hundred table styles."""
    with ZipFile(Path(docx.__file__).parent / "templates" / "default.docx") as template:
        styles = etree.fromstring(template.read("word/styles.xml"))
    for style in styles.findall(f"{{{_W}}}style[@{{{_W}}}type='table']"):
        styles.remove(style)
    return etree.tostring(styles)


def _relationships(kinds: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, start=1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def _body(habit: str, dice: Random) -> Iterator[str]:
    kinds = [_table, _picture, _cited, _table, _picture, _cited, _table, _picture, _table]
    extras = iter([kind(number) for number, kind in enumerate(kinds)])
    for number, (level, label) in enumerate(_headings()):
        yield _heading(habit, level, label, f"Kết quả thực hiện nhiệm vụ thứ {number + 1} của địa phương")
        for _ in range(PARAGRAPHS // HEADINGS + (number < PARAGRAPHS % HEADINGS)):
            yield _paragraph(dice)
        yield next(extras, "")


def _headings() -> Iterator[tuple[int, str]]:
    for first, parts in _SHAPE.items():
        yield 1, first
        for second, below in enumerate(parts, start=1):
            yield 2, f"{second}."
            yield from ((3, f"{second}.{third}.") for third in range(1, below + 1))


def _heading(habit: str, level: int, label: str, title: str) -> str:
    if habit == HABITS[0]:
        numbered = f'<w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>'
        return f"<w:p {_REVISION}>{numbered}{_run(f'{label} {title}')}</w:p>"
    if habit == HABITS[1]:
        return f"<w:p {_REVISION}>{_BODY}{_run(f'{label} ', bold=True)}{_run(title, bold=True)}</w:p>"
    numbered = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr><w:rPr><w:b/></w:rPr></w:pPr>'
    )
    return f"<w:p {_REVISION}>{numbered}{_run(title, bold=True)}</w:p>"


def _paragraph(dice: Random) -> str:
    """Some sixty words, in the pieces into which Word breaks what was corrected or checked."""
    words = f"{_SENTENCE} Đã tổ chức {dice.randint(2, 400)} hội nghị tuyên truyền, có nhiều người tham dự.".split()
    cuts = sorted(dice.sample(range(1, len(words)), 3))
    pieces = [" ".join(words[begin:end]) for begin, end in zip([0, *cuts], [*cuts, len(words)], strict=True)]
    runs = '<w:proofErr w:type="spellStart"/>'.join(_run(f"{piece} ") for piece in pieces)
    return f"<w:p {_REVISION}>{_BODY}{runs}</w:p>"


def _run(text: str, *, bold: bool = False) -> str:
    bold_on = "<w:b/><w:bCs/>" if bold else ""
    return f'<w:r {_REVISION}><w:rPr>{_FONT}{bold_on}{_SIZE}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _table(number: int) -> str:
    rows = [
        ["TT", "Nội dung", "Năm 2021", "Năm 2022"],
        *([str(n), "Cụm loa", str(n * number), "12"] for n in range(1, 8)),
    ]
    return f"<w:tbl><w:tblPr><w:tblW w:w='5000' w:type='pct'/></w:tblPr>{''.join(map(_row, rows))}</w:tbl>"


def _row(cells: list[str]) -> str:
    column = '<w:tcPr><w:tcW w:w="1250" w:type="pct"/></w:tcPr>'
    centred = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    return f"<w:tr {_REVISION}>{''.join(f'<w:tc>{column}<w:p>{centred}{_run(cell)}</w:p></w:tc>' for cell in cells)}</w:tr>"


def _picture(number: int) -> str:
    named = f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture"/><pic:cNvPicPr/></pic:nvPicPr>'
    shaped = (
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {_PICTURE_SIZE}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )
    fill = f'<pic:blipFill><a:blip r:embed="rId{4 + number % PICTURES}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    picture = f"<pic:pic>{named}{fill}<pic:spPr>{shaped}</pic:spPr></pic:pic>"
    graphic = f'<a:graphic><a:graphicData uri="{_PICTURE_URI}">{picture}</a:graphicData></a:graphic>'
    size = (
        f'<wp:extent {_PICTURE_SIZE}/><wp:docPr id="{number}" name="Picture" descr="Hội nghị"/><wp:cNvGraphicFramePr/>'
    )
    placed = f"<wp:inline>{size}{graphic}</wp:inline>"
    return f"<w:p><w:r><w:drawing>{placed}</w:drawing></w:r></w:p>"


def _cited(number: int) -> str:
    return f'<w:p>{_run("Theo số liệu báo cáo.")}<w:r><w:footnoteReference w:id="{1 + (number > NOTES)}"/></w:r></w:p>'


def _footnotes() -> str:
    notes = "".join(f'<w:footnote w:id="{n}"><w:p>{_run(f"Nguồn số {n}.")}</w:p></w:footnote>' for n in (1, 2))
    return f"<w:footnotes {_NAMES}>{notes}</w:footnotes>"


def _numbering() -> str:
    forms = (("upperRoman", "%1-"), ("decimal", "%2."), ("decimal", "%2.%3."))
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(forms)
    )
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    return f'<w:numbering {_NAMES}>{abstract}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
