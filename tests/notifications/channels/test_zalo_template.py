from __future__ import annotations

import logging
import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from apprise import Apprise

from domain.errors import RuleBroken
from notifications.channels.protocol import AmbiguityPolicy, Channel
from notifications.channels.zalo_template import ZbsChannel, open_zbs_channel, register
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from notifications.zalo.tokens import NoToken, Token
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_phone import SEND
from tests.fakes.zalo_world import APP_SECRET
from tests.notifications.channels.zalo_letters import (
    BRIEF,
    PHONE,
    TEMPLATES,
    Renewing,
    compose,
    letter,
    prepared,
    token_of,
    url,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as running:
        yield prepared(running)
        running.assert_tidy()


@pytest.fixture
def channel(zalo: FakeZalo) -> Iterator[ZbsChannel]:
    opened = open_zbs_channel(url("zbs", zalo), tokens=token_of(zalo), templates=TEMPLATES, timeout_seconds=1)
    yield opened
    opened.close()


def test_deliver_fills_the_template_and_names_the_message(channel: ZbsChannel, zalo: FakeZalo) -> None:
    contract: Channel = channel
    envelope = compose(contract, to="0912 000 111")

    outcome = contract.deliver(envelope)

    [sent] = zalo.sent
    assert outcome == Accepted(sent.message_id)
    assert (sent.to, envelope.address, sent.tracking_id) == (PHONE, PHONE, envelope.message_id)
    assert sent.body["template_data"] == {"unit": "Đảng ủy xã Thanh Hà", "deadline": "31/7/2022"}
    assert (contract.ambiguity, contract.gives_receipts) == (AmbiguityPolicy.NEXT_CHANNEL, True)
    assert contract.look_for(envelope.message_id) is None


def test_compose_gives_the_same_bytes_and_a_name_of_its_own_to_each_key(channel: ZbsChannel) -> None:
    first, again = compose(channel, to=PHONE), compose(channel, to=PHONE)
    other = compose(channel, to=PHONE, key="kh15:thanh-ha:2")

    assert first == again
    assert first.message_id != other.message_id
    assert len(first.message_id) <= 48
    assert first.text == BRIEF.text


def test_compose_composes_letters_so_that_zalo_counts_what_people_see(channel: ZbsChannel, zalo: FakeZalo) -> None:
    unit = unicodedata.normalize("NFD", "Đảng ủy Khối các cơ quan tỉnh")

    outcome = channel.deliver(compose(channel, to=PHONE, brief=replace(BRIEF, unit=unit)))

    assert isinstance(outcome, Accepted)
    assert zalo.sent[0].body["template_data"]["unit"] == "Đảng ủy Khối các cơ quan tỉnh"


def test_compose_takes_the_short_name_where_the_long_one_does_not_fit(channel: ZbsChannel, zalo: FakeZalo) -> None:
    long = replace(BRIEF, unit="Ban Cán sự đảng Ủy ban nhân dân tỉnh Hà Nam")

    channel.deliver(compose(channel, to=PHONE, brief=long))

    assert zalo.sent[0].body["template_data"]["unit"] == "ĐU Thanh Hà"


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        (None, ("no_brief", "thư điện tử")),
        (replace(BRIEF, message="urging"), ("no_template", "urging")),
        (replace(BRIEF, message="opening"), ("no_template", "zalo_templates.yaml")),
        (replace(BRIEF, message="receipt"), ("no_template", "receipt")),
        (replace(BRIEF, unit="x" * 31, short_unit="y" * 31), ("too_long", "tên ngắn")),
        (replace(BRIEF, last_day=None), ("empty", "deadline")),
    ],
)
def test_what_cannot_go_out_is_refused_with_its_reason_and_nobody_is_called(
    brief: Any, expected: tuple[str, str], channel: ZbsChannel, zalo: FakeZalo
) -> None:
    outcome = channel.deliver(compose(channel, to=PHONE, brief=brief))

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code, zalo.calls) == (Scope.MISFIT, expected[0], [])
    assert expected[1] in outcome.detail


@pytest.mark.parametrize("address", ["", "thanhha@hanam.example", "0226 385 1234", "12345", "84912000111x"])
def test_compose_refuses_what_is_no_mobile_number(address: str, channel: ZbsChannel) -> None:
    with pytest.raises(RuleBroken):
        compose(channel, to=address)


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, Accepted), (14, Deferred), (20, Deferred), (22, Accepted)], ids=["9", "23", "5", "7"]
)
def test_deliver_by_night_waits_for_the_hour(hours: int, expected: type, channel: ZbsChannel, zalo: FakeZalo) -> None:
    zalo.clock.advance(hours=hours)

    outcome = channel.deliver(compose(channel, to=PHONE))

    assert isinstance(outcome, expected)
    assert getattr(outcome, "scope", Scope.HOURS) is Scope.HOURS


def test_deliver_over_the_quota_of_the_day_waits(channel: ZbsChannel, zalo: FakeZalo) -> None:
    zalo.daily_quota = 1

    outcomes = [channel.deliver(compose(channel, to=PHONE, key=f"k{number}")) for number in range(2)]

    assert [getattr(one, "scope", None) for one in outcomes] == [None, Scope.QUOTA]


def test_deliver_to_a_number_without_zalo_is_about_the_recipient(channel: ZbsChannel) -> None:
    outcome = channel.deliver(compose(channel, to="0913 000 999"))

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code) == (Scope.RECIPIENT, "-118")


@pytest.mark.parametrize(
    ("fault", "taken"),
    [
        ("drop", 0),
        ("drop_after", 1),
        (("http", 500, b"{}"), 0),
        (("http", 502, b"<html>"), 0),
        (("http", 200, b"<html>"), 0),
        (("http", 200, b'{"message": "no error field"}'), 0),
        (("answer", {"error": 0, "data": {}}), 0),
        (("answer", {"error": -100, "message": "Unknown"}), 0),
        (("wait", 1.5), None),  # it may be taken over after we stopped waiting
    ],
)
def test_deliver_without_a_readable_answer_is_ambiguous_and_called_once(
    fault: Any, taken: int | None, channel: ZbsChannel, zalo: FakeZalo
) -> None:
    zalo.fail(SEND, fault)

    outcome = channel.deliver(compose(channel, to=PHONE))

    assert isinstance(outcome, Ambiguous)
    assert len(zalo.called(SEND)) == 1
    assert taken is None or len(zalo.sent) == taken


@pytest.mark.parametrize(("status", "expected"), [(429, Deferred), (403, Deferred), (404, Rejected)])
def test_deliver_refused_before_zalo_is_about_the_channel(
    status: int, expected: type, channel: ZbsChannel, zalo: FakeZalo
) -> None:
    zalo.fail(SEND, ("http", status, b"<html>"))

    outcome = channel.deliver(compose(channel, to=PHONE))

    assert isinstance(outcome, expected)
    assert getattr(outcome, "scope", None) is Scope.CHANNEL


def test_deliver_to_nobody_who_listens_is_deferred() -> None:
    nowhere = "zbs://1:placeholder@2/?zbs_url=http://127.0.0.1:9&access_token=planted"
    channel = open_zbs_channel(nowhere, templates=TEMPLATES)

    outcome = channel.deliver(compose(channel, to=PHONE))

    assert isinstance(outcome, Deferred)
    assert outcome.scope is Scope.CHANNEL


def test_deliver_with_a_refused_token_is_sent_once_more_with_a_newer_one(zalo: FakeZalo) -> None:
    assert zalo.grant is not None
    tokens = Renewing("planted-old", then=Token(2, zalo.grant.access))
    channel = open_zbs_channel(url("zbs", zalo), tokens=tokens, templates=TEMPLATES)

    outcome = channel.deliver(compose(channel, to=PHONE))

    assert isinstance(outcome, Accepted)
    assert (len(zalo.called(SEND)), len(zalo.sent), [one.version for one in tokens.asked]) == (2, 1, [1])
    channel.close()


@pytest.mark.parametrize(
    ("then", "calls", "expected"),
    [
        (Token(2, "planted-refused-too"), 2, (Scope.AUTH, "-124", None)),
        (NoToken("needs_reconsent", "Nối lại."), 1, (Scope.AUTH, "needs_reconsent", None)),
        (NoToken("renewing", "Đang xin.", is_lasting=False), 1, (Scope.CHANNEL, "renewing", timedelta(minutes=1))),
    ],
)
def test_deliver_without_a_good_token_is_deferred_after_one_renewal(
    then: Any, calls: int, expected: tuple[Any, ...], zalo: FakeZalo
) -> None:
    channel = open_zbs_channel(url("zbs", zalo), tokens=Renewing("planted-old", then=then), templates=TEMPLATES)

    outcome = channel.deliver(compose(channel, to=PHONE))

    assert isinstance(outcome, Deferred)
    assert (outcome.scope, outcome.code, outcome.wait) == expected
    assert (len(zalo.called(SEND)), zalo.sent) == (calls, [])
    channel.close()


def test_deliver_a_stored_payload_that_is_none_is_refused(channel: ZbsChannel) -> None:
    outcome = channel.deliver(replace(compose(channel, to=PHONE), payload=b"\xff{"))

    assert isinstance(outcome, Rejected)
    assert outcome.scope is Scope.PAYLOAD


def test_plain_apprise_sends_title_and_body_as_parameters(zalo: FakeZalo) -> None:
    register()
    assert zalo.grant is not None
    more = f"&access_token={zalo.grant.access}&template=70001&title_param=unit&body_param=deadline"
    plain = Apprise()

    assert plain.add(url("zbs", zalo, targets=PHONE, more=more))
    assert plain.notify(title="Xã Thanh Hà", body="31/7/2022")
    assert zalo.sent[0].body["template_data"] == {"unit": "Xã Thanh Hà", "deadline": "31/7/2022"}


def test_plain_apprise_fails_where_zalo_refuses(zalo: FakeZalo) -> None:
    register()
    plain = Apprise()
    plain.add(url("zbs", zalo, targets=PHONE, more="&access_token=planted-wrong&template=70001"))

    assert not plain.notify(title="Xã Thanh Hà", body="31/7/2022")


def test_the_url_of_a_plugin_leads_to_the_same_plugin_and_hides_its_secrets(zalo: FakeZalo) -> None:
    channel = open_zbs_channel(url("zbs", zalo, targets=PHONE, more="&access_token=planted-access"))

    assert open_zbs_channel(channel.url()).url() == channel.url()
    assert APP_SECRET not in channel.url(privacy=True)
    assert "planted" not in channel.url(privacy=True)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "zbs://",
        "zbs://planted@1",
        "zbs://x:planted@1",
        "zbs://1:planted@host",
        "mailto://1:planted@2",
        "zbs://1@2",
        "\0",
    ],
)
def test_open_zbs_channel_unreadable_url_is_refused_without_repeating_it(wrong: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        open_zbs_channel(wrong)

    assert "planted" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_no_secret_is_logged_or_shown(zalo: FakeZalo, caplog: pytest.LogCaptureFixture) -> None:
    assert zalo.grant is not None
    for name in ("", "httpx"):
        caplog.set_level(logging.DEBUG, logger=name)
    register()
    channel = open_zbs_channel(url("zbs", zalo, more=f"&access_token={zalo.grant.access}"), templates=TEMPLATES)
    shown = [repr(channel.deliver(compose(channel, to=PHONE))), repr(channel), str(channel), repr(letter())]
    channel.close()
    Apprise().add(url("zbs", zalo).replace("zbs://1", "zbs://x"))
    zalo.fail(SEND, "drop")
    shown.append(repr(channel.deliver(compose(channel, to=PHONE))))
    channel.close()

    everything = caplog.text + "".join(shown)
    assert "HTTP Request" in everything
    assert zalo.grant.access not in everything
    assert APP_SECRET not in everything
