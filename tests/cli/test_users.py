from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc

ADD = ("users", "add", "lan", "--role", "board", "--name", "Trần Thị Lan")


@pytest.mark.usefixtures("opened")
def test_an_account_is_made_reset_closed_and_reopened_and_the_log_tells_it_all(done: Callable[..., str]) -> None:
    first = re.search(r"^ {2}(\S{19})$", done(*ADD), re.MULTILINE)
    second = re.search(r"^ {2}(\S{19})$", done("users", "reset", "LAN"), re.MULTILINE)
    done("users", "close", "lan")
    closed = done("users", "list")
    done("users", "reopen", "lan")

    assert first is not None
    assert second is not None
    assert first[1] != second[1]
    assert "đã khóa từ" in closed
    log = json.loads(done("audit", "show", "--json"))
    actions = [entry["action"] for entry in log["entries"]]
    assert actions == ["user-reopened", "user-closed", "password-reset", "user-created"]
    assert first[1] not in str(log)
    assert "4 mục" in done("audit", "verify")


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("users", "add", "Lan Hoa!", "--role", "board", "--name", "A"), "Tên đăng nhập gồm"),
        (("users", "add", "lan", "--role", "boss", "--name", "A"), "Không có vai trò"),
        (("users", "add", "lan", "--role", "unit", "--name", "A", "--unit", "?"), "phải ghi rõ đơn vị"),
        (("users", "close", "ai"), "Không có tài khoản"),
    ],
)
def test_what_is_wrong_is_said(dondoc: Dondoc, arguments: tuple[str, ...], sentence: str) -> None:
    refused = dondoc(*arguments)

    assert refused.code != 0
    assert sentence in refused.err


def test_a_log_that_was_tampered_with_is_told_and_ends_with_one(
    dondoc: Dondoc, done: Callable[..., str], opened: Path
) -> None:
    done(*ADD)
    with sqlite3.connect(opened / "dondoc.db") as raw:
        raw.execute("DROP TRIGGER audit_entries_no_update")
        raw.execute("UPDATE audit_entries SET who = 'ai đó'")
    raw.close()

    refused = dondoc("audit", "verify")

    assert refused.code == 1
    assert "bị đứt ở mục 1: nội dung đã bị sửa" in refused.err
