from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from apprise import Apprise

from domain.errors import RuleBroken
from notifications.channels.protocol import AmbiguityPolicy, Channel
from notifications.channels.zalo_oa import ZaloOaChannel, open_zalooa_channel, register
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from notifications.zalo.tokens import Token
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_account import PROACTIVE, REPLY
from tests.notifications.channels.zalo_letters import (
    BRIEF,
    TEMPLATES,
    USER_ID,
    Renewing,
    compose,
    prepared,
    token_of,
    url,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

RECEIPT = replace(BRIEF, message="receipt", text="Đã nhận báo cáo của Đảng ủy xã Thanh Hà.")


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as running:
        yield prepared(running)
        running.assert_tidy()


@pytest.fixture
def channel(zalo: FakeZalo) -> Iterator[ZaloOaChannel]:
    opened = open_zalooa_channel(url("zalooa", zalo), tokens=token_of(zalo), templates=TEMPLATES, timeout_seconds=1)
    yield opened
    opened.close()


def test_deliver_a_reminder_goes_out_as_a_template(channel: ZaloOaChannel, zalo: FakeZalo) -> None:
    contract: Channel = channel

    outcome = contract.deliver(compose(contract, to=USER_ID))

    [call] = zalo.called(PROACTIVE)
    assert outcome == Accepted(zalo.sent[0].message_id)
    assert call.json() == {
        "user_id": USER_ID,
        "template_id": "70001",
        "template_data": {"unit": "Đảng ủy xã Thanh Hà", "deadline": "31/7/2022"},
    }
    assert (contract.ambiguity, contract.gives_receipts) == (AmbiguityPolicy.NEXT_CHANNEL, False)


def test_deliver_an_answer_goes_out_as_text(channel: ZaloOaChannel, zalo: FakeZalo) -> None:
    channel.deliver(compose(channel, to=USER_ID, brief=RECEIPT))

    [call] = zalo.called(REPLY)
    assert call.json() == {"recipient": {"user_id": USER_ID}, "message": {"text": RECEIPT.text}}


@pytest.mark.parametrize(
    ("hours", "expected"), [(47, None), (49, (Rejected, Scope.CHANNEL)), (170, (Rejected, Scope.MISFIT))]
)
def test_deliver_an_answer_outside_the_windows_is_refused(
    hours: int, expected: tuple[type, Scope] | None, channel: ZaloOaChannel, zalo: FakeZalo
) -> None:
    zalo.clock.advance(hours=hours)
    assert zalo.grant is not None
    zalo.grant.access_until = zalo.clock.now.replace(year=2030)

    outcome = channel.deliver(compose(channel, to=USER_ID, brief=RECEIPT))

    assert expected is None or (type(outcome), getattr(outcome, "scope", None)) == expected
    assert (expected is None) == isinstance(outcome, Accepted)


@pytest.mark.parametrize(("name", "code"), [("is_follower", "-213"), ("has_blocked", "-217")])
def test_deliver_to_somebody_who_does_not_want_it_is_about_the_recipient(
    name: str, code: str, channel: ZaloOaChannel, zalo: FakeZalo
) -> None:
    setattr(zalo.users[USER_ID], name, name == "has_blocked")

    outcome = channel.deliver(compose(channel, to=USER_ID))

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code) == (Scope.RECIPIENT, code)


def test_deliver_by_night_and_over_the_rate_waits(channel: ZaloOaChannel, zalo: FakeZalo) -> None:
    zalo.calls_left[f"{zalo.local:%Y%m%d%H%M}"] = 0
    over = channel.deliver(compose(channel, to=USER_ID))
    zalo.clock.advance(hours=14)
    late = channel.deliver(compose(channel, to=USER_ID))

    assert isinstance(over, Deferred)
    assert isinstance(late, Deferred)
    assert (over.scope, late.scope) == (Scope.CHANNEL, Scope.HOURS)


def test_deliver_a_template_that_knows_only_numbers_is_about_the_message(
    channel: ZaloOaChannel, zalo: FakeZalo
) -> None:
    zalo.templates["70001"].takes_user_id = False

    outcome = channel.deliver(compose(channel, to=USER_ID))

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code) == (Scope.MISFIT, "-249")


def test_deliver_with_a_lost_answer_is_ambiguous(channel: ZaloOaChannel, zalo: FakeZalo) -> None:
    zalo.fail(PROACTIVE, "drop_after")

    outcome = channel.deliver(compose(channel, to=USER_ID))

    assert (type(outcome), len(zalo.sent)) == (Ambiguous, 1)


@pytest.mark.parametrize("hours", [0, 26], ids=["another pair", "25 hours over"])
def test_deliver_with_an_expired_token_renews_it_once(hours: int, zalo: FakeZalo) -> None:
    assert zalo.grant is not None
    zalo.clock.advance(hours=hours)
    tokens = Renewing("planted-old" if not hours else zalo.grant.access, then=Token(2, "planted-wrong"))
    channel = open_zalooa_channel(url("zalooa", zalo), tokens=tokens, templates=TEMPLATES)

    outcome = channel.deliver(compose(channel, to=USER_ID))

    assert isinstance(outcome, Deferred)
    assert (outcome.scope, len(tokens.asked), len(zalo.called(PROACTIVE))) == (Scope.AUTH, 1, 2)
    channel.close()


@pytest.mark.parametrize(
    ("brief", "code"),
    [
        (None, "no_brief"),
        (replace(BRIEF, message="urging"), "no_template"),
        (replace(RECEIPT, text="x" * 2001), "too_long"),
    ],
)
def test_what_cannot_go_out_is_refused_and_nobody_is_called(
    brief: Any, code: str, channel: ZaloOaChannel, zalo: FakeZalo
) -> None:
    outcome = channel.deliver(compose(channel, to=USER_ID, brief=brief))

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code, zalo.calls) == (Scope.MISFIT, code, [])


@pytest.mark.parametrize("address", ["", "thanhha@hanam.example", "555x"])
def test_compose_refuses_what_is_no_user_id(address: str, channel: ZaloOaChannel) -> None:
    with pytest.raises(RuleBroken):
        compose(channel, to=address)


def test_plain_apprise_sends_text_without_a_template(zalo: FakeZalo) -> None:
    register()
    assert zalo.grant is not None
    plain = Apprise()

    assert plain.add(url("zalooa", zalo, targets=USER_ID, more=f"&access_token={zalo.grant.access}"))
    assert plain.notify(title="Nhắc việc", body="Đề nghị gửi báo cáo.")
    assert zalo.sent[0].body["message"] == {"text": "Nhắc việc\nĐề nghị gửi báo cáo."}


@pytest.mark.parametrize("wrong", ["", "zalooa://", "zalooa://1:planted@x", "zbs://1:planted@2"])
def test_open_zalooa_channel_unreadable_url_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        open_zalooa_channel(wrong)

    assert "planted" not in str(refused.value)
