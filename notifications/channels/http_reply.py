"""What an exchange over HTTP means before anybody reads its JSON: the same for every service that answers in JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from notifications.channels.http_session import Answered, NeverLeft, Unclear
from notifications.outcome import Ambiguous, Deferred, Rejected, Scope

if TYPE_CHECKING:
    from notifications.channels.http_session import Exchange
    from notifications.outcome import Outcome

_SERVER_ERROR = 500
_REDIRECT = 300
_LONGEST_DETAIL = 200  # letters of what a server says of itself: a list shows it in one line
_LONGEST_WAIT = timedelta(days=1)


def read(exchange: Exchange) -> dict[str, Any] | Outcome:
    """The JSON object of the answer, or what came of the attempt where there is none to read.

    From HTTP 500 on the server broke off with the message in its hands, and a success that is no JSON may be somebody
    else's page: in both cases nobody knows. A page that redirects or refuses took nothing over.
    """
    return _read_answer(exchange) if isinstance(exchange, Answered) else unanswered(exchange)


def unanswered(exchange: NeverLeft | Unclear) -> Rejected | Deferred | Ambiguous:
    """What came of a call that got no answer."""
    match exchange:
        case NeverLeft("settings", detail):
            return Rejected(Scope.CHANNEL, "settings", detail)
        case NeverLeft(code, detail):
            return Deferred(Scope.CHANNEL, code, detail)
        case Unclear(_, detail):
            return Ambiguous(detail)


def _read_answer(answer: Answered) -> dict[str, Any] | Outcome:
    if answer.status >= _SERVER_ERROR:
        return Ambiguous(f"Máy chủ báo lỗi nội bộ (HTTP {answer.status}); chưa rõ đã nhận tin hay chưa.")
    found = answer.json()
    if found is not None:
        return found
    if answer.status < _REDIRECT:
        return Ambiguous("Máy chủ trả lời không đúng dạng JSON; chưa rõ đã nhận tin hay chưa.")
    detail = f"Máy chủ không nhận yêu cầu (HTTP {answer.status}); đề nghị kiểm tra địa chỉ máy chủ và đường mạng."
    return Deferred(Scope.CHANNEL, str(answer.status), detail, wait=wait_of(answer))


def wait_of(exchange: Exchange) -> timedelta | None:
    """How long the server asks to be left alone (RFC 9110, Retry-After in seconds), at most a day."""
    seconds = exchange.headers.get("retry-after", "") if isinstance(exchange, Answered) else ""
    return min(timedelta(seconds=int(seconds[:9])), _LONGEST_WAIT) if seconds.isdecimal() else None


def in_words(meaning: str, said: object, *, secrets: tuple[str, ...] = ()) -> str:
    """Our sentence, and behind it what the server said: one line, of sane length, without the account's secrets."""
    text = " ".join(str(said or "").split())
    for secret in secrets:
        text = text.replace(secret, "…")
    return f"{meaning} Máy chủ trả lời: “{text[:_LONGEST_DETAIL]}”." if text else meaning
