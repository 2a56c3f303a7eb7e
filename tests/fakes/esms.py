"""A server that stands for eSMS: accounts with money, brands, templates, and a RequestId that is taken once a day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.far_server import FarServer, Reply

if TYPE_CHECKING:
    from datetime import datetime

    from tests.fakes.far_server import Call

API_KEY = "PLANTED-API-KEY"
SECRET_KEY = "PLANTED-SECRET-KEY"  # noqa: S105 -- made up
BRAND = "TINHUY-HN"
PRICE = 850
_KEPT = timedelta(hours=24)
_MOBILE = re.compile(r"(?:\+?84|0)[35789]\d{8}")


class FakeEsms(FarServer):
    """`sent` is what arrived on telephones, as (phone, text); `template` is what the text must look like."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.balance = 1_000_000
        self.blocked: set[str] = set()
        self.template = re.compile(r".*", re.DOTALL)
        self._requests: dict[str, datetime] = {}
        self.route("POST", r"/MainService\.svc/json/SendMultipleMessage_V4_post_json/", self._send)

    def _send(self, call: Call) -> Reply:
        try:
            body = call.json()
        except ValueError:
            return Reply.of({"error": "Invalid request"})
        code = self._refusal(body)
        if code:
            return _refused(*code)
        request_id = str(body.get("RequestId", ""))
        last = self._requests.get(request_id)
        if request_id and last is not None and self.clock.now - last < _KEPT:
            return _refused("124", "Request exist 1", SendStatus="5")
        self._requests[request_id] = self.clock.now
        if body.get("Sandbox") != "1":
            self.sent.append((str(body["Phone"]), str(body["Content"])))
            self.balance -= PRICE
        return Reply.of({"CodeResult": "100", "CountRegenerate": 0, "SMSID": f"sms{len(self._requests)}"})

    def _refusal(self, body: dict[str, Any]) -> tuple[str, str] | None:
        phone, text = str(body.get("Phone", "")), str(body.get("Content", ""))
        checks = (
            ((body.get("ApiKey"), body.get("SecretKey")) == (API_KEY, SECRET_KEY), "101", "Authorize Failed"),
            (body.get("Brandname") == BRAND, "104", "Brand name code is not exist"),
            (len(str(body.get("RequestId", ""))) <= 50, "110", "RequestId too long"),
            (_MOBILE.fullmatch(phone), "108", "Phone number is invalid"),
            (phone not in self.blocked, "99", "Phone number is blocked"),
            (self.template.fullmatch(text), "146", "Sai template Brandname CSKH"),
            (self.balance >= PRICE, "103", "Balance not enough to send message"),
        )
        return next(((code, said) for holds, code, said in checks if not holds), None)


def _refused(code: str, said: str, **more: str) -> Reply:
    return Reply.of({"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": said, **more})
