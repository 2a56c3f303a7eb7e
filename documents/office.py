"""Older Word files and those of other programs, turned into .docx by LibreOffice: nothing fetched, no macro run.

A Word file of nothing but pictures is turned into a PDF, so that its pages can be read as scans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from documents.package import Package, Refusal, UnreadableReport
from documents.sniffing import FileKind
from documents.workroom import Limits, room, run

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(seconds=60)

# The filter is named: left to guess, LibreOffice takes a broken file for plain text and makes a report of its bytes.
_FILTERS = {
    FileKind.DOC: "MS Word 97",
    FileKind.ODT: "writer8",
    FileKind.RTF: "Rich Text Format",
    FileKind.DOCX: "MS Word 2007 XML",
}
_TARGETS = {".docx": "docx:MS Word 2007 XML", ".pdf": "pdf:writer_pdf_Export"}
_ODF_MANIFEST = "META-INF/manifest.xml"
_ODF_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")

# A profile for one conversion, so that two at a time share nothing and no file leaves anything for the next. What it
# settles: macros never run, nothing that a document points to is loaded, whatever still asks for the net is sent to a
# port where nobody listens; and that it is no first start, which would take half a second more.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_NOBODY = "127.0.0.1"
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Load", "UpdateDocMode", "0"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", _NOBODY),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", _NOBODY),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", _NOBODY),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Setup/Office", "OfficeRestartInProgress", "true"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
)
_DAMAGED = "Tệp bị hỏng, không đọc được. Đề nghị mở bằng Word, lưu thành .docx mới rồi nộp lại."


class TooSlow(Exception):  # noqa: N818 -- it names what happened
    """The file took longer than a conversion may; a person must read it."""


def convert(content: bytes, kind: FileKind, *, office: Path, target: Literal["docx", "pdf"] = "docx") -> bytes:
    """Raises UnreadableReport for a damaged file, and TooSlow for one that takes too long."""
    with room() as folder:
        _write_profile(folder / "profile")
        source, result = folder / f"report.{kind}", folder / "out" / f"report.{target}"
        source.write_bytes(content)
        outcome = run(_command(office, kind, source, result), folder=folder, limits=LIMITS)
        if outcome.timed_out:
            raise TooSlow
        if not result.is_file():
            raise UnreadableReport(_DAMAGED)
        return result.read_bytes()


def _command(office: Path, kind: FileKind, source: Path, result: Path) -> list[str | Path]:
    return [
        office,
        f"-env:UserInstallation={(source.parent / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        f"--infilter={_FILTERS[kind]}",
        "--convert-to",
        _TARGETS[result.suffix],
        "--outdir",
        result.parent,
        source,
    ]


def _write_profile(profile: Path) -> None:
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")


def check_odt(content: bytes) -> None:
    """The same limits as for Word's own files; its parts are parsed once here, so that no entity reaches LibreOffice.

    Raises UnreadableReport, also for a file with a password.
    """
    package = Package(content)
    package.check_all()
    if b"encryption-data" in package.raw(_ODF_MANIFEST):
        raise UnreadableReport(
            "Tệp có mật khẩu nên không mở được. Đề nghị mở tệp, bỏ mật khẩu, lưu lại rồi nộp lại.",
            code=Refusal.PASSWORD,
        )
    for part in _ODF_PARTS:
        if part in package:
            package.xml(part)
