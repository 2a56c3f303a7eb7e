"""The calls to Zalo for an Official Account (OpenAPI v3, ZBS Template Message): one attempt each, typed answers.

The token goes into the header `access_token`, never into Authorization. Errors come as HTTP 200 with `error` not 0 in
the body; numbers may be written as text. There is no documented sign of a fault on Zalo's own side, so an answer that
cannot be read says nothing of whether the message was taken over.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from notifications.channels.http_reply import unanswered
from notifications.channels.http_session import Answered
from notifications.outcome import Ambiguous, Deferred, Rejected, Scope
from notifications.zalo.error_codes import TOKEN_REFUSED
from notifications.zalo.hosts import ZALO
from notifications.zalo.tokens import NoToken

if TYPE_CHECKING:
    from collections.abc import Callable

    from notifications.channels.http_session import Exchange, HttpSession
    from notifications.zalo.hosts import Hosts
    from notifications.zalo.tokens import Token, TokenSource

ONE_MINUTE = timedelta(minutes=1)
_TOO_MANY_REQUESTS, _NOT_FOUND = 429, 404
_REFUSED_BY_HTTP = range(400, 500)
UNREADABLE = "Máy chủ Zalo trả lời không đọc được (HTTP {}); chưa rõ đã nhận tin hay chưa."


@dataclass(frozen=True, slots=True)
class Done:
    """Zalo did what was asked; `data` is what it says of it."""

    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """Zalo answered with an error of its own. What it means depends on the host: see error_codes."""

    code: int
    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer of Zalo's came; `outcome` is what that says of a message."""

    outcome: Deferred | Rejected | Ambiguous


Answer = Done | Refused | Failed


class OaClient:
    """Several threads may call. The app's secret proves the token, which Zalo asks for where the console says so."""

    def __init__(self, session: HttpSession, *, app_secret: str = "", hosts: Hosts = ZALO) -> None:
        self._session, self._hosts, self._app_secret = session, hosts, app_secret

    def send_by_phone(self, body: bytes, token: Token) -> Answer:
        """ZBS Template Message by telephone number: phone, template_id, template_data, tracking_id -> msg_id."""
        return self._post(f"{self._hosts.zbs}/message/template", body, token)

    def send_by_user_id(self, body: bytes, token: Token) -> Answer:
        """ZBS Template Message by user id: user_id, template_id, template_data -> message_id."""
        return self._post(f"{self._hosts.oa}/v3.0/oa/message/template", body, token)

    def reply(self, body: bytes, token: Token) -> Answer:
        """A consultation message, to somebody who was active within 48 hours: recipient, message -> message_id."""
        return self._post(f"{self._hosts.oa}/v3.0/oa/message/cs", body, token)

    def account(self, token: Token) -> Answer:
        """What Zalo knows of the account itself: the cheapest proof that a token works."""
        return self._get(f"{self._hosts.oa}/v2.0/oa/getoa", token)

    def template(self, template_id: str, token: Token) -> Answer:
        """A template as Zalo knows it: status, listParams with name, require, type, maxLength."""
        query = urlencode({"template_id": template_id})
        return self._get(f"{self._hosts.zbs}/template/info/v2?{query}", token)

    def phone_quota(self, token: Token) -> Answer:
        """How many template messages may still go out today: dailyQuota, remainingQuota."""
        return self._get(f"{self._hosts.zbs}/message/quota", token)

    def close(self) -> None:
        self._session.close()

    def _post(self, url: str, body: bytes, token: Token) -> Answer:
        headers = {"Content-Type": "application/json", **self._credentials(token)}
        return read_answer(self._session.post(url, body=body, headers=headers))

    def _get(self, url: str, token: Token) -> Answer:
        return read_answer(self._session.call("GET", url, headers=self._credentials(token)))

    def _credentials(self, token: Token) -> dict[str, str]:
        headers = {"access_token": token.value}
        if self._app_secret:
            proof = hmac.new(self._app_secret.encode(), token.value.encode(), hashlib.sha256)
            headers["appsecret_proof"] = proof.hexdigest()
        return headers


def read_answer(exchange: Exchange) -> Answer:
    if not isinstance(exchange, Answered):
        return Failed(unanswered(exchange))
    found = exchange.json()
    code = _number(found.get("error")) if found is not None else None
    if found is None or code is None or exchange.status >= _REFUSED_BY_HTTP.stop:
        return _unreadable(exchange.status)
    if code:
        return Refused(code, str(found.get("message", ""))[:200])
    data = found.get("data")
    return Done(data if isinstance(data, dict) else {})


def wire_bytes(message: dict[str, Any]) -> bytes:
    """The same message always gives the same bytes."""
    return json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _unreadable(status: int) -> Failed:
    """A refusal in HTTP's own terms comes from whatever stands before Zalo, so the message did not get through."""
    code = f"http{status}"
    if status == _TOO_MANY_REQUESTS:
        return Failed(Deferred(Scope.CHANNEL, code, "Máy chủ Zalo đang giới hạn số lần gọi.", ONE_MINUTE))
    if status == _NOT_FOUND:
        detail = "Địa chỉ máy chủ Zalo không đúng hoặc dịch vụ đã chuyển; hãy kiểm tra địa chỉ đã cấu hình."
        return Failed(Rejected(Scope.CHANNEL, code, detail))
    if status in _REFUSED_BY_HTTP:
        return Failed(Deferred(Scope.CHANNEL, code, f"Máy chủ trung gian trước Zalo từ chối (HTTP {status})."))
    return Failed(Ambiguous(UNREADABLE.format(status)))


def _number(value: object) -> int | None:
    """Zalo writes numbers now as numbers, now as text."""
    try:
        return int(str(value))
    except ValueError:
        return None


def with_token(tokens: TokenSource, call: Callable[[Token], Answer]) -> Answer | NoToken:
    """Call with the token in force. A refused one took nothing over, so it is called once more with a newer one."""
    token = tokens.current()
    if isinstance(token, NoToken):
        return token
    answer = call(token)
    if not (isinstance(answer, Refused) and answer.code in TOKEN_REFUSED):
        return answer
    newer = tokens.renewed(token)
    return newer if isinstance(newer, NoToken) else call(newer)
