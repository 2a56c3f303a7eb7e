from __future__ import annotations

import pytest

from domain.durations import duration_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 giây"), (59, "59 giây"), (60, "1 phút"), (3_661, "1 giờ 1 phút"), (86_400 * 2 + 5, "2 ngày 5 giây")],
)
def test_duration_names_its_two_largest_parts(seconds: int, text: str) -> None:
    assert duration_text(seconds) == text
