"""The web application: routers, strict headers, and a Vietnamese sentence for whatever goes wrong."""

from __future__ import annotations

import errno
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolBusy
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.responses import RedirectResponse

from config.logs import set_up_logs
from config.wiring import workplace
from domain.errors import RuleBroken, UsageError
from web.api.problems import PREFIX, faults, problem
from web.body_sizes import BodySizes
from web.hosts import KnownHosts
from web.pages.unit_links import show_ended
from web.permits import PasswordToChange, SignInNeeded
from web.rendering import failure
from web.request_counts import RequestCounts
from web.request_ids import RequestIds
from web.routers import ROUTERS
from web.same_site import SameSite
from web.static_files import KeptFiles
from web.unit_desks import LinkEnded
from web.visitors import cookie_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from config.wiring import Workplace

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"  # data: are the kit's icons
    ),
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",  # the address of a page is what lets a person in
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
# For a year browsers then come by https alone, also where somebody typed the address without it.
OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
PACKED_ALREADY = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/pdf",
    "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)

READ_ONLY = "25006"  # read_only_sql_transaction; SQLite says the same by an OperationalError
DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})
NOT_KEPT = (
    "Máy chủ tạm thời không ghi được tệp nên chưa nhận được nội dung vừa gửi; phần đã nhận trước đó vẫn được giữ. "
    "Hãy thử lại sau ít phút; nếu vẫn vậy, hãy báo người quản trị kiểm tra ổ đĩa."
)

log = logging.getLogger(__name__)


def create_app(place: Workplace) -> FastAPI:
    """The application for this installation. Nothing of it describes itself to strangers."""
    app = FastAPI(title="Đôn đốc", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.place = place
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", KeptFiles())
    app.add_exception_handler(HTTPException, _refuse)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(OperationalError, _busy)
    app.add_exception_handler(PoolBusy, _busy)
    app.add_exception_handler(InternalError, _read_only)
    app.add_exception_handler(OSError, _not_kept)
    # A number in an address that no row can have: SQLite and PostgreSQL each say it in a way of their own.
    app.add_exception_handler(OverflowError, _nowhere)
    app.add_exception_handler(DataError, _nowhere)
    app.add_exception_handler(RuleBroken, _against_a_rule)
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(LinkEnded, show_ended)
    app.add_exception_handler(PasswordToChange, _to_change_password)
    app.add_middleware(SameSite)
    app.add_middleware(BodySizes)
    app.add_middleware(GZipMiddleware, compresslevel=6, exclude_content_types=PACKED_ALREADY)
    site = place.settings.web_url.strip()
    app.add_middleware(KnownHosts, site=site, listens_at=place.settings.host)
    app.add_middleware(Guard, headers=HEADERS | OVER_HTTPS if site.lower().startswith("https://") else HEADERS)
    app.state.counts = RequestCounts()
    app.add_middleware(RequestIds, counts=app.state.counts)
    return app


def here() -> FastAPI:
    """The application for the installation that the environment describes."""
    place = workplace()
    set_up_logs(place.settings)
    return create_app(place)


class Guard:
    """Around everything: the headers of every answer, and an answer also where the program itself failed."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str] = HEADERS) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_strictly(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_strictly)
        except Exception:
            log.exception("A page failed")  # for engineers; the path may let a person in, so it is not told
            if not has_begun:
                await _answer(Request(scope), 500)(scope, receive, send_strictly)


def _answer(request: Request, status: int, said: str = "") -> Response:
    """A page for people, a problem for programs."""
    if request.url.path.startswith(PREFIX):
        return problem(status, said)
    return failure(status, said, has_way_back=bool(cookie_of(request)))


def _refuse(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return _answer(request, 500)
    if error.status_code == HTTPStatus.BAD_REQUEST and request.url.path.startswith(PREFIX):
        return problem(422)  # a body that is not even text
    # FastAPI puts the English name of the status where nothing else was said.
    said = error.detail if error.detail != HTTPStatus(error.status_code).phrase else ""
    answer = _answer(request, error.status_code, said)
    answer.headers.update(error.headers or {})
    return answer


def _against_a_rule(request: Request, error: Exception) -> Response:
    return _answer(request, 422 if isinstance(error, UsageError) else 409, str(error))


def _to_sign_in(_: Request, error: Exception) -> RedirectResponse:
    wanted = error.path if isinstance(error, SignInNeeded) else "/"
    return RedirectResponse(f"/sign-in?{urlencode({'then': wanted})}" if wanted != "/" else "/sign-in", 303)


def _to_change_password(_: Request, __: Exception) -> RedirectResponse:
    return RedirectResponse("/account/password", 303)


def _not_understood(request: Request, error: Exception) -> Response:
    if request.url.path.startswith(PREFIX) and isinstance(error, RequestValidationError):
        return problem(422, errors=faults(error.errors()))
    return _answer(request, 422)


def _busy(request: Request, error: Exception) -> Response:
    log.warning("The database could not be used: %s", type(error).__name__)
    return _answer(request, 503)


def _read_only(request: Request, error: Exception) -> Response:
    """A PostgreSQL that has become a copy of another lets nobody write until people or programs have set it right."""
    if getattr(getattr(error, "orig", None), "sqlstate", "") != READ_ONLY:
        raise error
    return _busy(request, error)


def _not_kept(request: Request, error: Exception) -> Response:
    """A disk that takes nothing more is no fault of the program, and will be mended: what is sent again then is kept."""
    if not isinstance(error, OSError) or error.errno not in DISK:
        raise error
    log.error("The disk could not be written to: %s", errno.errorcode[error.errno])
    return _answer(request, 503, NOT_KEPT)


def _nowhere(request: Request, _: Exception) -> Response:
    return _answer(request, 404)
