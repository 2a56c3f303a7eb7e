from __future__ import annotations

import re
from pathlib import Path

import pytest

from web.ways import AT_THE_MACHINE, on_pages

SERVICES = Path(__file__).parents[2] / "services"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            "Lượt 3 chưa hoàn thành. Xem: dondoc runs show 3",
            "Lượt 3 chưa hoàn thành. Xem: trang của lượt tổng hợp",
        ),
        (
            "Hãy rút bản nộp đó (dondoc review withdraw) rồi ghi nhận lại.",
            "Hãy rút bản nộp đó (“Rút bản nộp” trên trang của báo cáo) rồi ghi nhận lại.",
        ),
        ("Xem: dondoc messages --state unknown", "Xem: trang Mọi thông báo"),
        ("xem đủ bằng lệnh: dondoc status", "xem đủ ở trang Đơn vị"),
        ("Không có lệnh nào ở đây.", "Không có lệnh nào ở đây."),
    ],
)
def test_a_command_is_read_as_its_page(said: str, read: str) -> None:
    assert on_pages(said) == read


def test_no_sentence_of_a_service_sends_who_sits_before_a_page_to_a_command() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SERVICES.glob("*.py")))
    commands = set(re.findall(r"dondoc ([a-z]+(?: [a-z]+)?)", texts))

    left = {command for command in commands if "dondoc" in on_pages(f"Xem: dondoc {command}")}

    assert commands
    assert {one for one in left if not one.startswith(AT_THE_MACHINE)} == set()
