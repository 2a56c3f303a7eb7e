from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from database.derived import Derived
from database.store import Store
from documents.blocks import Table
from services.readable_files import LOST, ReadableFiles
from tests.documents.pictures import png, with_pictures
from tests.documents.word_files import build, line

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def files(tmp_path: Path) -> ReadableFiles:
    return ReadableFiles(Store(tmp_path / "files"), Derived(tmp_path / "derived", "f"))


def test_what_was_read_once_is_the_same_the_second_time(files: ReadableFiles) -> None:
    figure = line("27", properties='<w:jc w:val="center"/>')
    rows = f"<w:tr><w:tc>{line('Xã')}</w:tc><w:tc>{figure}</w:tc></w:tr>"
    sha256 = files.store.put(
        build(line("I. TÌNH HÌNH", properties='<w:outlineLvl w:val="0"/>') + f"<w:tbl>{rows * 2}</w:tbl>")
    )

    first = files.pages(sha256, name="a.docx")
    files.store.path(sha256).unlink()
    second = files.pages(sha256, name="a.docx")

    assert second == first
    tables = [[block.centred for block in pages.blocks if isinstance(block, Table)] for pages in (first, second)]
    assert tables == [[frozenset({1})], [frozenset({1})]]


def test_what_was_derived_may_be_deleted(files: ReadableFiles) -> None:
    sha256 = files.store.put(with_pictures([png()]))
    first = files.pages(sha256, name="a.docx")
    for path in sorted(files.derived.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    assert files.pages(sha256, name="a.docx") == first


def test_pictures_are_found_by_number_also_before_the_page_was_looked_at(files: ReadableFiles) -> None:
    sha256 = files.store.put(with_pictures([png(shade=1), png(shade=2)]))

    found = [files.picture(sha256, number, name="a.docx") for number in (2, 1, 2, 0, 3, -1)]

    assert [one.content if one else None for one in found] == [
        png(shade=2),
        png(shade=1),
        png(shade=2),
        None,
        None,
        None,
    ]


def test_file_that_is_not_in_the_store_is_a_sentence(files: ReadableFiles) -> None:
    assert files.pages("0" * 64, name="a.docx").notes == (LOST.format("0" * 12),)
    assert files.picture("0" * 64, 1, name="a.docx") is None


def test_what_could_not_be_read_is_read_again_next_time(files: ReadableFiles) -> None:
    sha256 = files.store.put(b"%PDF-1.4")

    assert files.pages(sha256, name="a.pdf").blocks == ()
    assert not list(files.derived.folder.rglob("*.json"))


def test_folder_of_derived_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "derived").write_text("in the way")
    files = ReadableFiles(Store(tmp_path / "files"), Derived(tmp_path / "derived", "f"))
    sha256 = files.store.put(with_pictures([]))

    assert files.pages(sha256, name="a.docx").blocks
