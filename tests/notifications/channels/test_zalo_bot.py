from __future__ import annotations

import logging
import socket
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from apprise import Apprise

from domain.errors import RuleBroken
from notifications.channels.zalo_bot import ZaloBotChannel, open_zalo_bot_channel, register
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from tests.fakes.zalo_bot import CHAT, MESSAGES_OF_A_MONTH, TOKEN, FakeZaloBot
from tests.notifications.channels.briefs import BRIEF, LETTER, TEXT, letter_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifications.channels.protocol import Channel


@pytest.fixture
def far() -> Iterator[FakeZaloBot]:
    with FakeZaloBot() as server:
        yield server


@pytest.fixture
def channel(far: FakeZaloBot) -> Iterator[ZaloBotChannel]:
    one = open_zalo_bot_channel(f"zalobot://{TOKEN}?base={far.url}", timeout_seconds=0.4)
    yield one
    one.close()


def test_message_says_the_brief_and_nothing_else(far: FakeZaloBot, channel: ZaloBotChannel) -> None:
    contract: Channel = channel
    envelope = letter_over(contract, to=CHAT)

    outcome = contract.deliver(envelope)

    assert outcome == Accepted("out1")
    assert far.sent == [(CHAT, TEXT)]
    assert far.calls[0].json() == {"chat_id": CHAT, "text": TEXT}
    assert "authorization" not in far.calls[0].headers
    assert (envelope.channel, envelope.address, envelope.text) == ("zalobot", CHAT, TEXT)


def test_compose_twice_gives_the_same_envelope(channel: ZaloBotChannel) -> None:
    assert letter_over(channel, to=CHAT) == letter_over(channel, to=CHAT)


def test_text_goes_out_composed(far: FakeZaloBot, channel: ZaloBotChannel) -> None:
    decomposed = replace(LETTER, brief=replace(BRIEF, text=unicodedata.normalize("NFD", TEXT)))

    channel.deliver(letter_over(channel, to=CHAT, rendered=decomposed))

    assert far.sent == [(CHAT, TEXT)]


@pytest.mark.parametrize(("text", "length"), [("", 0), ("à" * 2_001, 2_001), ("😀" * 1_001, 2_002)])
def test_text_is_counted_as_the_server_counts(channel: ZaloBotChannel, text: str, length: int) -> None:
    with pytest.raises(RuleBroken, match=f"tin này có {length}"):
        letter_over(channel, to=CHAT, rendered=replace(LETTER, brief=replace(BRIEF, text=text)))


@pytest.mark.parametrize("text", ["à" * 2_000, "😀" * 1_000])
def test_longest_text_is_taken(channel: ZaloBotChannel, text: str) -> None:
    letter = letter_over(channel, to=CHAT, rendered=replace(LETTER, brief=replace(BRIEF, text=text)))

    assert isinstance(channel.deliver(letter), Accepted)


@pytest.mark.parametrize("address", ["", "lan@hanam.example", "mã trò chuyện", "a/b", "0912 345 678"])
def test_address_that_is_no_chat_is_refused(channel: ZaloBotChannel, address: str) -> None:
    with pytest.raises(RuleBroken, match="không phải mã trò chuyện Zalo"):
        letter_over(channel, to=address)


def test_letter_without_brief_does_not_leave_the_house(channel: ZaloBotChannel) -> None:
    with pytest.raises(RuleBroken, match="chỉ gửi được qua thư điện tử"):
        letter_over(channel, to=CHAT, rendered=replace(LETTER, brief=None))


def test_person_who_never_wrote_to_the_bot_is_a_refused_recipient(channel: ZaloBotChannel) -> None:
    outcome = channel.deliver(letter_over(channel, to="nobody"))

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code) == (Scope.RECIPIENT, "400")
    assert "Bad request: chat_id is invalid" in outcome.detail


def test_used_up_month_is_over_with_the_month(far: FakeZaloBot, channel: ZaloBotChannel) -> None:
    far.use_up(MESSAGES_OF_A_MONTH)

    outcome = channel.deliver(letter_over(channel, to=CHAT))
    far.clock.advance(days=31)

    assert isinstance(outcome, Deferred)
    assert (outcome.scope, outcome.code) == (Scope.QUOTA, "429")
    assert isinstance(channel.deliver(letter_over(channel, to=CHAT)), Accepted)


def test_wrong_token_is_a_matter_of_the_account_and_is_not_repeated(far: FakeZaloBot, channel: ZaloBotChannel) -> None:
    far.fail("sendMessage", ("answer", {"ok": False, "error_code": 401, "description": f"bot {TOKEN} unknown"}))

    outcome = channel.deliver(letter_over(channel, to=CHAT))

    assert isinstance(outcome, Rejected)
    assert outcome.scope is Scope.AUTH
    assert TOKEN not in outcome.detail


@pytest.mark.parametrize(
    "fault",
    [
        "drop",
        "drop_after",
        ("wait", 0.5),
        ("http", 500, b"{}"),
        ("http", 502, b"<html>"),
        ("http", 200, b"<html>"),
        ("http", 200, b""),
        ("http", 200, b'{"result": 1}'),
    ],
)
def test_lost_or_senseless_answer_leaves_it_unknown(far: FakeZaloBot, channel: ZaloBotChannel, fault: object) -> None:
    far.fail("sendMessage", fault)

    assert isinstance(channel.deliver(letter_over(channel, to=CHAT)), Ambiguous)
    assert len(far.calls) == 1


def test_answer_lost_after_sending_is_not_sent_again(far: FakeZaloBot, channel: ZaloBotChannel) -> None:
    far.fail("sendMessage", "drop_after")

    channel.deliver(letter_over(channel, to=CHAT))

    assert far.sent == [(CHAT, TEXT)]


def test_server_that_takes_no_calls_is_a_channel_that_is_down(channel: ZaloBotChannel) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"zalobot://{TOKEN}?base=http://127.0.0.1:{nobody.getsockname()[1]}"

        outcome = open_zalo_bot_channel(url, timeout_seconds=1).deliver(letter_over(channel, to=CHAT))

    assert isinstance(outcome, Deferred)
    assert (outcome.scope, outcome.code) == (Scope.CHANNEL, "refused")


@pytest.mark.parametrize(
    "url", ["", "zalobot://", "zalobot://123/chat", "zalobot://:x/chat", "mailto://a:b@c", "zalobot"]
)
def test_url_without_a_bot_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(RuleBroken, match="zalobot://MÃ-BOT") as refusal:
        open_zalo_bot_channel(url, timeout_seconds=1)

    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("token", ["123:456", "123:99999999", "123456:abc-DEF_x.y~z"])
def test_token_survives_the_url_whatever_it_looks_like(token: str) -> None:
    channel = open_zalo_bot_channel(f"zalobot://{token}/c1/c2?base=http://x.example/", timeout_seconds=1)

    again = ZaloBotChannel.parse_url(channel.url())

    assert again is not None
    assert (again["token"], again["targets"], again["base"]) == (token, ["c1", "c2"], "http://x.example")


def test_url_for_other_eyes_hides_the_token() -> None:
    channel = open_zalo_bot_channel(f"zalobot://{TOKEN}/{CHAT}", timeout_seconds=1)

    assert TOKEN not in channel.url(privacy=True)


def test_plain_apprise_sends_title_and_text_to_every_chat(far: FakeZaloBot) -> None:
    register()
    far.write("chào bot", chat_id="other")
    plain = Apprise(f"zalobot://{TOKEN}/{CHAT}/other?base={far.url}")

    assert plain.notify(title="Nhắc", body="Hạn 20/8")
    assert [chat for chat, _ in far.sent] == [CHAT, "other"]
    assert far.sent[0][1].split() == ["Nhắc", "Hạn", "20/8"]


def test_plain_apprise_says_no_when_one_chat_did_not_get_it(far: FakeZaloBot, caplog: pytest.LogCaptureFixture) -> None:
    register()

    with caplog.at_level(logging.DEBUG):
        assert not Apprise(f"zalobot://{TOKEN}/{CHAT}/nobody?base={far.url}").notify(body="x")

    assert far.sent == [(CHAT, "x")]
    assert "Zalo không tìm thấy cuộc trò chuyện" in caplog.text
    assert TOKEN not in caplog.text


def test_plain_apprise_without_a_chat_says_no(far: FakeZaloBot) -> None:
    register()

    assert not Apprise(f"zalobot://{TOKEN}?base={far.url}").notify(body="x")
