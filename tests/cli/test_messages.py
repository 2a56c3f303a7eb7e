from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import OutboxRow
from database.session import open_engine, transaction
from domain.outbox import MessageState
from tests.cli.test_json_shapes import documented, keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc


@pytest.fixture(autouse=True)
def message(opened: Path, done: Callable[..., str]) -> str:
    """The number of the opening to HU-353. Nobody knows whether it arrived; all others still wait."""
    done("day", "--as-of", "2022-06-24")
    engine = open_engine(f"sqlite:///{next(opened.rglob('dondoc.db'))}")
    with transaction(engine) as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.unit == "HU-353")).one()
        row.state, row.doubtful, row.subject, row.text = MessageState.UNKNOWN, True, "Triển khai", "Kính gửi Huyện ủy."
        number = str(row.id)
    engine.dispose()
    return number


def lines_of(printed: str) -> list[str]:
    return [" ".join(line.split()) for line in printed.splitlines() if line.strip()]


def test_messages_of_a_unit_are_told_step_by_step(done: Callable[..., str], message: str) -> None:
    lines = lines_of(done("messages", "--unit", "ly nhan", "--as-of", "2022-06-24"))

    assert lines[0] == (
        f"{message}. Thông báo triển khai, thư điện tử, gửi Đầu mối Huyện ủy Lý Nhân (hu-353@hanam.example): "
        "chưa rõ kết quả"
    )
    assert lines[1].startswith("24/6/2022, 08:00 chờ gửi: Đến mốc của thang nhắc việc.")


def test_messages_in_one_state_are_listed_with_their_numbers(done: Callable[..., str], message: str) -> None:
    lines = lines_of(done("messages", "--state", "unknown", "--channel", "thư điện tử", "--as-of", "2022-06-24"))

    assert lines[0] == "1 thông báo, tính đến 24/6/2022, 23:59"
    assert lines[3].startswith(f"{message} 24/6/2022, 08:00 HU-353 Thông báo triển")
    assert lines[-2] == "chưa rõ kết quả: 1"


def test_messages_without_options_are_counted(done: Callable[..., str]) -> None:
    lines = lines_of(done("messages", "list", "--as-of", "2022-06-24"))

    assert (lines[0], lines[-2]) == (
        "122 thông báo, tính đến 24/6/2022, 23:59",
        "chờ gửi: 121; chưa rõ kết quả: 1",
    )


def test_messages_that_are_none_say_so(done: Callable[..., str]) -> None:
    assert done("messages", "--unit", "ly nhan", "--state", "seen") == "Không có thông báo nào như vậy.\n"


def test_message_is_shown_with_its_very_text(done: Callable[..., str], message: str) -> None:
    printed = done("messages", "show", message)

    assert "Mã: ke-hoach-15-kh-tu/HU-353/district/v1/opening/HU-353/email" in printed
    assert printed.endswith("Triển khai\n\nKính gửi Huyện ủy.\n")


def test_message_that_was_never_rendered_says_so(done: Callable[..., str]) -> None:
    printed = done("messages", "show", "ke-hoach-15-kh-tu/HU-352/district/v1/opening/HU-352/email")

    assert printed.endswith("Chưa có nội dung: nội dung được soạn ngay trước khi gửi.\n")


def test_f13_unknown_message_is_settled_with_name_and_moment(done: Callable[..., str], message: str) -> None:
    settled = ("messages", "settle", message, "--not-arrived", "--note", "Gọi đồng chí Lan", "--by", "Trần Thị B")

    printed = done(*settled, "--as-of", "2022-06-25")

    assert printed.splitlines()[0] == (
        f"Đã ghi: Huyện ủy Lý Nhân không nhận được thông báo số {message} (thư điện tử)."
    )
    assert printed.endswith("Mốc tiếp theo: trước hạn 21 ngày, 29/7/2022.\n")
    steps = done("messages", "--unit", "HU-353", "--as-of", "2022-06-25")
    assert "25/6/2022, 08:00  người nhận cho biết không nhận được: Gọi đồng chí Lan (Trần Thị B ghi)" in steps
    assert "chưa rõ" not in done("messages", "--as-of", "2022-06-25")


def test_deliver_names_the_command_that_settles(done: Callable[..., str], message: str) -> None:
    printed = done("deliver", "--as-of", "2022-06-24T09:00")

    assert "1 thông báo chưa rõ kết quả, cần liên hệ hỏi rồi ghi: dondoc messages settle SỐ" in printed
    assert any(line.startswith(f"{message} Thông báo triển khai") for line in lines_of(printed))


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("settle", "{}"), 2, "--arrived"),
        (("settle", "{}", "--arrived", "--not-arrived"), 2, "--arrived"),
        (("settle", "{}", "--arrived", "--as-of", "2022-06-25"), 1, "--note"),
        (("settle", "999999", "--arrived", "--note", "Gọi", "--as-of", "2022-06-25"), 1, "dondoc messages"),
        (("show", "khong-co"), 1, "dondoc messages"),
        (("show", "{}", "--as-of", "2022-06-01"), 1, "--as-of"),
        (("--state", "lost"), 2, "unknown"),
        (("--channel", "bồ câu"), 1, "bồ câu"),
        (("--unit", "Hà Giang"), 1, "Hà Giang"),
    ],
)
def test_messages_refuse_with_the_way_out(
    dondoc: Dondoc, message: str, *, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    printed = dondoc("messages", *(one.format(message) for one in arguments))

    assert (printed.code, printed.out) == (code, "")
    assert sentence in printed.err
    assert "Traceback" not in printed.err
    assert "ngoài dự kiến" not in printed.err


def test_documented_keys_of_messages_are_the_real_keys(done: Callable[..., str], message: str) -> None:
    listed = json.loads(done("messages", "--unit", "HU-353", "--json"))
    shown = json.loads(done("messages", "show", message, "--json"))
    settled = json.loads(
        done("messages", "settle", message, "--arrived", "--note", "Gọi", "--as-of", "2022-06-25", "--json")
    )

    assert keys(listed) == keys(documented("messages list"))
    assert keys(shown) == keys(documented("messages show"))
    assert {f"[]{key}" for key in keys(settled)} == keys(documented("messages list"))
