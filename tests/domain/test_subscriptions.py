from __future__ import annotations

import pytest

from domain.errors import UsageError
from domain.subscriptions import checked_address, is_nobodys


@pytest.mark.parametrize(
    "address", ["https://may-chu.example/dondoc", "https://10.1.2.3/dondoc", "http://127.0.0.1:9000"]
)
def test_servers_of_ones_own_network_may_be_told(address: str) -> None:
    assert checked_address(f" {address} ") == address


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "0.0.0.0", "224.0.0.1", "[fe80::1]", "[::]", "[::ffff:169.254.169.254]"],  # noqa: S104 -- refused
)
def test_what_no_subscriber_can_be_is_refused(host: str) -> None:
    assert is_nobodys(host.strip("[]"))
    with pytest.raises(UsageError, match="không thuộc về máy nhận nào"):
        checked_address(f"https://{host}/latest/meta-data")
