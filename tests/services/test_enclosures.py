from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from database.store import Store
from domain.intake import Why
from domain.mail import Enclosure
from services.enclosures import IN_THE_TEXT, WINMAIL, examine
from tests.mails import OLE, PNG, TNEF, pdf, word, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from services.enclosures import Choice

WORD, OTHER = word(), word("khác")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def chosen(store: Store, *files: tuple[str, bytes]) -> Choice:
    return examine([Enclosure(name, content) for name, content in files], store)


@pytest.mark.parametrize(
    ("files", "report"),
    [
        ([("a.docx", WORD)], "a.docx"),
        ([("a.pdf", pdf())], "a.pdf"),
        ([("Báo cáo.PDF", pdf()), ("bao cao.docx", WORD)], "bao cao.docx"),
        ([("a.docx", WORD), ("ban sao.docx", WORD)], "a.docx"),
        ([("a.docx", WORD), ("phu-luc.bin", b"abc")], "a.docx"),
        ([("a.zip", zipped(("b.docx", WORD), ("b.pdf", pdf())))], "b.docx"),
        ([("a.zip", zipped(("b.docx", WORD))), ("b.docx", WORD)], "b.docx"),
    ],
)
def test_the_one_file_that_opens_is_the_report(store: Store, files: list[tuple[str, bytes]], report: str) -> None:
    choice = chosen(store, *files)

    assert choice.report is not None
    assert (choice.report.name, choice.why) == (report, None)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([], Why.QUESTION),
        ([("a.docx", WORD), ("b.docx", OTHER)], Why.SEVERAL_FILES),
        ([("a.docx", WORD), ("b.pdf", pdf())], Why.SEVERAL_FILES),
        ([("a.zip", zipped(("a.docx", WORD), ("b.docx", OTHER)))], Why.SEVERAL_FILES),
        ([("a.docx", OLE)], Why.UNREADABLE),
        ([("a.docx", b"")], Why.UNREADABLE),
        ([("winmail.dat", TNEF)], Why.UNREADABLE),
        ([("a.rar", b"Rar!\x1a\x07")], Why.UNREADABLE),
        ([("a.zip", zipped())], Why.UNREADABLE),
        ([("a.zip", zipped(("b.zip", zipped(("c.docx", WORD)))))], Why.UNREADABLE),
    ],
)
def test_where_there_is_a_doubt_a_person_decides(store: Store, files: list[tuple[str, bytes]], why: Why) -> None:
    choice = chosen(store, *files)

    assert (choice.report, choice.why) == (None, why)
    assert choice.note


def test_every_file_is_kept_with_what_is_wrong_with_it(store: Store) -> None:
    found = examine(
        [Enclosure("logo.png", PNG, is_inline=True), Enclosure("winmail.dat", TNEF), Enclosure("a.docx", OLE)], store
    )

    assert [store.get(file.sha256) for file in found.files] == [PNG, TNEF, OLE]
    assert [file.note for file in found.files][:2] == [IN_THE_TEXT, WINMAIL]
    assert [file.name for file in found.refused] == ["winmail.dat", "a.docx"]
