from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from demo.mail_sink import MailSink
from domain.access import Role
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from config.wiring import Workplace


@pytest.fixture
def sink(tmp_path: Path, place: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailSink]:
    """A mail server, which the installation sends through."""
    with MailSink(tmp_path / "thu") as found:
        url = SecretStr(found.url(sender="btg@tinh.example", name="Ban Tuyên giáo"))
        monkeypatch.setattr(place.settings, "mail_url", url)
        yield found


def test_a_channel_is_tried_out_with_a_real_mail_and_a_refused_address_is_told(
    sink: MailSink, as_role: Callable[..., httpx.Client]
) -> None:
    admin = as_role(Role.ADMINISTRATOR)
    key = csrf_of(admin)

    sent = admin.post("/admin/channels/email/test", data={"csrf": key, "address": "thu@tinh.example"})
    shown = admin.get("/admin/channels")
    wrong = admin.post("/admin/channels/email/test", data={"csrf": key, "address": "không phải thư"})

    assert sent.status_code == 303
    assert [mail["To"] for mail in sink.messages] == ["thu@tinh.example"]
    assert "bên nhận đã nhận tin" in shown.text
    assert wrong.status_code == 409


def test_a_channel_that_is_not_set_up_cannot_be_tried(as_role: Callable[..., httpx.Client]) -> None:
    admin = as_role(Role.ADMINISTRATOR)

    refused = admin.post("/admin/channels/zbs/test", data={"csrf": csrf_of(admin), "address": "0912"})

    assert refused.status_code == 409
    assert "chưa được cấu hình" in refused.text


def test_health_and_the_first_page_open(as_role: Callable[..., httpx.Client]) -> None:
    admin = as_role(Role.ADMINISTRATOR)

    assert "nguyên vẹn" in admin.get("/admin/health").text
    assert "Tài khoản" in admin.get("/admin").text
