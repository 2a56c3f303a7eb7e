"""ZBS Template Message by telephone number: its own host, its own numbers for errors, its own name for a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tests.fakes.zalo_account import proves_the_app
from tests.fakes.zalo_world import done, milliseconds, refused

if TYPE_CHECKING:
    from tests.fakes.far_server import Call, Reply
    from tests.fakes.zalo import FakeZalo

SEND = "/message/template"
LONGEST_TRACKING_ID = 48


def serve(zalo: FakeZalo) -> None:
    zalo.route("POST", SEND, lambda call: _guard(zalo, call) or _send(zalo, call.json()))
    zalo.route("GET", "/message/status", lambda call: _guard(zalo, call) or _status(zalo, call))
    zalo.route("GET", "/message/quota", lambda call: _guard(zalo, call) or done(_quota(zalo)))
    zalo.route("GET", "/template/info/v2", lambda call: _guard(zalo, call) or _info(zalo, call))


def _guard(zalo: FakeZalo, call: Call) -> Reply | None:
    if not zalo.is_known(call):
        return refused(-124, "Access token is invalid")
    return None if proves_the_app(call) else refused(-1241, "appsecret_proof is invalid")


def _send(zalo: FakeZalo, body: dict[str, Any]) -> Reply:
    fault = _fault(zalo, body)
    if fault:
        return refused(fault)
    day = f"{zalo.local:%Y-%m-%d}"
    zalo.sent_by_day[day] = zalo.sent_by_day.get(day, 0) + 1
    sent = zalo.take(body["phone"], body)
    data = {"msg_id": sent.message_id, "sent_time": milliseconds(zalo.clock.now), "sending_mode": "1"}
    return done({**data, "quota": _quota(zalo)})


def _fault(zalo: FakeZalo, body: dict[str, Any]) -> int:
    template = zalo.templates.get(body["template_id"])
    if not body["phone"].startswith("84"):
        return -108
    if template is None:
        return -109
    if template.status != "ENABLE":
        return -146
    if len(body.get("tracking_id", "")) > LONGEST_TRACKING_ID:
        return -132
    return zalo.fault_of(template, body["template_data"]) or _fault_of_the_hour(zalo, body["phone"])


def _fault_of_the_hour(zalo: FakeZalo, phone: str) -> int:
    if zalo.is_night:
        return -133
    if zalo.sent_by_day.get(f"{zalo.local:%Y-%m-%d}", 0) >= zalo.daily_quota:
        return -144
    return zalo.phones.get(phone, -118)


def _status(zalo: FakeZalo, call: Call) -> Reply:
    """Only by the id that Zalo gave; nobody can ask by `tracking_id`."""
    wanted = dict(parse_qsl(call.query)).get("message_id", "")
    known = any(sent.message_id == wanted for sent in zalo.sent)
    return done({"status": 1 if known else -1, "message": "", "delivery_time": milliseconds(zalo.clock.now)})


def _quota(zalo: FakeZalo) -> dict[str, str]:
    left = zalo.daily_quota - zalo.sent_by_day.get(f"{zalo.local:%Y-%m-%d}", 0)
    return {"dailyQuota": str(zalo.daily_quota), "remainingQuota": str(left)}


def _info(zalo: FakeZalo, call: Call) -> Reply:
    template_id = dict(parse_qsl(call.query)).get("template_id", "")
    template = zalo.templates.get(template_id)
    if template is None:
        return refused(-109)
    parameters = [
        {"name": name, "require": True, "type": "STRING", "maxLength": longest, "minLength": 0, "acceptNull": False}
        for name, longest in template.parameters.items()
    ]
    return done({"templateId": template_id, "status": template.status, "listParams": parameters})
