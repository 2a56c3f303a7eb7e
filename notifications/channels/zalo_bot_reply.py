"""What the Zalo Bot API's answer means for the message: one table. `{"ok": …, "result" | "error_code", "description"}`.

The codes are those of bot.zapps.me/docs/error-code (read on 2026-04-30). An error comes with HTTP 200 as often as not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from notifications.channels.http_reply import in_words, read, wait_of
from notifications.outcome import Accepted, Ambiguous, Deferred, Outcome, Rejected, Scope

if TYPE_CHECKING:
    from notifications.channels.http_session import Exchange


class _Rule(NamedTuple):
    """`said` is a pattern for the description. The first rule that fits decides."""

    code: str
    said: str
    kind: type[Rejected | Deferred | Ambiguous]
    scope: Scope
    meaning: str


_THE_CHAT = r"\b(chat|user|recipient|receiver)"
_THE_TEXT = r"\b(text|message|content|param|length|too long|parse)"

_RULES = (
    # The table of the API has one "bad request" for all; only the description tells whose fault it is.
    _Rule("400", _THE_CHAT, Rejected, Scope.RECIPIENT, "Zalo không tìm thấy cuộc trò chuyện này với bot."),
    _Rule("400", _THE_TEXT, Rejected, Scope.PAYLOAD, "Zalo không nhận nội dung tin."),
    _Rule("400", "", Rejected, Scope.UNCLEAR, "Zalo không nhận yêu cầu gửi tin."),
    _Rule("401", "", Rejected, Scope.AUTH, "Mã (token) của bot không đúng hoặc đã bị thay; đề nghị lấy mã mới."),
    # The table calls it an internal error, after the request was taken up; other bot services mean a blocked bot by it.
    _Rule("403", "", Ambiguous, Scope.UNCLEAR, "Zalo báo lỗi nội bộ (403); chưa rõ tin đã gửi hay chưa."),
    _Rule("404", _THE_CHAT, Rejected, Scope.RECIPIENT, "Zalo không tìm thấy cuộc trò chuyện này với bot."),
    _Rule(
        "404", "", Rejected, Scope.CHANNEL, "Zalo không tìm thấy bot; đề nghị kiểm tra mã (token) và địa chỉ máy chủ."
    ),
    _Rule("408", "", Ambiguous, Scope.UNCLEAR, "Zalo xử lý quá thời hạn (408); chưa rõ tin đã gửi hay chưa."),
    _Rule("429", "", Deferred, Scope.QUOTA, "Bot đã dùng hết số tin được gửi (mỗi tháng, hoặc trong một lúc)."),
    _Rule("5", "", Ambiguous, Scope.UNCLEAR, "Zalo báo lỗi nội bộ; chưa rõ tin đã gửi hay chưa."),
    _Rule("", "", Rejected, Scope.UNCLEAR, "Zalo không nhận tin."),
)


def classify(exchange: Exchange, *, token: str) -> Outcome:
    """The outcome of a sendMessage. `token` is kept out of what staff will read."""
    answer = read(exchange)
    if not isinstance(answer, dict):
        return answer
    if answer.get("ok") is True:
        return Accepted(_provider_id(answer.get("result")))
    if answer.get("ok") is not False:
        return Ambiguous("Zalo trả lời không rõ nghĩa; chưa rõ tin đã gửi hay chưa.")
    code, said = str(answer.get("error_code", "")), answer.get("description")
    rule = next(rule for rule in _RULES if _fits(rule, code, str(said or "")))
    detail = in_words(rule.meaning, said, secrets=(token,))
    if issubclass(rule.kind, Ambiguous):
        return Ambiguous(detail)
    if issubclass(rule.kind, Deferred):
        return Deferred(rule.scope, code, detail, wait=wait_of(exchange))
    return Rejected(rule.scope, code, detail)


def _fits(rule: _Rule, code: str, said: str) -> bool:
    return code.startswith(rule.code) and re.search(rule.said, said, re.IGNORECASE) is not None


def _provider_id(result: Any) -> str:  # noqa: ANN401 -- whatever stood in the answer
    named = result.get("message_id") if isinstance(result, dict) else None
    return str(named) if isinstance(named, str | int) and named else "ok"
