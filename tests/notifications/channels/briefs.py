"""A letter with its brief, for the channels that carry nothing else."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from notifications.briefs import Brief
from notifications.envelope import Rendered

if TYPE_CHECKING:
    from notifications.channels.protocol import Channel
    from notifications.envelope import Envelope

SENT_AT = datetime(2022, 8, 19, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TEXT = "Kế hoạch 15-KH/TU: hạn gửi báo cáo của Huyện ủy Lý Nhân là hết ngày 20/8/2022."
BRIEF = Brief(
    message="last_reminder",
    plan_number="15-KH/TU",
    task="báo cáo sơ kết",
    unit="Huyện ủy Lý Nhân",
    short_unit="Lý Nhân",
    asked="Đề nghị gửi báo cáo.",
    text=TEXT,
    sms="KH 15-KH/TU: han gui bao cao cua Huyen uy Ly Nhan la het ngay 20/8/2022.",
    last_day=date(2022, 8, 20),
    days=1,
)
LETTER = Rendered("Nhắc lần cuối", "Nội dung của thư, chỉ để trong nhà.", "<p></p>", brief=BRIEF)


def letter_over(channel: Channel, *, to: str, key: str = "k1", rendered: Rendered = LETTER) -> Envelope:
    return channel.compose(rendered, key=key, to_address=to, to_name="Nguyễn Thị Lan", sent_at=SENT_AT)
