"""Messages of a Zalo bot, as a plugin of Apprise: no company papers, no template to approve, plain text only.

API: bot.zaloplatforms.com/docs. A person must write to the bot first; only then is the `chat_id` known, our address here.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from domain.errors import RuleBroken
from domain.spelling import nfc
from notifications.channels.apprise_schemas import take
from notifications.channels.brief_channel import BriefChannel, brief_of_letter
from notifications.channels.http_session import HttpSession
from notifications.channels.protocol import AmbiguityPolicy
from notifications.channels.zalo_bot_reply import classify
from notifications.envelope import Envelope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.intake import Matter
    from notifications.envelope import Rendered
    from notifications.outcome import Outcome

SERVER = "https://bot-api.zaloplatforms.com"
TEXT_LIMIT = 2_000  # as UTF-16, in which the API counts its offsets
_SECONDS = 15.0
_HOST = re.compile(r"(?<=://)[^/?#]*")
_TOKEN = re.compile(r"[0-9]+:[\w.~+=-]+", re.ASCII)
_CHAT = re.compile(r"[\w.:-]{1,100}", re.ASCII)
_HEADERS = {"Content-Type": "application/json"}


class ZaloBotChannel(BriefChannel):
    """`zalobot://TOKEN/CHAT/…`, as a `Channel`. TOKEN is "digits:secret", as Zalo gives it; `?base=` is another server.

    The API has no key by which a message sent twice is recognised, and reports no delivery: an unknown result is left
    alone, and the next channel is taken.
    """

    name = "zalobot"
    service_name = "Zalo Bot"
    service_url = "https://bot.zaloplatforms.com"
    secure_protocol = "zalobot"
    ambiguity = AmbiguityPolicy.NEXT_CHANNEL
    body_maxlen = TEXT_LIMIT
    templates = ("{schema}://{token}/{targets}",)
    template_tokens = BriefChannel.template_tokens | {
        "token": {"name": "Bot token", "type": "string", "private": True, "required": True},
        "target_chat": {"name": "Chat ID", "type": "string", "map_to": "targets"},
        "targets": {"name": "Targets", "type": "list:string"},
    }
    template_args = BriefChannel.template_args | {"base": {"name": "Server", "type": "string", "map_to": "base"}}

    def __init__(
        self,
        token: str,
        targets: Sequence[str] = (),
        base: str = "",
        timeout_seconds: float = _SECONDS,
        **settings: Any,  # noqa: ANN401 -- whatever the URL parser found
    ) -> None:
        super().__init__(targets, **settings)
        if not _TOKEN.fullmatch(token):
            raise TypeError("the token of the bot is not digits:secret")  # what Apprise expects of a plugin
        if urlsplit(base or SERVER).scheme not in {"http", "https"}:
            raise TypeError("the server of the bot has no http:// address")
        self._token, self._base = token, base.rstrip("/")
        self._session = HttpSession(timeout_seconds=timeout_seconds, verify_certificate=self.verify_certificate)

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
        if not _CHAT.fullmatch(to_address):
            raise RuleBroken(f"“{to_address}” không phải mã trò chuyện Zalo; đề nghị liên kết lại bằng mã LIENKET.")
        text = nfc(brief_of_letter(rendered).text).strip()
        if not 0 < _length(text) <= TEXT_LIMIT:
            raise RuleBroken(f"Tin Zalo phải có từ 1 đến {TEXT_LIMIT} ký tự; tin này có {_length(text)}.")
        payload = json.dumps({"chat_id": to_address, "text": text}, ensure_ascii=False).encode()
        return Envelope(key=key, channel=self.name, address=to_address, message_id="", payload=payload, text=text)

    def deliver(self, envelope: Envelope) -> Outcome:
        url = f"{self._base or SERVER}/bot{quote(self._token, safe=':')}/sendMessage"
        return classify(self._session.post(url, body=envelope.payload, headers=_HEADERS), token=self._token)

    def knock(self) -> Outcome:
        """Whether Zalo knows the token, without sending anything (getMe)."""
        url = f"{self._base or SERVER}/bot{quote(self._token, safe=':')}/getMe"
        return classify(self._session.post(url, body=b"{}", headers=_HEADERS), token=self._token)

    def close(self) -> None:
        self._session.close()

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401, FBT001, FBT002 -- Apprise's signature
        token = self.pprint(self._token, privacy, safe=":")
        more = self.url_parameters(*args, privacy=privacy, **kwargs)
        query = self.urlencode(more | ({"base": self._base} if self._base else {}))
        return f"{self.secure_protocol}://{token}/{'/'.join(map(quote, self.targets))}?{query}"

    @property
    def url_identifier(self) -> tuple[str, str]:
        return self.secure_protocol, self._token

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The token is cut out first: "123:456" in its place is a host and a port to everybody else."""
        token = _HOST.search(url)
        rest = _HOST.sub("bot", url, count=1)
        results: dict[str, Any] | None = BriefChannel.parse_url(rest, verify_host=False)
        if not results or not token:
            return None
        results["token"] = unquote(token[0])
        results["targets"] = BriefChannel.split_path(results["fullpath"])
        results["base"] = BriefChannel.unquote(results["qsd"].get("base", ""))
        return results


def register() -> None:
    """Makes `zalobot://` mean this channel for all of Apprise in this process."""
    take(ZaloBotChannel)


def open_zalo_bot_channel(url: str, *, timeout_seconds: float, base: str = "") -> ZaloBotChannel:
    """The channel behind an Apprise URL; `base` goes before the server that the URL names. Nothing is dialled yet.

    Raises RuleBroken when the URL describes no bot. The message does not repeat it: it has the token.
    """
    settings = ZaloBotChannel.parse_url(url) if url.lower().startswith("zalobot://") else None
    try:
        return ZaloBotChannel(**(settings or {}) | _given(base=base), timeout_seconds=timeout_seconds)
    except TypeError:  # so plugins of Apprise refuse what is missing or wrong
        raise RuleBroken(
            "Cấu hình bot Zalo không đọc được; cần dạng zalobot://MÃ-BOT (mã gồm dãy số, dấu hai chấm và khóa)."
        ) from None


def _given(**settings: str) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if value}


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
