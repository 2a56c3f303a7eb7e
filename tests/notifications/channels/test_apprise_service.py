from __future__ import annotations

import logging
import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from apprise.plugins.custom_json import NotifyJSON

from domain.errors import RuleBroken
from notifications.channels.apprise_service import open_apprise_service_channel
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from tests.fakes.esms import API_KEY, BRAND, SECRET_KEY, FakeEsms
from tests.fakes.far_server import FarServer, Reply
from tests.fakes.zalo_bot import CHAT, TOKEN, FakeZaloBot
from tests.notifications.channels.briefs import BRIEF, LETTER, TEXT, letter_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifications.channels.apprise_service import AppriseServiceChannel
    from notifications.channels.protocol import Channel

PLANTED = "planted-secret"
SEALED = "sealed:"


def open_address(address: str) -> str:
    """Stands for the cipher of the installation."""
    if address == f"{SEALED}other":
        raise RuleBroken("Dữ liệu được mã hóa bằng một khóa khác.")
    return address.removeprefix(SEALED)


@pytest.fixture
def channel() -> AppriseServiceChannel:
    return open_apprise_service_channel(open_address=open_address, timeout_seconds=0.4)


@pytest.fixture
def far() -> Iterator[FarServer]:
    with FarServer() as server:
        server.route("POST", r"/.*", lambda _: Reply.of({}))
        yield server


def address_at(far: FarServer) -> str:
    return f"{SEALED}{far.url.replace('http:', 'json:')}/{PLANTED}"


def test_message_says_the_brief_and_nothing_else(far: FarServer, channel: AppriseServiceChannel) -> None:
    contract: Channel = channel
    envelope = letter_over(contract, to=address_at(far))

    assert contract.deliver(envelope) == Accepted("apprise")
    said = far.calls[0].json()
    assert (said["title"], said["message"]) == ("15-KH/TU Nhắc lần cuối", TEXT)
    assert (envelope.channel, envelope.text) == ("apprise", TEXT)
    assert PLANTED not in envelope.payload.decode()


def test_answer_that_nobody_would_read_is_not_asked_for(far: FarServer, channel: AppriseServiceChannel) -> None:
    letter = replace(LETTER, brief=replace(BRIEF, text="Trả lời: DA NOP", one_way="Một chiều"))

    channel.deliver(letter_over(channel, to=address_at(far), rendered=letter))

    assert far.calls[0].json()["message"] == "Một chiều"


def test_compose_twice_gives_the_same_envelope(far: FarServer, channel: AppriseServiceChannel) -> None:
    assert letter_over(channel, to=address_at(far)) == letter_over(channel, to=address_at(far))


def test_clear_no_of_the_service_is_tried_again_later(far: FarServer, channel: AppriseServiceChannel) -> None:
    far.fail("/", ("http", 401, b""))

    outcome = channel.deliver(letter_over(channel, to=address_at(far)))

    assert isinstance(outcome, Deferred)
    assert (outcome.scope, outcome.code) == (Scope.UNCLEAR, "apprise")
    assert "Dịch vụ JSON không nhận tin" in outcome.detail
    assert len(far.calls) == 1


@pytest.mark.parametrize("fault", ["drop", "drop_after", ("wait", 0.6), ("http", 500, b"")])
def test_no_after_which_the_message_may_have_gone_is_unknown(
    far: FarServer, channel: AppriseServiceChannel, fault: object
) -> None:
    far.fail("/", fault)

    outcome = channel.deliver(letter_over(channel, to=address_at(far)))

    assert isinstance(outcome, Ambiguous)
    assert "chưa rõ tin đã đi hay chưa" in outcome.detail
    assert PLANTED not in outcome.detail
    assert len(far.calls) == 1


@pytest.mark.parametrize("host", ["127.0.0.1:9", "khong-co.invalid"])
def test_service_that_was_never_reached_is_tried_again_later(channel: AppriseServiceChannel, host: str) -> None:
    outcome = channel.deliver(letter_over(channel, to=f"{SEALED}json://{host}/{PLANTED}"))

    assert isinstance(outcome, Deferred)


def test_plugin_that_breaks_may_have_sent_it(
    far: FarServer, channel: AppriseServiceChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> bool:
        raise KeyError(PLANTED)

    monkeypatch.setattr(NotifyJSON, "send", breaks)

    assert isinstance(channel.deliver(letter_over(channel, to=address_at(far))), Ambiguous)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "không phải URL"),
        ("0912345678", "không phải URL"),
        (f"nothing://{PLANTED}", "không phải URL"),
        (f"tgram://{PLANTED}", "không phải URL"),
        (f"zalobot://1:{PLANTED}", "đúng một người nhận"),
        (f"zalobot://1:{PLANTED}/c1/c2", "đúng một người nhận"),
        (f"esms://k:{PLANTED}@B/02260000353", "số máy cố định"),
        ("dbus://", "chỉ hiện tin trên chính máy chủ này"),
        (f"{SEALED}other", "khóa khác"),
    ],
)
def test_address_that_is_no_service_is_refused_and_not_repeated(
    channel: AppriseServiceChannel, address: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(RuleBroken, match=reason) as refusal:
        letter_over(channel, to=address)

    assert PLANTED not in str(refusal.value) + caplog.text


def test_bot_of_one_person_tells_more_than_yes_or_no(channel: AppriseServiceChannel) -> None:
    with FakeZaloBot() as zalo:
        address = f"{SEALED}zalobot://{TOKEN}/{CHAT}?base={zalo.url}"
        outcomes = [channel.deliver(letter_over(channel, to=address))]
        for fault in ("drop_after", ("answer", {"ok": False, "error_code": 401})):
            zalo.fail("sendMessage", fault)
            outcomes.append(channel.deliver(letter_over(channel, to=address)))

    assert [type(outcome) for outcome in outcomes] == [Accepted, Ambiguous, Rejected]
    assert getattr(outcomes[-1], "scope", None) is Scope.RECIPIENT
    assert zalo.sent == [(CHAT, TEXT)] * 2


def test_brandname_of_one_person_sends_the_sms_and_not_the_chat(channel: AppriseServiceChannel) -> None:
    with FakeEsms() as sms:
        address = f"{SEALED}esms://{API_KEY}:{SECRET_KEY}@{BRAND}/0912345678?base={sms.url}"

        assert isinstance(channel.deliver(letter_over(channel, to=address)), Accepted)

    assert sms.sent == [("84912345678", BRIEF.sms)]


def test_letter_without_brief_does_not_leave_the_house(far: FarServer, channel: AppriseServiceChannel) -> None:
    with pytest.raises(RuleBroken, match="chỉ gửi được qua thư điện tử"):
        letter_over(channel, to=address_at(far), rendered=replace(LETTER, brief=None))


def test_address_that_no_longer_opens_waits(far: FarServer, channel: AppriseServiceChannel) -> None:
    envelope = replace(letter_over(channel, to=address_at(far)), address=f"{SEALED}other")

    outcome = channel.deliver(envelope)

    assert isinstance(outcome, Deferred)
    assert "khóa khác" in outcome.detail


@pytest.mark.parametrize("listening", [True, False])
def test_url_is_never_logged(
    far: FarServer, channel: AppriseServiceChannel, caplog: pytest.LogCaptureFixture, *, listening: bool
) -> None:
    with socket.socket() as nobody, caplog.at_level(logging.DEBUG):
        nobody.bind(("127.0.0.1", 0))
        address = address_at(far) if listening else f"json://127.0.0.1:{nobody.getsockname()[1]}/{PLANTED}"
        channel.deliver(letter_over(channel, to=address))
        logging.getLogger("apprise").warning("heard again")

    assert PLANTED not in caplog.text
    assert "heard again" in caplog.text
