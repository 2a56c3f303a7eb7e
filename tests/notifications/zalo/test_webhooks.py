from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.hooks import Event, Known, Noticed, Reported, Tapped, TemplateChanged, Wrote
from domain.signals import SignalKind
from notifications.zalo.webhooks import CHANNELS, read_zalo, read_zalobot
from tests.web.calls import bot_event, delivered, oa_event, seen

AT = datetime(2022, 7, 20, 7, 0, tzinfo=UTC)
TAP = {"submit_time": "1658300400000", "button_type": "response", "data": "Đã nhận", "tracking_id": "t1"}


@pytest.mark.parametrize(
    ("body", "key", "events"),
    [
        (
            delivered("t1", msg_id="m1"),
            "zalo:user_received_message:m1",
            (Reported(Known(CHANNELS, "t1", "m1"), SignalKind.DELIVERED, AT),),
        ),
        (
            seen("m1", "m2"),
            "zalo:user_seen_message:m1:m2",
            tuple(Reported(Known(CHANNELS, "", one), SignalKind.SEEN, AT) for one in ("m1", "m2")),
        ),
        (
            oa_event("user_click_response_button", msg_id="m1", message=TAP),
            "zalo:user_click_response_button:m1:1658300400000",
            (Tapped(Known(CHANNELS, "t1", "m1"), "Đã nhận", AT),),
        ),
        (
            oa_event("user_send_text", sender={"id": "u1"}, message={"text": "DA NOP", "msg_id": "m5"}),
            "zalo:user_send_text:m5",
            (Wrote("zalooa", "u1", "DA NOP", AT),),
        ),
        (
            oa_event("user_send_file", sender={"id": "u1"}, message={"msg_id": "m6"}),
            "zalo:user_send_file:m6",
            (Wrote("zalooa", "u1", "[file]", AT),),
        ),
        (
            json.dumps(
                {
                    "event_name": "change_template_status",
                    "template_id": "7",
                    "status": {"prev_status": "ENABLE", "new_status": "DISABLE"},
                    "reason": "Mẫu tin bị lặp",
                    "timestamp": "1658300400000",
                }
            ).encode(),
            "zalo:change_template_status:7:1658300400000",
            (TemplateChanged("7", "DISABLE", "Mẫu tin bị lặp"),),
        ),
        (
            b'{"event_name":"change_oa_daily_quota","oaId":"9","quota":{"prev_value":1000,"new_value":500},"timestamp":"5"}',
            "zalo:change_oa_daily_quota:5",
            (Noticed("Hạn mức gửi trong ngày của OA thay đổi: từ 1000 thành 500 tin."),),
        ),
        (
            b'{"event_name":"unfollow","oa_id":"9","follower":{"id":"u1"},"timestamp":"5"}',
            "zalo:unfollow:u1:5",
            (Noticed("Người dùng Zalo u1 đã bỏ quan tâm OA."),),
        ),
    ],
)
def test_event_of_an_account_is_read(body: bytes, key: str, events: tuple[Event, ...]) -> None:
    told = read_zalo(body)

    assert (told.key, told.events) == (key, events)


def test_bot_message_is_the_same_wrapped_or_not() -> None:
    bare = bot_event("HẸN 25/8")
    wrapped = b'{"ok":true,"result":' + bare + b"}"

    assert read_zalobot(bare) == read_zalobot(wrapped)
    assert read_zalobot(bare).events == (Wrote("zalobot", "chat-1", "HẸN 25/8", AT),)


def test_what_is_written_in_a_group_is_nobodys_answer() -> None:
    (event,) = read_zalobot(bot_event("DA NOP").replace(b"PRIVATE", b"GROUP")).events

    assert isinstance(event, Noticed)


@settings(max_examples=60)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["event_name", "message", "msg_id", "msg_ids", "sender", "chat", "from", "result", "id"]
                    ),
                    inner
                    | st.sampled_from(["user_seen_message", "user_send_text", "follow", "change_template_status"]),
                    max_size=5,
                )
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
        st.just(b"[" * 100_000),
    )
)
def test_any_bytes_are_read_without_failing(body: bytes) -> None:
    assert read_zalo(body).key
    assert read_zalobot(body).key
