from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from database.models import OutboxRow
from database.session import open_engine, transaction
from demo.mail_sink import MailSink
from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("opened")


def test_deliver_with_nothing_to_send_says_so(done: Callable[..., str]) -> None:
    assert done("deliver", "--as-of", "2022-06-24") == "Hộp thư đi: không có gì phải gửi\n"


def test_deliver_names_what_still_waits(done: Callable[..., str]) -> None:
    done("day", "--as-of", "2022-06-24")

    printed = done("deliver", "--as-of", "2022-06-24T09:00")

    assert printed.startswith("Hộp thư đi: chưa gửi được 1\n\n122 thông báo còn chờ\n")
    assert printed.count("@hanam.example") == 122
    assert max(map(len, printed.splitlines())) <= 80


def test_deliver_sends_what_waited(done: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done("day", "--as-of", "2022-06-24")

    with MailSink(tmp_path / "thu") as sink:
        monkeypatch.setenv("DONDOC_MAIL_URL", sink.url(sender="a@coquan.example", name="Ban Tuyên giáo"))
        found = json.loads(done("deliver", "--as-of", "2022-06-24T10:00", "--json"))

    assert found == {
        "as_of": "2022-06-24T10:00:00+07:00",
        "deliveries": {"accepted": 122},
        "waiting": [],
        "unknown": [],
    }


def test_deliver_lists_apart_what_is_left_to_staff(done: Callable[..., str], opened: Path) -> None:
    done("day", "--as-of", "2022-06-24")
    engine = open_engine(f"sqlite:///{next(opened.rglob('dondoc.db'))}")
    with transaction(engine) as session:
        lost = update(OutboxRow).where(OutboxRow.id <= 2).values(state=MessageState.UNKNOWN, note="Chưa rõ.")
        session.execute(lost)
    engine.dispose()

    printed = done("deliver", "--as-of", "2022-06-24T09:00")

    assert "120 thông báo còn chờ" in printed
    assert "2 thông báo chưa rõ kết quả, cần liên hệ hỏi" in printed
