"""Makes the files in demo/samples/ anew: `python -m tests.demo.making_samples`. Needs LibreOffice and pdftoppm.

Each is the report that its unit would write on the day on which it hands in, saved by LibreOffice in another format;
a scan is its pages as pictures.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]

from config.preparing import prepare_plan
from database.store import Store
from demo.cast import cast
from demo.handing_in import Desk
from demo.ways import ENDINGS, Way, named_units, sample_of
from documents.pdf_worker import draw
from documents.programs import Programs
from documents.workroom import room
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom, rehearse
from services.campaigns import open_campaign
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from services.standings import Obligation

PREPARED = prepare_plan("ke-hoach-15-kh-tu")
FILTERS = {Way.DOC: "doc:MS Word 97", Way.ODT: "odt:writer8", Way.RTF: "rtf:Rich Text Format"}
BLACK_BELOW = 160  # of 255: thinner strokes of print stay whole


def sampled_units() -> list[str]:
    return [unit for unit, way in named_units().items() if way in ENDINGS]


def written() -> Iterator[tuple[str, bytes]]:
    """By unit, the report as a plain .docx, before it is saved as anything else."""
    days = _days()
    opened = PREPARED.plan.calendar.opening(PREPARED.plan.opens)
    folder = tempfile.mkdtemp()
    with closing(RehearsalRoom(RecordingChannel("email"))) as stage, stage.begin() as session:
        campaign = open_campaign(session, PREPARED, now=opened)
        desk = Desk(campaign, PREPARED.units, Store(Path(folder)))
        owed: dict[str, Obligation] = {one.unit: one for one in obligations_at(session, campaign, as_of=opened)}
        yield from ((unit, desk.content(owed[unit], 1, days[unit])) for unit in sampled_units())
    shutil.rmtree(folder)


def _days() -> dict[str, date]:
    """On which day the cast has each unit hand in, which a rehearsal knows by its first receipt."""
    played = rehearse(PREPARED, cast(PREPARED.units))
    receipts = [one for one in played.messages if one.message == "receipt"]
    return {one.unit: one.at.date() for one in reversed(receipts)}


def _saved(content: bytes, way: Way) -> bytes:
    office = Programs.found().office
    assert office is not None
    with room() as folder:
        source = folder / "report.docx"
        source.write_bytes(content)
        saved_as = FILTERS.get(way, "pdf")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command: Sequence[str | Path] = [
            office,
            profile,
            "--headless",
            "--convert-to",
            saved_as,
            "--outdir",
            folder,
            source,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 -- our own report
        if way is Way.SCAN:
            return _scanned(folder / "report.pdf")
        if way is Way.PICTURE:
            return _photographed(folder / "report.pdf")
        return source.with_suffix(ENDINGS[way]).read_bytes()


def _photographed(pdf: Path) -> bytes:
    """The first page, which is all that one picture can hold."""
    command: list[str | Path] = [
        "pdftoppm",
        "-jpeg",
        "-jpegopt",
        "quality=35",
        "-gray",
        "-r",
        "150",
        "-singlefile",
        pdf,
        pdf.with_suffix(""),
    ]
    subprocess.run(command, check=True, timeout=60)  # noqa: S603 -- the same
    return pdf.with_suffix(".jpg").read_bytes()


def _scanned(pdf: Path) -> bytes:
    """A PDF of nothing but pictures in black and white, as office scanners make them."""
    pages = range(1, len(pypdfium2.PdfDocument(pdf)) + 1)
    draw(pdf, pages)
    return pdf_of([pdf.with_name(f"page-{number}.pgm").read_bytes() for number in pages])


def pdf_of(pictures: Sequence[bytes]) -> bytes:
    """From grey pictures (.pgm), each a page of A4."""
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pictures)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pictures)}>>".encode()]
    for number, grey in enumerate(pictures):
        first = 3 + 3 * number
        place = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {first + 1} 0 R"
        objects += [
            f"{place}/Resources<</XObject<</P {first + 2} 0 R>>>>>>".encode(),
            _stream(b"595 0 0 842 0 0 cm /P Do"),
            _picture(grey),
        ]
    target, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(target))
        target += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return target + end % (size, table, size, len(target))


def _stream(content: bytes, more: str = "") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), more.encode(), content)


def _picture(grey: bytes) -> bytes:
    head, dots = grey.split(b"\n", 1)
    width, height = map(int, head.split()[1:3])
    bits = dots.translate(bytes(ord("0") if level < BLACK_BELOW else ord("1") for level in range(256)))
    bytes_in_row = (width + 7) // 8
    rows = (bits[row * width : (row + 1) * width].ljust(bytes_in_row * 8, b"1") for row in range(height))
    packed = zlib.compress(b"".join(int(row, 2).to_bytes(bytes_in_row) for row in rows), 9)
    kind = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 1"
    return _stream(packed, f"/Filter/FlateDecode{kind}")


def main() -> None:
    for unit, content in written():
        sample_of(unit).parent.mkdir(exist_ok=True)
        sample_of(unit).write_bytes(_saved(content, named_units()[unit]))


if __name__ == "__main__":
    main()
