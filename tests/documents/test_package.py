from __future__ import annotations

import time
from copy import copy
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from documents.package import Package, UnreadableReport, normalised
from tests.documents.examples import paragraph, word_file, zip_file


def test_normalised_orders_parts_with_the_types_first() -> None:
    content = normalised(zip_file({"word/b.xml": b"b", "word/a.xml": b"a", "[Content_Types].xml": b"t"}))

    with ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "word/a.xml", "word/b.xml"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_normalised_files_with_the_same_parts_are_the_same() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        archive.writestr("b", b"2")
        archive.writestr("a", b"1")

    assert normalised(target.getvalue()) == normalised(zip_file({"a": b"1", "b": b"2"}))


def test_package_knows_its_parts() -> None:
    package = Package(word_file(paragraph("x")))

    assert "word/document.xml" in package
    assert "word/comments.xml" not in package


def test_package_without_the_part_asked_for_is_refused() -> None:
    with pytest.raises(UnreadableReport):
        Package(word_file(paragraph("x"))).xml("word/comments.xml")


def test_two_parts_in_one_place_are_refused() -> None:
    content = BytesIO(word_file(paragraph("x")))
    with ZipFile(content, "a") as archive:
        archive.filelist.append(copy(archive.filelist[0]))
        archive._didModify = True  # type: ignore[attr-defined]

    with pytest.raises(UnreadableReport, match="bị hỏng"):
        Package(content.getvalue())


def test_entities_are_never_expanded() -> None:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE d [<!ENTITY a0 "ha">{layers}]>'
    started = time.perf_counter()

    with pytest.raises(UnreadableReport):
        Package(word_file(paragraph("&a9;"), prologue=laughs)).xml("word/document.xml")

    assert time.perf_counter() - started < 1
