"""What eSMS reports of a text message: an HTTP GET whose query says how it went (developers.esms.vn, "Callback Url").

`SendStatus` 5 is the end, for good or bad, and 4 a refusal; which of them it is, `SendSuccess` and `SendFailed` tell.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from domain.hooks import Event, HookSource, Known, Noticed, Reported, Told, hook_key
from domain.signals import SignalKind

if TYPE_CHECKING:
    from collections.abc import Mapping

REFUSED, FINISHED = "4", "5"
LONGEST_FIELD, MOST_FIELDS = 300, 50


def read_esms(raw: bytes) -> Told:
    """Never raises. `raw` is the query, or a form with the same fields."""
    told = _fields(raw)
    sms, status = told.get("smsid", ""), told.get("sendstatus", "")
    if not sms:
        key = hook_key(HookSource.ESMS, "raw", hashlib.sha256(raw).hexdigest())
        return Told(key, (Noticed("Không đọc được nội dung."),))
    parts = (sms, status, told.get("sendsuccess", ""), told.get("sendfailed", ""))
    return Told(hook_key(HookSource.ESMS, "status", *parts), (_event(told, status),))


def _event(told: Mapping[str, str], status: str) -> Event:
    message = Known((HookSource.ESMS,), told.get("requestid", ""), told.get("smsid", ""))
    if status == FINISHED and told.get("sendsuccess", "0") not in ("", "0"):
        return Reported(message, SignalKind.DELIVERED)
    failed = told.get("sendfailed", "0") not in ("", "0")
    if status == REFUSED or (status == FINISHED and failed):
        return Reported(
            message, SignalKind.BOUNCED, code=f"esms:{status}", detail="Nhà mạng báo tin nhắn không gửi được."
        )
    return Noticed("Tin nhắn đang được nhà mạng xử lý.")


def _fields(raw: bytes) -> dict[str, str]:
    try:
        found = parse_qsl(raw.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name.lower(): value[:LONGEST_FIELD] for name, value in found}
