"""The page that tells an administrator how the installation is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.access import Role
from operation.last_look import LastLook
from operation.results import Level
from tests.web.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace


def test_an_administrator_sees_what_is_wrong_and_what_to_do(as_role: Callable[..., httpx.Client]) -> None:
    page = as_role(Role.ADMINISTRATOR).get("/admin/health").text

    assert "Khám lúc 24/6/2022, 08:30" in page
    assert "lượt gửi chưa chạy xong lần nào" in page
    assert "dondoc deliver" in page
    assert "Tệp nguyên vẹn" in page


def test_a_look_is_kept_for_a_minute_and_calls_nobody(place: Workplace) -> None:
    look = LastLook()

    first = look.take(place, now=NOW)
    again = look.take(place, now=NOW + timedelta(seconds=59))
    later = look.take(place, now=NOW + timedelta(seconds=61))

    assert again == first
    assert [at for at, _ in (first, later)] == [NOW, NOW + timedelta(seconds=61)]
    assert "mail" not in [one.name for one in first[1]]
    assert {one.name: one.level for one in later[1]}["database"] is Level.OK
