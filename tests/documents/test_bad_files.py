"""Whatever is handed in is opened or refused in Vietnamese: nothing crashes, nothing hangs, nothing is lost in silence."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.office import LIMITS, _command, _write_profile
from documents.opening import Opened, open_report
from documents.package import MEBIBYTE, Refusal, UnreadableReport
from documents.page_layout import report_of
from documents.pdf import text_of
from documents.programs import Programs
from documents.sniffing import FileKind
from documents.workroom import Limits, room, run
from tests.documents.examples import paragraph, word_file, zip_file
from tests.documents.mutations import mutated, mutated_part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOTHING = Programs()
ROOT = Path(__file__).parents[2]
LAUGHS = "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

# What is wrong with the file, how to make it of good ones, and what it is refused for; None where it is opened.
BAD_FILES: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes], Refusal | None]] = {
    "empty": ("bao-cao.docx", lambda _: b"", Refusal.EMPTY),
    "cut off": ("bao-cao.docx", lambda good: good["report.docx"][:5000], Refusal.DAMAGED),
    "cut off, old": ("bao-cao.doc", lambda good: good["report.doc"][:5000], Refusal.DAMAGED),
    "cut off, odt": ("bao-cao.odt", lambda good: good["report.odt"][:5000], Refusal.DAMAGED),
    "cut off, pdf": ("bao-cao.pdf", lambda good: good["report.pdf"][:2000], Refusal.DAMAGED),
    "locked": ("bao-cao.docx", lambda good: good["locked.docx"], Refusal.PASSWORD),
    "locked, old": ("bao-cao.doc", lambda good: good["locked.doc"], Refusal.PASSWORD),
    "locked, odt": ("bao-cao.odt", lambda good: good["locked.odt"], Refusal.PASSWORD),
    "locked, pdf": ("bao-cao.pdf", lambda good: good["locked.pdf"], Refusal.PASSWORD),
    "bomb": ("bao-cao.docx", lambda _: word_file(" " * 200 * MEBIBYTE), Refusal.TOO_LARGE),
    "many parts": ("bao-cao.docx", lambda _: zip_file({f"word/{n}": b"" for n in range(10_000)}), Refusal.TOO_LARGE),
    "foreign entity": (
        "bao-cao.docx",
        lambda _: word_file("<w:p>&x;</w:p>", prologue='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        Refusal.UNSAFE,
    ),
    "billion laughs": (
        "bao-cao.docx",
        lambda _: word_file("<w:p>&i;</w:p>", prologue=f"<!DOCTYPE w [<!ENTITY a 'ha'>{LAUGHS}]>"),
        Refusal.DAMAGED,
    ),
    "nested tables": (
        "bao-cao.docx",
        lambda _: word_file("<w:tbl><w:tr><w:tc>" * 10_000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 10_000),
        Refusal.UNSAFE,
    ),
    "nested groups": ("bao-cao.rtf", lambda _: b"{\\rtf1 " + b"{" * 100_000 + b"x" + b"}" * 100_001, None),
    "100 MB": ("bao-cao.docx", lambda good: good["report.docx"] + bytes(100 * MEBIBYTE), Refusal.TOO_LARGE),
    "nested arrays": ("bao-cao.pdf", lambda _: b"%PDF-1.4\n1 0 obj " + b"[" * 500_000, Refusal.DAMAGED),
    "pages in a circle": (
        "bao-cao.pdf",
        lambda _: (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0 R]"
            b"/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>"
        ),
        Refusal.DAMAGED,
    ),
    "renamed pdf": ("bao-cao.docx", lambda good: good["report.pdf"], None),
    "renamed picture": ("bao-cao.docx", lambda good: good["scan.tif"], None),
    "web page": (
        "bao-cao.doc",
        lambda _: b"<html xmlns:w='urn:schemas-microsoft-com:office:word'>",
        Refusal.OTHER_KIND,
    ),
    "spreadsheet": ("bao-cao.docx", lambda _: zip_file({"xl/workbook.xml": b"<x/>"}), Refusal.OTHER_KIND),
    "program": ("bao-cao.docx", lambda _: b"MZ\x90\x00\x03", Refusal.OTHER_KIND),
}


def outcome(content: bytes, name: str, programs: Programs | None = None) -> Opened | Refusal:
    """Anything but these two is an error, and so is a refusal that does not say what to do."""
    try:
        return open_report(content, name=name, programs=programs)
    except UnreadableReport as refusal:
        assert str(refusal).startswith(f"“{name}”: ")  # noqa: PT017 -- being opened is right as well
        assert "Đề nghị" in str(refusal)  # noqa: PT017 -- the same
        return refusal.code


@pytest.mark.parametrize("wrong", BAD_FILES)
def test_a_bad_file_is_refused_for_what_it_is(foreign: dict[str, bytes], wrong: str) -> None:
    name, make, code = BAD_FILES[wrong]

    found = outcome(make(foreign), name)

    assert (found if isinstance(found, Refusal) else None) is code


@given(st.binary(max_size=3000), st.sampled_from(["a.docx", "a.doc", "a.odt", "a.rtf", "a.jpg", "a"]))
def test_bytes_at_random_are_kept_or_refused(content: bytes, name: str) -> None:
    found = outcome(content, name, NOTHING)

    assert isinstance(found, Refusal) or found.needs_reader


# 5,000 spoilt files: Word files, which this program reads itself, most of all; those that wait for a person, which are
# only looked at; PDFs many to a process; and as many through LibreOffice as the time allows, many to a process too.


@pytest.mark.parametrize("chunk", range(10))
def test_spoilt_word_files_are_opened_or_refused(foreign: dict[str, bytes], chunk: int) -> None:
    good = foreign["report.docx"]

    for number in range(150):
        seed = f"docx {chunk} {number}"
        outcome(mutated(good, seed), "bao-cao.docx")
        outcome(mutated_part(good, seed), "bao-cao.docx")


@pytest.mark.parametrize("chunk", range(6))
def test_spoilt_pdfs_are_opened_or_refused(foreign: dict[str, bytes], chunk: int) -> None:
    good = foreign["report.pdf" if chunk == 0 else "first-page.pdf"]
    spoilt = [mutated(good, f"pdf {chunk} {number}") for number in range(120)]

    while spoilt:
        answers = answers_of_the_worker(spoilt)
        for answer in answers:
            laid_out(answer)
        if len(answers) < len(spoilt):  # It brought the worker down, as it may: one process, one file.
            outcome(spoilt[len(answers)], "bao-cao.pdf")
        spoilt = spoilt[len(answers) + 1 :]


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf", "tif"])
def test_spoilt_files_that_wait_for_a_person_are_kept_or_refused(foreign: dict[str, bytes], kind: str) -> None:
    good = foreign["scan.tif" if kind == "tif" else f"report.{kind}"]
    spoil = mutated_part if kind == "odt" else mutated

    for number in range(119):
        outcome(spoil(good, f"{kind} {number}"), f"bao-cao.{kind}", NOTHING)


@pytest.mark.parametrize("kind", [FileKind.DOC, FileKind.ODT, FileKind.RTF])
def test_spoilt_files_go_through_libreoffice(foreign: dict[str, bytes], kind: FileKind) -> None:
    spoil = mutated_part if kind is FileKind.ODT else mutated
    spoilt = [spoil(foreign[f"report.{kind}"], f"office {kind} {seed}") for seed in range(8)]

    converted = converted_together([one for one in spoilt if waits_for_office(one, kind)], kind)
    for file in spoilt:
        if file in converted:
            outcome(converted[file], "bao-cao.docx")
        else:  # It was not let in, could not be converted, or brought LibreOffice down: one process, one file.
            outcome(file, f"bao-cao.{kind}")


def waits_for_office(file: bytes, kind: FileKind) -> bool:
    found = outcome(file, f"bao-cao.{kind}", NOTHING)
    return isinstance(found, Opened) and found.kind is kind


def converted_together(files: Sequence[bytes], kind: FileKind) -> dict[bytes, bytes]:
    """What LibreOffice makes of each, as far as it comes: its start takes far longer than a file."""
    office = Programs.found().office
    assert office is not None
    with room() as folder:
        _write_profile(folder / "profile")
        sources = [folder / f"{number}.{kind}" for number in range(len(files))]
        for source, file in zip(sources, files, strict=True):
            source.write_bytes(file)
        made = [folder / "out" / f"{source.stem}.docx" for source in sources]
        run([*_command(office, kind, sources[0], made[0]), *sources[1:]], folder=folder, limits=LIMITS)
        pairs = zip(files, made, strict=True)
        return {file: result.read_bytes() for file, result in pairs if result.is_file()}


def answers_of_the_worker(files: Sequence[bytes]) -> list[bytes]:
    """One line for each file, as far as the worker came."""
    code = (
        f"import json, pathlib, sys; sys.path.insert(0, {str(ROOT)!r}); from documents.pdf_worker import pages\n"
        "for number in range(int(sys.argv[1])): print(json.dumps(pages(pathlib.Path(f'{number}.pdf'))), flush=True)"
    )
    with room() as folder:
        for number, file in enumerate(files):
            (folder / f"{number}.pdf").write_bytes(file)
        said = run([sys.executable, "-c", code, str(len(files))], folder=folder, limits=Limits(seconds=60))
    return [line for line in said.output.splitlines(keepends=True) if line.endswith(b"\n")]


def laid_out(answer: bytes) -> None:
    assert set(json.loads(answer)) in ({"count", "pages"}, {"error"})
    try:
        report_of(text_of(answer).pages)
    except UnreadableReport as refusal:
        assert "Đề nghị" in str(refusal)  # noqa: PT017 -- being laid out is right as well
