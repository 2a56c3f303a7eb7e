"""Values and small Word files for the tests of documents."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from documents.letterhead import Letterhead, Signature, number_line
from domain.outline import Outline, Section

if TYPE_CHECKING:
    from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

LETTERHEAD = Letterhead(
    "Tỉnh ủy Hà Nam",
    "Ban Tuyên giáo",
    number_line(None, code="BC/BTGTU"),
    "Hà Nam",
    date(2022, 8, 25),
)
SIGNATURE = Signature("", "Trưởng ban", recipients=("Văn phòng Tỉnh ủy", "Lưu Ban Tuyên giáo"))

# The outline of the plan, its longest titles shortened.
OUTLINE = Outline(
    "Đề cương báo cáo sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW",
    (
        Section(
            "I",
            "I-",
            "Tình hình quán triệt và tổ chức triển khai thực hiện Chỉ thị số 07-CT/TW",
            1,
            sections=(
                Section("I.1", "1.", "Công tác lãnh đạo, chỉ đạo quán triệt và tổ chức triển khai thực hiện", 2),
                Section("I.2", "2.", "Nhận thức của cấp ủy đảng, chính quyền, Mặt trận Tổ quốc", 2),
            ),
        ),
        Section(
            "II",
            "II-",
            "Kết quả sau 5 năm triển khai thực hiện Chỉ thị số 07-CT/TW",
            1,
            sections=(
                Section(
                    "II.1",
                    "1.",
                    "Kết quả tổ chức triển khai thực hiện các nhiệm vụ nêu trong Chỉ thị số 07-CT/TW",
                    2,
                    sections=(
                        Section("II.1.3", "1.3.", "Kết quả đầu tư, nâng cấp cơ sở vật chất, phương tiện, thiết bị", 3),
                        Section("II.1.4", "1.4.", "Kết quả xây dựng kênh truyền thông về cơ sở", 3, owners=("BHN",)),
                    ),
                ),
                Section("II.2", "2.", "Đánh giá chung", 2),
            ),
        ),
        Section("IV", "IV-", "Đề xuất, kiến nghị", 1),
    ),
)

STYLES = f"""<w:styles xmlns:w="{WORD}">
  <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="MucNho"><w:name w:val="Mục nhỏ"/><w:basedOn w:val="Muc"/></w:style>
  <w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
</w:styles>"""


def word_file(body: str, *, styles: str = STYLES, prologue: str = "") -> bytes:
    """A .docx with nothing but this body and these styles."""
    document = f'{prologue}<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"><w:body>{body}</w:body></w:document>'
    return zip_file(
        {
            "_rels/.rels": _relationships("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _relationships("styles", "styles.xml"),
            "word/document.xml": document.encode(),
            "word/styles.xml": styles.encode(),
        },
    )


def zip_file(parts: dict[str, bytes]) -> bytes:
    """Without a clock: where the bytes name a test, two workers collect the same names."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return target.getvalue()


def paragraph(text: str, *, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def audit_findings(content: bytes, path: Path) -> list[str]:
    """What the auditor of Office files has against this one; `path` is where it may put it."""
    path.write_bytes(content)
    return [error.description for error in OpenXmlValidator().validate(path).errors]


def _relationships(kind: str, target: str) -> bytes:
    relationship = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}">{relationship}</Relationships>'.encode()
