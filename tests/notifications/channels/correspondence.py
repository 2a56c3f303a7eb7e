"""Who writes to whom in the tests of the channels."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from notifications.envelope import Envelope, Rendered

if TYPE_CHECKING:
    from notifications.channels.protocol import Channel
    from tests.notifications.channels.scripted_server import ScriptedServer

SENDER = "nhachan@hanam.example"
SENDER_NAME = "Ban Tuyên giáo Tỉnh ủy"
SECRET = b"a secret of the test"
SENT_AT = datetime(2022, 7, 28, 8, 0, tzinfo=UTC)
MAIL = Rendered(
    "Nhắc việc: báo cáo sơ kết", "Đồng chí thân mến,\n.dòng bắt đầu bằng dấu chấm\n", "<p>Đồng chí thân mến</p>"
)


def letter(channel: Channel, *, to: str = "thanhha@hanam.example", key: str = "kh15:thanh-ha:1") -> Envelope:
    return channel.compose(MAIL, key=key, to_address=to, to_name="Đảng ủy xã Thanh Hà", sent_at=SENT_AT)


def to_server(server: ScriptedServer, *, credentials: str = "", scheme: str = "mailto", more: str = "") -> str:
    return f"{scheme}://{credentials}{server.address}/?from={SENDER}{more}"
