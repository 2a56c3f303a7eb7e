"""A report with everything that Word can put into one, for the tests of merging."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from tests.documents.examples import COMPATIBILITY, OFFICE, PACKAGE, WORD, zip_file
from tests.documents.word_files import abstract, bold, in_font, level, line, listing, numbered, run, style

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawingml"
NAMES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="{COMPATIBILITY}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:shape="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:cx1="http://schemas.microsoft.com/office/drawing/2015/9/8/chartex" mc:Ignorable="w14"'
)


def png(width: int = 2, height: int = 2, shade: int = 90) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + bytes([shade]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture(
    target: str, *, width: int = 3_600_000, height: int = 1_800_000, alt: str = "Ảnh", how: str = "embed"
) -> str:
    named = '<pic:nvPicPr><pic:cNvPr id="1" name="Ảnh"/><pic:cNvPicPr/></pic:nvPicPr>'
    size = f'cx="{width}" cy="{height}"'
    shape = f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    fill = f'<pic:blipFill><a:blip r:{how}="{target}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    return drawing(
        f"<pic:pic>{named}{fill}{shape}</pic:pic>",
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
        size,
        alt,
    )


def drawing(inner: str, uri: str, size: str = 'cx="3600000" cy="1800000"', alt: str = "") -> str:
    graphic = f'<a:graphic><a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic>'
    placed = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1"'
        ' allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent {size}/><wp:wrapNone/>'
        f'<wp:docPr id="1" name="Hình" descr="{alt}"/><wp:cNvGraphicFramePr/>{graphic}</wp:anchor>'
    )
    return f"<w:r><w:drawing>{placed}</w:drawing></w:r>"


def chart(target: str = "rChart") -> str:
    uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    return drawing(f'<c:chart r:id="{target}"/>', uri, alt="Biểu đồ")


def diagram() -> str:
    uri = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    return drawing('<dgm:relIds r:dm="rDm" r:lo="rLo" r:qs="rQs" r:cs="rCs"/>', uri, alt="Sơ đồ")


def text_box(inner: str) -> str:
    """A shape of the newer kind, with what is for older programs beside it; its prefix is not the usual one."""
    size = '<shape:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2400000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></shape:spPr>'
    box = f'<shape:wsp><shape:cNvSpPr txBox="1"/>{size}<shape:txbx><w:txbxContent>{inner}</w:txbxContent></shape:txbx><shape:bodyPr/></shape:wsp>'
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    shown = drawing(box, uri, 'cx="2400000" cy="600000"').removeprefix("<w:r>").removesuffix("</w:r>")
    older = f'<w:pict><v:shape id="x" style="width:100pt;height:50pt"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>'
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="shape">{shown}</mc:Choice><mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>'


def old_picture(target: str, inner: str = "") -> str:
    """As programs of before 2007 draw, placed somewhere on the page."""
    placed = "position:absolute;margin-left:90pt;margin-top:12pt;width:700pt;height:100pt;z-index:1"
    shape = f'<v:shape id="s1" style="{placed}" alt="Ảnh cũ"><v:imagedata r:id="{target}" o:title=""/></v:shape>'
    return f"<w:r><w:pict>{shape}{inner}</w:pict></w:r>"


def embedded(target: str, preview: str) -> str:
    shape = f'<v:shape id="s2" style="width:80pt;height:40pt"><v:imagedata r:id="{preview}" o:title=""/></v:shape>'
    file = f'<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="s2" DrawAspect="Content" ObjectID="_1" r:id="{target}"/>'
    return f'<w:r><w:object w:dxaOrig="1600" w:dyaOrig="800">{shape}{file}</w:object></w:r>'


def table(rows: list[list[str]], *, width: int = 1500, properties: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in rows[0])
    borders = '<w:tblBorders><w:top w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders>'
    cells = "".join("<w:tr>" + "".join(_cell(cell, width) for cell in row) + "</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr>{properties or ""}<w:tblW w:w="0" w:type="auto"/>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl>'


def _cell(inner: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner if inner.startswith("<w:") else line(inner)}</w:tc>'


def note(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def section(*, is_across: bool) -> str:
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if is_across else 'w:w="11906" w:h="16838"'
    return f'<w:sectPr><w:pgSz {size}/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{mark('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{mark('separate')}{run(result)}{mark('end')}"


def listed(text: str, at: int, list_id: int) -> str:
    return numbered(text, level=at, list_id=list_id, is_bold=False)


WIDE_ROW = [f"Cột {n}" for n in range(12)]
BODY = "".join(
    (
        line(run("Đoạn thường có "), bold("chữ đậm"), run(" và "), run("nghiêng", "<w:i/>"), run(", H"), run("2", '<w:vertAlign w:val="subscript"/>'), run("O.")),
        line(run("Theo số liệu của huyện"), note("footnote", 1), run(" và của tỉnh"), note("endnote", 1), run(".")),
        line(run("Chữ "), run("ẩn đi ", "<w:vanish/>"), run("hiện, "), in_font("B¸o c¸o kÕt qu¶", ".VnTime"), run(".")),
        ('<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>Thêm vào. </w:t></w:r></w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>Bỏ.</w:delText></w:r></w:del>'
        '<w:bookmarkStart w:id="0" w:name="b"/><w:r><w:t>Còn lại.</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'),
        '<w:p><w:pPr><w:rPr><w:del w:id="9" w:author="x"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Nửa đầu </w:t></w:r></w:p>',
        line("nửa sau."),
        '<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>Trong khung.</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>',
        f'<w:p><w:r><w:t xml:space="preserve">Xem </w:t></w:r><w:hyperlink r:id="rLink">{run("trang của tỉnh")}</w:hyperlink>{run(" và ")}<w:hyperlink r:id="rFile">{run("tệp")}</w:hyperlink>{run(".")}</w:p>',
        f"<w:p>{run('Trang ')}{field('PAGE', '7')}{run(', mục ')}{field('REF x', 'II')}{run('.')}</w:p>",
        listed("Mục thứ nhất", 0, 1), listed("Mục con", 1, 1), listed("Mục cháu", 2, 1), listed("Mục thứ hai", 0, 1),
        listed("Chấm đầu dòng", 0, 2), listed("Đánh số theo kiểu khác", 0, 3),
        line("Theo kiểu danh sách", style="ListNumber"), line("Theo kiểu danh sách, tiếp", style="ListNumber"),
        line(run("Đoạn đóng khung."), style="Boxed"), line(run("Chữ màu", '<w:rStyle w:val="Red"/>'), run(" trong đoạn.")),
        table([["TT", "Nội dung", "Số"], [listed("", 0, 4), run("Loa").join(("<w:p>", "</w:p>")), "12"], [listed("", 0, 4), "Đài", "3"]], properties='<w:tblStyle w:val="Ruled"/>'),
        table([["Ngoài", table([["Trong", "cùng"]], width=600)], ["Hai", line(picture("rPng", alt="Trong ô"))]]),
        line(picture("rPng", alt="Hội nghị")), line(picture("rPng", width=9_000_000, height=12_000_000, alt="Rất to")),
        line(picture("rOuter", how="link", alt="Ở ngoài")), line(picture("rNone", alt="Không có")),
        line(chart()), line(diagram()), line(old_picture("rPng2")), line(embedded("rBook", "rPng")), line(embedded("rMacro", "rPng")),
        line(run("Có khung chữ."), text_box(line("Chữ trong khung", run(" đậm", "<w:b/>")))),
        f"<w:p><m:oMath><m:r><w:rPr><w:rFonts w:ascii='Cambria Math' w:hAnsi='Cambria Math'/></w:rPr><m:t>a=b+c</m:t></m:r></m:oMath>{run(' là công thức.')}</w:p>",
        '<w:altChunk r:id="rChunk"/>',
        f"<w:p>{run('Dòng một')}<w:r><w:br/></w:r>{run('Dòng hai')}<w:r><w:br w:type='page'/></w:r></w:p>",
        line(run("Dấu "), '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', run(" đã xong.")),
        line(run("Trước trang ngang."), properties=section(is_across=False)),
        table([WIDE_ROW, [str(n) for n in range(12)]], width=1180),
        line(picture("rPng", width=8_500_000, height=2_000_000, alt="Ảnh ngang")),
        line(run("Cuối trang ngang."), properties=section(is_across=True)),
        table([[str(n) for n in range(63)], ["1" for _ in range(63)]], width=300),
        line(run("a) Ưu điểm", "<w:b/>"), note("footnote", 2)),
        line(run("Hết."), properties='<w:jc w:val="right"/>'),
    )
)  # fmt: skip
_LISTS = "".join(
    (
        abstract(1, level(0, "upperRoman", "%1-"), level(1, "decimal", "%2."), level(2, "decimal", "%2.%3.")),
        abstract(2, level(0, "bullet", "\uf0b7").replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr></w:lvl>')),
        abstract(3, level(0, "lowerLetter", "%1)")), abstract(4, level(0, "decimal", "%1")), abstract(5, level(0, "decimal", "%1.")),
        listing(1, 1), listing(2, 2), listing(3, 3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        listing(4, 4), listing(5, 5),
    )
)  # fmt: skip
_STYLES = "".join(
    (
        ('<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="200" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'),
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
        style("ListNumber", name="List Number", inner='<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'),
        ('<w:style w:type="paragraph" w:customStyle="1" w:styleId="Boxed"><w:name w:val="Khung"/><w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/>'
        '<w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr><w:spacing w:after="600"/></w:pPr><w:rPr><w:i/><w:sz w:val="40"/></w:rPr></w:style>'),
        '<w:style w:type="character" w:customStyle="1" w:styleId="Red"><w:name w:val="Nhấn"/><w:rPr><w:rFonts w:ascii="Arial"/><w:color w:val="FF0000"/></w:rPr></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="Plain"><w:name w:val="Normal Table"/></w:style>',
        ('<w:style w:type="table" w:styleId="Ruled"><w:name w:val="Table Grid"/><w:basedOn w:val="Plain"/><w:pPr><w:spacing w:after="0"/></w:pPr><w:tblPr><w:tblBorders>'
        '<w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr></w:style>'),
    )
)  # fmt: skip
_NOTES = '<w:footnote w:id="{}"><w:p>{}</w:p></w:footnote>'.format
_CHART = (
    f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="{OFFICE}"><c:chart><c:plotArea><c:layout/>'
    '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:cat><c:strLit><c:ptCount val="2"/>'
    '<c:pt idx="0"><c:v>A</c:v></c:pt><c:pt idx="1"><c:v>B</c:v></c:pt></c:strLit></c:cat><c:val><c:numLit><c:ptCount val="2"/><c:pt idx="0"><c:v>3</c:v></c:pt>'
    '<c:pt idx="1"><c:v>5</c:v></c:pt></c:numLit></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/>'
    '<c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart>'
    '<c:externalData r:id="rIdBook"/></c:chartSpace>'
)  # fmt: skip
_DIAGRAM = '<dgm:{0} xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{1}</dgm:{0}>'.format
_POINTS = '<dgm:ptLst><dgm:pt modelId="1" type="doc"/></dgm:ptLst><dgm:cxnLst/>'
_REFERENCES = "".join(
    f'<a:{one} idx="{index}"><a:scrgbClr r="0" g="0" b="0"/></a:{one}>'
    for one, index in (("lnRef", "0"), ("fillRef", "0"), ("effectRef", "0"), ("fontRef", "minor"))
)
_LABEL = f'<dgm:styleLbl name="node0"><dgm:style>{_REFERENCES}</dgm:style></dgm:styleLbl>'
_SHEET = zip_file({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
_MACROS = zip_file({"[Content_Types].xml": b"<Types/>", "xl/vbaProject.bin": b"x"})
_LINKED = {
    "rPng": ("image", "media/a.png"), "rPng2": ("image", "media/b.png"), "rChart": ("chart", "charts/c.xml"),
    "rBook": ("package", "embeddings/b.xlsx"), "rMacro": ("package", "embeddings/m.xlsx"), "rChunk": ("aFChunk", "x.html"),
    "rDm": ("diagramData", "diagrams/data.xml"), "rLo": ("diagramLayout", "diagrams/layout.xml"),
    "rQs": ("diagramQuickStyle", "diagrams/style.xml"), "rCs": ("diagramColors", "diagrams/colors.xml"),
    **{name: (name, f"{name}.xml") for name in ("styles", "numbering", "footnotes", "endnotes")},
}  # fmt: skip
_OUTER = {
    "rLink": ("hyperlink", "https://hanam.gov.vn"),
    "rFile": ("hyperlink", "file:///C:/a"),
    "rOuter": ("image", "https://x.vn/a.png"),
}


def torture(body: str = BODY, parts: Mapping[str, bytes] | None = None) -> bytes:
    """The file; `parts` replace those of the same name."""
    return zip_file({**_parts(body), **(parts or {})})


def _parts(body: str) -> dict[str, bytes]:
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _links({"r1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _links(_LINKED, _OUTER),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}{section(is_across=False)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMES}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{_LISTS}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {NAMES}>{_NOTES(1, run('Niên giám thống kê.'))}{_NOTES(2, run('Theo biên bản.'))}</w:footnotes>",
        "word/endnotes.xml": f"<w:endnotes {NAMES}>{_NOTES(1, run('Cục Thống kê.')).replace('footnote', 'endnote')}</w:endnotes>",
        "word/charts/c.xml": _CHART,
        "word/charts/_rels/c.xml.rels": _links({"rIdBook": ("package", "../embeddings/b.xlsx")}),
        "word/diagrams/data.xml": _DIAGRAM("dataModel", _POINTS),
        "word/diagrams/layout.xml": _DIAGRAM("layoutDef", "<dgm:layoutNode/>"),
        "word/diagrams/style.xml": _DIAGRAM("styleDef", _LABEL),
        "word/diagrams/colors.xml": _DIAGRAM("colorsDef", '<dgm:styleLbl name="node0"/>'),
        "word/x.html": "<p>Chữ</p>",
    }
    files = {
        "word/media/a.png": png(8, 4),
        "word/media/b.png": png(4, 4, 160),
        "word/embeddings/b.xlsx": _SHEET,
        "word/embeddings/m.xlsx": _MACROS,
    }
    return {**{name: text.encode() for name, text in texts.items()}, **files}


def _content_types() -> str:
    kinds = {
        f"word/{name}.xml": f"{_WORD_TYPE}.{name}+xml" for name in ("styles", "numbering", "footnotes", "endnotes")
    }
    kinds["word/document.xml"] = f"{_WORD_TYPE}.document.main+xml"
    kinds["word/charts/c.xml"] = f"{_DRAWING_TYPE}.chart+xml"
    for name, kind in (("data", "Data"), ("layout", "Layout"), ("style", "Style"), ("colors", "Colors")):
        kinds[f"word/diagrams/{name}.xml"] = f"{_DRAWING_TYPE}.diagram{kind}+xml"
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("png", "image/png"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("html", "text/html"),
        )
    )
    return f'<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>'


def _links(inner: Mapping[str, tuple[str, str]], outer: Mapping[str, tuple[str, str]] | None = None) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in inner.items()
    )
    lines += "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for name, (kind, target) in (outer or {}).items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'
