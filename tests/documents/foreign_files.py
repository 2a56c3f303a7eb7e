"""One report in every kind of file that units send, made by LibreOffice: also with a password, and as a scan."""

from __future__ import annotations

import ctypes
import subprocess
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]

from demo.sample_reports import SampleUnit, sample_report
from documents.pdf_worker import draw
from documents.programs import Programs
from documents.workroom import room
from tests.documents.examples import OUTLINE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

UNIT = SampleUnit("Đảng ủy xã Bình Nghĩa", "xã", "Huyện ủy Bình Lục", "05-BC/ĐU", "Bình Nghĩa", date(2022, 7, 20))
PLAIN = ("Overwrite", "True")
PASSWORD = ("Password", '"bi-mat"')
WORD_PASSWORD = ("EncryptionData", 'Array(Locked("CryptoType", "Standard"), Locked("OOXPassword", "bi-mat"))')
FILTERS = {
    "report.doc": ("MS Word 97", PLAIN),
    "report.odt": ("writer8", PLAIN),
    "report.rtf": ("Rich Text Format", PLAIN),
    "report.pdf": ("writer_pdf_Export", PLAIN),
    "locked.docx": ("MS Word 2007 XML", WORD_PASSWORD),
    "locked.doc": ("MS Word 97", PASSWORD),
    "locked.odt": ("writer8", PASSWORD),
    "locked.pdf": (
        "writer_pdf_Export",
        ("FilterData", 'Array(Named("EncryptFile", True), Named("DocumentOpenPassword", "bi-mat"))'),
    ),
}

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Function Named(key As String, worth As Variant) As Variant
  Dim pair As New com.sun.star.beans.PropertyValue
  pair.Name = key
  pair.Value = worth
  Named = pair
End Function
Function Locked(key As String, worth As String) As Variant
  Dim pair As New com.sun.star.beans.NamedValue
  pair.Name = key
  pair.Value = worth
  Locked = pair
End Function
Sub SaveAll(folder As String)
  Dim doc As Object
  doc = StarDesktop.loadComponentFromURL(folder &amp; "report.docx", "_blank", 0, Array(Named("Hidden", True)))
  {lines}
  doc.close(True)
  StarDesktop.terminate()
End Sub
</script:module>
"""


def every_kind() -> dict[str, bytes]:
    """By name. Takes some two seconds: LibreOffice starts once and saves them all."""
    office = Programs.found().office
    assert office is not None
    with room() as folder:
        (folder / "report.docx").write_bytes(report())
        (folder / "report.docx").write_bytes(report())
        command: list[str | Path] = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
        ]
        # The first start lays the profile out, with an empty module where ours goes.
        _run([*command, "--terminate_after_init"])
        module = folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba"
        module.write_text(MODULE.replace("{lines}", _saving()), encoding="utf-8")
        macro = f'macro:///Standard.Module1.SaveAll("{folder.as_uri()}/")'
        _run([*command, macro])
        files = {name: (folder / name).read_bytes() for name in ("report.docx", *FILTERS)}
        files |= _scanned(folder / "report.pdf")
    return files


def pdfs_of(*words: bytes) -> list[bytes]:
    """These .docx as LibreOffice prints them, in one go."""
    office = Programs.found().office
    assert office is not None
    with room() as folder:
        sources = [folder / f"report-{number}.docx" for number in range(len(words))]
        for source, word in zip(sources, words, strict=True):
            source.write_bytes(word)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *sources])
        return [source.with_suffix(".pdf").read_bytes() for source in sources]


def report() -> bytes:
    return sample_report(UNIT, OUTLINE, seed="Bình Nghĩa", thorough=True)


def _run(command: Sequence[str | Path]) -> None:
    subprocess.run(command, check=True, timeout=120, capture_output=True)  # noqa: S603 -- our own macro


def _saving() -> str:
    saving = 'doc.storeToURL(folder &amp; "{}", Array(Named("FilterName", "{}"), Named("{}", {})))'
    return "\n  ".join(saving.format(name, chosen, *extra) for name, (chosen, extra) in FILTERS.items())


def _scanned(pdf: Path) -> dict[str, bytes]:
    """The first page of the report: as a picture, as a PDF of nothing but that picture, and with its text."""
    draw(pdf, [1])
    grey = pdf.with_name("page-1.pgm").read_bytes()
    first = pypdfium2.PdfDocument.new()
    first.import_pages(pypdfium2.PdfDocument(pdf), [0])
    target = BytesIO()
    first.save(target)
    return {"scan.tif": tif(grey), "scan.pdf": pdf_of_pictures([grey]), "first-page.pdf": target.getvalue()}


def tif(grey: bytes) -> bytes:
    """A .tif of a .pgm: one strip, not packed, 200 dots to the inch."""
    width, height, dots = _dots(grey)
    entries = [
        (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8),
        (277, 3, 1), (278, 4, height), (279, 4, len(dots)),
    ]  # fmt: skip
    directory = len(entries).to_bytes(2, "little") + b"".join(
        tag.to_bytes(2, "little") + kind.to_bytes(2, "little") + (1).to_bytes(4, "little") + value.to_bytes(4, "little")
        for tag, kind, value in entries
    )
    return b"II*\0" + (8 + len(dots)).to_bytes(4, "little") + dots + directory + bytes(4)


def pdf_of_pictures(pictures: Sequence[bytes]) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for grey in pictures:
        width, height, dots = _dots(grey)
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pypdfium2.raw.FPDFBitmap_Gray)
        for row in range(height):
            ctypes.memmove(
                ctypes.addressof(bitmap.buffer) + row * bitmap.stride, dots[row * width : (row + 1) * width], width
            )
        page = document.new_page(595, 842)
        picture = pypdfium2.PdfImage.new(document)
        picture.set_bitmap(bitmap)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        page.insert_obj(picture)
        page.gen_content()
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _dots(grey: bytes) -> tuple[int, int, bytes]:
    head, dots = grey.split(b"\n", 1)
    _, width, height, _ = head.split()
    return int(width), int(height), dots
