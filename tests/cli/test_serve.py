from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc


@pytest.mark.usefixtures("data")
def test_nothing_is_served_before_a_campaign_is_open(refused: Callable[..., str]) -> None:
    assert refused("serve").startswith("Chưa có cơ sở dữ liệu")


@pytest.mark.usefixtures("opened")
def test_port_that_cannot_be_is_wrong_usage(dondoc: Dondoc) -> None:
    printed = dondoc("serve", "--port", "70000")

    assert (printed.code, printed.err) == (2, "Cổng 70000 không hợp lệ; hãy chọn từ 1 đến 65535.\n")


@pytest.mark.usefixtures("opened")
def test_bot_that_is_not_configured_is_refused_with_the_way_out(refused: Callable[..., str]) -> None:
    assert refused("zalobot", "poll").startswith("Chưa cấu hình bot Zalo. Hãy đặt DONDOC_CHANNELS")
