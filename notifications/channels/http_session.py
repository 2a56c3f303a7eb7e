"""Calls to somebody else's server over kept connections: one attempt each, and it is known whether the call had left."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ANSWER_LIMIT = 1_000_000  # bytes; an answer of these services has a few hundred
_KEPT_SECONDS = 4.0  # shorter than servers keep an idle connection, so that a call seldom meets one that just closes


@dataclass(frozen=True, slots=True)
class Answered:
    """The server answered, whatever it says. The names of `headers` are in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any] | None:
        """The JSON object of the body; None for anything else."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


@dataclass(frozen=True, slots=True)
class NeverLeft:
    """No byte of the call reached the server, so it cannot have acted on it. `detail` is for staff."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The call may have reached the server; its answer was lost. `detail` is for staff."""

    code: str
    detail: str


Exchange = Answered | NeverLeft | Unclear


class HttpSession:
    """Several threads may call. No address, header or body is ever logged or repeated: they carry secrets.

    `timeout_seconds` holds for each step: dialling, writing, and each wait for a piece of the answer. Redirects are not
    followed. Proxies and certificates come from the environment (HTTPS_PROXY, SSL_CERT_FILE), as elsewhere.
    """

    def __init__(self, *, timeout_seconds: float, verify_certificate: bool = True) -> None:
        self._timeout = timeout_seconds
        self._verify = verify_certificate
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()
        logging.getLogger("httpx").addFilter(_without_addresses)

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Exchange:
        return self.call("POST", url, headers=headers, body=body)

    def call(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"") -> Exchange:
        client = self._opened()
        try:
            request = client.build_request(method, url, content=body or None, headers=dict(headers))
        except (httpx.InvalidURL, ValueError):
            return _WRONG_SETTINGS
        try:
            return _converse(client, request)
        except _BEFORE_THE_CALL as fault:
            return _never_left(fault)
        except (OverflowError, UnicodeError):  # a port or a name that the resolver cannot even be asked for
            return _WRONG_SETTINGS
        except httpx.TimeoutException:
            return Unclear("timeout", "Máy chủ không trả lời trong thời hạn chờ; chưa rõ đã nhận tin hay chưa.")
        except httpx.HTTPError:
            return Unclear("disconnected", "Mất kết nối sau khi đã gửi đi; chưa rõ máy chủ đã nhận tin hay chưa.")

    def close(self) -> None:
        """Gives the connections back; the next call opens new ones."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None

    def _opened(self) -> httpx.Client:
        """Made at the first call."""
        with self._lock:
            if self._client is None:
                limits = httpx.Limits(keepalive_expiry=_KEPT_SECONDS)
                self._client = httpx.Client(timeout=self._timeout, verify=_tls(self._verify), limits=limits)
            return self._client


@cache
def _tls(verify: bool) -> ssl.SSLContext:  # noqa: FBT001 -- a key of the cache
    """Made once for all sessions: loading the certificates takes longer than a call."""
    return httpx.create_ssl_context(verify=verify)


def _converse(client: httpx.Client, request: httpx.Request) -> Exchange:
    answer = client.send(request, stream=True)
    try:
        body = b"".join(_pieces(answer))
    finally:
        answer.close()
    return Answered(answer.status_code, body, {name.lower(): value for name, value in answer.headers.items()})


def _pieces(answer: httpx.Response) -> Iterator[bytes]:
    """The body, cut where it is longer than any answer may be: then it is no JSON, and says so by that."""
    length = 0
    for piece in answer.iter_bytes():
        yield piece
        length += len(piece)
        if length > _ANSWER_LIMIT:
            return


_BEFORE_THE_CALL = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)


class _Fault(NamedTuple):
    kind: type[Exception]
    reason: NeverLeft


_WRONG_SETTINGS = NeverLeft("settings", "Địa chỉ máy chủ hoặc tài khoản đã cấu hình có ký tự không hợp lệ.")
_FAULTS = (
    _Fault(httpx.UnsupportedProtocol, _WRONG_SETTINGS),
    _Fault(httpx.LocalProtocolError, _WRONG_SETTINGS),
    _Fault(httpx.ProxyError, NeverLeft("proxy", "Máy chủ trung gian (proxy) không cho kết nối.")),
    _Fault(socket.gaierror, NeverLeft("dns", "Không tìm thấy máy chủ theo tên đã cấu hình.")),
    _Fault(ssl.SSLError, NeverLeft("tls", "Không lập được kết nối mã hóa tin cậy với máy chủ.")),
    _Fault(ConnectionRefusedError, NeverLeft("refused", "Máy chủ không nhận kết nối.")),
    _Fault(httpx.TimeoutException, NeverLeft("timeout", "Không kết nối được với máy chủ trong thời hạn chờ.")),
    _Fault(Exception, NeverLeft("unreachable", "Không kết nối được với máy chủ.")),
)


def _never_left(fault: httpx.HTTPError) -> NeverLeft:
    chain = tuple(_causes(fault))
    return next(reason for kind, reason in _FAULTS if any(isinstance(cause, kind) for cause in chain))


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    """The exception and what stood behind it: httpx tells apart only a few of them by its own types."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _without_addresses(record: logging.LogRecord) -> bool:
    """Lets through what the library reports of a call, without the address: the token of a bot is part of it."""
    if isinstance(record.args, tuple):
        record.args = tuple("…" if isinstance(arg, httpx.URL) else arg for arg in record.args)
    return True
