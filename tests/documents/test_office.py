from __future__ import annotations

import re
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from documents import office
from documents.office import TooSlow, check_odt, convert
from documents.package import Refusal, UnreadableReport
from documents.programs import Programs
from documents.reading import read_report
from documents.sniffing import FileKind
from documents.workroom import Limits
from tests.documents.examples import zip_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAMES = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
ODF = 'xmlns:xlink="http://www.w3.org/1999/xlink" ' + " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in NAMES.items()
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(body: str, *, prologue: str = "", **parts: str) -> bytes:
    content = (
        f"{prologue}<office:document-content {ODF}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return zip_file(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": MANIFEST.encode(),
            **{name: text.encode() for name, text in parts.items()},
        }
    )


def soffice() -> Path:
    found = Programs.found().office
    assert found is not None
    return found


def text_after(content: bytes, kind: FileKind) -> str:
    blocks = read_report(convert(content, kind, office=soffice())).blocks
    return "\n".join(filter(None, (getattr(block, "text", "") for block in blocks)))


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a web server, and what it was asked for."""
    paths: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 -- the names that the library calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the same
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def reaching_out(address: str) -> bytes:
    return odt(
        f"""<text:p>Một</text:p>
<text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="{address}/picture.png" xlink:type="simple"
 xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="a"><text:section-source xlink:href="{address}/section.odt"/><text:p>x</text:p></text:section>"""
    )


def test_nothing_that_a_file_points_to_is_fetched(asked: tuple[str, list[str]]) -> None:
    address, paths = asked

    assert text_after(reaching_out(address), FileKind.ODT) == "Một\nx"
    assert paths == []


def release() -> tuple[int, ...]:
    told = subprocess.run([soffice(), "--version"], check=True, capture_output=True, text=True, timeout=60).stdout  # noqa: S603 -- our own office
    found = re.match(r"LibreOffice (\d+)\.(\d+)", told)
    assert found, told
    return int(found[1]), int(found[2])


def test_without_our_profile_it_would_be_fetched(asked: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """By the LibreOffice of Debian 12 and 13; one that is newer than 25.2 may leave such things alone by itself."""
    address, paths = asked
    monkeypatch.setattr(office, "_SETTINGS", ())

    convert(reaching_out(address), FileKind.ODT, office=soffice())

    assert "/picture.png" in paths or release() > (25, 2)


def test_two_conversions_at_a_time_do_not_disturb_each_other_and_leave_nothing(
    foreign: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(text_after, [foreign["report.doc"]] * 2, [FileKind.DOC] * 2))

    assert texts[0] == texts[1]
    assert "I- Tình hình quán triệt" in texts[0]
    assert list(tmp_path.iterdir()) == []


def test_half_a_file_is_damaged_and_not_taken_for_plain_text(foreign: dict[str, bytes]) -> None:
    half = foreign["report.doc"][:9000]

    with pytest.raises(UnreadableReport, match="Tệp bị hỏng") as refusal:
        convert(half, FileKind.DOC, office=soffice())

    assert refusal.value.code is Refusal.DAMAGED


def test_a_conversion_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    hanging.chmod(0o755)
    monkeypatch.setattr(office, "LIMITS", Limits(seconds=1))

    with pytest.raises(TooSlow):
        convert(b"{\\rtf1 x}", FileKind.RTF, office=hanging)


@pytest.mark.parametrize(
    ("made", "code", "said"),
    [
        (lambda: odt("<text:p>x</text:p>", prologue='<!DOCTYPE x SYSTEM "file:///a">'), Refusal.UNSAFE, "DOCTYPE"),
        (lambda: odt("<text:p>x"), Refusal.DAMAGED, "bị hỏng"),
        (lambda: odt("<text:p>x</text:p>", **{"a.bin": "0" * 300_000_000}), Refusal.TOO_LARGE, "quá lớn"),
    ],
    ids=["entity", "broken", "bomb"],
)
def test_a_dangerous_odt_is_refused_before_libreoffice_sees_it(
    made: Callable[[], bytes], code: Refusal, said: str
) -> None:
    with pytest.raises(UnreadableReport, match=said) as refusal:
        check_odt(made())

    assert refusal.value.code is code
