"""`zbs://`: ZBS Template Message by telephone number (formerly ZNS), for people who need not follow the account.

    zbs://APP_ID:APP_SECRET@OA_ID/PHONE/PHONE…?access_token=…&template=…

The last two are for plain Apprise, whose title and body go into the parameters that `title_param` and `body_param` name
(title, body). `oa_url`, `zbs_url` and `oauth_url` override Zalo's addresses. Zalo reports each delivery by a webhook
with our `tracking_id`, but never asks itself whether it has seen one: a message must not be sent twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.errors import RuleBroken
from domain.phones import international, is_mobile
from notifications.channels.apprise_schemas import take
from notifications.channels.zalo_plugin import NO_BRIEF, TIMEOUT_SECONDS, ZaloPlugin, message_name
from notifications.zalo.error_codes import PHONE_ERRORS
from notifications.zalo.templates import Unfit, carries, fill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domain.intake import Matter
    from notifications.briefs import Brief
    from notifications.envelope import Envelope, Rendered
    from notifications.zalo.oa_client import Answer
    from notifications.zalo.templates import Template
    from notifications.zalo.tokens import Token, TokenSource

NOT_READABLE = (
    "Cấu hình kênh zbs không đọc được; cần dạng zbs://APP_ID:APP_SECRET@OA_ID, trong đó APP_ID và OA_ID chỉ gồm chữ số."
)


class ZbsChannel(ZaloPlugin):
    """Template messages by telephone number, as a `Channel`."""

    service_name = "Zalo ZBS"
    secure_protocol = "zbs"
    name = "zbs"
    rate_per_minute = 300.0  # the provider names no limit; five a second was never refused
    gives_receipts = True
    codes = PHONE_ERRORS
    id_field = "msg_id"

    def compose(
        self,
        rendered: Rendered,
        *,
        key: str,
        to_address: str,
        to_name: str,  # noqa: ARG002 -- the template names the unit, not the person
        sent_at: datetime,  # noqa: ARG002
        follows: str = "",  # noqa: ARG002
        matter: Matter | None = None,  # noqa: ARG002
    ) -> Envelope:
        phone = _mobile(to_address)
        if rendered.brief is None:
            return self.envelope_of(NO_BRIEF, key=key, address=phone)
        template = self._by_message.get(rendered.brief.message)
        message = self._filled(template, rendered.brief, key=key, phone=phone)
        return self.envelope_of(message, key=key, address=phone, text=rendered.brief.text)

    def _filled(self, template: Template | None, brief: Brief, *, key: str, phone: str) -> Mapping[str, Any] | Unfit:
        if template is None or not carries(template, may_reply=False):
            return self.no_template(brief.message)
        data = fill(template, brief)
        if isinstance(data, Unfit):
            return data
        return _wire(phone, template.template_id, data, key=key)

    def post(self, body: bytes, token: Token) -> Answer:
        return self.client.send_by_phone(body, token)

    def plain_message(self, target: str, title: str, body: str, *, key: str) -> Mapping[str, Any]:
        return _wire(target, self.options.get("template", ""), self.plain_data(title, body), key=key)


def register() -> None:
    """Makes `zbs://` mean this channel for all of Apprise in this process."""
    take(ZbsChannel)


def open_zbs_channel(
    url: str,
    *,
    tokens: TokenSource | None = None,
    templates: Mapping[str, Template] | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> ZbsChannel:
    """The channel behind an Apprise URL; without `tokens` the one in the URL is used. Nothing is dialled yet.

    Raises RuleBroken when the URL cannot be read. The message does not repeat it: it has a secret.
    """
    return ZbsChannel.opened(
        url, not_readable=NOT_READABLE, tokens=tokens, by_message=templates, timeout_seconds=timeout_seconds
    )


def _mobile(address: str) -> str:
    if not is_mobile(address):
        raise RuleBroken(f"“{address}” là số cố định; Zalo chỉ gửi đến số di động.")
    return international(address)


def _wire(phone: str, template_id: str, data: Mapping[str, str], *, key: str) -> dict[str, Any]:
    return {
        "phone": phone,
        "template_id": template_id,
        "template_data": dict(data),
        "tracking_id": message_name(key),
        "sending_mode": "1",
    }
