from __future__ import annotations

import pytest

from config.channel_urls import channel_urls, official_account_url, rates
from config.wiring import workplace
from domain.contact_addresses import CHANNELS
from domain.errors import RuleBroken
from notifications.channels.unconfigured import UnconfiguredChannel
from notifications.envelope import Envelope
from notifications.outcome import Accepted
from tests.fakes.far_server import FarServer, Reply

BOT = "zalobot://1234567890:planted-secret"
OA = "zalooa://111:planted-secret@222"


@pytest.fixture(autouse=True)
def _data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_SECRET", "s" * 32)


def configured(monkeypatch: pytest.MonkeyPatch, channels: str, *, rates: str = "") -> None:
    monkeypatch.setenv("DONDOC_CHANNELS", channels)
    monkeypatch.setenv("DONDOC_RATES", rates)


def test_each_address_opens_the_channel_of_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_MAIL_URL", "mailto://127.0.0.1:2525?from=nhachan@donvi.example")
    configured(monkeypatch, f"{BOT} esms://key:planted-secret@BTGTU {OA} zbs://111:planted-secret@222")

    channels = workplace().channels

    assert set(channels) == set(CHANNELS)
    assert [channels[name].name for name in sorted(channels)] == sorted(channels)


def test_channel_that_is_not_set_up_lets_its_messages_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, BOT)

    channels = workplace().channels

    assert isinstance(channels["email"], UnconfiguredChannel)
    assert isinstance(channels["esms"], UnconfiguredChannel)


def test_pace_of_the_settings_goes_before_the_channels_own(monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, BOT, rates="zalobot=12")

    assert workplace().channels["zalobot"].rate_per_minute == 12


@pytest.mark.parametrize(
    ("channels", "pace", "sentence"),
    [
        ("no-address", "", "địa chỉ thứ 1 không đọc được"),
        (f"{BOT} {BOT}", "", "kênh “zalobot” được khai hai lần"),
        (BOT, "zalobot=fast", "“zalobot=fast” không đọc được"),
        (BOT, "zalobot=0", "“zalobot=0” không đọc được"),
        (BOT, "esms=5", "kênh “esms” nhưng kênh này chưa được cấu hình"),
        ("ntfy://planted-secret", "", "phải có {address}"),
    ],
)
def test_faulty_setting_is_refused_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, channels: str, pace: str, sentence: str
) -> None:
    configured(monkeypatch, channels, rates=pace)

    with pytest.raises(RuleBroken, match=sentence) as refused:
        _ = workplace().channels

    assert "planted-secret" not in str(refused.value)


def test_another_service_takes_the_address_of_the_person_into_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with FarServer() as far:
        far.route("POST", "/notify/.*", lambda _: Reply.of({}))
        configured(monkeypatch, f"json://{far.url.removeprefix('http://')}/notify/{{address}}")

        outcome = (
            workplace()
            .channels["apprise"]
            .deliver(Envelope("key", "apprise", "x1@home", "", b'{"title": "a", "body": "b", "sms": "c"}'))
        )

    assert isinstance(outcome, Accepted)
    assert far.calls[0].path.rstrip("/") in ("/notify/x1%40home", "/notify/x1@home")


def test_official_account_is_known_by_either_of_its_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, "zbs://111:planted-secret@222")

    assert official_account_url(workplace().settings) == OA
    assert channel_urls(workplace().settings) == {"zbs": "zbs://111:planted-secret@222"}
    assert rates(workplace().settings) == {}
