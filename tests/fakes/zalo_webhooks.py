"""Webhooks as Zalo sends them: signed by the documented formula, sha256(app id + body + timestamp + secret), no HMAC."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tests.fakes.zalo_world import APP_ID, OA_ID, milliseconds

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.zalo_world import Sent

OA_SECRET = "placeholder-oa-secret"  # noqa: S105 -- of the fake

Hook = tuple[dict[str, str], bytes]


def signed(event: dict[str, Any], *, first: str = APP_ID, secret: str = OA_SECRET, retry: int = 0) -> Hook:
    """Headers and body of one call. `first` and `secret` are what the pages disagree about."""
    body = json.dumps(event, ensure_ascii=False).encode()
    timestamp = str(event["timestamp"])
    mac = hashlib.sha256(first.encode() + body + timestamp.encode() + secret.encode()).hexdigest()
    headers = {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac}", "X-ZEvent-Timestamp": timestamp}
    return ({**headers, "num_retry": str(retry)} if retry else headers), body


def delivered(sent: Sent, *, at: datetime) -> dict[str, Any]:
    """A template message by number reached the person's device; `tracking_id` is ours."""
    moment = milliseconds(at)
    message = {"delivery_time": moment, "msg_id": sent.message_id, "tracking_id": sent.tracking_id}
    return _event("user_received_message", sender=OA_ID, recipient=sent.to, message=message, timestamp=moment)


def received(sent: Sent, *, at: datetime) -> dict[str, Any]:
    """The same name for a message of the account itself, which has no time of delivery."""
    message = {"msg_id": sent.message_id}
    return _event("user_received_message", sender=OA_ID, recipient=sent.to, message=message, timestamp=milliseconds(at))


def seen(sent: Sent, *, at: datetime) -> dict[str, Any]:
    message = {"msg_ids": [sent.message_id]}
    return _event("user_seen_message", sender=OA_ID, recipient=sent.to, message=message, timestamp=milliseconds(at))


def wrote(user_id: str, text: str, *, msg_id: str, at: datetime) -> dict[str, Any]:
    message = {"text": text, "msg_id": msg_id}
    return _event("user_send_text", sender=user_id, recipient=OA_ID, message=message, timestamp=milliseconds(at))


def template_status(template_id: str, status: str, *, at: datetime) -> dict[str, Any]:
    changed = {"prev_status": "ENABLE", "new_status": status}
    about = {"event_name": "change_template_status", "oa_id": OA_ID, "app_id": APP_ID, "template_id": template_id}
    return {**about, "status": changed, "reason": "", "timestamp": milliseconds(at)}


def _event(name: str, *, sender: str, recipient: str, message: dict[str, Any], timestamp: str) -> dict[str, Any]:
    ends = {"sender": {"id": sender}, "recipient": {"id": recipient}}
    return {"app_id": APP_ID, **ends, "event_name": name, "message": message, "timestamp": timestamp}
