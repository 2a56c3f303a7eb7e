from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from database.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def test_content_is_found_again_under_its_sha256(tmp_path: Path) -> None:
    store = Store(tmp_path)

    digest = store.put("Báo cáo".encode())

    assert digest == hashlib.sha256("Báo cáo".encode()).hexdigest()
    assert store.get(digest) == "Báo cáo".encode()


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path)

    first, second = store.put(b"same"), store.put(b"same")

    assert first == second
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [first]


def test_what_was_never_kept_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Store(tmp_path).get("0" * 64)
