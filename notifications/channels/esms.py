"""SMS under the name of the office (brandname), through eSMS, as a plugin of Apprise.

API: developers.esms.vn, "Tin nhắn SMS OTP/CSKH": one POST a message. A RequestId is taken once a day, and that makes it
safe to send the same message again when an answer was lost.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from domain.errors import RuleBroken
from domain.phones import international, is_mobile, national
from notifications.channels.apprise_schemas import take
from notifications.channels.brief_channel import BriefChannel, brief_of_letter
from notifications.channels.esms_reply import classify
from notifications.channels.http_session import HttpSession
from notifications.channels.protocol import AmbiguityPolicy
from notifications.envelope import Envelope
from notifications.sms_text import EACH_OF_SEVERAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.intake import Matter
    from notifications.envelope import Rendered
    from notifications.outcome import Outcome

SERVER = "https://rest.esms.vn"
_PATH = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
_SECONDS = 15.0
_MOST_PARTS = 3
_CUSTOMER_CARE = "2"
_KEY_LENGTH = 40  # RequestId has room for 50
_HEADERS = {"Content-Type": "application/json"}


class EsmsChannel(BriefChannel):
    """`esms://API_KEY:SECRET_KEY@BRANDNAME/PHONE/…`, as a `Channel`.

    `?sandbox=yes` has a message checked but neither sent nor charged; `?callback=` is where eSMS reports what became of
    a message; `?base=` is another server.
    """

    name = "esms"
    service_name = "eSMS"
    service_url = "https://esms.vn"
    secure_protocol = "esms"
    ambiguity = AmbiguityPolicy.RESEND_SAME_DAY
    body_maxlen = _MOST_PARTS * EACH_OF_SEVERAL
    templates = ("{schema}://{user}:{password}@{host}/{targets}",)
    template_tokens = BriefChannel.template_tokens | {
        "user": {"name": "API key", "type": "string", "private": True, "required": True},
        "password": {"name": "Secret key", "type": "string", "private": True, "required": True},
        "host": {"name": "Brandname", "type": "string", "required": True},
        "target_phone": {"name": "Phone", "type": "string", "map_to": "targets"},
        "targets": {"name": "Targets", "type": "list:string"},
    }
    template_args = BriefChannel.template_args | {
        "sandbox": {"name": "Sandbox", "type": "bool", "default": False},
        "callback": {"name": "Callback", "type": "string"},
        "base": {"name": "Server", "type": "string"},
    }

    def __init__(
        self,
        targets: Sequence[str] = (),
        *,
        sandbox: bool = False,
        callback: str = "",
        base: str = "",
        timeout_seconds: float = _SECONDS,
        **settings: Any,  # noqa: ANN401 -- whatever the URL parser found
    ) -> None:
        super().__init__(targets, **settings)
        if not (self.user and self.password and self.host):
            raise TypeError("eSMS needs an API key, a secret key and a brand")  # what Apprise expects of a plugin
        if urlsplit(base or SERVER).scheme not in {"http", "https"}:
            raise TypeError("the server of eSMS has no http:// address")
        self._brand = unquote(self.host)
        self._sandbox, self._callback, self._base = sandbox, callback, base.rstrip("/")
        self._session = HttpSession(timeout_seconds=timeout_seconds, verify_certificate=self.verify_certificate)
        self.gives_receipts = bool(callback)

    def compose(
        self,
        rendered: Rendered,
        *,
        key: str,
        to_address: str,
        to_name: str,  # noqa: ARG002 -- the brief names whom it is for
        sent_at: datetime,  # noqa: ARG002
        follows: str = "",  # noqa: ARG002
        matter: Matter | None = None,  # noqa: ARG002
    ) -> Envelope:
        """The payload has no key of the account in it: it is stored, and keys may change before it is sent again."""
        if not is_mobile(to_address):
            raise RuleBroken(f"{national(to_address)} là số máy cố định, không nhận được tin nhắn SMS.")
        text = brief_of_letter(rendered).sms
        if not 0 < len(text) <= self.body_maxlen:
            raise RuleBroken(f"Tin SMS phải có từ 1 đến {self.body_maxlen} ký tự; tin này có {len(text)}.")
        request_id = hashlib.sha256(key.encode()).hexdigest()[:_KEY_LENGTH]
        message = {"Phone": international(to_address), "Content": text, "RequestId": request_id}
        return Envelope(key, self.name, to_address, request_id, json.dumps(message).encode(), text)

    def deliver(self, envelope: Envelope) -> Outcome:
        body = json.dumps(json.loads(envelope.payload) | self._account()).encode()
        exchange = self._session.post((self._base or SERVER) + _PATH, body=body, headers=_HEADERS)
        return classify(exchange, request_id=envelope.message_id, secrets=(self.user, self.password))

    def _account(self) -> dict[str, str]:
        account = {
            "ApiKey": self.user,
            "SecretKey": self.password,
            "Brandname": self._brand,
            "SmsType": _CUSTOMER_CARE,
            "IsUnicode": "0",
            "Sandbox": "1" if self._sandbox else "0",
        }
        return account | ({"CallbackUrl": self._callback} if self._callback else {})

    def close(self) -> None:
        self._session.close()

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401, FBT001, FBT002 -- Apprise's signature
        user = self.pprint(self.user, privacy, safe="")
        password = self.pprint(self.password, privacy, safe="")
        more = self.url_parameters(*args, privacy=privacy, **kwargs)
        # The last part of the callback proves to us that it is eSMS who calls.
        callback = self._callback.rpartition("/")[0] + "/..." if privacy and self._callback else self._callback
        own = {"callback": callback, "base": self._base, "sandbox": "yes" if self._sandbox else ""}
        query = self.urlencode(more | {name: value for name, value in own.items() if value})
        brand, targets = quote(self._brand, safe=""), "/".join(map(quote, self.targets))
        return f"{self.secure_protocol}://{user}:{password}@{brand}/{targets}?{query}"

    @property
    def url_identifier(self) -> tuple[str, ...]:
        return self.secure_protocol, self.user, self.password, self.host

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        results: dict[str, Any] | None = BriefChannel.parse_url(url, verify_host=False)
        if not results:
            return None
        given = results["qsd"]
        results["targets"] = BriefChannel.split_path(results["fullpath"])
        results["sandbox"] = given.get("sandbox", "").lower() in {"1", "yes", "true", "on"}
        results["callback"] = BriefChannel.unquote(given.get("callback", ""))
        results["base"] = BriefChannel.unquote(given.get("base", ""))
        return results


def register() -> None:
    """Makes `esms://` mean this channel for all of Apprise in this process."""
    take(EsmsChannel)


def open_esms_channel(url: str, *, timeout_seconds: float, base: str = "", callback: str = "") -> EsmsChannel:
    """The channel behind an Apprise URL; `base` and `callback` go before those of the URL. Nothing is dialled yet.

    Raises RuleBroken when the URL describes no account. The message does not repeat it: it has the keys.
    """
    settings = EsmsChannel.parse_url(url) if url.lower().startswith("esms://") else None
    given = {name: value for name, value in (("base", base), ("callback", callback)) if value}
    try:
        return EsmsChannel(**(settings or {}) | given, timeout_seconds=timeout_seconds)
    except TypeError:  # so plugins of Apprise refuse what is missing or wrong
        raise RuleBroken("Cấu hình eSMS không đọc được; cần dạng esms://API-KEY:SECRET-KEY@TÊN-THƯƠNG-HIỆU") from None
