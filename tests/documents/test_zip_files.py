from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.package import UnreadableReport
from documents.zip_files import MOST_FILES, files_in_zip, is_plain_zip, zip_of
from tests.mails import word, zipped

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_files_of_a_zip_come_without_their_folders() -> None:
    archive = zipped(("x/báo cáo.docx", b"1"), ("..\\..\\b.pdf", b"2"), ("__MACOSX/x", b"3"), ("c/", b""))

    assert files_in_zip(archive, name="a.zip") == [("báo cáo.docx", b"1"), ("b.pdf", b"2")]


def test_a_name_that_an_old_program_wrote_is_legible() -> None:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        archive.writestr("Bao cao.docx", b"1")
    raw = kept.getvalue().replace(b"Bao cao.docx", "Báo cá".encode().ljust(8, b"o")[:8] + b".doc")

    assert files_in_zip(raw, name="a.zip")[0][0] == "Báo cá.doc"


def test_a_document_is_no_plain_zip() -> None:
    assert not is_plain_zip(word())
    assert not is_plain_zip(b"PK\x03\x04 hong")
    assert is_plain_zip(zipped(("a.docx", word())))


def zeros(number: int) -> Callable[[], bytes]:
    return lambda: zipped(("a", b"\0" * number))


def many() -> bytes:
    return zipped(*((f"{number}.docx", b"1") for number in range(MOST_FILES + 1)))


def _locked() -> bytes:
    raw = bytearray(zipped(("a.docx", b"abc")))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        raw[raw.index(mark) + place] |= 1
    return bytes(raw)


def _twice_the_same() -> bytes:
    """The directory names one file twice, so that it would be unpacked twice."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("a.docx", b"abc")
        archive.filelist.append(archive.filelist[0])
    return content.getvalue()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_twice_the_same, "bị hỏng"),
        (_locked, "có mật khẩu"),
        (zeros(70_000_000), "quá lớn"),
        (zeros(30_000_000), "quá lớn"),
        (many, "quá nhiều tệp"),
        (lambda: zipped(("a.docx", b"abc"))[:-30], "bị hỏng"),
        (lambda: b"PK\x03\x04", "bị hỏng"),
    ],
)
def test_a_zip_that_must_not_be_opened_says_what_to_do(make: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(UnreadableReport, match=f"“a.zip” .*{sentence}.* Đề nghị"):
        files_in_zip(make(), name="a.zip")


@given(st.data())
def test_a_spoilt_zip_never_fails_otherwise(data: st.DataObject) -> None:
    raw = bytearray(zipped(("a.docx", b"abc" * 50), ("b.pdf", b"x")))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    try:
        files_in_zip(bytes(raw), name="a.zip")
    except UnreadableReport:
        return


def test_an_unknown_way_of_packing_is_told() -> None:
    raw = bytearray(zipped(("a.docx", b"abc")))
    for mark, place in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        raw[raw.index(mark) + place] = 99

    with pytest.raises(UnreadableReport, match="bị hỏng"):
        files_in_zip(bytes(raw), name="a.zip")


def test_entries_are_judged_by_what_they_declare() -> None:
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        archive.writestr(ZipInfo("a.docx"), b"abc")

    assert files_in_zip(kept.getvalue(), name="a.zip") == [("a.docx", b"abc")]


def test_zip_that_is_handed_out_is_the_same_twice_and_comes_apart_again() -> None:
    files = {"ho-so.docx": b"1", "bản nộp/báo cáo.docx": b"2"}

    assert zip_of(files) == zip_of(files)
    with ZipFile(BytesIO(zip_of(files))) as archive:
        assert [(entry.filename, archive.read(entry)) for entry in archive.infolist()] == list(files.items())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
