"""The Official Account's own host: answers in free text, templates by user id, what the account is."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tests.fakes.zalo_world import APP_SECRET, OA_ID, done, milliseconds, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.far_server import Call, Reply
    from tests.fakes.zalo import FakeZalo
    from tests.fakes.zalo_world import Template

REPLY, PROACTIVE, ACCOUNT = "/v3.0/oa/message/cs", "/v3.0/oa/message/template", "/v2.0/oa/getoa"
FREE, LATEST = timedelta(hours=48), timedelta(days=7)
LONGEST_TEXT = 2000


def serve(zalo: FakeZalo) -> None:
    def behind_the_token(handler: Callable[[FakeZalo, Call], Reply]) -> Callable[[Call], Reply]:
        return lambda call: _guard(zalo, call) or handler(zalo, call)

    zalo.route("POST", REPLY, behind_the_token(_reply))
    zalo.route("POST", PROACTIVE, behind_the_token(_template))
    zalo.route("POST", "/v3.0/oa/quota/message", behind_the_token(_quota))
    zalo.route("GET", "/v3.0/oa/user/detail", behind_the_token(_detail))
    zalo.route("GET", ACCOUNT, behind_the_token(_account))


def _guard(zalo: FakeZalo, call: Call) -> Reply | None:
    if not zalo.is_known(call):
        was_known = zalo.grant is not None and call.headers.get("access_token") == zalo.grant.access
        return refused(-220 if was_known else -216, "Access token has expired" if was_known else "Access token invalid")
    if not proves_the_app(call):
        return refused(-242, "Invalid appsecret_proof provided in the API argument")
    if zalo.is_over_the_rate():
        return refused(-32, "Your application reached limit call api", zalo.rate_headers())
    return None


def proves_the_app(call: Call) -> bool:
    """The proof may be left out; a wrong one is refused."""
    proof = hmac.new(APP_SECRET.encode(), call.headers["access_token"].encode(), hashlib.sha256).hexdigest()
    return call.headers.get("appsecret_proof", proof) == proof


def _reply(zalo: FakeZalo, call: Call) -> Reply:
    body = call.json()
    user_id = body["recipient"]["user_id"]
    text = body["message"]["text"]
    if len(text) > LONGEST_TEXT:
        return refused(-210, "Parameter exceeds limit")
    fault = _fault_of_user(zalo, user_id)
    if fault:
        return refused(fault)
    silent_for = zalo.clock.now - zalo.users[user_id].last_interaction
    if silent_for > LATEST:
        return refused(-230, "User has not interacted with the OA in the past 7 days")
    if silent_for > FREE:
        return refused(-320, "Your app needs to connect with Zalo Cloud Account to use paid features")
    return _taken(zalo, user_id, body, {"quota_type": "reply"})


def _template(zalo: FakeZalo, call: Call) -> Reply:
    body = call.json()
    template = zalo.templates.get(body["template_id"])
    fault = _fault_of_user(zalo, body["user_id"]) or _fault_of_template(zalo, template, body["template_data"])
    if fault:
        return refused(fault)
    return _taken(zalo, body["user_id"], body, {"quota_type": "purchase_quota", "remain": "0"})


def _fault_of_user(zalo: FakeZalo, user_id: str) -> int:
    user = zalo.users.get(user_id)
    if user is None:
        return -201
    if user.has_blocked:
        return -217
    return 0 if user.is_follower else -213


def _fault_of_template(zalo: FakeZalo, template: Template | None, data: dict[str, Any]) -> int:
    if template is None or template.status != "ENABLE":
        return -238
    if not template.takes_user_id:
        return -249
    if zalo.is_night and not template.may_go_at_night:
        return -234
    return -201 if zalo.fault_of(template, data) else 0


def _taken(zalo: FakeZalo, user_id: str, body: dict[str, Any], quota: dict[str, str]) -> Reply:
    sent = zalo.take(user_id, body)
    data = {"message_id": sent.message_id, "user_id": user_id, "sent_time": milliseconds(zalo.clock.now)}
    return done({**data, "quota": quota}, zalo.rate_headers())


def _quota(zalo: FakeZalo, call: Call) -> Reply:
    user = zalo.users.get(call.json()["user_id"])
    return done({"last_interaction": milliseconds(user.last_interaction)}) if user else refused(-201)


def _detail(zalo: FakeZalo, call: Call) -> Reply:
    """What a GET asks is JSON inside one parameter."""
    user_id = json.loads(dict(parse_qsl(call.query))["data"])["user_id"]
    user = zalo.users.get(user_id)
    if user is None:
        return refused(-201)
    day = f"{user.last_interaction:%d/%m/%Y}"
    return done({"user_id": user_id, "user_is_follower": user.is_follower, "user_last_interaction_date": day})


def _account(zalo: FakeZalo, _call: Call) -> Reply:
    about = {"oaid": OA_ID, "name": "Ban Tuyên giáo Tỉnh ủy", "is_verified": True, "oa_type": "4"}
    return done({**about, "package_name": "Nâng cao", "linked_ZCA": "yes"}, zalo.rate_headers())
