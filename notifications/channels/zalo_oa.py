"""`zalooa://`: an Official Account writes to the user ids of people who follow it or have written to it.

    zalooa://APP_ID:APP_SECRET@OA_ID/USER_ID/USER_ID…?access_token=…&template=…

A template goes out at any time (proactive); free text only to somebody who was active within 48 hours, and is meant for
answers. The last two are for plain Apprise: with a template its title and body are parameters, without one they are the
text. `oa_url` and `oauth_url` override Zalo's addresses. There is no key that Zalo would recognise a message by.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from domain.errors import RuleBroken
from domain.spelling import nfc
from notifications.channels.apprise_schemas import take
from notifications.channels.zalo_plugin import NO_BRIEF, TIMEOUT_SECONDS, ZaloPlugin
from notifications.zalo.error_codes import ACCOUNT_ERRORS
from notifications.zalo.templates import Unfit, fill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domain.intake import Matter
    from notifications.briefs import Brief
    from notifications.envelope import Envelope, Rendered
    from notifications.zalo.oa_client import Answer
    from notifications.zalo.templates import Template
    from notifications.zalo.tokens import Token, TokenSource

LONGEST_TEXT = 2000  # characters of composed text
_TO = "recipient"  # only a consultation message names its recipient so; a template has user_id
NOT_READABLE = (
    "Cấu hình kênh zalooa không đọc được; cần dạng zalooa://APP_ID:APP_SECRET@OA_ID, "
    "trong đó APP_ID và OA_ID chỉ gồm chữ số."
)


class ZaloOaChannel(ZaloPlugin):
    """Templates by user id, and answers in free text, as a `Channel`."""

    service_name = "Zalo Official Account"
    secure_protocol = "zalooa"
    name = "zalooa"
    rate_per_minute = 1000.0  # a quarter of what Zalo allows an app, which also calls for other things
    gives_receipts = False
    codes = ACCOUNT_ERRORS
    id_field = "message_id"

    def compose(
        self,
        rendered: Rendered,
        *,
        key: str,
        to_address: str,
        to_name: str,  # noqa: ARG002 -- the message names the unit, not the person
        sent_at: datetime,  # noqa: ARG002
        follows: str = "",  # noqa: ARG002
        matter: Matter | None = None,  # noqa: ARG002
    ) -> Envelope:
        user_id = to_address.strip()
        if not user_id.isdecimal():
            raise RuleBroken(f"“{to_address}” không phải user id Zalo của Official Account (chỉ gồm chữ số).")
        if rendered.brief is None:
            return self.envelope_of(NO_BRIEF, key=key, address=user_id)
        message = self._filled(rendered.brief, user_id)
        return self.envelope_of(message, key=key, address=user_id, text=rendered.brief.text)

    def _filled(self, brief: Brief, user_id: str) -> Mapping[str, Any] | Unfit:
        """An answer is text where the map says so, for it comes to somebody who has just written; the rest are templates."""
        template = self._by_message.get(brief.message)
        if template is not None and template.is_reply:
            return _reply(user_id, brief.text)
        if template is None or not template.template_id:
            return self.no_template(brief.message)
        data = fill(template, brief)
        return data if isinstance(data, Unfit) else _proactive(user_id, template.template_id, data)

    def post(self, body: bytes, token: Token) -> Answer:
        send = self.client.reply if _TO in json.loads(body) else self.client.send_by_user_id
        return send(body, token)

    def plain_message(self, target: str, title: str, body: str, *, key: str) -> Mapping[str, Any]:  # noqa: ARG002 -- no key
        template_id = self.options.get("template", "")
        if template_id:
            return _proactive(target, template_id, self.plain_data(title, body))
        return _text(target, nfc("\n".join(filter(None, (title, body))))[:LONGEST_TEXT])


def register() -> None:
    """Makes `zalooa://` mean this channel for all of Apprise in this process."""
    take(ZaloOaChannel)


def open_zalooa_channel(
    url: str,
    *,
    tokens: TokenSource | None = None,
    templates: Mapping[str, Template] | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> ZaloOaChannel:
    """The channel behind an Apprise URL; without `tokens` the one in the URL is used. Nothing is dialled yet.

    Raises RuleBroken when the URL cannot be read. The message does not repeat it: it has a secret.
    """
    return ZaloOaChannel.opened(
        url, not_readable=NOT_READABLE, tokens=tokens, by_message=templates, timeout_seconds=timeout_seconds
    )


def _reply(user_id: str, text: str) -> dict[str, Any] | Unfit:
    said = nfc(text)
    if len(said) > LONGEST_TEXT:
        return Unfit("too_long", f"Tin dài {len(said)} ký tự, Zalo chỉ nhận {LONGEST_TEXT}.")
    return _text(user_id, said)


def _text(user_id: str, said: str) -> dict[str, Any]:
    return {_TO: {"user_id": user_id}, "message": {"text": said}}


def _proactive(user_id: str, template_id: str, data: Mapping[str, str]) -> dict[str, Any]:
    return {"user_id": user_id, "template_id": template_id, "template_data": dict(data)}
