"""What the two channels of an Official Account share: Apprise's URL, one attempt with a token, the meaning of errors."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from apprise import NotifyBase, NotifyType

from domain.errors import RuleBroken
from domain.spelling import nfc
from notifications.channels.http_session import HttpSession
from notifications.channels.protocol import AmbiguityPolicy
from notifications.envelope import Envelope
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from notifications.zalo.hosts import ZALO, Hosts
from notifications.zalo.oa_client import ONE_MINUTE, Failed, OaClient, Refused, wire_bytes, with_token
from notifications.zalo.oauth import OauthClient
from notifications.zalo.templates import Template, Unfit
from notifications.zalo.tokens import NoToken, StaticToken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notifications.outcome import Outcome
    from notifications.zalo.error_codes import ErrorTable
    from notifications.zalo.oa_client import Answer
    from notifications.zalo.tokens import Token, TokenSource

TIMEOUT_SECONDS = 10.0
NO_BRIEF = Unfit("no_brief", "Nội dung của thông báo này chỉ gửi qua thư điện tử, không gửi ra ngoài qua Zalo.")
_REFUSED = "refused"  # what the payload of a message names that cannot go out this way, instead of a message


# Apprise's types forbid its own plugins: a schema is None there, and every plugin has one.
_Plugin: Any = NotifyBase


class ZaloPlugin(_Plugin):  # type: ignore[misc]
    """The common half of an Apprise plugin. `codes` is the table of the host, `id_field` what it calls a message's id."""

    service_url = "https://oa.zalo.me/"
    ambiguity = AmbiguityPolicy.NEXT_CHANNEL
    request_rate_per_sec = 0
    title_maxlen = 250
    body_maxlen = 2000
    codes: ClassVar[ErrorTable]
    id_field: ClassVar[str]
    name: str

    templates = ("{schema}://{app_id}:{app_secret}@{oa_id}/{targets}",)
    template_tokens: ClassVar[dict[str, Any]] = {
        **NotifyBase.template_tokens,
        "app_id": {"name": "Application ID", "type": "string", "required": True, "regex": (r"^[0-9]+$", None)},
        "app_secret": {"name": "Application Secret", "type": "string", "required": True, "private": True},
        "oa_id": {"name": "Official Account ID", "type": "string", "required": True, "regex": (r"^[0-9]+$", None)},
        "target": {"name": "Target", "type": "string", "map_to": "targets"},
        "targets": {"name": "Targets", "type": "list:string"},
    }
    template_args: ClassVar[dict[str, Any]] = {
        **NotifyBase.template_args,
        "access_token": {"name": "Access Token", "type": "string", "private": True},
        "template": {"name": "Template ID", "type": "string"},
        "title_param": {"name": "Parameter for the Title", "type": "string", "default": "title"},
        "body_param": {"name": "Parameter for the Body", "type": "string", "default": "body"},
        "oa_url": {"name": "Base URL of the Official Account API", "type": "string"},
        "zbs_url": {"name": "Base URL of the Template Message API", "type": "string"},
        "oauth_url": {"name": "Base URL of OAuth", "type": "string"},
    }

    def __init__(
        self,
        *,
        app_id: str = "",
        app_secret: str = "",
        oa_id: str = "",
        targets: Iterable[str] = (),
        options: Mapping[str, str] | None = None,
        tokens: TokenSource | None = None,
        by_message: Mapping[str, Template] | None = None,
        **settings: Any,  # noqa: ANN401 -- whatever the URL parser found
    ) -> None:
        super().__init__(**settings)
        if not (app_id.isdecimal() and oa_id.isdecimal() and app_secret):
            raise TypeError("An application ID, its secret and the ID of an Official Account are needed.")
        self.app_id_number, self._app_secret, self.oa_id = app_id, app_secret, oa_id
        self.targets = tuple(targets)
        self.options = dict(options or {})
        self.hosts = _hosts(self.options)
        timeout = float(settings.get("timeout_seconds", TIMEOUT_SECONDS))
        self._session = HttpSession(timeout_seconds=timeout, verify_certificate=self.verify_certificate)
        self.client = OaClient(self._session, app_secret=app_secret, hosts=self.hosts)
        self._tokens: TokenSource = tokens or StaticToken(self.options.get("access_token", ""))
        self._by_message = dict(by_message or {})

    def deliver(self, envelope: Envelope) -> Outcome:
        message = _message(envelope.payload)
        if message is None:
            return Rejected(Scope.PAYLOAD, "payload", "Nội dung đã lưu của tin không đọc được; cần soạn lại tin.")
        if _REFUSED in message:
            return Rejected(Scope.MISFIT, message[_REFUSED]["code"], message[_REFUSED]["detail"])
        return self._attempt(envelope.payload)

    def look_for(self, message_id: str) -> Accepted | None:  # noqa: ARG002 -- Zalo answers only for ids of its own
        return None

    def close(self) -> None:
        self.client.close()

    def post(self, body: bytes, token: Token) -> Answer:
        """The one call that sends this message."""
        raise NotImplementedError

    def oauth_client(self) -> OauthClient:
        """What renews the tokens of this account's app."""
        return OauthClient(self._session, app_id=self.app_id_number, app_secret=self._app_secret, hosts=self.hosts)

    def _attempt(self, body: bytes) -> Outcome:
        answer = with_token(self._tokens, lambda token: self.post(body, token))
        return _without_token(answer) if isinstance(answer, NoToken) else self._outcome(answer)

    def _outcome(self, answer: Answer) -> Outcome:
        if isinstance(answer, Failed):
            return answer.outcome
        if isinstance(answer, Refused):
            return self.codes.outcome(answer.code, answer.message)
        provider_id = str(answer.data.get(self.id_field) or "")
        if not provider_id:
            return Ambiguous("Zalo báo thành công nhưng không cho mã của tin; chưa rõ tin đã gửi hay chưa.")
        return Accepted(provider_id)

    def envelope_of(self, message: Mapping[str, Any] | Unfit, *, key: str, address: str, text: str = "") -> Envelope:
        """What cannot go out is stored with its reason, so that the attempt says it and nobody is called."""
        if isinstance(message, Unfit):
            message = {_REFUSED: {"code": message.code, "detail": message.detail}}
        return Envelope(key, self.name, address, message_name(key), wire_bytes(dict(message)), text)

    def no_template(self, kind: str) -> Unfit:
        return Unfit(
            "no_template",
            f"Chưa có mẫu tin Zalo cho loại thông báo “{kind}” nên không gửi được qua kênh {self.name}; "
            "hãy khai báo mẫu trong zalo_templates.yaml. Kiểm tra: dondoc zalo status",
        )

    def plain_data(self, title: str, body: str) -> dict[str, str]:
        """The parameters of a template for plain Apprise, which knows a title and a body only."""
        both = {self.options.get("title_param") or "title": title, self.options.get("body_param") or "body": body}
        return {name: nfc(value) for name, value in both.items() if value}

    def plain_message(self, target: str, title: str, body: str, *, key: str) -> Mapping[str, Any]:
        raise NotImplementedError

    def send(
        self,
        body: str,
        title: str = "",
        notify_type: NotifyType = NotifyType.INFO,  # noqa: ARG002 -- Zalo knows no kinds
        **_more: Any,  # noqa: ANN401
    ) -> bool:
        """What plain Apprise calls."""
        try:
            sent = [self._send_to(target, title, body) for target in self.targets]
        finally:
            self.close()
        return bool(sent) and all(sent)

    def _send_to(self, target: str, title: str, body: str) -> bool:
        key = uuid.uuid4().hex
        envelope = self.envelope_of(self.plain_message(target, title, body, key=key), key=key, address=target)
        outcome = self.deliver(envelope)
        if not isinstance(outcome, Accepted):
            self.logger.warning("Zalo to %s: %s", target, outcome)
        return isinstance(outcome, Accepted)

    def url(self, privacy: bool = False, *_arguments: Any, **_named: Any) -> str:  # noqa: ANN401, FBT001, FBT002 -- Apprise's signature
        secret = self.pprint(self._app_secret, privacy, mode="secret", safe="")
        kept = {name: value for name, value in self.options.items() if not (privacy and name == "access_token")}
        parameters = {**kept, **self.url_parameters(privacy=privacy)}
        where = "/".join(self.quote(target, safe="") for target in self.targets)
        more = self.urlencode(parameters)
        return f"{self.secure_protocol}://{self.app_id_number}:{secret}@{self.oa_id}/{where}/?{more}"

    @property
    def url_identifier(self) -> tuple[str, str, str]:
        return self.name, self.app_id_number, self.oa_id

    def __len__(self) -> int:
        return max(1, len(self.targets))

    @classmethod
    def opened(
        cls,
        url: str,
        *,
        not_readable: str,
        **settings: Any,  # noqa: ANN401
    ) -> Self:
        """The channel behind an Apprise URL. Raises RuleBroken(`not_readable`), which does not repeat it: it has a secret."""
        found = cls.parse_url(url) if url.startswith(f"{cls.secure_protocol}://") else None
        if not found:
            raise RuleBroken(not_readable)
        try:
            return cls(**found, **settings)
        except TypeError:
            raise RuleBroken(not_readable) from None

    @classmethod
    def parse_url(cls, url: str) -> dict[str, Any] | None:
        found = NotifyBase.parse_url(url, verify_host=False)
        if not found:
            return None
        queries = found["qsd"]
        options = {name: cls.unquote(queries[name]) for name in _OPTIONS if queries.get(name)}
        return {
            **found,
            "app_id": cls.unquote(found.pop("user", None) or ""),
            "app_secret": cls.unquote(found.pop("password", None) or ""),
            "oa_id": cls.unquote(found.get("host") or ""),
            "targets": cls.split_path(found["fullpath"]),
            "options": options,
        }


_OPTIONS = ("access_token", "template", "title_param", "body_param", "oa_url", "zbs_url", "oauth_url")


def message_name(key: str) -> str:
    """The `tracking_id` of a message: always the same for the same key, and within Zalo's 48 characters."""
    return f"dd.{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def _hosts(options: Mapping[str, str]) -> Hosts:
    return Hosts(
        oauth=(options.get("oauth_url") or ZALO.oauth).rstrip("/"),
        oa=(options.get("oa_url") or ZALO.oa).rstrip("/"),
        zbs=(options.get("zbs_url") or ZALO.zbs).rstrip("/"),
    )


def _message(payload: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(payload)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _without_token(reason: NoToken) -> Deferred:
    """Without the right to send nobody can be reached; where another worker is just renewing it, a minute is enough."""
    if reason.is_lasting:
        return Deferred(Scope.AUTH, reason.code, reason.detail)
    return Deferred(Scope.CHANNEL, reason.code, reason.detail, ONE_MINUTE)
