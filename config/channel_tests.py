"""Trying a channel: one short message to an address that somebody names, handed over at once and told as it came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.channels import channel_name
from domain.errors import RuleBroken
from notifications.briefs import plain_brief
from notifications.envelope import Rendered
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from notifications.outcome import Outcome

SUBJECT = "Thử kênh gửi của hệ thống Đôn đốc"
TEXT = "Đây là tin thử của hệ thống Đôn đốc, do {} gửi. Người nhận không cần trả lời."
REHEARSAL = "Đây là bản diễn tập: không có gì được gửi ra ngoài, kể cả tin thử."


def send_test(place: Workplace, channel: str, address: str, *, by: str, now: datetime) -> Outcome:
    """What the other side said. It is about no unit, so it stands in no outbox; who asked for it is in the audit log."""
    if not place.may_send:
        raise RuleBroken(REHEARSAL)
    if channel not in place.channels:
        raise RuleBroken(f"Kênh {channel_name(channel)} chưa được cấu hình.")
    text = TEXT.format(by)
    rendered = Rendered(SUBJECT, text, "", brief=plain_brief(text))
    way = place.channels[channel]
    envelope = way.compose(
        rendered, key=f"channel-test/{channel}/{now.isoformat()}", to_address=address.strip(), to_name="", sent_at=now
    )
    try:
        return way.deliver(envelope)
    finally:
        way.close()


def test_outcome_text(outcome: Outcome) -> str:
    """In a sentence for whoever pressed the button."""
    match outcome:
        case Accepted():
            return "Đã gửi: bên nhận đã nhận tin. Hãy hỏi người có địa chỉ ấy xem tin đã đến chưa."
        case Rejected(detail=detail):
            return f"Bị từ chối: {detail}"
        case Deferred(detail=detail):
            return f"Chưa gửi được lúc này: {detail}"
        case Ambiguous(detail=detail):
            return f"Chưa rõ đã gửi hay chưa: {detail}"
