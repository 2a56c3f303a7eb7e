from __future__ import annotations

import pytest

from domain.errors import RuleBroken
from notifications.mailbox.imap_address import ImapAddress, imap_address


def test_an_address_tells_server_account_and_folder() -> None:
    found = imap_address("imaps://bao%40hanam.vn:m%E1%BA%ADt%2F1@thu.hanam.vn/B%C3%A1o%20c%C3%A1o")

    assert found == ImapAddress("thu.hanam.vn", 993, "bao@hanam.vn", "mật/1", "Báo cáo")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_may_be_reached_in_the_open(host: str) -> None:
    assert not imap_address(f"imap://a:b@{host}").is_encrypted


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://a:mat-khau@may", "không đọc được"),
        ("imaps://a:mat-khau@may:0x", "không đọc được"),
        ("imaps://a:mat-khau@[may", "không đọc được"),
        ("imaps://may", "thiếu máy chủ, tài khoản hoặc mật khẩu"),
        ("imap://a:mat-khau@thu.hanam.vn", "mật khẩu sẽ đi qua mạng không được mã hóa"),
        ("imap://a:mat-khau@10.0.0.1", "mật khẩu sẽ đi qua mạng không được mã hóa"),
    ],
)
def test_what_is_no_address_is_refused_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence) as refused:
        imap_address(url)

    assert "mat-khau@" not in str(refused.value)


def test_an_address_prints_no_password() -> None:
    assert "mat-khau" not in repr(imap_address("imaps://a:mat-khau@may"))
