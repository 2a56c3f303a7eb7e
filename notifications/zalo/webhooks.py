"""What the webhooks of Zalo say, as events. Whatever the bytes are, the result is a value and no exception.

Shapes: docs.zaloplatforms.com/docs/OA and /ZBS, "Webhook", as of 2026-11. `user_received_message` exists twice: with
`message.delivery_time` it is about a template sent by phone and bears our `tracking_id`, without it about a message of the
Official Account. Templates sent by user id bear Zalo's `msg_id` alone. So a message is looked for under every name.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from domain.hooks import Event, HookSource, Known, Noticed, Reported, Tapped, TemplateChanged, Told, Wrote, hook_key
from domain.signals import SignalKind
from domain.spelling import nfc
from notifications.zalo.telling import moment_of, object_of, read_object, text_of, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

BY_TEMPLATE, BY_ACCOUNT = "zbs", "zalooa"
CHANNELS = (BY_TEMPLATE, BY_ACCOUNT)


def read_zalo(raw: bytes) -> Told:
    """A call for an Official Account."""
    told = read_object(raw)
    name = text_of(told, "event_name")
    if not name:
        return Told(_raw_key(HookSource.ZALO, raw), (Noticed("Không đọc được nội dung."),))
    events = _READERS.get(name, _unheeded)(told)
    return Told(hook_key(HookSource.ZALO, name, *_identity(told)), tuple(events))


def _identity(told: Mapping[str, object]) -> list[str]:
    """What tells one event from the next of its kind: the messages it is about, otherwise whom and when.

    A tap names the message under which the button stands, and may be repeated; so does its time belong to it.
    """
    message = object_of(told, "message")
    ids = [text_of(message, "msg_id") or text_of(told, "msg_id"), *texts(message, "msg_ids")]
    found = [one for one in (*ids, text_of(message, "submit_time")) if one]
    if any(ids):
        return found
    people = (text_of(object_of(told, name), "id") for name in ("follower", "sender", "recipient"))
    names = (text_of(told, name) for name in ("template_id", "timestamp"))
    return [one for one in (*people, *names) if one]


def _received(told: Mapping[str, object]) -> list[Event]:
    message = object_of(told, "message")
    at = _moment(text_of(message, "delivery_time"), told)
    return [Reported(_known(message), SignalKind.DELIVERED, at)]


def _seen(told: Mapping[str, object]) -> list[Event]:
    message = object_of(told, "message")
    ids = texts(message, "msg_ids") or [text_of(message, "msg_id")]
    at = _moment("", told)
    return [Reported(Known(CHANNELS, provider_id=one), SignalKind.SEEN, at) for one in dict.fromkeys(ids) if one]


def _tapped(told: Mapping[str, object]) -> list[Event]:
    message = object_of(told, "message")
    known = Known(CHANNELS, text_of(message, "tracking_id"), text_of(told, "msg_id") or text_of(message, "msg_id"))
    return [Tapped(known, nfc(text_of(message, "data")), _moment(text_of(message, "submit_time"), told))]


def _wrote(told: Mapping[str, object]) -> list[Event]:
    sender, text = text_of(object_of(told, "sender"), "id"), nfc(text_of(object_of(told, "message"), "text"))
    return [Wrote(BY_ACCOUNT, sender, text, _moment("", told))] if sender else []


def _sent_something(told: Mapping[str, object]) -> list[Event]:
    """A picture or a file is no hand-in, but a person should know that it came."""
    kind = text_of(told, "event_name").removeprefix("user_send_")
    words = nfc(text_of(object_of(told, "message"), "text"))
    sender = text_of(object_of(told, "sender"), "id")
    return [Wrote(BY_ACCOUNT, sender, f"[{kind}] {words}".strip(), _moment("", told))] if sender else []


def _information(told: Mapping[str, object]) -> list[Event]:
    """A telephone number that a person typed proves nothing: staff compare it and enter the contact."""
    user = text_of(object_of(told, "sender"), "id")
    return [Noticed(f"Người dùng Zalo {user} đã gửi thông tin liên hệ; cán bộ đối chiếu và ghi kênh zalooa.")]


def _followed(told: Mapping[str, object]) -> list[Event]:
    user, name = text_of(object_of(told, "follower"), "id"), text_of(told, "event_name")
    return [Noticed(f"Người dùng Zalo {user} {'đã bỏ' if name == 'unfollow' else 'bắt đầu'} quan tâm OA.")]


def _template(told: Mapping[str, object]) -> list[Event]:
    status = object_of(told, "status") or told
    return [TemplateChanged(text_of(told, "template_id"), text_of(status, "new_status"), nfc(text_of(told, "reason")))]


def _quota(told: Mapping[str, object]) -> list[Event]:
    quota = object_of(told, "quota")
    before, after = text_of(quota, "prev_value"), text_of(quota, "new_value")
    return [Noticed(f"Hạn mức gửi trong ngày của OA thay đổi: từ {before or '?'} thành {after or '?'} tin.")]


def _unheeded(told: Mapping[str, object]) -> list[Event]:
    return [Noticed(f"Sự kiện {text_of(told, 'event_name')[:80]} không cần xử lý.")]


_READERS: dict[str, Callable[[Mapping[str, object]], list[Event]]] = {
    "user_received_message": _received,
    "user_seen_message": _seen,
    "user_click_response_button": _tapped,
    "user_send_text": _wrote,
    **{f"user_send_{kind}": _sent_something for kind in ("image", "file", "link", "audio", "video", "business_card")},
    "user_submit_info": _information,
    "follow": _followed,
    "unfollow": _followed,
    "change_template_status": _template,
    "change_oa_daily_quota": _quota,
}


def read_zalobot(raw: bytes) -> Told:
    """One update of a bot, in its envelope `{"ok", "result"}` or without it, by webhook or asked for."""
    told = read_object(raw)
    told = object_of(told, "result") or told
    name, message = text_of(told, "event_name"), object_of(told, "message")
    chat, sender = object_of(message, "chat"), object_of(message, "from")
    address, number = text_of(chat, "id"), text_of(message, "message_id")
    if not (name and address and number):
        return Told(_raw_key(HookSource.ZALOBOT, raw), (Noticed("Không đọc được nội dung."),))
    key = hook_key(HookSource.ZALOBOT, name, address, number)
    if sender.get("is_bot") is True or text_of(chat, "chat_type").upper() == "GROUP":
        return Told(key, (Noticed("Tin trong nhóm hoặc của một bot; không cần xử lý."),))
    text = nfc(text_of(message, "text"))
    if not text:
        text = f"[{name.removeprefix('message.').removesuffix('.received')[:20]}] {nfc(text_of(message, 'caption'))}".strip()
    return Told(key, (Wrote(HookSource.ZALOBOT, address, text, moment_of(text_of(message, "date"))),))


def _known(message: Mapping[str, object]) -> Known:
    return Known(CHANNELS, text_of(message, "tracking_id"), text_of(message, "msg_id"))


def _moment(milliseconds: str, told: Mapping[str, object]) -> datetime | None:
    return moment_of(milliseconds) or moment_of(text_of(told, "timestamp"))


def _raw_key(source: HookSource, raw: bytes) -> str:
    return hook_key(source, "raw", hashlib.sha256(raw).hexdigest())
