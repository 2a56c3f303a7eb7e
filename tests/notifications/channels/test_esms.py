from __future__ import annotations

import logging
import re
import socket
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from apprise import Apprise

from domain.errors import RuleBroken
from notifications.channels.esms import EsmsChannel, open_esms_channel, register
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from tests.fakes.esms import API_KEY, BRAND, SECRET_KEY, FakeEsms
from tests.notifications.channels.briefs import BRIEF, LETTER, letter_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifications.channels.protocol import Channel

PHONE = "0912 345 678"
ACCOUNT = f"esms://{API_KEY}:{SECRET_KEY}@{BRAND}"


@pytest.fixture
def far() -> Iterator[FakeEsms]:
    with FakeEsms() as server:
        yield server


@pytest.fixture
def channel(far: FakeEsms) -> Iterator[EsmsChannel]:
    one = open_esms_channel(f"{ACCOUNT}?base={far.url}", timeout_seconds=0.4)
    yield one
    one.close()


def test_message_says_the_brief_without_marks(far: FakeEsms, channel: EsmsChannel) -> None:
    contract: Channel = channel
    envelope = letter_over(contract, to=PHONE)

    assert contract.deliver(envelope) == Accepted("sms1")
    assert far.sent == [("84912345678", BRIEF.sms)]
    assert (envelope.channel, envelope.address, envelope.text) == ("esms", PHONE, BRIEF.sms)
    assert far.calls[0].json()["IsUnicode"] == "0"


def test_stored_message_has_no_key_of_the_account(channel: EsmsChannel) -> None:
    envelope = letter_over(channel, to=PHONE)

    assert API_KEY not in str(envelope)
    assert SECRET_KEY not in str(envelope)


def test_request_id_is_the_key_of_the_message(channel: EsmsChannel) -> None:
    one, same, other = (letter_over(channel, to=PHONE, key=key) for key in ("a" * 200, "a" * 200, "b"))

    assert one == same
    assert one.message_id != other.message_id
    assert len(one.message_id) <= 50


@pytest.mark.parametrize("fault", ["drop_after", ("wait", 0.5), ("http", 500, b"")])
def test_lost_answer_is_unknown_and_the_same_message_is_safe_to_repeat(
    far: FakeEsms, channel: EsmsChannel, fault: object
) -> None:
    far.fail("SendMultipleMessage", fault)
    envelope = letter_over(channel, to=PHONE)

    assert isinstance(channel.deliver(envelope), Ambiguous)
    assert isinstance(channel.deliver(envelope), Accepted)
    assert far.sent == [("84912345678", BRIEF.sms)]


def test_server_that_takes_no_calls_is_a_channel_that_is_down(channel: EsmsChannel) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"{ACCOUNT}?base=http://127.0.0.1:{nobody.getsockname()[1]}"

        outcome = open_esms_channel(url, timeout_seconds=1).deliver(letter_over(channel, to=PHONE))

    assert isinstance(outcome, Deferred)
    assert outcome.scope is Scope.CHANNEL


def test_blocked_number_is_a_refused_recipient(far: FakeEsms, channel: EsmsChannel) -> None:
    far.blocked.add("84912345678")

    assert refusal(channel) == (Scope.RECIPIENT, "99")


def test_account_without_money_is_a_channel_that_is_down(far: FakeEsms, channel: EsmsChannel) -> None:
    far.balance = 0

    assert refusal(channel) == (Scope.CHANNEL, "103")


def test_text_without_a_registered_template_waits_for_staff(far: FakeEsms, channel: EsmsChannel) -> None:
    far.template = re.compile("Ma xac minh.*")

    assert refusal(channel) == (Scope.UNCLEAR, "146")


def test_wrong_keys_are_a_matter_of_the_account(far: FakeEsms) -> None:
    with closing(open_esms_channel(f"esms://a:b@{BRAND}?base={far.url}", timeout_seconds=1)) as channel:
        assert refusal(channel) == (Scope.AUTH, "101")


def refusal(channel: EsmsChannel) -> tuple[Scope, str]:
    outcome = channel.deliver(letter_over(channel, to=PHONE))
    assert isinstance(outcome, Rejected)
    return outcome.scope, outcome.code


def test_landline_gets_no_sms(channel: EsmsChannel) -> None:
    with pytest.raises(RuleBroken, match="02260000353 là số máy cố định"):
        letter_over(channel, to="0226.0000.353")


def test_what_is_no_number_is_refused(channel: EsmsChannel) -> None:
    with pytest.raises(RuleBroken, match="chỉ ghi chữ số"):
        letter_over(channel, to="lan@hanam.example")


@pytest.mark.parametrize("brief", [None, replace(BRIEF, sms=""), replace(BRIEF, sms="x" * 460)])
def test_letter_that_makes_no_sms_is_refused(channel: EsmsChannel, brief: object) -> None:
    with pytest.raises(RuleBroken):
        letter_over(channel, to=PHONE, rendered=replace(LETTER, brief=brief))  # type: ignore[arg-type]


def test_sandbox_checks_and_sends_nothing(far: FakeEsms) -> None:
    with closing(open_esms_channel(f"{ACCOUNT}?sandbox=yes&base={far.url}", timeout_seconds=1)) as channel:
        assert isinstance(channel.deliver(letter_over(channel, to=PHONE)), Accepted)

    assert far.sent == []


def test_only_an_account_with_a_callback_reports_deliveries(far: FakeEsms, channel: EsmsChannel) -> None:
    callback = "https://d.example/esms?k=1"

    with closing(open_esms_channel(f"{ACCOUNT}?base={far.url}", timeout_seconds=1, callback=callback)) as telling:
        telling.deliver(letter_over(telling, to=PHONE))

    assert (channel.gives_receipts, telling.gives_receipts) == (False, True)
    assert far.calls[0].json()["CallbackUrl"] == callback


@pytest.mark.parametrize("url", ["", "esms://", "esms://key@BRAND", "esms://BRAND/0912345678", "mailto://a:b@c"])
def test_url_without_an_account_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(RuleBroken, match="esms://API-KEY:SECRET-KEY@"):
        open_esms_channel(url, timeout_seconds=1)


def test_url_says_all_that_the_channel_knows() -> None:
    url = "esms://k%2Fey:s%40c@TINH%20UY/0912345678?sandbox=yes&callback=https%3A%2F%2Fd.example%2Fx%3Fa%3D1"
    channel = open_esms_channel(url, timeout_seconds=1)

    again = open_esms_channel(channel.url(), timeout_seconds=1)

    assert again.url() == channel.url()
    assert again._account() == channel._account()
    assert channel._account()["SecretKey"] == "s@c"
    assert channel._account()["Brandname"] == "TINH UY"
    assert "s%40c" not in channel.url(privacy=True)


def test_plain_apprise_sends_to_every_number(far: FakeEsms, caplog: pytest.LogCaptureFixture) -> None:
    register()

    with caplog.at_level(logging.DEBUG):
        assert Apprise(f"{ACCOUNT}/0912345678/+84987654321?base={far.url}").notify(body="Hạn gửi: 20/8")
        assert not Apprise(f"{ACCOUNT}/không?base={far.url}").notify(body="x")

    assert far.sent == [("84912345678", "Han gui: 20/8"), ("84987654321", "Han gui: 20/8")]
    assert SECRET_KEY not in caplog.text
    assert "không phải số điện thoại" in caplog.text
