from __future__ import annotations

from typing import TYPE_CHECKING

from database.spool import Spool

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_put_lies_there_once_until_it_is_dropped(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "hooks")
    assert list(spool.waiting()) == []

    for name in ("b", "a", "b"):
        spool.put(name, name.encode())

    assert list(spool.waiting()) == [("a", b"a"), ("b", b"b")]
    spool.drop("a")
    spool.drop("a")
    assert list(spool.waiting()) == [("b", b"b")]


def test_what_is_half_written_is_not_seen(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    (tmp_path / "a.json.1.2.part").write_bytes(b"half")

    assert list(spool.waiting()) == []
