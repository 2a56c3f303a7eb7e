"""A server that stands for the Zalo Bot API: one bot, its people, its quota. Errors come with HTTP 200, as there."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from tests.fakes.far_server import FarServer, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.far_server import Call

TOKEN = "1234567890:planted-bot-token"  # noqa: S105 -- made up
CHAT = "6ede9afa66b88fe6d6a9"
USERS_OF_A_FREE_BOT = 50
MESSAGES_OF_A_MONTH = 3_000
TEXT_LIMIT = 2_000


class FakeZaloBot(FarServer):
    """`chats` are the people who wrote to the bot; `sent` is what they can read, as (chat_id, text)."""

    def __init__(self, *, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.chats = [CHAT]
        self.sent: list[tuple[str, str]] = []
        self.webhook: dict[str, Any] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._this_month: dict[str, int] = {}
        methods: dict[str, Callable[[dict[str, Any]], Reply]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": lambda _: _result(self.webhook),
        }
        self._methods = methods
        self.route("POST", r"/bot(?P<token>[^/]+)/(?P<method>\w+)", self._answer)

    def write(self, text: str, *, chat_id: str = CHAT, name: str = "Nguyễn Thị Lan") -> bool:
        """Somebody writes to the bot. False when it has as many people as a free bot may have."""
        if chat_id not in self.chats:
            if len(self.chats) >= USERS_OF_A_FREE_BOT:
                return False
            self.chats.append(chat_id)
        self._updates.append(
            {
                "event_name": "message.text.received",
                "message": {
                    "from": {"id": chat_id, "display_name": name, "is_bot": False},
                    "chat": {"id": chat_id, "chat_type": "PRIVATE"},
                    "text": text,
                    "message_id": f"in{len(self.calls)}-{len(self._updates)}",
                    "date": self._milliseconds(),
                },
            }
        )
        return True

    def use_up(self, messages: int) -> None:
        """The bot sends so many this month."""
        self._this_month[self._month()] = self._this_month.get(self._month(), 0) + messages

    def _answer(self, call: Call) -> Reply:
        if call.found["token"] != self.token:
            return _error(401, "Unauthorized")
        method = self._methods.get(call.found["method"])
        if method is None:
            return _error(404, "Not Found")
        try:
            body = call.json() if call.body else {}
        except ValueError:
            return _error(400, "Bad request: body is not JSON")
        return method(body)

    def _get_me(self, _: dict[str, Any]) -> Reply:
        return _result(
            {
                "id": "1459232241454765289",
                "account_name": "bot.DonDoc",
                "account_type": "BASIC",
                "can_join_groups": False,
            }
        )

    def _get_updates(self, _: dict[str, Any]) -> Reply:
        """One object, gone once it was given: there is no offset and no acknowledgement. A test does not wait."""
        if self.webhook:
            return _error(400, "Bad request: can't use getUpdates method while webhook is active")
        return _result(self._updates.popleft()) if self._updates else _error(408, "Request timeout")

    def _send_message(self, body: dict[str, Any]) -> Reply:
        chat, text = body.get("chat_id"), body.get("text")
        if chat not in self.chats:
            return _error(400, "Bad request: chat_id is invalid")
        if not isinstance(text, str) or not 0 < len(text.encode("utf-16-le")) // 2 <= TEXT_LIMIT:
            return _error(400, f"Bad request: text must have 1 to {TEXT_LIMIT} characters")
        if self._this_month.get(self._month(), 0) >= MESSAGES_OF_A_MONTH:
            return _error(429, "Quota exceeded")
        self.use_up(1)
        self.sent.append((str(chat), text))
        return _result({"message_id": f"out{len(self.sent)}", "date": self._milliseconds()})

    def _set_webhook(self, body: dict[str, Any]) -> Reply:
        url, secret = str(body.get("url", "")), str(body.get("secret_token", ""))
        if not url.startswith("https://") or not 8 <= len(secret) <= 256:
            return _error(400, "Bad request: webhook needs an https url and a secret_token of 8 to 256 characters")
        self.webhook = {"url": url, "updated_at": self._milliseconds()}
        return _result(self.webhook)

    def _delete_webhook(self, _: dict[str, Any]) -> Reply:
        self.webhook = {}
        return _result({"url": "", "updated_at": self._milliseconds()})

    def _milliseconds(self) -> int:
        return int(self.clock.now.timestamp() * 1000)

    def _month(self) -> str:
        return f"{self.clock.now:%Y-%m}"


def _result(value: object) -> Reply:
    return Reply.of({"ok": True, "result": value})


def _error(code: int, description: str) -> Reply:
    return Reply.of({"ok": False, "error_code": code, "description": description})
