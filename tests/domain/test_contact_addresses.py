from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.channels import CHANNEL_NAMES
from domain.contact_addresses import (
    CHANNELS,
    HIDDEN,
    channel_named,
    checked_address,
    checked_phone,
    is_secret,
    shown_address,
)
from domain.errors import RuleBroken

TOKEN = "123456789:AAplantedTOKENvalue"  # noqa: S105 -- planted to be looked for


@pytest.mark.parametrize(
    ("channel", "address", "kept"),
    [
        ("email", "x1@hanam.example", ("email", "x1@hanam.example")),
        ("zbs", "0912 345 678", ("zbs", "84912345678")),
        ("zbs", "912345678", ("zbs", "84912345678")),
        ("esms", "+84 912 345 678", ("esms", "84912345678")),
        ("zalobot", "6ede9afa66b88fe6d6a9", ("zalobot", "6ede9afa66b88fe6d6a9")),
        ("zalooa", "2468458835296197922", ("zalooa", "2468458835296197922")),
        ("", "mailto://x1@hanam.example", ("email", "x1@hanam.example")),
        ("", "zbs://0912345678", ("zbs", "84912345678")),
        ("zbs", "zbs://0912345678/", ("zbs", "84912345678")),
        ("apprise", "ntfy://ntfy.example/kenh", ("apprise", "ntfy://ntfy.example/kenh")),
        ("", f"tgram://{TOKEN}/5/", ("apprise", f"tgram://{TOKEN}/5/")),
        ("", f"zalobot://{TOKEN}/abc", ("apprise", f"zalobot://{TOKEN}/abc")),
        ("", "mailtos://u:p@smtp.example?to=a@b.example", ("apprise", "mailtos://u:p@smtp.example?to=a@b.example")),
    ],
)
def test_address_is_kept_in_one_way_for_its_channel(channel: str, address: str, kept: tuple[str, str]) -> None:
    assert checked_address(channel, address) == kept


@pytest.mark.parametrize(
    ("channel", "address", "says"),
    [
        ("email", "x1@hanam", "ten@coquan.vn"),
        ("email", "x1@hanam.example, x2@hanam.example", "mỗi dòng chỉ ghi một địa chỉ"),
        ("email", "", "thiếu địa chỉ"),
        ("zbs", "0226 0000 353", "di động"),
        ("esms", "12", "Số điện thoại"),
        ("zalobot", "0912 345 678", "mã trò chuyện"),
        ("zalooa", "abc", "mã người dùng"),
        ("apprise", "kênh ntfy", "tên://…"),
        ("", "x1@hanam.example", "thiếu kênh"),
        ("email", "tgram://secret/1", "thuộc kênh “apprise”"),
        ("apprise", "tgram://a b", "không được có dấu cách"),
    ],
)
def test_address_that_does_not_suit_its_channel_is_refused_with_a_remedy(channel: str, address: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        checked_address(channel, address)


@pytest.mark.parametrize("channel", CHANNELS)
def test_refusal_never_repeats_a_secret(channel: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        checked_address(channel, f"tgram://{TOKEN} 5")

    assert TOKEN not in str(refusal.value)


def test_only_whole_urls_are_secret() -> None:
    assert [channel for channel in CHANNELS if is_secret(channel)] == ["apprise"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("x1@hanam.example", "x1@hanam.example"),
        ("84912345678", "84912345678"),
        ("sealed:gAAAAABmUu", HIDDEN),
        (f"tgram://{TOKEN}/5/", f"tgram://… {HIDDEN}"),
    ],
)
def test_shown_address_hides_what_is_secret(address: str, shown: str) -> None:
    assert shown_address(address) == shown


@pytest.mark.parametrize("code", CHANNELS)
def test_channel_is_known_by_its_code_and_its_name(code: str) -> None:
    assert channel_named(code.upper()) == channel_named(CHANNEL_NAMES[code]) == code


def test_channel_that_may_be_several_is_refused() -> None:
    with pytest.raises(RuleBroken, match="zalobot"):
        channel_named("Zalo")


def test_telephone_gets_back_the_zero_that_a_spreadsheet_dropped() -> None:
    assert checked_phone("912345678; 0226.0000.353") == "0912345678; 0226.0000.353"


@settings(max_examples=60, deadline=None)
@given(channel=st.sampled_from(("", *CHANNELS)), address=st.text(max_size=40))
def test_any_text_is_kept_or_refused_and_what_is_kept_is_kept_again(channel: str, address: str) -> None:
    try:
        kept = checked_address(channel, address)
    except RuleBroken:
        return
    assert checked_address(*kept) == kept
