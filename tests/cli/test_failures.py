from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from cli.failures import DISK, explain_failure
from tests.cli.conftest import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DATABASE = "dondoc.db"
PAGE = 4096


def garbage(path: Path) -> None:
    path.write_bytes(b"khong phai co so du lieu" * 300)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()


@pytest.mark.parametrize("spoil", [garbage, empty, of_another_program])
@pytest.mark.parametrize("command", [("status",), ("units",), ("why", "HU-353"), ("day",), ("consolidate",)])
def test_a_foreign_database_is_refused_and_never_empty(
    refused: Callable[..., str],
    data: Path,
    spoil: Callable[[Path], None],
    command: tuple[str, ...],
) -> None:
    data.mkdir()
    spoil(data / DATABASE)

    told = refused(*command)

    assert told.startswith(f"Tệp cơ sở dữ liệu {data / DATABASE} bị hỏng hoặc không phải của chương trình này")


def test_a_damaged_database_is_refused(refused: Callable[..., str], opened: Path) -> None:
    _settle(opened / DATABASE)
    content = (opened / DATABASE).read_bytes()
    (opened / DATABASE).write_bytes(content[:PAGE] + b"\xff" * (len(content) - PAGE))

    assert "bị hỏng" in refused("status")


def _settle(path: Path) -> None:
    """Bring what stands in the write-ahead log into the file itself."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_a_folder_that_cannot_be_made_is_refused(
    refused: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "tep").touch()
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "tep" / "du-lieu"))

    told = refused("plan", "open", SHIPPED, "--on", "2022-06-24")

    assert told == f"Không đọc hoặc ghi được {tmp_path / 'tep' / 'du-lieu'}: {DISK[errno.ENOTDIR]}.\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DONDOC_MAIL_TIMEOUT_SECONDS", "lau"),
        ("DONDOC_DATABASE_URL", "oracle"),
        ("DONDOC_DATABASE_URL", "khac://may-chu/dondoc"),
    ],
)
def test_a_wrong_setting_is_named(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    assert name in refused("status")


def test_a_kind_of_database_without_its_driver_is_explained(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_DATABASE_URL", "postgresql+psycopg2://may-chu/dondoc")

    told = refused("status")

    assert told.startswith(
        "DONDOC_DATABASE_URL chọn loại cơ sở dữ liệu “postgresql” nhưng máy này chưa có phần kết nối"
    )


def test_a_busy_database_asks_to_come_again(data: Path) -> None:
    data.mkdir()
    path = data / DATABASE
    with sqlite3.connect(path) as writer, sqlite3.connect(path, timeout=0) as other:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as busy:
            other.execute("BEGIN IMMEDIATE")
    for connection in (writer, other):
        connection.close()

    told = explain_failure(OperationalError("BEGIN IMMEDIATE", None, busy.value))

    assert told == f"Cơ sở dữ liệu {path} đang được chương trình khác sử dụng; hãy chạy lại sau ít phút."


def test_an_unforeseen_failure_is_kept_in_the_data_folder(data: Path) -> None:
    told = explain_failure(_raised(ValueError("chưa ai nghĩ tới")))

    log = data / "loi-ngoai-du-kien.log"
    assert told.startswith("Có lỗi ngoài dự kiến (ValueError)")
    assert f"Chi tiết đã ghi tại {log}" in told
    assert log.read_text(encoding="utf-8").endswith("ValueError: chưa ai nghĩ tới\n")


def test_an_unforeseen_failure_that_cannot_be_kept_is_told(data: Path) -> None:
    data.touch()

    told = explain_failure(_raised(ValueError("chưa ai nghĩ tới")))

    assert told.endswith("Hãy báo cho người phụ trách kỹ thuật dòng này: chưa ai nghĩ tới")


def _raised(error: Exception) -> Exception:
    try:
        raise error
    except ValueError as caught:
        return caught
