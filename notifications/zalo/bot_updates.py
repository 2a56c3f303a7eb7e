"""Asking a Zalo bot for what was written to it, where no webhook can reach this machine.

`getUpdates` (docs.zaloplatforms.com/docs/BOT) gives one object and forgets it: there is no offset and no acknowledgement.
So each is given on before the next is asked for. "Nothing new" is error 408; while a webhook is set it is refused (400).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote

from domain.errors import RuleBroken
from notifications.channels.http_session import Answered, HttpSession
from notifications.zalo.telling import object_of, read_object, text_of

if TYPE_CHECKING:
    from typing import Self

SERVER = "https://bot-api.zaloplatforms.com"
SLACK_SECONDS = 10.0  # how much longer than it was asked to wait the server may take
_ADDRESS = re.compile(r"zalobot://(?P<token>\d+:[\w.~+=%-]+)(?:/[^?#]*)?(?:\?(?P<query>[^#]*))?", re.ASCII)
_NOTHING, _UNAUTHORIZED = "408", "401"


@dataclass(frozen=True, slots=True)
class Update:
    """One object, as its JSON reads."""

    body: bytes


class BotUpdates:
    """The updates of the bot `zalobot://TOKEN/?base=http://server`. Neither address nor token is ever repeated."""

    def __init__(self, url: str, *, longest_wait: float = 30.0) -> None:
        parts = _ADDRESS.fullmatch(url.strip())
        if parts is None:
            raise RuleBroken("DONDOC_CHANNELS không đọc được; cần dạng zalobot://MÃ-BOT (dãy số, dấu hai chấm, khóa).")
        base = parse_qs(parts["query"] or "").get("base", [SERVER])[0].rstrip("/")
        self._address = f"{base}/bot{quote(unquote(parts['token']), safe=':')}/getUpdates"
        self._session = HttpSession(timeout_seconds=longest_wait + SLACK_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def next(self, *, wait_seconds: int) -> Update | None:
        """What was written, waiting so long for it; None when nothing was. Raises RuleBroken when the bot may not ask."""
        body = json.dumps({"timeout": wait_seconds}).encode()
        answer = self._session.post(self._address, body=body, headers={"Content-Type": "application/json"})
        if not isinstance(answer, Answered):
            raise RuleBroken(f"Không hỏi được máy chủ bot Zalo: {answer.detail}")
        told = read_object(answer.body)
        if told.get("ok") is True:
            found = object_of(told, "result")
            return Update(json.dumps(found, ensure_ascii=False).encode()) if found else None
        code = text_of(told, "error_code") or str(answer.status)
        if code == _NOTHING:
            return None
        raise RuleBroken(_refusal(code))


def _refusal(code: str) -> str:
    if code == _UNAUTHORIZED:
        return "Zalo không nhận mã bot; hãy kiểm tra DONDOC_CHANNELS."
    return (
        f"Zalo từ chối (mã {code}). Nếu bot đang đặt webhook thì không hỏi theo cách này được; hãy gỡ webhook, "
        "hoặc dùng dondoc serve."
    )
